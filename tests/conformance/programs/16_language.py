# A walk through the language.
from collections import Counter, namedtuple
from dataclasses import dataclass

@dataclass
class Point:
    x: int
    y: int = 0

def shape(thing):
    match thing:
        case Point(x=0, y=0):
            return "origin"
        case [first, *rest]:
            return f"list of {1 + len(rest)} from {first}"
        case {"kind": kind}:
            return kind
        case int() | float():
            return "number"
        case _:
            return "?"

print(Point(1), Point(0) == Point(0), shape(Point(0)), shape([1, 2]), shape({"kind": "k"}), shape(2.5), shape("s"))
first, *middle, last = range(6)
print(first, middle, last, f"{3.14159:.2f} {255:#x} {'mid':^9}|{1234567:,}")
print(Counter("abracadabra").most_common(2), namedtuple("P", "a b")(1, 2))
squares = {n: n * n for n in range(5) if n % 2}
print(squares, sorted("banana", key=lambda c: (-ord(c), c)), [*zip("ab", (1, 2))])
if (n := len("walrus")) > 5:
    print(n)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError("k") from e
except KeyError as e:
    print(repr(e), repr(e.__cause__))
finally:
    print("finally")
print(int("x"))
