# builtins behaviour
import sys, io
print(1,2,sep=None,end=None,file=None,flush=True)
print(*[1,2],sep=',',end='!\n')
class F:
    def write(self,s): out.append(s)
    def flush(self): out.append('FL')
out=[]; print('a','b',file=F(),flush=True); print(out)
print(max([3,1,2]), min('b','a'), max([1,2],key=lambda x:-x), max([],default=None), min({3:1,2:2}), max('ab','b',key=len))
print(sum([[1],[2]],[]), sum((0.1,)*3), sum([True,False,True]), sum(range(5),start=2), sum([1,2.5]), sum([1.5,2]))
print(any([]), all([]), any([0,'']), all([1,[]]), any(x>2 for x in [1,3]))
print(sorted('bca'), sorted([3,1],reverse=True), sorted({'b':1,'a':2}), sorted(['B','a'],key=str.lower), sorted([(1,'b'),(1,'a')]))
print(list(reversed([1,2])), list(zip('ab',[1,2],strict=True)), list(enumerate('ab',1)), list(map(lambda a,b:a+b,[1],[2])), list(filter(None,[0,1])))
try: list(zip('ab',[1],strict=True))
except ValueError as e: print(e)
print(abs(-3), abs(-2.5), abs(3+4j), divmod(7,-2), divmod(-7.5,2), pow(2,10,1000), pow(2,-1,7), round(2.5), round(3.5), round(-2.567,2), round(1234,-2))
print(chr(97), ord('€'), bin(10), oct(8), hex(255), format(3.14159,'.2f'), format(255,'x'), format('a','>5'), repr('a\n'), ascii('é'))
print(isinstance(1,int), isinstance(True,(str,int)), issubclass(bool,int), callable(print), hasattr([],'append'), getattr(3,'real'), getattr(3,'zz',None), isinstance(1,int|None))
class A:
    x=1
    def __init__(self): self.y=2
    def __dir__(self): return ['q','b']
a=A(); print(vars(a), dir(a), sorted(vars(A))[:3]); setattr(a,'z',3); delattr(a,'y'); print(a.__dict__)
print(sorted(n for n in dir([]) if not n.startswith('_'))[:4], 'A' in dir(), 'a' in globals())
def f():
    q=1; w=2
    l=locals(); l['q']=9
    return sorted(locals()), q, locals() is l
print(f()[0], f()[1])
it=iter([1,2]); print(next(it),next(it),next(it,'end')); print(list(iter(iter([1,2,3,0,5]).__next__,0)))
print(eval('1+2'), eval('x+y',{'x':1},{'y':2})); exec('zz=5'); print(zz); ns={}; exec('def g(): return 7',ns); print(ns['g'](), '__builtins__' in ns)
c=compile('a1=3\nprint(a1)','<s>','exec'); exec(c); print(eval(compile('3*4','<e>','eval')))
try: eval('1/0')
except ZeroDivisionError as e: print(e)
try: exec('x = = 3')
except SyntaxError as e: print(e.msg, e.lineno)
def loc():
    v=1
    exec('v=2'); return v
print(loc(), id(a)==id(a), hash('a')==hash('a'), hash(1)==hash(1.0), len({1,2}), type(3), type('X',(),{'a':1}).a)
print(int('12'), int('ff',16), float('1e3'), str(3), bool([]), list('ab'), tuple([1]), dict(a=1), set([1]), frozenset(), complex('1+2j'), bytes(3), bytearray(b'a'))
print(__name__, __import__('math').pi>3, print.__name__, len.__self__.__name__ if hasattr(len,'__self__') else None, str(print))
import builtins; print(builtins.len is len, builtins.__name__, sorted(n for n in dir(builtins) if n.startswith('is')), len([n for n in dir(builtins) if n.endswith('Error')])>40)
builtins.foo=3; print(foo); del builtins.foo
try: foo
except NameError as e: print(e)
print(slice(1,2), range(3), ..., NotImplemented, None, Ellipsis, object().__class__, memoryview(b'ab')[0])
import types; print(isinstance(f,types.FunctionType), isinstance(len,types.BuiltinFunctionType))
class Len:
    def __len__(self): return 3
    def __getitem__(self,i):
        if i<3: return i*2
        raise IndexError
    def __bool__(self): return False
L=Len(); print(len(L), list(L), 4 in L, bool(L), list(reversed(L)), sum(L), max(L), sorted(L,reverse=True))
class Idx:
    def __index__(self): return 5
print(bin(Idx()), range(Idx()), [0]*Idx(), chr(Idx()), hex(Idx()), round(12345.678,-2))
class R:
    def __round__(self,n=None): return ('r',n)
    def __abs__(self): return 'abs'
    def __divmod__(self,o): return 'dm'
    def __rdivmod__(self,o): return 'rdm'
    def __pow__(self,o,m=None): return ('pow',o,m)
    def __format__(self,s): return 'F'+s
    def __instancecheck__(self,o): return True
print(round(R()), round(R(),2), abs(R()), divmod(R(),1), divmod(1,R()), pow(R(),2,3), format(R(),'z'), f'{R():q}', isinstance(3,R()))
