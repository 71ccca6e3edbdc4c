import functools, contextlib, copy, operator, types, sys, weakref
from functools import *
def t(src, **ns):
    try: print(src,'->',repr(eval(src,globals(),ns)))
    except Exception as e: print(src,'->',type(e).__name__,'|',e)
def f(a,b=2,*c,**k): return a,b,c,k
p=partial(f,1,x=3)
for s in '''partial()
partial(3)
p(), p(5), p(5,6,y=7), p(x=9)
p.func is f, p.args, p.keywords
partial(p,9).args, partial(p,9).func is f
p.foo
reduce(operator.add,[])
reduce(operator.add,3)
reduce(operator.add,[1,2],10)
reduce()
cmp_to_key(lambda a,b:0)(1)<2
sorted([3,1,2],key=cmp_to_key(lambda a,b:a-b))
lru_cache(3.5)
lru_cache(-1)(f).cache_info()
lru_cache()(3)
lru_cache(maxsize=None)(f)(1), lru_cache(f)(1)
lru_cache(f).cache_parameters()
wraps(f)(lambda:0).__name__, wraps(f)(lambda:0).__wrapped__ is f
update_wrapper(3,f)
total_ordering(type('X',(),{}))
partialmethod(3)
operator.add(1)
operator.add(1,'a')
operator.itemgetter()
operator.itemgetter(5)([1])
operator.attrgetter(3)
operator.attrgetter('a.b')(3)
operator.methodcaller()
operator.methodcaller('foo')(3)
operator.concat(1,2)
operator.index(1.5)
operator.countOf([1,1],1), operator.indexOf('abc','c'), operator.length_hint([1]), operator.truth([]), operator.not_(1)
operator.indexOf([],1)
operator.getitem([1],0), operator.contains([1],1), operator.iadd([1],[2]), operator.is_(1,1), operator.abs(-1), operator.inv(5)
operator.itemgetter(1), operator.attrgetter('a','b'), operator.methodcaller('x',1,k=2)
copy.copy(3), copy.copy([1]), copy.copy({1:2}), copy.copy({1}), copy.copy((1,[2])), copy.copy(f) is f
copy.deepcopy((1,2)), copy.deepcopy([f])[0] is f, copy.deepcopy({'a':{1,2}}), copy.deepcopy(range(3)), copy.deepcopy(b'a')
copy.copy(x for x in [])
copy.deepcopy(sys)
copy.copy(types), copy.deepcopy(3.5)
copy.copy(iter([1,2])).__next__()
copy.deepcopy(bytearray(b'a')), copy.copy(slice(1,2))
types.MethodType(f,1)(), types.SimpleNamespace(a=1)==types.SimpleNamespace(a=1), types.FunctionType, types.new_class('N',(int,)).__mro__
types.SimpleNamespace(1)
types.MappingProxyType({1:2})'''.splitlines(): t(s)
class C:
    def __init__(s): s.l=[1]; s.me=s
c=C(); d=copy.deepcopy(c); print(d.me is d, d.l is c.l)
class Slot:
    __slots__=('a','b')
s=Slot(); s.a=[1]; u=copy.deepcopy(s); print(u.a, u.a is s.a, hasattr(u,'b'))
class DC:
    def __deepcopy__(self,memo): return 'deep'
    def __copy__(self): return 'shallow'
print(copy.copy(DC()), copy.deepcopy([DC()]))
class R:
    def __reduce__(self): return (list,((1,2),))
print(copy.copy(R()), copy.deepcopy(R()))
class St:
    def __getstate__(self): return {'z':1}
    def __setstate__(self,st): self.got=st
print(copy.copy(St()).got)
class TS(tuple): pass
ts=TS([[1]]); ts.q=[2]; v=copy.deepcopy(ts); print(v, v.q, v.q is ts.q, type(v))
rec=[]; rec.append(rec); r2=copy.deepcopy(rec); print(r2[0] is r2)
memo={}; x=[1]; copy.deepcopy(x,memo); print(len(memo), memo[id(memo)])
@contextlib.contextmanager
def m(x):
    print('in',x)
    try: yield x
    except KeyError as e: print('caught',e)
    finally: print('out',x)
with m(1) as v: print(v)
with m(2): raise KeyError('k')
try:
    with m(3): raise ValueError('v')
except ValueError as e: print('prop',e, e.__context__)
@m(4)
def deco(): print('body')
deco(); deco()
@contextlib.contextmanager
def bad(): 
    if 0: yield
try:
    with bad(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def bad2(): yield; yield
try:
    with bad2(): pass
except RuntimeError as e: print(e)
with contextlib.ExitStack() as st:
    st.callback(print,'cb',1); a=st.enter_context(m(5)); st.push(lambda *e: print('exit',e[0]))
    print('inside')
try:
    with contextlib.ExitStack() as st:
        st.callback(lambda: 1/0)
        raise KeyError
except ZeroDivisionError as e: print(repr(e), repr(e.__context__))
try: contextlib.ExitStack().enter_context(3)
except (TypeError,AttributeError) as e: print(type(e).__name__, e)
class Cl:
    def close(self): print('closed')
with contextlib.closing(Cl()) as k: pass
with contextlib.nullcontext(7) as z: print(z)
class CD(contextlib.ContextDecorator):
    def __enter__(self): print('e'); return self
    def __exit__(self,*a): print('x')
@CD()
def g(): print('g')
g()
print(isinstance(m(1),contextlib.AbstractContextManager), type(m).__name__, m.__name__)
with contextlib.suppress(KeyError, IndexError): [][1]
calls=0
class Cache:
    @lru_cache(maxsize=None)
    def meth(self,x): return x
    @cached_property
    def cp(self): return []
    @singledispatchmethod
    def sd(self,a): return 'obj'
    @sd.register
    def _(self,a:int): return 'int'
    pm=partialmethod(lambda self,a,b:(a,b),1)
k=Cache(); print(k.meth(1),k.meth(1),Cache.meth.cache_info(), k.cp is k.cp, k.__dict__, k.sd(1),k.sd('a'), k.pm(2))
@lru_cache(2)
def lc(*a,**k): return a
lc(1);lc(1.0);lc(1,x=1);lc(x=1); print(lc.cache_info()); lc.cache_clear(); print(lc.cache_info(), lc.__wrapped__(5))
try: lc([])
except TypeError as e: print(e)
o=C(); r=weakref.ref(o); 
@lru_cache
def hold(x): return 1
hold(3); print(sys.getrefcount(hold)<10)
@singledispatch
def sdf(a): return 'o'
@sdf.register(int)
@sdf.register(float)
def _(a): return 'n'
print(sdf(1),sdf(1.5),sdf('a'),sdf.dispatch(bool).__name__, list(sdf.registry))
try: sdf()
except TypeError as e: print(e)
