# Frames, closures and exceptions hold references.
import sys

class Big:
    def __del__(self):
        print("big gone")

def failing():
    big = Big()
    raise ValueError("no")

try:
    failing()
except ValueError as e:
    kept = e
print("still held by the traceback:", kept.__traceback__ is not None)
kept = None
print("dropped")

def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step

c = counter()
print(c(), c(), c.__closure__[0].cell_contents)
print(sys._getframe().f_code.co_name)
