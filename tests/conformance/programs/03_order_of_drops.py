# When temporaries, arguments, locals, items and operands are dropped.
import gc,weakref
class D:
    def __init__(self,n): self.n=n
    def __del__(self): print('del',self.n)
def P(n): return D(n)
print('a'); D(1); print('b'); x=D(2); x=D(3); print('c'); del x
def f():
    a=D('a'); b=D('b'); c=D('c'); print('end f')
f()
def f():
    a=D('a'); b=D('b'); return 1
print(f())
def f(a,b):
    print('in')
f(D('arg1'),D('arg2'))
def f(a,b): a=None; print('a gone'); 
f(D('arg1'),D('arg2'))
def f(*a,**k): print('star')
f(D(1),D(2),k=D(3))
[D(i) for i in range(3)]; print('list gone')
(D(1),D(2)); print('t'); {D(1):D(2)}; print('d'); {D(1)}; print('s')
l=[D(1),D(2),D(3)]; l[1]=D('new'); l[0:2]=[]; print('sl'); l.clear(); print('cl')
l=[D(i) for i in range(4)]; del l[0]; l.pop(); l.pop(0); del l[:]; print('x')
d={i:D(i) for i in range(4)}; d[0]=D('0b'); del d[1]; d.pop(2); d.update({3:D('3b')}); d.clear(); print('dd')
d={'a':D('a')}; d.setdefault('a',D('sd')); d|={'a':D('or')}; print(d.popitem()[0]); print('pi')
for i in range(2): q=D(i)
print('loop'); del q
for q in [D(1),D(2)]: print('body',q.n)
else: print('else')
print('after'); del q
for q in (D(i) for i in range(2)): print('g',q.n)
del q
try:
    e1=D('in try'); raise ValueError(D('exc arg'))
except ValueError as e: print('handler'); 
print('after except'); del e1
def g():
    y=D('gl')
    yield 1
    print('never')
a=g(); next(a); print('drop gen'); del a
a=g(); next(a); a.close(); print('closed')
def h():
    try:
        y=D('h'); yield 1
    finally: print('fin')
a=h(); next(a); a=None
def r():
    y=D('r'); raise KeyError('k')
try: r()
except KeyError as e: print('caught'); tb=e.__traceback__
print('tb held'); del tb; print('tb gone')
def r2():
    y=D('r2'); 
    try: raise KeyError
    except KeyError as e: self_=e
r2(); print('cycle'); gc.collect(); print('collected')
x=y=D('xy'); x=1; print('x'); y=2
a,b=D('A'),D('B'); a,b=b,a; del a; print('-'); del b
class N: pass
n=N(); n.a=D('na'); n.b=D('nb'); n.a=D('na2'); del n.b; print('--'); n=None
def outer():
    v=D('cell')
    def inner(): return v
    return inner
i=outer(); print('outer done'); i(); i=None
k=lambda z=D('default'): z
k=None
class T:
    attr=D('classattr')
    def m(self): pass
del T; print('T?'); gc.collect(); print('T!')
w=weakref.ref(x:=D('w'),lambda r: print('cb',r() )); x=None
w=weakref.finalize(x:=D('wf'),print,'finalize'); x=None
print(D('tmp').n, D('tmp2').n+1 if 0 else 'z')
D('m').__init__('m2')
str(D('s'))and 1; len([D('ln')]); print([D('p')][0].n); D('u')==D('v'); D('u') is D('v'); D('c') in [D('l')]
f'{D("fs").n}'
(D('and') and D('and2')); D('or') or D('or2'); not D('not'); D('if') if D('cond') else 0
assert D('as')
D('sub1').n; [D('s1'),D('s2')][D('s3') is None]
print(*[D('pr').n, D('pr2').n], sep=D('sep').n)
x=D('aug'); 
class Aug:
    def __iadd__(s,o): return D('res')
x=Aug(); x+=D('rhs'); print('aug'); del x
def ret(): 
    a=D('ra'); b=D('rb')
    return a
z=ret(); print('got'); z=0
def fin():
    a=D('fa')
    try: return D('frv')
    finally: print('finally'); a=None
fin()
def nest(): 
    def i2(q): print('i2')
    i2(D('n1')); i2(q=D('n2')); i2(*[D('n3')]); i2(**{'q':D('n4')})
nest()
def wi():
    class CM:
        def __enter__(s): return D('entered')
        def __exit__(s,*a): print('exit')
        def __del__(s): print('cm del')
    with CM() as c: print('body')
    print('after with')
wi()
def match(v):
    match v:
        case [D() as a, b]: print('m')
    print('m2')
match([D('m1'),D('m2')])
print(max([D('mx')],key=lambda d: 1).n); sorted([D('so2'),D('so1')],key=lambda d:d.n); print('srt')
list(map(lambda d: None,[D('mp')])); any(D(i) for i in range(3)); all([D('al')]); next(iter([D('it')])); print('nx')
[*[D('st')]]; dict(a=D('kw')); print('bye'); last=D('global1'); last2=D('global2')
