# When automatic collections start, with and without finalizers.
import gc
class Leaky:
    alive = 0
    def __init__(self):
        Leaky.alive += 1
        self.me = self
    def __del__(self):
        Leaky.alive -= 1
class L2(Leaky):
    def __del__(self): pass
class L3:
    alive=0
    def __init__(self):
        L3.alive += 1
        self.me = self
for C in (Leaky,L2,L3):
    C.alive=0
    Leaky.alive=0
    gc.collect()
    out=[]
    last=gc.get_stats()[0]['collections']
    tot=0
    for _ in range(5000):
        C(); tot+=1
        s=gc.get_stats()[0]['collections']
        if s!=last: out.append((tot,C.alive)); last=s
    print(out)
    print(gc.get_count()[0])
gc.collect()
a=gc.get_count()
for _ in range(10): Leaky()
print(a,gc.get_count())
for n in (690,699,700,701,702,1999,2000,2001,2002):
    gc.collect()
    Leaky.alive=0
    for _ in range(n): Leaky()
    print(n, Leaky.alive, gc.get_count()[0])
