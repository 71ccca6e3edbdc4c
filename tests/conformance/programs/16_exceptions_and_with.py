# Raising, chaining, finally, except groups, exception attributes and with statements.
import sys
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e, e.args, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def a():
    try: 1/0
    except ZeroDivisionError: raise KeyError('x')
t(a)
def a():
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('x') from e
t(a)
def a():
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('x') from None
t(a)
def a(): raise 5
t(a)
def a(): raise int
t(a)
def a(): raise ValueError from 5
t(a)
def a(): raise ValueError from KeyError
t(a)
def a(): raise None
t(a)
def a(): raise
t(a)
class B(Exception):
    def __init__(self,x): self.x=x
def a(): raise B
t(a)
t(B,1); print(repr(B(1)),str(B(1)),B(1).args, B(1,).x)
class N(Exception):
    def __new__(cls,*a): return 5
def a(): raise N
t(a)
def a():
    for i in range(3):
        try: 
            if i==1: continue
            print(i)
        finally: print('f',i)
    else: print('else')
    while 1:
        try: break
        finally: print('brk')
t(a)
def a():
    try: raise ValueError(1)
    except (TypeError,ValueError) as e: print('c',e)
    else: print('no')
    finally: print('fin')
    try: e
    except NameError as x: print(x)
t(a)
def a():
    try: raise ValueError(1)
    except 5: pass
t(a)
def a():
    try: raise ValueError(1)
    except (5,ValueError): pass
t(a)
def a():
    try: raise ValueError(1)
    except [ValueError]: pass
t(a)
def a():
    try:
        try: raise ValueError(1)
        finally: raise KeyError(2)
    except KeyError as e: print(repr(e.__context__))
    print(sys.exc_info())
t(a)
def a():
    e=ValueError('self')
    try: raise e
    except ValueError: raise e
try: a()
except ValueError as e: print(e.__context__)
# cycles in context
def a():
    e1=ValueError(1)
    try:
        try: raise e1
        except ValueError: raise KeyError(2)
    except KeyError as e2:
        print(repr(e2.__context__))
        try: raise e1
        except ValueError as e3: print(repr(e3.__context__),repr(e3.__context__.__context__))
t(a)
e=ValueError(1,2); print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), repr(ValueError('a')), repr(ValueError(('a',))))
e.args=[3,4]; print(e.args)
try: e.args=5
except TypeError as x: print(x)
try: e.__cause__=5
except TypeError as x: print(x)
try: e.__context__=5
except TypeError as x: print(x)
try: e.__traceback__=5
except TypeError as x: print(x)
try: del e.args
except TypeError as x: print(x)
try: del e.__cause__
except TypeError as x: print(x)
e.__cause__=None; print(e.__suppress_context__); e.__suppress_context__=1; print(e.__suppress_context__)
print(KeyError('a'),KeyError(),KeyError('a','b'),KeyError(('a',)))
e=OSError(2,'No such'); print(type(e),e,e.errno,e.strerror,e.filename,e.args)
e=OSError(2,'No such','file','x','f2'); print(type(e),e,e.args,e.filename2)
print(repr(OSError('a')),OSError('a').errno, OSError(13,'p'), type(OSError(17,'x')).__name__)
e=StopIteration(1,2); print(e.value,e.args); e=SystemExit(3); print(e.code); print(SystemExit().code,SystemExit(1,2).code)
e=UnicodeDecodeError('utf-8',b'abc',0,1,'bad'); print(e,e.start,e.end,e.reason,e.object,e.encoding)
e=UnicodeEncodeError('ascii','a\xe9',1,2,'bad'); print(e)
e=UnicodeEncodeError('ascii','a\xe9bb',1,4,'bad'); print(e)
e=UnicodeTranslateError('a\u1234',1,2,'bad'); print(e)
t(UnicodeDecodeError,1); t(UnicodeDecodeError)
e=SyntaxError('m',('f',1,2,'text')); print(e,e.filename,e.lineno,e.offset,e.text,e.msg, repr(e))
e=SyntaxError('m'); print(e,e.msg,e.lineno)
e=ImportError('m',name='n',path='p'); print(e,e.name,e.path,e.msg)
t(ImportError,'m',foo=1); t(ValueError,a=1)
e=NameError('a',name='b'); print(e,e.name); e=AttributeError('a',name='b',obj=3); print(e.name,e.obj)
t(AttributeError,x=1)
e=BaseException(1); t(e.with_traceback,5); print(e.with_traceback(None) is e)
if sys.version_info>=(3,11):
    e.add_note('n1'); e.add_note('n2'); print(e.__notes__); t(e.add_note,5)
    eg=ExceptionGroup('g',[ValueError(1),KeyError(2),ExceptionGroup('h',[TypeError(3),ValueError(4)])])
    print(eg, repr(eg), eg.message, eg.exceptions)
    print(eg.split(ValueError)); print(eg.subgroup(lambda e: isinstance(e,KeyError))); print(eg.derive([OSError(1)]))
    t(ExceptionGroup,'x',[]); t(ExceptionGroup,'x',[1]); t(ExceptionGroup,'x',5); t(ExceptionGroup,1,[ValueError()]); t(ExceptionGroup,'a')
    t(ExceptionGroup,'x',[KeyboardInterrupt()]); print(repr(BaseExceptionGroup('x',[KeyboardInterrupt()])),repr(BaseExceptionGroup('x',[ValueError()])))
    t(eg.split,5)
with_ = None
class CM:
    def __init__(s,n,sup=False,ex=None): s.n,s.sup,s.ex=n,sup,ex
    def __enter__(s): print('enter',s.n); return s
    def __exit__(s,*a): 
        print('exit',s.n,a[0],repr(a[1]),a[2] is not None)
        if s.ex: raise s.ex
        return s.sup
def a():
    with CM(1) as x, CM(2,True) as y, CM(3):
        raise ValueError('v')
    print('after')
    with CM(4,ex=KeyError('e')): raise ValueError('v')
t(a)
def a():
    with CM(1): return 5
t(a)
def a():
    with CM(1,ex=KeyError(1)): return 5
t(a)
def a():
    for i in range(2):
        with CM(i): 
            if i==0: continue
            break
t(a)
def a():
    with 5: pass
t(a)
class H: 
    def __enter__(s): pass
def a():
    with H(): pass
t(a)
class H: 
    def __exit__(s): pass
def a():
    with H(): pass
t(a)
class H: 
    def __enter__(s): pass
    def __exit__(s): pass
def a():
    with H(): pass
t(a)
def a():
    with (CM(1) as q, CM(2) as r,): print(q.n,r.n)
t(a)
def a():
    x=[0]
    with CM('i') as x[0]: print(x[0].n)
t(a)
assert True
def a(): assert False
t(a)
def a(): assert 0,'msg'
t(a)
def a(): assert 0,(1,2)
t(a)
