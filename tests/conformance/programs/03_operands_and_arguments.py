# Which operand or argument dies first, also when the operation fails.
class D:
    def __init__(self,n): self.n=n
    def __del__(self): print('del',self.n, end=' ')
D('u')==D('v'); print('eq'); D('u') is D('v'); print('is'); D('c') in [D('l')]; print('in'); D('q')!=D('w'); print('ne'); 
print(id(D('a'))>0, end=' '); isinstance(D('x'),D); print('is'); isinstance(D('x'),[D('e'),D][1]); print()
def f(a,b): pass
f(D(1),D(2)); print(); f(D(1),b=D(2)); print(); print(D(1).n,D(2).n); 
class A:
    def __add__(s,o): return 1
    def __getitem__(s,i): return 1
    def __del__(s): print('A',end=' ')
A()+D(1); print('add'); A()[D(1)]; print('get'); [D(1)][0:1]; print('sl'); {D(1):D(2)}[0] if 0 else 0; D(1) or D(2); print(); (D(1),D(2))==(D(3),D(4)); print('teq'); [D(1)]+[D(2)]; print('ladd')
try: D(1)+D(2)
except TypeError as e: print('te')
try: D(1)<D(2)
except TypeError as e: print('te')
x=[D(1),D(2),D(3)]; x.sort(key=lambda d:-d.n); x=None; print('sorted')
def g(*a): pass
g(D(1),D(2),*[D(3)]); print('star')
