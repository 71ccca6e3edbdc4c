# Every kind of parameter, wrong calls and their messages, function attributes, cells and unbound names.
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
def f0(): pass
def f1(a): return a
def f2(a,b=2): return a,b
def f3(a,b,c,d=4,*args,e,f=6,**kw): return a,b,c,d,args,e,f,kw
def f4(a,/,b,*,c): return a,b,c
def f5(a,b,/): return a,b
def f6(*,x,y): return x,y
def f7(*,x,y,z): return x
t(f0,1); t(f0,1,2); t(f0,x=1); t(f1); t(f1,1,2); t(f1,a=1,b=2); t(f1,1,a=2); t(f2); t(f2,1,2,3)
t(f3); t(f3,1); t(f3,1,2); t(f3,1,2,3); t(f3,1,2,3,e=5); t(f3,1,2,3,4,5,e=3,g=9); t(f3,1,2,3,a=4,e=1)
t(f4,1,2,3); t(f4,1,2); t(f4,a=1,b=2,c=3); t(f4,1,b=2,c=3); t(f4); t(f4,1)
t(f5,a=1,b=2); t(f5,1,b=2); t(f5,1,2,3); t(f5,1)
t(f6); t(f6,1); t(f6,1,2,x=1); t(f6,x=1); t(f7); t(f7,1,2,x=3,y=4,z=5)
t(f6,x=1,y=2,z=3); t(f6,1,2,3,x=1,y=2)
class C:
    def m(self,a): return a
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls,a): return a
c=C()
t(c.m); t(c.m,1,2); t(c.s); t(c.c); t(c.c,1,2); t(C.m); t(C.m,1)
t(C,1); t(C,x=1)
class D:
    def __init__(self,a,b): pass
t(D); t(D,1); t(D,1,2,3)
class E:
    def __new__(cls,a): return object.__new__(cls)
t(E); t(E,1,2)
t(lambda x:x); t(lambda:0,1)
def wrong(f,*a,**k):
    try: f(*a,**k)
    except TypeError as e: print(e)
def g(**kw): return kw
try: g(**{1:2})
except TypeError as e: print(e)
try: g(a=1,**{'a':2})
except TypeError as e: print(e)
try: g(**[1])
except TypeError as e: print(e)
try: g(**5)
except TypeError as e: print(e)
try: f1(*5)
except TypeError as e: print(e)
try: f1(*None)
except TypeError as e: print(e)
try: print(*5)
except TypeError as e: print(e)
try: f1(1,*5)
except TypeError as e: print(e)
try: C().m(*5)
except TypeError as e: print(e)
try: C().m(**5)
except TypeError as e: print(e)
try: (lambda x:1)(*5)
except TypeError as e: print(e)
try: len()
except TypeError as e: print(e)
try: len(1,2)
except TypeError as e: print(e)
try: len(x=1)
except TypeError as e: print(e)
try: c()
except TypeError as e: print(e)
print(f3.__defaults__,f3.__kwdefaults__,f3.__code__.co_varnames,f3.__code__.co_argcount,f3.__code__.co_kwonlyargcount,f3.__code__.co_posonlyargcount,f3.__code__.co_flags)
f3.__defaults__=None
t(f3,1,2,3,e=1)
f3.__defaults__=(7,8,9,10)
t(f3,e=1)
f3.__kwdefaults__={'e':100}
t(f3)
try: f3.__defaults__=5
except TypeError as e: print(e)
try: f3.__kwdefaults__=5
except TypeError as e: print(e)
try: f3.__code__=5
except TypeError as e: print(e)
try: f3.__name__=5
except TypeError as e: print(e)
try: f3.__qualname__=5
except TypeError as e: print(e)
try: f3.__globals__={}
except AttributeError as e: print(e)
try: f3.__closure__=()
except AttributeError as e: print(e)
try: f3.__dict__=5
except TypeError as e: print(e)
try: f3.__annotations__=5
except TypeError as e: print(e)
f3.x=1
print(f3.__dict__, f3.__annotations__, f3.__module__, f3.__doc__, f3.__closure__)
del f3.x
try: del f3.x
except AttributeError as e: print(e)
try: f3.y
except AttributeError as e: print(e)
def an(a:int,b:'str'=1,*c:float,d:list=[],**e:dict)->None: "doc"
print(an.__annotations__, an.__doc__)
def h():
    x=1
    def i(): return x
    def j():
        nonlocal x
        x+=1
    return i,j
i,j=h()
print(i.__closure__[0].cell_contents, i.__code__.co_freevars, h.__code__.co_cellvars)
j(); print(i())
i.__closure__[0].cell_contents=10
print(i(), i.__qualname__, (lambda:0).__qualname__, (lambda:0).__name__)
del i.__closure__[0].cell_contents
try: i()
except NameError as e: print(type(e).__name__,e)
try: i.__closure__[0].cell_contents
except ValueError as e: print(e)
try: j()
except NameError as e: print(type(e).__name__,e)
def u():
    print(zz)
    zz=1
try: u()
except UnboundLocalError as e: print(e)
def u2():
    del zz
    zz=1
try: u2()
except UnboundLocalError as e: print(e)
try: nope
except NameError as e: print(e, e.name)
try: del nope
except NameError as e: print(e)
def u3():
    global nope2
    del nope2
try: u3()
except NameError as e: print(e)
