# Sizes of builtins, of their subclasses and of classes.
import sys, array, collections, types, functools, itertools, weakref
g=sys.getsizeof
print(g(memoryview(b'')), g(memoryview(bytearray(3))[1:]), memoryview(b'abc').nbytes)
for a in (array.array('i'), array.array('i',[1]), array.array('i',range(10)), array.array('d',[1,2,3]), array.array('b',b'abc')):
    print(a.typecode, len(a), g(a))
a=array.array('i'); s=[]
for i in range(40):
    a.append(i); s.append(g(a))
print(s)
class A: pass
class B: __slots__=()
class C: __slots__=('a','b')
class D(C): pass
class E(C): __slots__=('c','__dict__')
class F: __slots__=('__weakref__',)
class L(list): pass
class L2(list): __slots__=()
class L3(list): __slots__=('z',)
class DD(dict): pass
class T(tuple): pass
class T2(tuple): __slots__=()
class I(int): pass
class I2(int): __slots__=()
class S(str): pass
class S2(str): __slots__=()
class FS(frozenset): pass
class SE(set): __slots__=('q',)
class X(Exception): pass
class X2(Exception): __slots__=()
class FL(float): pass
class BY(bytes): pass
for c in (A,B,C,D,E,F,L,L2,L3,DD,T,T2,I,I2,S,S2,FS,SE,X,X2,FL,BY):
    print(c.__name__, c.__basicsize__, c.__itemsize__, c.__dictoffset__, c.__weakrefoffset__, g(c()))
print(g(T((1,2))),g(I(2**70)),g(S('abc')),g(S('é')),g(BY(b'abc')),g(L([1,2,3])),g(DD(a=1)))
for c in (A,B,C,D,E,F,L,X): print(g(c), end=' ')
print()
def f(a,b=1,*c,d=2,**e):
    "doc"
    return a
print(g(f), g(f.__code__)>100, g(lambda:0), g(f.__defaults__), g(A().__init__), g([].append), g(len), g(A.__init__), g(list.append), g(A.__dict__), g(A.__dict__['__dict__']) if '__dict__' in A.__dict__ else 0)
print(g(iter([])),g(iter(())),g(iter({})),g(iter('')),g(iter(set())),g(iter(range(1))),g(iter(b'')),g(reversed([])),g(enumerate([])),g(zip()),g(map(str,[])),g(filter(None,[])))
print(g(collections.deque()),g(collections.deque(range(100))),g(collections.OrderedDict()),g(collections.OrderedDict(a=1)),g(collections.defaultdict(int)),g(collections.Counter()),g(collections.Counter('abc')),g(collections.ChainMap()),g(collections.UserDict()))
N=collections.namedtuple('N','a b')
print(g(N(1,2)),g(functools.partial(f,1)),g(itertools.count()),g(itertools.chain()),g(itertools.cycle([])),g(itertools.islice([],1)),g(weakref.ref(A)),g(weakref.WeakValueDictionary()),g(weakref.WeakSet()))
print(g(None),g(...),g(NotImplemented),g(True),g(0),g(1),g(-1),g(2**30),g(2**60),g(1.0),g(1j),g(''),g(b''),g(()),g([]),g({}),g(set()),g(frozenset()),g(bytearray()),g(object()),g(type),g(object),g(int))
print(g(ValueError()),g(OSError()),g(KeyError('a')),g(StopIteration()),g(ImportError()),g(SyntaxError()),g(UnicodeDecodeError('u',b'',0,1,'x')),g(AttributeError()),g(NameError()),g(SystemExit()))
try: 1/0
except Exception as e: print(g(e.__traceback__))
print(g(sys), g(sys.version_info), g(sys.flags)>0, g(types.CellType()), g(types.GenericAlias(list,int)), g(int|str), g(A().__class__))
print(g('a'*10),g('é'*10),g('€'*10),g('😀'*10),g('é'),g('€'),g(b'x'*10),g(bytearray(10)),g([0]*10),g(tuple(range(10))))
print([g(dict.fromkeys(range(n))) for n in (0,1,5,6,10,11,21,22,43,86)])
print([g(dict.fromkeys(map(str,range(n)))) for n in (0,1,5,6,10,11,21,22,43,86)])
print([g(set(range(n))) for n in (0,1,4,5,8,9,18,19,20,76,77,100)])
print([g(frozenset(range(n))) for n in (0,1,4,5,8,9,18,19,20,76,77,100)])
l=[];o=[]
for i in range(70):
    if not o or o[-1]!=g(l): o.append(g(l))
    l.append(i)
print(o);o=[]
while l:
    if not o or o[-1]!=g(l): o.append(g(l))
    l.pop()
print(o, g(l))
print(g(list(range(5))),g([*range(5)]),g(list('abc')),g([1,2,3]),g([i for i in range(5)]),g(list((1,2,3))),g([1]+[2]),g([1,2,3][:2]),g(sorted((3,1,2))),g('a b c'.split()))
a=A(); print(g(a), g(a.__dict__)); a.x=1; print(g(a.__dict__)); 
for i in range(12): setattr(a,'k%d'%i,i); print(g(a.__dict__),end=' ')
print()
class Z:
    def __sizeof__(self): return 10
class Z2:
    def __sizeof__(self): return -1
class Z3:
    def __sizeof__(self): return 'a'
print(g(Z()), Z().__sizeof__(), object.__sizeof__(Z()), g(Z3(),'dflt'))
for z in (Z2(),Z3()):
    try: g(z)
    except Exception as e: print(type(e).__name__, e)
try: g()
except TypeError as e: print(e)
try: g(1,2,3)
except TypeError as e: print(e)
