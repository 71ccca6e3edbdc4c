import gc, weakref, sys, copy
class Node:
    kind = []
    def __init__(self, v, nxt=None):
        self.v = v
        self.nxt = nxt
    def __del__(self):
        log.append(self.v)
log = []
n = Node(1, Node(2))
n.nxt.nxt = n
d = n.__dict__
d['extra'] = [1]
vars(n)['q'] = 5
del n.q
del n, d
gc.collect()
class S(set): pass
s = S([1, 2, (3, 4)])
s.add('abc')
s.discard(1)
fs = frozenset([(1, 2)])
class L(list):
    pass
l = L([1, [2]])
l.append(l)
l.tag = {}
class D2(dict):
    def __missing__(self, k):
        return [k]
dd = D2(a=1)
dd['b'] = dd['zz']
class T(tuple): pass
t = T(([1], 2))
class E(Exception):
    def __init__(self, *a):
        super().__init__(*a)
        self.info = [a]
def boom(x):
    y = [x]
    raise E(y)
keep = []
def outer():
    try:
        boom(5)
    except E as e:
        keep.append(e)
outer()
try:
    try:
        {}['k']
    except KeyError as k:
        raise ValueError('v') from k
except ValueError as v:
    keep.append(v)
def gen(n):
    buf = [n]
    try:
        while True:
            got = yield buf
            buf.append(got)
    finally:
        buf.clear()
g = gen(3)
next(g)
g.send([4])
g2 = (i for i in [[1], [2]])
next(g2)
def deleg():
    r = yield from gen(9)
dg = deleg()
next(dg)
g.close()
del dg
def counter():
    c = 0
    def inc(by=[1]):
        nonlocal c
        c += by[0]
        return c
    return inc
inc = counter()
inc(); inc()
inc.attr = [1]
ns = {}
exec('a = [1]\ndef f(): return a\nb = f()', ns)
exec('zz = [5]')
exec('del zz')
w = weakref.ref(l, lambda r: log.append('dead'))
p = weakref.proxy(s)
wd = weakref.WeakValueDictionary()
wd['l'] = l
del l
m = keep.append
it = iter([1, [2], 3])
next(it)
z = zip([1], [[2]])
e = enumerate([[1]])
next(e)
r = reversed([1, 2])
mp = map(str, [1])
sl = slice([1], 2)
pr = property(lambda self: 1)
class M(type):
    def __new__(mcs, name, bases, ns):
        return super().__new__(mcs, name, bases, ns)
class C(metaclass=M):
    x = pr
    @classmethod
    def cm(cls): return cls
    @staticmethod
    def sm(): return 1
    def bm(self): return self
c = C()
b = c.bm
b2 = C.cm
c.__class__ = C
class C2: pass
class C3: pass
o = C2()
o.a = [1]
o.__class__ = C3
o.__dict__ = {'n': [2]}
C3.attr = [1]
C3.attr = [2]
del C3.attr
class Sl:
    __slots__ = ('a', '__dict__', '__weakref__')
q = Sl()
q.a = [1]
q.b = [2]
ws = weakref.WeakSet([q])
del q.a
x = [1, 2, 3, [4]]
x[1:3] = [[9]]
x.sort(key=str)
x.reverse()
x += [[7]]
x *= 2
x.insert(0, [0])
x.pop()
del x[0]
x.extend((1, 2))
y = copy.deepcopy(x)
y.clear()
dct = {'a': [1], (1, 2): [2]}
dct.update(b=[3])
dct.setdefault('c', [])
dct.pop('a')
dct.popitem()
d3 = dict(dct)
d3.clear()
a, *rest = [[1], [2], [3]]
lst = [i for i in range(3)]
big = list(range(1000))
del big
tt = (1, [2])
tt2 = tt + ([3],)
cyc = []
cyc.append(cyc)
del cyc
for i in range(3):
    tmp = [i]
gc.collect(0)
gc.collect(1)
gc.freeze()
gc.unfreeze()
gc.collect()
with open.__class__ and __import__('contextlib').suppress(KeyError):
    {}['x']
import functools
par = functools.partial(boom, [1])
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
fib(5)
from collections import deque, defaultdict, Counter, OrderedDict, namedtuple
dq = deque([[1], [2]], maxlen=3)
dq.append([3]); dq.appendleft([0]); dq.rotate(1)
ddd = defaultdict(list)
ddd['k'].append([1])
P = namedtuple('P', 'x y')
pp = P([1], [2])
od = OrderedDict(a=[1])
od.move_to_end('a')
cn = Counter('abca')
fr = sys._getframe()
def ff():
    v = [1]
    return sys._getframe()
fr2 = ff()
fr2.f_locals
del fr2
try:
    [].nope
except AttributeError as err:
    saved = err
ba = bytearray(b'abc')
mv = memoryview(ba)
ba2 = bytearray(); ba2 += b'x' * 100
