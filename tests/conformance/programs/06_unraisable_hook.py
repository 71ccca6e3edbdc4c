# What sys.unraisablehook is told about a finalizer, a weakref callback and a generator.
import sys,weakref
def hook(u): print(str(u.err_msg).split('<')[0], u.object is None, type(u.exc_value).__name__)
sys.unraisablehook=hook
class D:
    def __del__(self): raise ValueError(1)
D()
class E: pass
def cb(r): raise KeyError(2)
e=E(); w=weakref.ref(e,cb); del e
def g():
    try: yield 1
    finally: raise OSError
a=g(); next(a); del a
