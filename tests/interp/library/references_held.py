import sys, gc, weakref, functools, collections, itertools, operator, copy, contextlib
class O:
    def __init__(s,n='o'): s.n=n
    def __del__(s): print('del',s.n)
    def __repr__(s): return 'O'
o=O(); r=sys.getrefcount
print(r(o)); p=functools.partial(print,o,k=o); print(r(o)); del p; print(r(o))
d=collections.deque([o,o]); print(r(o)); d.popleft(); print(r(o)); d.clear(); print(r(o))
@functools.lru_cache(maxsize=2)
def f(x): return x
f(o); print(r(o)); f(1); f(2); print(r(o)); f(o); f.cache_clear(); print(r(o))
@functools.lru_cache(maxsize=None)
def g(x,y=1): return [x]
g(o); print(r(o)); g(o,y=2); print(r(o)); g.cache_clear(); print(r(o))
it=itertools.chain([o],[o]); print(r(o)); list(it); print(r(o))
it=itertools.repeat(o,2); next(it); print(r(o)); list(it); print(r(o)); del it; print(r(o))
c=itertools.cycle([o]); next(c); print(r(o)); del c; print(r(o))
a,b=itertools.tee([o,o]); next(a); print(r(o)); next(b); print(r(o)); del a,b; print(r(o))
pr=itertools.product([o],repeat=2); x=next(pr); print(r(o)); del pr,x; print(r(o))
cm=itertools.combinations([o,o],2); x=next(cm); print(r(o)); del cm,x; print(r(o))
gb=itertools.groupby([o,o]); k,grp=next(gb); print(r(o)); list(grp); print(r(o)); del gb,k,grp; print(r(o))
z=itertools.zip_longest([o],[1,2],fillvalue=o); y=next(z); print(r(o)); del z,y; print(r(o))
acc=itertools.accumulate([1,2],lambda a,b:o); next(acc); next(acc); print(r(o)); del acc; print(r(o))
sl=itertools.islice([o]*3,1,3); next(sl); print(r(o)); del sl
ig=operator.itemgetter(0); ig([o]); print(r(o))
dd=collections.defaultdict(list); dd[o].append(o); print(r(o)); del dd; print(r(o))
N=collections.namedtuple('N','a b'); n=N(o,o); print(r(o), sys.getsizeof(n)); n2=n._replace(a=1); print(r(o)); del n,n2; print(r(o))
l=[o]; cl=copy.copy(l); print(r(o)); dl=copy.deepcopy([1,[2]]); print(r(o)); del l,cl
w=weakref.ref(functools.partial(print)); print(w())
pp=functools.partial(print); w=weakref.ref(pp); print(w() is pp); del pp; print(w())
dq=collections.deque(); dq.append(dq); dq.append(O('cyc')); del dq; print('collect', gc.collect()>0)
pt=functools.partial(print); pt.me=pt; pt.o=O('part'); del pt; print('collect', gc.collect()>0)
try: raise ValueError(o)
except ValueError as e: print(r(o)); 
print(r(o))
def raiser():
    loc=O('local'); raise KeyError
try: raiser()
except KeyError as e: keep=e
print('kept'); del keep; print('gone')
@contextlib.contextmanager
def cmg():
    q=O('in cm'); yield q
with cmg() as v: pass
print('after'); del v
e=ValueError(O('arg')); e.note=O('attr'); del e
class E(Exception): pass
e=E(1); e.self=e; del e; print(gc.collect()>0)
x=[O('a'),O('b')]; y=map(lambda z:z, x); next(y); del x; print('map'); del y
h=sorted([O('s2'),O('s1')], key=lambda q:q.n); print([q.n for q in h]); del h
m=max([O('m1'),O('m2')],key=lambda q:q.n); print(m.n); del m
print(functools.reduce(lambda a,b:b,[O('r1'),O('r2')]).n)
for n in ('partial','lru_cache'): pass
print(sys.getsizeof(functools.partial(print)), sys.getsizeof(f), sys.getsizeof(operator.itemgetter(1)), sys.getsizeof(itertools.cycle([])), sys.getsizeof(ValueError()), sys.getsizeof(OSError()), sys.getsizeof(KeyError(1)), sys.getsizeof(StopIteration()))
print([gc.is_tracked(t) for t in (functools.partial(print), collections.deque(), itertools.count(), itertools.repeat(1), f, ValueError(), operator.itemgetter(0), collections.OrderedDict())])
del o
print('end')
