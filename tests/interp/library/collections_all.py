import collections, sys, copy
from collections import *
def t(src, **ns):
    try: print(src,'->',repr(eval(src,globals(),ns)))
    except Exception as e: print(src,'->',type(e).__name__,'|',e)
d=deque([1,2,3])
for s in '''deque(3)
deque([1],'a')
deque([1],-1)
deque([1,2,3],maxlen=2)
deque().pop()
deque().popleft()
d[5]
d['a']
d[1:2]
d.index(2), d.index(3,1)
d.index(9)
d.remove(9)
d.count(1)
d+d
d+[1]
d*2
d*'a'
d==deque([1,2,3]), d<deque([1,3]), d!=[1]
d<[1]
hash(d)
2 in d
list(reversed(d))
d.copy()
d.insert(1,'x') or d
deque([1],1).insert(0,2)
d.rotate('a')
d.rotate(2) or d
d.extendleft([7,8]) or d
d.reverse() or d
d.maxlen, deque([],5).maxlen
d.maxlen=3
deque(maxlen=None)
sys.getsizeof(deque()), sys.getsizeof(deque(range(100))), sys.getsizeof(deque(range(1000)))
copy.copy(deque([1],3)), copy.deepcopy(deque([[1]]))
deque[int]
bool(deque()), len(d)
d.foo
defaultdict(3)
defaultdict(None)['a']
defaultdict(int,a=1), defaultdict(list)|{'a':1}
defaultdict(lambda:5)['x']
copy.copy(defaultdict(int,a=1))
defaultdict(int).default_factory
sys.getsizeof(defaultdict(int)), sys.getsizeof(OrderedDict()), sys.getsizeof(OrderedDict(a=1))
OrderedDict([('a',1)]), OrderedDict(), OrderedDict(a=1)==OrderedDict(a=1), OrderedDict(a=1,b=2)==OrderedDict(b=2,a=1), OrderedDict(a=1)=={'a':1}
OrderedDict().popitem()
OrderedDict(a=1,b=2).popitem(last=False)
OrderedDict(a=1).move_to_end('z')
list(reversed(OrderedDict(a=1,b=2)))
OrderedDict(a=1)|{'b':2}
OrderedDict.fromkeys('ab',0)
Counter('aab')-Counter('a'), Counter('a')+Counter('b'), Counter(a=1)|Counter(a=3), Counter(a=1)&Counter(a=3)
Counter('abc').total(), list(Counter(a=2).elements()), Counter(a=-1), +Counter(a=-1), -Counter(a=-2)
Counter(3)
Counter.fromkeys('a')
Counter('ab')==Counter('ba'), Counter('a')<=Counter('aa')
Counter('aabbb').most_common(1), Counter().most_common()
Counter('a').subtract('aa')
namedtuple('P','x y')(1)
namedtuple('P','x y')(1,2,3)
namedtuple('P','x x')
namedtuple('P','class')
namedtuple('P','_x')
namedtuple('1P','x')
namedtuple('P','x class',rename=True)._fields
namedtuple('P','x y',defaults=[5])(1), namedtuple('P','x y',defaults=[5])._field_defaults
namedtuple('P','x',defaults=[1,2])
namedtuple('P','x y')._make([1])
namedtuple('P','x y')(1,2)._replace(z=1)
namedtuple('P','x y')(1,2).__getnewargs__(), copy.copy(namedtuple('P','x')(1))
namedtuple('P','x').__doc__, namedtuple('P','x').x.__doc__
sys.getsizeof(namedtuple('P','x y')(1,2))
ChainMap({'a':1},{'a':2,'b':3})['a'], list(ChainMap({'a':1},{'b':2})), len(ChainMap({1:1},{1:2}))
ChainMap()['x']
ChainMap({}).pop('x')
ChainMap({'a':1}).new_child({'b':2}), ChainMap({1:1},{2:2}).parents
UserDict({'a':1},b=2), UserList([1])+[2], UserString('ab').upper(), UserString('a')+'b', UserList([3,1]).count(3)
UserDict()['x']'''.splitlines(): t(s)
P=namedtuple('P','x y'); p=P(1,2)
try: p.x=3
except AttributeError as e: print(e)
try: p.z
except AttributeError as e: print(e)
x,y=p; print(x,y,p==(1,2),p[0],p._asdict(),isinstance(p,tuple))
dq=deque([1,2,3])
try:
    for i in dq: dq.append(i)
except RuntimeError as e: print(e)
class D(deque):
    def __missing__(self): pass
q=D([1]); q.attr=1; print(q, q.attr, type(q+q))
dd=defaultdict(list); 
for k,v in [('a',1),('b',2),('a',3)]: dd[k].append(v)
print(dd, dict(dd), sorted(dd.items()), dd.get('z'), 'z' in dd)
class DD(defaultdict):
    def __missing__(self,k): return k*2
print(DD(int)['a'])
e=deque(); e.append(e); print(e)
w=defaultdict(int); w['s']=w; print(w)
from collections.abc import *
class S(Sequence):
    def __init__(s,*a): s.a=a
    def __getitem__(s,i): return s.a[i]
    def __len__(s): return len(s.a)
s=S(1,2,3); print(list(s), 2 in s, list(reversed(s)), s.index(2), s.count(1), isinstance(s,Iterable), isinstance(s, Collection))
class M(MutableMapping):
    def __init__(s): s.d={}
    def __getitem__(s,k): return s.d[k]
    def __setitem__(s,k,v): s.d[k]=v
    def __delitem__(s,k): del s.d[k]
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
m=M(); m.update(a=1,b=2); print(list(m.items()), m.pop('a'), m.setdefault('c',3), m=={'b':2,'c':3}, m.get('q'))
try: Sequence()
except TypeError as e: print(e)
try: MutableMapping()
except TypeError as e: print(e)
print(issubclass(dict,MutableMapping), isinstance(3,Hashable), isinstance([],Hashable), issubclass(int,Sized), isinstance((x for x in []),Generator), isinstance(len,Callable))
@Sequence.register
class R: pass
print(isinstance(R(),Sequence), Set, isinstance({1}.__iter__(),Iterator))
