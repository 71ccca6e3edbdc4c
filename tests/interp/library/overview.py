import itertools, functools, collections, operator, math, heapq, bisect, contextlib, copy, types
print(list(itertools.islice(itertools.count(3),4)), list(itertools.chain([1],[2,3])), list(itertools.product('ab',repeat=2)))
print(list(itertools.permutations([1,2,3],2)), list(itertools.combinations('abcd',2)))
print([(k,list(g)) for k,g in itertools.groupby('aabbbc')])
a,b=itertools.tee([1,2,3]); print(list(a),list(b))
print(list(itertools.accumulate([1,2,3])), list(itertools.zip_longest('ab','c',fillvalue='-')), list(itertools.pairwise([1,2,3])))
print(functools.reduce(operator.add,[1,2,3]))
p=functools.partial(print,1,sep='x'); p(2); print(p)
@functools.lru_cache(maxsize=2)
def f(x): print('f',x); return x
f(1);f(2);f(1);f(3);f(2); print(f.cache_info(), f.__name__, str(f)[:40])
@functools.cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(30), fib.cache_info())
d=collections.deque([1,2,3],maxlen=3); d.append(4); print(d, d.popleft(), d); d.rotate(1); print(d)
dd=collections.defaultdict(list); dd['a'].append(1); print(dd, dd['b'])
od=collections.OrderedDict(a=1,b=2); od.move_to_end('a'); print(od)
c=collections.Counter('abracadabra'); print(c, c.most_common(2), c['z'])
P=collections.namedtuple('P','x y'); q=P(1,y=2); print(q, q.x, q._replace(x=5), q._asdict(), P._fields)
try: P(1)
except TypeError as e: print(e)
print(math.sqrt(2), math.factorial(10), math.gcd(12,18), math.pi, math.floor(2.5))
h=[5,3,8]; heapq.heapify(h); heapq.heappush(h,1); print(heapq.heappop(h), h, heapq.nlargest(2,h))
print(bisect.bisect([1,2,2,3],2))
@contextlib.contextmanager
def cm():
    print('enter')
    try: yield 1
    finally: print('exit')
with cm() as v: print(v)
with contextlib.suppress(ValueError): raise ValueError
x=[1,[2,{'a':(3,)}]]; y=copy.deepcopy(x); print(y, y is x, y[1] is x[1])
class A:
    def __init__(self): self.x=[1]
a=A(); b=copy.deepcopy(a); print(b.x, b.x is a.x, copy.copy(a).x is a.x)
print(types.SimpleNamespace(a=1))
class L(list): pass
l=L([1]); l.z=3; m=copy.deepcopy(l); print(m, m.z, type(m))
e=copy.copy(ValueError('a',2)); print(repr(e))
from collections import ChainMap, UserDict, UserList
print(ChainMap({'a':1},{'b':2}), UserDict(a=1), UserList([1,2]))
import collections.abc
print(isinstance([],collections.abc.Sequence), isinstance({},collections.abc.Mapping), issubclass(int,collections.abc.Hashable))
from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def f(self): ...
try: Base()
except TypeError as e: print(e)
@functools.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)>=T(0), T(1)<=T(0))
@functools.singledispatch
def g(x): return 'obj'
@g.register
def _(x:int): return 'int'
@g.register(list)
def _(x): return 'list'
print(g(1),g([]),g('a'))
class CP:
    @functools.cached_property
    def v(self): print('calc'); return 3
c=CP(); print(c.v,c.v)
print(sorted([3,1,2],key=functools.cmp_to_key(lambda a,b:b-a)))
print(operator.itemgetter(1,0)('ab'), operator.attrgetter('x')(q), operator.methodcaller('upper')('a'))
