# A stream to a pipe holds the strings it has not written yet.
import sys,gc
s = "ab"*3+str(12)
n0=sys.getrefcount(s)
print(s)
n1=sys.getrefcount(s)
print(s,s)
n2=sys.getrefcount(s)
print(n0,n1,n2)
t="é"*4
a=sys.getrefcount(t); sys.getsizeof(t)
z0=sys.getsizeof(t)
print(t)
print(sys.getrefcount(t)-a, sys.getsizeof(t)-z0)
sys.stdout.write(s)
print(sys.getrefcount(s))
sys.stdout.flush()
print(sys.getrefcount(s))
class A:
    def __str__(self): return s
print(A()); print(sys.getrefcount(s))
print(f"{s}", sys.getrefcount(s))
gc.collect()
sys.stdout.flush()
def objs(): return len(gc.get_objects())
b=objs()
b=objs()
x=objs()-b
print('one')
y=objs()-b
print('two')
z=objs()-b
sys.stdout.flush()
w=objs()-b
print(x,y,z,w)
u="x"*9000
c=sys.getrefcount(u)
print(u[:1], sys.getrefcount(u)-c)
