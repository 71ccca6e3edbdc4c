# What __slots__ saves.
import sys

class Plain:
    def __init__(self):
        self.x, self.y = 1, 2

class Slim:
    __slots__ = ("x", "y")
    def __init__(self):
        self.x, self.y = 1, 2

print(sys.getsizeof(Plain()), sys.getsizeof(Slim()))
print(hasattr(Plain(), "__dict__"), hasattr(Slim(), "__dict__"))
try:
    Slim().z = 3
except AttributeError as e:
    print(type(e).__name__)
s = Slim()
del s.x
print(hasattr(s, "x"), s.y)
