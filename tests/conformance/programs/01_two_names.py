# Two names for one list: each name counts once, getrefcount adds its own argument.
import sys
x = [1, 2, 3]
print(sys.getrefcount(x))
y = x
print(sys.getrefcount(x), x is y)
del x
print(sys.getrefcount(y))

def inside():
    z = []
    return sys.getrefcount(z)

print(inside())
shelf = [y, y, {"it": y}]
print(sys.getrefcount(y))
shelf.clear()
print(sys.getrefcount(y))
