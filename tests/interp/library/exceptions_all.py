def t(f):
    try: f()
    except BaseException as e:
        c=e.__context__; print(type(e).__name__, e.args, repr(e), str(e), repr(e.__cause__), repr(c), e.__suppress_context__)
def a(): raise ValueError
def b(): raise ValueError('a','b')
def c():
    try: 1/0
    except ZeroDivisionError as z: raise KeyError('k') from z
def d():
    try: 1/0
    except ZeroDivisionError: raise KeyError('k') from None
def e():
    try: 1/0
    finally: {}['x']
def f(): raise OSError(2,'No such file','f.txt')
def g(): raise SystemExit(3)
def h(): raise StopIteration(5)
def i(): raise ImportError('m',name='n',path='p')
def j(): raise 3
def k(): raise int
def l(): raise ValueError from 3
def m(): raise ValueError from KeyError
def n(): raise type('X',(Exception,),{'__init__':lambda s,a:None})(1)
def o(): raise UnicodeDecodeError('utf-8',b'abc',1,2,'bad')
def p(): 'é'.encode('ascii')
def q(): b'\xff'.decode('utf-8')
def r(): assert 0, 'msg'
def s(): assert 0
def u(): raise
def v(): x
def w(): int('z')
def x_():
    def gen():
        raise StopIteration(1)
        yield
    list(gen())
def y(): next(iter([]))
def z(): raise ConnectionResetError(104,'reset')
for fn in (a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,u,v,w,x_,y,z): t(fn)
E1=OSError(2,'a'); print(type(E1), E1.errno, E1.strerror, E1.filename, isinstance(E1,FileNotFoundError), IOError is OSError)
class My(OSError):
    def __init__(self,*a): super().__init__(*a); self.extra=1
m=My(2,'x'); print(m.errno, m.extra, type(m), str(m))
class E2(Exception):
    def __str__(self): return 'custom'
print(repr(E2(1)), str(E2(1)), E2(1).args)
try:
    try: raise ValueError(1)
    except ValueError: raise TypeError(2)
except TypeError as ex: print(repr(ex.__context__), ex.__cause__, ex.__traceback__ is not None, ex.__traceback__.tb_lineno)
e=ValueError(1); e.foo=3; print(e.__dict__, e.with_traceback(None) is e)
def nested():
    try:
        try: raise A1
        except NameError as n1:
            try: raise KeyError(2)
            except KeyError as k1: print(repr(k1.__context__))
            print(repr(n1.__context__))
            raise
    except NameError as z: print(z)
nested()
try: raise KeyError('a')
except (ValueError, KeyError) as e: print(repr(e))
try: e
except NameError as q: print(q)
import sys
try: 1/0
except: print(sys.exc_info()[0], sys.exc_info()[1])
print(sys.exc_info())
def ret():
    try: return 1
    finally: print('fin')
print(ret())
def loop():
    for i in range(3):
        try:
            if i==1: continue
            if i==2: break
            print('body',i)
        finally: print('f',i)
loop()
class CM:
    def __enter__(self): return self
    def __exit__(self,t,v,tb): print(t, v); return True
with CM(): raise ValueError('sup')
try:
    try: 1/0
    except NoSuchName: pass
except NameError as n: print(n, repr(n.__context__))
try:
    try: 1/0
    except 3: pass
except TypeError as n: print(n)
try: raise ValueError
except ValueError as e: saved=e
print(saved.__traceback__.tb_frame.f_code.co_name)
print(Exception.__mro__)
print(issubclass(ModuleNotFoundError,ImportError), KeyError('x'), [KeyError('x')], SyntaxError('m').msg, StopIteration(4).value, SystemExit(1).code, SystemExit().code)
