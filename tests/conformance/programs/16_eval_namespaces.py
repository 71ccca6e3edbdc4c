# eval and exec with mappings of one's own.
def ex():
    a=1
    exec('a=2; b=3'); print(a, 'b' in locals())
    d={}
    exec('a=2;b=a+1',{},d); print(d)
    print(eval('a+1'), eval('[a for _ in range(2)]',{'a':7}))
    exec('print(a)')
    exec('global gg; gg=5')
ex(); print(gg)
class M(dict):
    def __missing__(s,k): 
        if k.startswith('_'): raise KeyError(k)
        return k*2
print(eval('a+b',{},M()))
class NS:
    def __getitem__(s,k): print('get',k); raise KeyError(k)
    def __setitem__(s,k,v): print('set',k,v)
    def __delitem__(s,k): print('del',k)
exec('x=1\ndel x\nprint',{},NS())
