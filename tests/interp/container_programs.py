"""Small programs about the container types; each prints the same under memlab and under CPython (hash seed 0)."""

PROGRAMS: dict[str, str] = {}


def program(name: str, text: str) -> None:
    PROGRAMS[name] = text


TRY = '''
def t(f):
    try:
        r = f()
    except BaseException as e:
        print(type(e).__name__, e)
    else:
        print('->', r)
'''

program("list methods", '''
a = [3, 1, 2]
a.append(4); a.extend((5, 6)); a.extend(range(2)); a.insert(0, 'x'); a.insert(-1, 'y'); a.insert(100, 'z')
print(a, len(a), a.pop(), a.pop(0), a.pop(-2), a)
a.remove(1); print(a, a.index(4), a.count(4), 5 in a, 9 in a)
a.reverse(); print(a, a.copy(), a[1:4], a[::-1], a[::2], a[5:1:-2])
a[1:3] = ['p', 'q', 'r']; print(a)
a[::2] = [0] * len(a[::2]); print(a)
del a[1:3]; del a[0]; del a[::2]; print(a)
a += [1, 2]; a *= 2; print(a, a * 0, 2 * a)
a.clear(); print(a, [] == a, [1] < [1, 2], [1, 3] > [1, 2, 9], [1] != [1])
b = [1, 2, 3]; b[1:1] = b; print(b); b[:] = b[::-1]; print(b)
b = [1, 2]; b.append(b); print(b, b == b)
x, *y = [1, 2, 3]; print(x, y, [*y, *'ab'])
print(list('abc'), list(), list({1: 2}), sorted([3, 1, 2], reverse=True), sorted('hello', key=lambda c: -ord(c)))
''')

program("list errors", TRY + '''
for f in (lambda: [1].index(2), lambda: [].remove(1), lambda: [].pop(), lambda: [1].pop(5), lambda: [1].pop('a'), lambda: [1] * 'a',
          lambda: [1] + (1,), lambda: (1,) + [1], lambda: [1]['a'], lambda: [1][1.0], lambda: [1][5], lambda: [1].insert('a', 1),
          lambda: list(1), lambda: list(1, 2), lambda: list(a=1), lambda: [1, 2].sort(1), lambda: [1, 'a'].sort(),
          lambda: [1].sort(foo=1), lambda: [3, 1].sort(key=1), lambda: [].append(), lambda: [].append(1, 2), lambda: [1][::0],
          lambda: [1]['a':], lambda: [1].index(), lambda: [1].index(1, 'a'), lambda: [1].index(1, None), lambda: hash([]),
          lambda: [] < 1, lambda: list.append(1, 2), lambda: list.append(), lambda: [].__len__(1), lambda: [1][10**30],
          lambda: sorted(1), lambda: sorted([1], 1), lambda: sorted([1], foo=1), lambda: sorted()):
    t(f)
def f():
    a = [1, 2, 3]; a[::2] = [1]
t(f)
def f():
    a = [1, 2, 3]; a[0:1] = 1
t(f)
def f():
    a = [1, 2, 3]; a[::2] = 1
t(f)
def f():
    a = [1, 2, 3]; a[5] = 1
t(f)
def f():
    a = [1, 2, 3]; del a[5]
t(f)
def f():
    a = [1, 2, 3]; a['x'] = 1
t(f)
def f():
    a = [1]; a += 1
t(f)
''')

program("sorting", TRY + '''
class K:
    count = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        K.count += 1
        return self.v < o.v
    def __repr__(self): return f'K{self.v}'
a = [K(i * 7 % 11) for i in range(40)]
a.sort(); print(a, K.count)
K.count = 0; a.sort(reverse=True); print(a[:5], K.count)
print(sorted([(1, 'b'), (0, 'z'), (1, 'a')]), sorted([(1, 'b'), (0, 'z'), (1, 'a')], key=lambda p: p[0]))
print(sorted([(1, 'b'), (0, 'z'), (1, 'a')], key=lambda p: p[0], reverse=True))
print(sorted([2, 1.5, True, 0]), sorted(['b', 'a', 'C']), sorted([b'b', b'a']))
a = [3, 2, 1]
t(lambda: a.sort(key=lambda x: a.append(1) or x)); print(a)
def seen(x):
    print('during', a)
    return x
a.sort(key=seen); print(a)
def bad(x):
    if x == 2: raise ValueError('no')
    return x
t(lambda: a.sort(key=bad)); print(a)
class B:
    def __lt__(self, o): raise KeyError('lt')
b = [B(), B()]
t(lambda: b.sort()); print(len(b))
t(lambda: [3, None, 1].sort())
''')

program("tuples", TRY + '''
a = (1, 2, 3)
print(a + (4,), a * 2, 2 * a, a[0], a[-1], a[1:], a[::-1], len(a), 2 in a, a.index(2), a.count(3), () , (1,))
print(a[:] is a, tuple(a) is a, a * 1 is a, () is tuple([]), a + () is a, a == (1, 2, 3), a < (1, 3), (1, 2) < (1, 2, 0))
print(hash((1, 2, 3)), hash(()), hash((1.5, 'a')), hash(((1,), (2,))))
t(lambda: hash(([],))); t(lambda: a[9]); t(lambda: a['x']); t(lambda: a.index(9)); t(lambda: tuple(1)); t(lambda: tuple(1, 2)); t(lambda: tuple(a=1))
def f(): a[0] = 1
t(f)
def f(): del a[0]
t(f)
l = []; u = (l,); l.append(u); print(u, l)
print(tuple('abc'), tuple(x * x for x in range(4)), tuple({1: 2}))
t(lambda: (1,) < (None,)); t(lambda: (1,) + [1])
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def total(self): return sum(self)
x = T(1, 2, 3); print(x, x.total(), x[1:], type(x[1:]), x == (1, 2, 3), hash(x) == hash((1, 2, 3)), x + (4,))
x.name = 'n'; print(x.name)
''')

program("dict methods", '''
d = {'a': 1, 'b': 2}
d['c'] = 3; d[1] = 'one'; d[(1, 2)] = 'tuple'; d[None] = 0; d[1.0] = 'float'; d[True] = 'true'
print(d, len(d), d['a'], d.get('z'), d.get('z', 9), 'a' in d, 'z' in d, d[1])
print(list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)))
print(d.pop('a'), d.pop('zz', 'none'), d.popitem(), d.setdefault('n', []), d.setdefault('n', 1), d)
e = d.copy(); e.update({'x': 1}, y=2); e.update([('p', 1), ['q', 2], 'rs']); print(e)
print(d | {'b': 5}, {**d, 'k': 1}, dict(a=1, **{'b': 2}), dict([(1, 2)]), dict(zip('abc', range(3))))
print(dict.fromkeys('abc'), dict.fromkeys([1, 2], 0), dict.fromkeys({3}, 'x'), dict.fromkeys({4: 5}))
print(d == dict(d), d != {}, {1: 2} == {1: 2.0}, {1: [1]} == {1: [2]})
d |= {'new': 1}; d |= [('pair', 2)]; print(d)
del d['new']; d.clear(); print(d, dict(), {})
d = {}; d['self'] = d; print(d)
print({i: i * i for i in range(5)}, {k: v for v, k in enumerate('xyz')})
m = {3: 'c', 1: 'a', 2: 'b'}; print(sorted(m), min(m), max(m.items()), sum(m))
for k, v in m.items(): print(k, v, end=' ')
print()
class D(dict):
    def __missing__(self, key): return key * 2
x = D(a=1); print(x['a'], x['q'], x, len(x), x.get('q'), type(x.copy()))
x.attr = 5; print(x.attr, x | {'z': 0}, type(x | {}))
''')

program("dict errors", TRY + '''
for f in (lambda: {}[[]], lambda: {[]: 1}, lambda: {}.get([]), lambda: [] in {}, lambda: {}.pop([]), lambda: {1: 1}.pop([]),
          lambda: {}.setdefault([], 1), lambda: hash({}), lambda: dict(1), lambda: dict([1]), lambda: dict([(1, 2, 3)]),
          lambda: dict(['ab', 'c']), lambda: dict(1, 2), lambda: {}.update(1), lambda: {}.update(1, 2), lambda: {} | 1,
          lambda: {}.pop(), lambda: {}.pop(1), lambda: {}.popitem(), lambda: {}['a'], lambda: {}[(1, 2)], lambda: {}.fromkeys(),
          lambda: dict.fromkeys(1), lambda: {} < {}, lambda: {'a': 1} | [1], lambda: {}[1.5], lambda: {}.keys()[0]):
    t(f)
def f():
    d = {1: 1}
    for k in d: d[k + 1] = 1
t(f)
def f():
    d = {1: 1, 2: 2}
    for k in d: del d[k]; d[k + 10] = 1
t(f)
def f():
    d = {}; d[[]] = 1
t(f)
def f():
    d = {}; del d[1]
t(f)
def f():
    d = {1: 2}
    it = iter(d.items()); next(it); print(next(it, 'end')); d[2] = 3; print(next(it, 'end'))
t(f)
''')

program("keys with guest methods", TRY + '''
class K:
    def __init__(self, n, h=1): self.n = n; self.h = h
    def __hash__(self): print('hash', self.n); return self.h
    def __eq__(self, o): print('eq', self.n, getattr(o, 'n', o)); return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f'K({self.n})'
d = {}
d[K(1)] = 'a'; d[K(2)] = 'b'; d[K(1)] = 'c'
print(d[K(2)], K(3) in d, d)
s = {K(1)}; s.add(K(2)); s.add(K(1)); print(len(s)); s.discard(K(2)); print(s)
del d[K(1)]; print(d.pop(K(2)), d)
class Bad:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError('eq')
d = {1: 1}
t(lambda: d[Bad()]); t(lambda: {1, Bad()}); t(lambda: Bad() in [1]); t(lambda: [1, 2].index(Bad()))
class NoHash:
    def __eq__(self, o): return True
t(lambda: {NoHash(): 1}); t(lambda: {NoHash()})
class BadHash:
    def __hash__(self): raise RuntimeError('hash')
t(lambda: {BadHash(): 1}); t(lambda: BadHash() in set())
class Clears:
    def __hash__(self): return 5
    def __eq__(self, o): victims.clear(); return False
victims = [1, 2, 3]
print(Clears() in victims, victims)
victims = {5: 1, 13: 2}; print(victims.get(Clears(), 'gone'), victims)
victims = {5, 13}; print(Clears() in victims, victims)
n = float('nan'); print(n in [n], [n] == [n], {n: 1}[n], n in {n}, (n,) == (n,), [float('nan')] == [n])
print({1: 'a', 1.0: 'b', True: 'c'}, {1, 1.0, True}, {0, False, 0.0})
class S(str): pass
print({S('a'): 1}['a'], {'a': 1}[S('a')], {S('a')} == {'a'})
''')

program("views", TRY + '''
d = {'a': 1, 'b': 2, 'c': 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), 'a' in k, ('a', 1) in i, ('a', 2) in i, 1 in v)
d['d'] = 4; print(list(k), list(v), list(i), list(reversed(k)), list(reversed(v)), list(reversed(i)))
print(k & {'a', 'q'}, sorted(k | {'z'}), sorted(k - {'a'}), sorted(k ^ {'a', 'z'}), k & ['b'], sorted({'a', 'x'} - k))
print(k == {'a', 'b', 'c', 'd'}, k >= {'a'}, k < {'a'}, k.isdisjoint(['q']), i == d.items(), v == d.values())
print(k.mapping, type(k.mapping).__name__)
t(lambda: k | 1); t(lambda: k[0]); t(lambda: hash(k)); t(lambda: k.isdisjoint(1)); t(lambda: v < 1)
e = {}; e['x'] = e.values(); print(e)
''')

program("set operations", TRY + '''
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, a.union([9]), a.intersection(b, [3]), a.difference(b, [1]), a.symmetric_difference([1, 8]))
print(a < b, a <= a, a >= {1}, a > {1}, a == {4, 3, 2, 1}, a != b, a.issubset(range(9)), a.issuperset([1]), a.isdisjoint([7]))
c = a.copy(); c |= b; c &= {3, 4, 5, 1}; c -= {5}; c ^= {9}; print(c)
c.update('ab', [1]); c.add(2); c.discard(77); c.remove(9); print(sorted(map(str, c)))
c.intersection_update([1, 2]); print(c); c.difference_update([1]); print(c); c.symmetric_difference_update([2, 6]); print(c)
print(c.pop(), c, len(c)); c.clear(); print(c, set(), frozenset(), frozenset([1]), {frozenset([1, 2])})
f = frozenset([1, 2]); print(f | {3}, {3} | f, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), f in {f}, {1, 2} in {f})
print(f.copy() is f, frozenset(f) is f, set(f) == f, hash(frozenset()), hash(frozenset([1, 'a'])))
for g in (lambda: set().pop(), lambda: set().remove(1), lambda: {1} < 1, lambda: {1}.union(1), lambda: {1}[0], lambda: {1} + {2}, lambda: {1} | [2],
          lambda: set(1), lambda: set(1, 2), lambda: set(a=1), lambda: frozenset(a=1), lambda: {[]}, lambda: [] in {1}, lambda: {1}.add([]),
          lambda: {1}.discard({}), lambda: hash({1}), lambda: {1}.remove({2}), lambda: {1}.difference([[]])):
    t(g)
def f():
    s = {1}
    for x in s: s.add(x + 1)
t(f)
def f():
    s = {1}; s |= [1]
t(f)
class S(set): pass
s = S([1, 2]); print(s, s | {3}, type(s | {3}).__name__, type(s.copy()).__name__, s == {1, 2})
s = set(); 
class R:
    def __repr__(self): return repr(s)
s.add(R()); print(s)
''')

program("set order", '''
words = 'the quick brown fox jumps over the lazy dog again and again until the cows come home'.split()
s = set(words); print(s, list(s), sorted(s))
s.discard('fox'); s.add('zebra'); s.remove('the'); s |= {'one', 'two', 'three'}; print(s)
print({'b', 'a', 'c'}, set('hello world'), frozenset('abcdefgh'), {'x', 1, 2.5, None is None, 'y', (1, 'a')})
while s: print(s.pop(), end=' ')
print()
print({i * 37 % 101 for i in range(50)}, set(range(-5, 5)), {-1, -2}, {10**20, 2**61 - 1, 1.5, 1e300})
print({'a': 1}.keys() | {'b', 'c'}, set('abc') & set('bcd'), set('abc') ^ set('bcd'), set('abcdef') - set('ab'))
print(hash('abc'), hash('a'), hash(''), hash(b'abc'), hash(3.5), hash(2**61), hash(-1), hash(True))
d = {w: i for i, w in enumerate(words)}; print(set(d), set(d.items()))
''')

program("ranges and slices", TRY + '''
r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, 5.0 in r, 'a' in r, r.index(8), r.count(8), r.start, r.stop, r.step)
print(range(5) == range(0, 5), range(0) == range(3, 1), hash(range(5)) == hash(range(0, 5)), list(reversed(range(4))), bool(range(0)), range(True))
print(10**20 in range(10**21), range(10**20)[5], list(range(10**20, 10**20 + 2)), range(1, 10, 2)[1:], list(range(5, 0, -2)))
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(5), slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3))
for f in (lambda: range(), lambda: range(1.0), lambda: range(1, 2, 0), lambda: range(1, 2, 3, 4), lambda: range(3)[5], lambda: range(3)['a'],
          lambda: range(3).index(9), lambda: range(3).index('a'), lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: s.indices(-1),
          lambda: slice(1, 2, 0).indices(5), lambda: range(a=1), lambda: slice(a=1), lambda: range(5) < range(6), lambda: len(range(10**20)),
          lambda: 'abc'[slice('a')]):
    t(f)
class I:
    def __index__(self): return 2
print(list(range(I())), [1, 2, 3][I()], [1, 2, 3][:I()], (1, 2, 3)[I():], [0] * I())
class P:
    def __getitem__(self, k): return k
p = P(); print(p[1:2], p[::], p[1, 2:3], p[...], p[:, 1])
''')

program("iterators", TRY + '''
print(list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate(iterable='x', start=1)), list(zip('ab', [1, 2, 3])), list(zip()), list(zip([1])))
print(list(map(str, [1, 2])), list(map(pow, [2, 3], [3, 2])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda x: x > 1, [1, 2, 3])), list(reversed([1, 2, 3])), list(reversed('abc')))
it = iter([1, 2]); print(next(it), next(it), next(it, 'end'), list(it))
a = [1, 2, 3]; it = iter(a); next(it); a.append(4); print(list(it)); a.append(5); print(list(it))
a = [1, 2, 3]; it = reversed(a); next(it); a.pop(); print(list(it))
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
    def __len__(self): return 3
print(list(Seq()), list(reversed(Seq())), 20 in Seq(), list(iter(Seq())), sorted(Seq(), reverse=True))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), tuple(It()), set(It()), sum(It()), max(It()), list(zip(It(), It())), dict(zip(It(), 'abc')), [*It()])
n = iter(lambda c=[0]: c.append(1) or len(c), 5); print(list(n))
for f in (lambda: enumerate(1), lambda: enumerate([], 'a'), lambda: enumerate([], 1, 2), lambda: zip(1), lambda: list(zip([1], [], strict=True)),
          lambda: list(zip([], [1], strict=True)), lambda: list(zip([1], [2], [], strict=True)), lambda: zip(a=1), lambda: map(), lambda: map(len),
          lambda: map(len, 1), lambda: filter(1), lambda: filter(1, 2), lambda: filter(), lambda: reversed(), lambda: reversed(1),
          lambda: reversed({1}), lambda: reversed([], 1), lambda: reversed(a=1), lambda: next(iter([])), lambda: iter(1), lambda: iter(1, 2)):
    t(f)
p = None
for pair in zip('abc', [1, 2, 3]):
    print(pair is p, end=' '); p = pair
print()
ids = set()
for pair in zip('abc', [1, 2, 3]): ids.add(id(pair))
print(len(ids))
ids = set()
for pair in enumerate('abcdef'): ids.add(id(pair))
print(len(ids))
from operator import length_hint
print(length_hint(iter([1, 2])), length_hint(iter(range(5))), length_hint(reversed([1, 2])), length_hint(iter({1: 2})), length_hint(iter((1,))), length_hint(iter({1, 2})), length_hint(zip()))
class Gen:
    def __iter__(self):
        yield 1
        raise ValueError('inside')
t(lambda: list(Gen())); t(lambda: tuple(Gen())); t(lambda: set(Gen())); t(lambda: dict(Gen())); t(lambda: [*Gen()]); t(lambda: sorted(Gen())); t(lambda: list(map(str, Gen())))
''')

program("sizes", '''
import sys
s = sys.getsizeof
print([s([0] * n) for n in range(9)], [s(list(range(n))) for n in range(9)], [s([i for i in range(n)]) for n in range(9)])
a, sizes = [], []
for i in range(100):
    a.append(i); sizes.append(s(a))
print(sizes); sizes = []
while a:
    a.pop(); sizes.append(s(a))
print(sizes)
print([s(list({i for i in range(n)})) for n in range(9)], [s(list({i: 1 for i in range(n)})) for n in range(9)], [s(list(map(str, range(n)))) for n in range(9)])
print(s([1, 2, 3]), s([*range(3)]), s([1, *range(3)]), s([1, 2, 3] * 3), s([1] + [2]), s([1, 2, 3][1:]), s(sorted(range(5))), s(list('abcde')), s(tuple(range(5))))
d, sizes = {}, []
for i in range(60):
    d[i] = 1; sizes.append(s(d))
print(sizes)
d, sizes = {}, []
for i in range(60):
    d[str(i)] = 1; sizes.append(s(d))
print(sizes, s(d.copy()), s(dict(d)), s(d | {}), s({**d}))
for i in range(50): del d[str(i)]
print(s(d), s(d.copy()), s(dict(d))); d['new'] = 1; print(s(d)); d.clear(); print(s(d))
d = {'a': 1}; d[1] = 1; print(s(d)); d = {str(i): 1 for i in range(5)}; d[1] = 2; print(s(d))
print(s({}), s({'a': 1}), s({1: 1}), s(dict(a=1)), s(dict.fromkeys(range(10))), s(dict.fromkeys({1, 2, 3})), s(dict(zip('abc', 'abc'))), s({'a': 1, **{'b': 2}}))
e, sizes = set(), []
for i in range(100):
    e.add(i); sizes.append(s(e))
print(sizes, s(e.copy()), s(frozenset(e)), s(e | {1}), s(set(range(5))), s({1, 2, 3, 4, 5}), s(set([1] * 50)))
for i in range(95): e.discard(i)
print(s(e)); e.add(1000); print(s(e)); e -= {1}; print(s(e)); e.clear(); print(s(e))
print(s(iter([])), s(iter(())), s(range(3)), s(iter(range(3))), s(slice(1)), s(enumerate([])), s(zip()), s(map(str, [])), s(filter(str, [])), s({}.keys()), s(iter({})), s(iter(set())), s(reversed([])))
''')

program("instance dict sizes", '''
import sys
s = sys.getsizeof
class A: pass
print([s(A().__dict__) for _ in range(4)])
class B:
    def __init__(self): self.x = self.y = 1
b = B(); print(s(b), s(b.__dict__), b.__dict__, vars(b) is b.__dict__)
objs = [B() for _ in range(40)]; print([s(o.__dict__) for o in objs[:5]], s(objs[-1].__dict__))
b.z = 3; print(s(b.__dict__), b.__dict__); del b.x; print(s(b.__dict__), b.__dict__); b.x = 9; print(b.__dict__, list(vars(b)))
class W:
    def __init__(self, n):
        for i in range(n): setattr(self, 'a%d' % i, i)
for n in (1, 5, 6, 20, 29, 30, 31, 40):
    w = W(n); print(n, s(w), s(w.__dict__), len(vars(w)), s(dict(vars(w))), s(vars(w).copy()))
c = A(); c.__dict__['q'] = 1; print(c.q, s(c.__dict__)); c.__dict__ = {'r': 2}; print(c.r, hasattr(c, 'q'), s(c.__dict__))
d = c.__dict__; c.t = 5; print(d); d['u'] = 6; print(c.u); del c.r; print(d); d.clear(); print(vars(c))
class P:
    def __init__(self, flip):
        if flip: self.b = 1; self.a = 2
        else: self.a = 1; self.b = 2
print(vars(P(0)), vars(P(1)), s(vars(P(0))), s(vars(P(1))))
x = A(); v = vars(x); x.one = 1; del x; print(v); v['two'] = 2; print(v)
class L(list): pass
l = L([1]); l.attr = 1; print(vars(l), s(vars(l)), l)
try: c.__dict__ = 5
except TypeError as e: print(e)
del c.__dict__; print(vars(c)); c.new = 1; print(vars(c))
''')

program("deaths", '''
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, end='; ')
    def __repr__(self): return f'D{self.n}'
    def __hash__(self): return self.n
    def __eq__(self, o): return self.n == o.n
def mk(k): return [D(i) for i in range(k)]
a = mk(3); del a; print('list')
a = mk(5); a[1:3] = [D(9)]; print('slice'); del a[::2]; print('stride'); a.clear(); print('clear')
a = mk(3); a.pop(); print('pop'); a.remove(D(0)); print('remove'); a[0] = D(7); print('set'); del a[0]; print('del')
t = tuple(mk(3)); del t; print('tuple')
d = {D(i): D(i + 10) for i in range(3)}; del d; print('dict')
d = {1: D(1), 2: D(2)}; d[1] = D(3); print('replace'); del d[2]; print('delete'); d.pop(1); print('pop')
d = {i: D(i) for i in range(3)}; d.popitem(); print('popitem'); d.update({0: D(5)}); print('update'); d.clear(); print('clear')
s = {D(3), D(1), D(2)}; del s; print('set')
s = {D(i) for i in range(4)}; s.discard(D(1)); print('discard'); s &= {D(0)}; print('and'); s.pop(); print('pop')
class A: pass
o = A(); o.x = D(1); o.y = D(2); o.x = D(3); print('attr'); del o.y; print('delattr'); o.__dict__; del o; print('instance')
for x in map(D, range(2)): pass
print('map'); del x; print('x')
for i, x in enumerate(mk(2)): pass
del x; print('enumerate')
z = zip(mk(2), mk(2)); next(z); del z; print('zip')
it = iter(mk(2)); next(it); print('it'); list(it); print('done')
a = mk(2); a *= 2; a *= 0; print('imul'); a = mk(2); a.extend(a); del a; print('extend')
a = mk(3); a.sort(key=lambda q: -q.n); print(a); a.reverse(); print(a); b = sorted(a, key=lambda q: -q.n); del a; print('sorted'); del b; print('end')
''')

program("generic aliases", TRY + '''
print(list[int], dict[str, list[int]], tuple[int, ...], set['x'], list[int].__origin__, list[int].__args__, type(list[int]).__name__)
print(list[int] == list[int], list[int](('a',)), dict[str, int](a=1), hash(list[int]) == hash(list[int]), tuple[()])
t(lambda: isinstance([], list[int])); t(lambda: list[int][str])
def f(x: list[int], y: dict[str, int] = None) -> tuple[int, ...]: return x
print(f.__annotations__)
class C(list[int]): pass
print(C([1]), C.__mro__[1].__name__)
''')

program("refcounts of containers", '''
import sys
r = sys.getrefcount
class A: pass
x = A()
def n(): return r(x)
base = n()
l = [x]; print(n() - base); l.append(x); l += [x, x]; print(n() - base); l.pop(); l.remove(x); print(n() - base)
l *= 3; print(n() - base); m = l[:]; k = l + l; print(n() - base); del m, k; l[0] = None; del l[1:]; print(n() - base); l.extend([x] * 3); l.clear(); print(n() - base)
t = (x, x); u = t * 2; print(n() - base); v = t + u; del t, u; print(n() - base); del v; print(n() - base)
d = {1: x, 'k': x, x: x}; print(n() - base); e = d.copy(); f = dict(d); g = d | {2: x}; print(n() - base); e.update(f); d[1] = 2; del e[x]; f.popitem(); print(n() - base)
del d, e, f, g; print(n() - base); d = dict.fromkeys(range(4), x); d.setdefault(9, x); d.setdefault(9, x); print(n() - base); d.pop(9); d.clear(); print(n() - base)
s = {x}; s.add(x); s2 = s | {x}; s3 = s.copy(); fs = frozenset(s); print(n() - base); s.discard(x); s2 &= set(); s3.clear(); print(n() - base); del fs; print(n() - base)
o = A(); o.a = x; o.b = x; print(n() - base); o.__dict__; print(n() - base); vars(o)['c'] = x; del o.a; print(n() - base); del o; print(n() - base)
it = iter([x, x]); next(it); print(n() - base); list(it); print(n() - base); z = zip([x], [x]); print(n() - base); next(z); print(n() - base); del z; print(n() - base)
en = enumerate([x]); p = next(en); print(n() - base); del en, p; mp = map(str, [x]); print(n() - base); next(mp); next(mp, None); print(n() - base); del mp
rv = reversed([x]); print(n() - base); next(rv); next(rv, None); print(n() - base); k = {1: x}.values(); print(n() - base); list(k); del k; print(n() - base)
a = [x, 3]; a[:] = sorted([x, x], key=id); a.reverse(); print(n() - base, a.index(x), a.count(x), x in a); del a; print(n() - base)
''')
