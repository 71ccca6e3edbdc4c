# Subclasses of weakref.ref leave their referent when they die.
import builtins
import re


def print(*values, sep=' ', end='\n'):
    text = sep.join(map(str, values))
    builtins.print(re.sub('0x[0-9a-f]+', '0x', text), end=end)


import weakref
class R(weakref.ref): __slots__=('f','__weakref__')
class A: pass
x=A()
def mk():
    def gone(d): print('gone', me())
    r=R.__new__(R,x,gone)
    r.f=weakref.ref(A,gone)
    me=weakref.ref(r)
    return r
r=mk()
print(weakref.getweakrefcount(x))
r=None
print(weakref.getweakrefcount(x))
r=mk()
del x
class R(weakref.ref): pass
class A: pass
x=A()
def f(d): print(1)
r=R.__new__(R,x,f)
r=None
r2=R(x,f)
r3=R.__new__(R,x,f)
r3.__init__(x,f)
