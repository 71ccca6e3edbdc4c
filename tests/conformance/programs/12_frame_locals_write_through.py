import sys, gc
def f(a, b=2):
    x = 10
    fr = sys._getframe()
    p = fr.f_locals
    print(type(p).__name__, sorted(p), len(p), 'x' in p, 'nope' in p)
    p['x'] = 99
    p['new'] = 5
    print(x, 'new' in fr.f_locals, locals().get('x'), p.get('new'), p.get('q', 0))
    for bad in (lambda: p['zz'], lambda: p.pop('x'), lambda: p.pop('zz'), lambda: p.pop('zz', 1), lambda: p.__delitem__('a'), lambda: p.__delitem__('zz')):
        try: print(bad())
        except Exception as e: print(type(e).__name__, e)
    del p['new']
    print('new' in p, p.setdefault('a', 3), p.setdefault('m', 4), p.pop('m'))
    p.update(b=7) if 0 else p.update({'b': 7})
    print(b, {k: v for k, v in p.items() if k in 'abx'}, [v for v in p.values() if v == 7], list(p)[:3], list(reversed(p))[-3:])
    print(p == fr.f_locals, p == {}, p != {}, sorted((p | {'z': 1}))[-1], isinstance(p, dict))
    del fr, p
f(1)
def g():
    v = 1
    def h(): return v
    fr = sys._getframe()
    fr.f_locals['v'] = 2
    print(h(), v, sys.getrefcount(fr.f_locals) > 0)
    del fr
g()
def gen():
    y = 1
    yield y
    yield y
k = gen(); next(k); k.gi_frame.f_locals['y'] = 5; print(next(k))
class C:
    z = 1
    print('z' in sys._getframe().f_locals, type(sys._getframe().f_locals).__name__)
print(type(sys._getframe().f_locals).__name__)
