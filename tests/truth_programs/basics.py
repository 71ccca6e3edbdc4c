x = [1, 2, 3]
y = x
d = {'a': x, 2: 'bb'}
s = {x2 for x2 in (1, 2)}
t = (x, d)
del y
a = []
a.append(a)
del a
def f(p, q=5):
    r = [p]
    return r
z = f(x)
class A:
    def __init__(self):
        self.v = [1]
i = A()
j = A()
i.o = j
j.o = i
def g():
    k = [7]
    yield k
    yield 2
gen = g()
next(gen)
def mk():
    c = [0]
    def inner():
        return c
    return inner
h = mk()
h()
class P:
    __slots__ = ('m', 'n')
p = P()
p.m = [1]
try:
    1/0
except ZeroDivisionError as e:
    tb = e.__traceback__
    err = e
del tb
import weakref
w = weakref.ref(i)
bm = i.__init__
