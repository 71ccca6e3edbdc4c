# Weak references, proxies, weak containers, WeakMethod and finalize.
import builtins
import re


def print(*values, sep=' ', end='\n'):
    text = sep.join(map(str, values))
    builtins.print(re.sub('0x[0-9a-f]+', '0x', text), end=end)


import weakref, gc, sys
class A:
    def __init__(s,n='a'): s.n=n
    def m(s): return 'm'+s.n
    def __repr__(s): return 'A(%s)'%s.n
    def __hash__(s): return hash(s.n)
    def __eq__(s,o): return isinstance(o,A) and s.n==o.n
def t(f,*a,**k):
    try: r=f(*a,**k); print('ok',r)
    except BaseException as e: print(type(e).__name__, str(e).split(' at ')[0])
log=[]
a=A(); r1=weakref.ref(a); r2=weakref.ref(a); print(r1 is r2, weakref.getweakrefcount(a)); r3=weakref.ref(a,lambda r:log.append('r3')); r4=weakref.ref(a,lambda r:log.append('r4')); p=weakref.proxy(a,lambda r:log.append('p')); r5=weakref.ref(a,lambda r:log.append('r5'))
print(weakref.getweakrefcount(a), len(weakref.getweakrefs(a)), [x is r1 for x in weakref.getweakrefs(a)], r1==r3, hash(r1)==hash(a), r1()is a)
del a; print(log, r1(), r1==r2, r1==r3, r3==r3, p.__class__ if 0 else ''); t(lambda:p.n); t(lambda:str(p)); print(r3.__callback__, repr(r3)[:8], repr(r3)[-6:])
x=A('x'); p=weakref.proxy(x); print(p.n,p.m(),type(p).__name__,p==x,str(p),isinstance(p,A),p.__class__.__name__); t(hash,p); p.n='y'; print(x.n); del p.n; t(lambda:x.n); x.n='x'
t(lambda:p+1); t(lambda:p()); t(lambda:len(p)); t(lambda:p[0]); t(lambda:iter(p)); t(lambda: next(p)); t(lambda:int(p)); t(lambda:bool(p)); t(lambda: 1 in p); t(lambda: p<1)
def f(): return 'f'
pf=weakref.proxy(f); print(type(pf).__name__, pf()); del f; t(pf)
class L(list): pass
l=L([1,2]); pl=weakref.proxy(l); print(pl[0],len(pl),list(pl),pl+[3],2 in pl); pl.append(3); pl+=[4]; print(l,type(pl))
wm=weakref.WeakMethod(x.m); print(wm()(), wm.__class__.__name__, wm()==x.m, wm==weakref.WeakMethod(x.m)); t(weakref.WeakMethod,len); t(weakref.WeakMethod,1)
wm2=weakref.WeakMethod(x.m,lambda r:print('wm died',r() is None)); del x; print(wm(), wm2())
d=weakref.WeakValueDictionary(); a=A('1'); b=A('2'); d['a']=a; d['b']=b; d['c']=a
print(len(d),sorted(d),sorted(d.items(),key=str),list(d.values()),d.get('z'),'a' in d,d.pop('c'),d.setdefault('q',a),len(d)); t(d.pop,'zz'); t(lambda:d['zz']); t(d.__setitem__,'k',1); del a; print(len(d),sorted(d), repr(d)[:22]); 
print(d.valuerefs().__class__, list(d.itervaluerefs()).__class__); d.update(z=b); print(sorted(d)); dd=d.copy(); print(sorted(dd)); print(d|{'m':b} if 0 else '')
k=weakref.WeakKeyDictionary(); a=A('k1'); k[a]=1; k[b]=2; print(len(k),k[a],a in k,list(k.keys()),k.get(A('k1')),k.setdefault(b,5),k.pop(b),len(k)); t(lambda:k[b]); del a; print(len(k),list(k)); t(k.__setitem__,1,2)
s=weakref.WeakSet(); a=A('s1'); s.add(a); s.add(b); print(len(s),a in s,sorted(map(repr,s)),s=={1},A('s1') in s); del a; print(len(s),list(s)); s.discard(b); print(len(s)); t(s.remove,b); t(s.add,1); t(s.pop); s.add(b); print(s|{b}, s&{b}, s-{b}, s.issubset({b})) if 0 else 0
print(s.union([b]).__class__, len(s.intersection([b])), s.copy()==s, s<=weakref.WeakSet([b]))
fz=weakref.finalize(b,print,'finalized',1,k=2) if 0 else weakref.finalize(b,print,'finalized',1,sep='-'); print(fz.alive,fz.peek()[2:],fz.atexit); s.clear(); d.clear(); dd.clear(); k.clear(); del b; print(fz.alive,fz(),fz.peek(),fz.detach())
c=A('c'); f1=weakref.finalize(c,print,'f1'); f2=weakref.finalize(c,print,'f2'); f3=weakref.finalize(c,print,'f3'); print(f2.detach()[2:]); f1(); del c
class N:
    def __del__(s): print('del N', s.r() is s)
n=N(); n.r=weakref.ref(n,lambda r: print('cb')); n2=weakref.ref(n,lambda r:print('outer cb', r() )); del n
class Cy:
    def __del__(s): print('del',s.n, [w() for w in s.ws])
def mk():
    a=Cy();b=Cy();a.n='a';b.n='b';a.o=b;b.o=a; a.ws=b.ws=[weakref.ref(a),weakref.ref(b,lambda r: print('cb inner'))]
    return [weakref.ref(a,lambda r: print('cb a')),weakref.ref(b,lambda r:print('cb b')),weakref.ref(b,lambda r:print('cb b2'))]
w=mk(); gc.collect(); print([x() for x in w])
class R:
    kept=[]
    def __del__(s): R.kept.append(s)
r=R(); wr=weakref.ref(r,lambda _: print('cb R')); del r; print(wr() is None, R.kept[0].__class__.__name__); R.kept.clear(); print(wr())
r=R(); r.me=r; wr=weakref.ref(r,lambda _: print('cb R2')); del r; print(gc.collect(), wr() is None, len(R.kept)); R.kept.clear(); print(gc.collect())
class Ref(weakref.ref):
    __slots__=('key',)
    def __new__(cls,o,key,cb=None): return super().__new__(cls,o,cb)
    def __init__(s,o,key,cb=None): super().__init__(o,cb); s.key=key
q=A('q'); kr=Ref(q,'KEY',lambda r: print('dead',r.key)); print(kr.key,kr() is q,weakref.getweakrefcount(q), kr is Ref(q,'K2')); del q
t(weakref.ref); t(weakref.ref,A(),1,2); t(lambda: weakref.ref(A(),callback=1)); t(lambda: r3(1)); print(weakref.ref(A())(), weakref.ReferenceType is weakref.ref, weakref.ProxyTypes)
def bad(r): raise ValueError('x')
sys.unraisablehook=lambda u: print('unraisable',u.exc_value, u.err_msg, u.object is bad)
z=A(); zz=weakref.ref(z,bad); del z
t(weakref.getweakrefcount,1); t(weakref.getweakrefs,1)
import types
for o in (lambda:0, A, A().m, {1}, frozenset(), (i for i in ()), print, sys, int, object(), None, (), 1.0, Exception(), type('S',(),{'__slots__':()})(), __import__('collections').deque(), __import__('array').array('i'), __import__('re').compile('a'), property(), slice(1), range(1), memoryview(b''), len, [].append, iter([])):
    try: weakref.ref(o); print('y',end=' ')
    except TypeError as e: print(str(e)[-20:].split()[-2],end=' ')
print()
