# How often an argument counts while it is passed on: keywords, stars, constructors, call operators.
import sys
G=sys.getrefcount
def m():
    o=object()
    class A:
        def __init__(self,x=None,*a,**k): print('init',G(x),G(self))
    class B:
        def __new__(cls,x): print('new',G(x)); return object.__new__(cls)
    class C:
        def __call__(self,x,y=1): print('call',G(x),G(self))
    class M(type):
        def __call__(cls,x): print('mcall',G(x)); return super().__call__(x)
    class D(metaclass=M):
        def __init__(self,x): print('dinit',G(x))
    A(o); A(*[o]); B(o); B(*(o,)); C()(o)
    def f(x,y=1): print('f',G(x))
    def h(x,*,y=1): print('h',G(x))
    def s(x,*a): print('s',G(x))
    def kk(x,**k): print('k',G(x))
    def ds(y=0,x=1): print('ds',G(x))
    def v(*a): print('v',G(a[0]))
    def w(**k): print('w',G(k['x']))
    f(o); f(o,2); f(x=o); f(o,y=2); h(o); h(o,y=1); s(o); s(o,1); kk(o); kk(o,z=1); ds(x=o); v(o); w(x=o); v(*[o]); w(**{'x':o})
    f(*[o]); f(*(o,)); f(**{'x':o}); f(*[o],**{'y':1}); f(o,*[]); f(o,**{}); f(o,**{'y':1})
    from functools import partial
    partial(f,o)(); partial(f)(o); 
    list(map(f,[o])); list(filter(f,[o])); sorted([o],key=f); max([o],key=f); 0
    class E:
        def m(self,x): print('m',G(x),G(self))
        @classmethod
        def c(cls,x): print('c',G(x))
        @staticmethod
        def s(x): print('s',G(x))
        def __getitem__(self,x): print('gi',G(x),G(self))
        def __eq__(self,x): print('eq',G(x),G(self)); return True
        def __add__(self,x): print('add',G(x),G(self))
        def __radd__(self,x): print('radd',G(x),G(self))
        def __setattr__(self,n,v): print('sa',G(v),G(self))
        def __get__(self,i,t): print('get',G(i),G(self))
        def __set__(self,i,v): print('set',G(v),G(i),G(self))
    e=E(); e.m(o); E.m(e,o); e.c(o); e.s(o); e.m(x=o); e.m(*[o]); b=e.m; b(o); b(x=o); e[o]; e==o; o==e; e+o; o+e; e.q=o
    class F: d=E()
    ff=F(); ff.d; ff.d=o
    getattr(e,'m')(o); (e.m)(o); [e][0].m(o); {'a':e}['a'].m(o); (lambda: e)().m(o)
    def g(x): print('gen',G(x)); yield x; print('gen2',G(x))
    gg=g(o); next(gg); list(gg); list(g(x=o)); list(g(*[o])); [0 for _ in g(o)]
    l=lambda x: print('lam',G(x)); l(o); (lambda x: print('lam',G(x)))(o)
    def deco(fn):
        def wr(*a,**k): print('wr',G(a[0])); return fn(*a,**k)
        return wr
    @deco
    def dd(x,y=1): print('dd',G(x))
    dd(o); dd(o,y=2)
m()
