# send, throw, close, return values and yield from, with every message; what a generator knows of itself.
import sys
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e, e.args, repr(e.__cause__), repr(e.__context__))
def g():
    try:
        x=yield 1
        print('got',x)
        y=yield 2
        return y
    finally: print('fin')
a=g(); print(next(a)); print(a.send(5)); t(a.send,7); t(next,a)
a=g(); t(a.send,1); t(a.send,None); t(a.throw,ValueError,'x'); t(next,a)
a=g(); t(a.throw,ValueError('z')); t(next,a); a.close()
a=g(); next(a); a.close(); t(next,a); t(a.throw,KeyError('q'))
def ig():
    while 1:
        try: yield 1
        except GeneratorExit: print('ignored')
        if 0: break
a=ig(); next(a); t(a.close)
try: del a
except BaseException as e: print(e)
def ig2():
    try: yield 1
    except GeneratorExit: return 5
a=ig2(); next(a); print(a.close())
a=ig2(); print(a.close())
def si(): 
    yield 1
    raise StopIteration(3)
a=si(); next(a); t(next,a)
t(list,si())
def ret(): 
    return 9
    yield
def yf():
    r=yield from ret(); print('r',r)
    r=yield from [1,2]; print(r)
    try: r=yield from g()
    except ValueError as e: print('caught',e); return 'zz'
a=yf(); print(next(a),next(a),next(a)); t(a.throw,ValueError('inner'))
a=yf(); next(a); t(next,a)
a=yf(); next(a); 
t(a.throw,TypeError)
t(a.throw,5); 
a=g(); t(a.throw,5); t(a.throw,int); t(a.throw,ValueError('a'),5); t(a.throw,ValueError,5); t(a.throw); 
a=g(); t(a.throw,ValueError,ValueError('k'),5)
def st():
    print(me.gi_running, me.gi_frame is not None, me.gi_yieldfrom)
    t(me.send,None); t(me.close); t(me.throw,KeyError)
    yield 1
    yield from iter([1])
me=st(); print(me.gi_running,me.gi_frame.f_lineno if me.gi_frame else None,me.gi_code.co_name,me.gi_yieldfrom, me.__name__, me.__qualname__)
next(me); print(me.gi_running,me.gi_frame.f_lineno-st.__code__.co_firstlineno)
next(me); print(type(me.gi_yieldfrom))
t(next,me); print(me.gi_frame,me.gi_running,me.gi_yieldfrom)
print(hasattr(me,'gi_suspended') and me.gi_suspended)
me.__name__='nn'; me.__qualname__='qq'; print(repr(me)[:20])
try: me.__name__=1
except TypeError as e: print(e)
ge=(x*y for x in [1,2] for y in (3,4) if y!=x)
print(type(ge).__name__,ge.__name__,ge.__qualname__,list(ge))
try: (x for x in 5)
except TypeError as e: print(e)
ge=(x for x in [1])
print(ge.gi_code.co_varnames,list(ge.gi_frame.f_locals))
print(sum(i for i in range(5)), max((i for i in [3,1]),default=1))
def ctx():
    try: raise KeyError('k')
    except KeyError:
        print('in',sys.exc_info()[0]); yield 1
        print('in2',sys.exc_info()[0])
    print('out',sys.exc_info()[0]); yield 2
    try: raise ValueError('v')
    finally: print('fin')
a=ctx(); next(a); print(sys.exc_info()[0])
try: raise OSError('o')
except OSError:
    next(a); print(sys.exc_info()[0])
    t(next,a)
class It:
    def __iter__(self): return self
    def __next__(self): print('next'); raise StopIteration(42)
def y2(): print('res',(yield from It()))
t(list,y2())
class It2(It):
    def __next__(self): return 1
    def send(self,v): print('send',v); return v
    def throw(self,*a): print('throw',a); return 3
    def close(self): print('close')
def y3(): yield from It2()
a=y3(); next(a); print(a.send(9)); print(a.throw(KeyError)); print(a.throw(KeyError('w'))); a.close()
def y4(): yield from 5
t(next,y4())
a=y3(); next(a); del a
class It3(It):
    def __next__(self): return 1
a=(lambda:(yield from It3()))(); next(a); t(a.send,3); 
a=(lambda:(yield from It3()))(); next(a); t(a.throw,KeyError('bb')); t(next,a)
def nest():
    try: yield 1
    finally:
        yield 2
a=nest(); next(a); t(a.close); t(next,a)
t(iter(5).__next__) if 0 else None
def lam():
    x = yield
    while True: x = yield x*2
a=lam(); next(a); print([a.send(i) for i in range(3)])
print(a.__next__, ) if 0 else None
print([*(i for i in 'abc')], {*(i for i in 'a')}, dict((i,j) for i,j in ['ab','cd']))
def fdel():
    try: yield 1
    except GeneratorExit as e: print('GE',repr(e)); raise
    finally: print('cleanup')
a=fdel(); next(a); a=None; print('after')
def ferr():
    try: yield 1
    finally: raise ValueError('in close')
a=ferr(); next(a); t(a.close)
a=ferr(); next(a); a=None; print('after2')
print(sys.getsizeof(a)) 
