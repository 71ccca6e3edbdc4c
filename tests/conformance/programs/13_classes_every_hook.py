# Metaclasses, descriptors, super, slots, layouts and what each refuses.
import builtins
import re


def print(*values, sep=' ', end='\n'):
    text = sep.join(map(str, values))
    builtins.print(re.sub('0x[0-9a-f]+', '0x', text), end=end)


def t(f,*a,**k):
    try: r=f(*a,**k); print('ok',r)
    except BaseException as e: print(type(e).__name__, e, getattr(e,'__notes__',''), repr(e.__cause__))
class M(type):
    @classmethod
    def __prepare__(mcs,name,bases,**kw):
        print('prepare',mcs.__name__,name,bases,kw); return {'pre':1}
    def __new__(mcs,name,bases,ns,**kw):
        print('new',name,sorted(k for k in ns if not k.startswith('__')),kw); return super().__new__(mcs,name,bases,ns)
    def __init__(cls,name,bases,ns,**kw):
        print('init',name,kw); super().__init__(name,bases,ns)
    def __call__(cls,*a,**k):
        print('call',cls.__name__,a,k); return super().__call__(*a,**k)
    def __instancecheck__(cls,o): return o==5
    def __subclasscheck__(cls,o): return o is int
    def __repr__(cls): return f'<M {cls.__name__}>'
    def __len__(cls): return 42
    def __iter__(cls): return iter('abc')
    def __contains__(cls,x): return x=='q'
    def __getitem__(cls,x): return x
    def __getattr__(cls,n): return 'meta '+n
    def __bool__(cls): return False
    def __eq__(cls,o): return o=='same' or cls is o
    def __hash__(cls): return 7
    def __add__(cls,o): return 'plus'
class A(metaclass=M, flag=1):
    x=1
    def __init__(s,*a,**k): s.a=a
print(A(1,k=2).a, isinstance(5,A), isinstance(A(),A), issubclass(int,A), A, len(A), list(A), 'q' in A, A[3], A.zip, bool(A), A=='same', hash(A), A+1)
class B(A): pass
print(type(B) is M, B.__mro__)
class Init:
    subs=[]
    def __init_subclass__(cls,/,tag=None,**kw):
        super().__init_subclass__(**kw); cls.tag=tag; Init.subs.append(cls.__name__)
class I1(Init,tag='t1'): pass
class I2(I1): pass
print(Init.subs,I1.tag,I2.tag)
t(lambda: type('I3',(Init,),{},tag=1,bad=2)); t(lambda: type('I4',(object,),{},x=1))
def mk():
    class Q(x=1): pass
t(mk)
class D:
    def __set_name__(s,o,n): print('set_name',o.__name__,n); s.n=n
    def __get__(s,o,t=None): return ('get',s.n,o is None,t.__name__)
    def __set__(s,o,v): print('set',s.n,v)
    def __delete__(s,o): print('delete',s.n)
class C:
    d=D(); e=D()
c=C(); print(c.d,C.e); c.d=5; del c.e; c.__dict__['d']=1; print(c.d)
class ND:
    def __get__(s,o,t): return 'nd'
class C2: n=ND()
c=C2(); print(c.n); c.n=4; print(c.n, C2.n); 
class BadSN:
    def __set_name__(s,o,n): raise ValueError('bad')
def mk():
    class Q: z=BadSN()
t(mk)
class RO:
    def __set__(s,o,v): raise AttributeError('ro')
class C3: r=RO()
c=C3(); t(setattr,c,'r',1); t(delattr,c,'r'); print(type(c.r).__name__); c.__dict__['r']=9; print(c.r)
# diamonds
class X: 
    def f(s): return ['X']
class Y(X):
    def f(s): return ['Y']+super().f()
class Z(X):
    def f(s): return ['Z']+super().f()
class W(Y,Z):
    def f(s): return ['W']+super().f()
print(W().f(), [k.__name__ for k in W.__mro__], [k.__name__ for k in W.mro()], X.__subclasses__(), W.__bases__, W.__base__)
def mk():
    class V(X,Y): pass
t(mk)
print(super(Y,W()).f(), super(W,W).f(W()), super(Y,W).__thisclass__, super(Y,W()).__self_class__, repr(super(Y,W())).replace('object at','@')[:30], super(Y))
class CM:
    @classmethod
    def a(cls): return cls.__name__
    @classmethod
    @property
    def b(cls): return 1
    @staticmethod
    def s(): return 's'
    @property
    def p(self): return self._p
    @p.setter
    def p(self,v): self._p=v
    @p.deleter
    def p(self): print('del p'); del self._p
class CM2(CM):
    @classmethod
    def a(cls): return 'sub '+super().a()
    @staticmethod
    def s(): return 's2'
    @CM.p.getter
    def p(self): return 'sub'
print(CM2.a(),CM2().a(),CM2.s(),CM.s(),type(CM.__dict__['a']),type(CM.__dict__['s']),CM.__dict__['s']())
t(lambda: CM.__dict__['a']())
o=CM(); o.p=1; print(o.p); del o.p; t(lambda:o.p); o=CM2(); o.p=3; print(o.p)
print(CM.a.__func__.__name__, CM.a.__self__, CM().p if 0 else '', CM.p.fset.__name__, CM.p)
class Nm:
    __slots__=('a','__b','__dict__')
    def __init__(s): s.__b=1
print(Nm.__slots__, Nm()._Nm__b, [k for k in Nm.__dict__ if 'b' in k.lower()])
def mk(s,b=()): 
    return type('S',b,{'__slots__':s})
for s in (1,(1,),'a b',('a','a'),('__dict__','__dict__'),'x',[],{'a':'doc'},('1a',),('a\n',)): t(lambda: mk(s).__slots__)
t(mk,('__dict__',),(X,)); t(mk,('__weakref__',),(X,)); t(mk,(),(int,)); t(lambda: type('S',(),{'__slots__':('a',),'a':1}))
class SA: __slots__=('a',)
class SB: __slots__=('b',)
class SC(SA): __slots__=()
class SD: __slots__=()
t(lambda: type('S',(SA,SB),{})); t(lambda: type('S',(SA,SD),{}).__mro__); t(lambda: type('S',(SC,SA),{}))
s=SC(); s.a=1; t(setattr,s,'z',1); t(lambda:s.__dict__); t(lambda: s.__weakref__); 
import weakref
t(weakref.ref,s); t(weakref.ref,1); t(weakref.ref,'a'); t(weakref.ref,[]); t(weakref.proxy,{}); t(weakref.finalize,[],print)
print(SA.a, type(SA.a), SA.a.__get__(s), SA.a.__name__, SA.a.__objclass__); SA.a.__set__(s,5); print(s.a); SA.a.__delete__(s); t(lambda: s.a)
t(lambda: SA.a.__get__(1)); t(SA.a.__set__,X(),1)
class E1: pass
class E2: pass
e=E1(); e.v=1; e.__class__=E2; print(type(e).__name__, e.v); t(setattr,e,'__class__',SA); t(setattr,SA(),'__class__',SB); t(setattr,e,'__class__',int); t(setattr,1,'__class__',int)
e.__dict__={'q':2}; print(e.q,vars(e)); t(lambda:e.v); t(setattr,e,'__dict__',[]); 
T=type('T',(E1,),{'m':lambda s:1,'__doc__':'dd','__module__':'mm'}); print(T, T().m(), T.__doc__, T.__module__, T.__qualname__, T.m)
class Outer:
    class Inner:
        def m(self): pass
print(Outer.Inner.__qualname__, Outer.Inner.m, Outer.Inner().m.__qualname__, Outer.Inner)
class HasNew:
    def __new__(cls,*a): print('new',a); return super().__new__(cls)
    def __init__(self,*a): print('init',a)
class NewOther:
    def __new__(cls): return 5
    def __init__(self): print('never')
HasNew(1,2); print(NewOther())
class IR:
    def __init__(s): return 5
t(IR)
class CC:
    def __class_getitem__(cls,i): return (cls.__name__,i)
print(CC[int]); print(list[int], dict[str,int])
class Cell:
    def f(self): return __class__
    g=lambda self: __class__
print(Cell().f() is Cell, Cell().g() is Cell, Cell.f.__closure__[0].cell_contents is Cell, Cell.f.__code__.co_freevars)
print(sorted(k for k in vars(X)), X.__dict__.__class__, X.__weakref__ if 0 else '')
