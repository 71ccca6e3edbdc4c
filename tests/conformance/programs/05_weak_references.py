# A weak reference does not keep its object alive.
import gc
import weakref

class Thing:
    pass

t = Thing()
r = weakref.ref(t, lambda ref: print("callback", ref is r))
print(r() is t, weakref.getweakrefcount(t))
del t
print(r())
d = weakref.WeakValueDictionary()
u = Thing()
d["u"] = u
print(len(d), "u" in d)
del u
print(len(d), "u" in d)
ring = Thing()
ring.me = ring
s = weakref.ref(ring)
del ring
print(s() is None)
gc.collect()
print(s() is None)
