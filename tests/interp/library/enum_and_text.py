from enum import Enum, IntEnum, Flag, IntFlag, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def hi(self): return self.name.lower()
print(Color.RED, repr(Color.RED), Color(2), Color['RED'], list(Color), Color.CRIMSON, Color.RED.hi(), len(Color), Color)
print(Color.RED is Color.CRIMSON, Color.RED.value, Color.RED in Color, {Color.RED:1})
try: Color(9)
except ValueError as e: print(e)
try: Color.RED = 3
except AttributeError as e: print(e)
class N(IntEnum):
    A = auto(); B = auto()
print(N.A+1, N.B, repr(N.B), f"{N.A}", N.A<N.B, "%d"%N.A)
class P(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R|W
print(P.R|P.X, repr(P.R|P.W), P.RW, P(0), repr(P(0)), P.R in P.RW, ~P.R, bool(P.R&P.W))
try: P(16)
except ValueError as e: print(e)
class I(IntFlag):
    A=1; B=2
print(I.A|I.B, repr(I.A|I.B), I.A|8, repr(I(8)), repr(~I.A))
try:
    @unique
    class Bad(Enum):
        A=1;B=1
except ValueError as e: print(e)
Animal = Enum('Animal', 'CAT DOG'); print(list(Animal), Animal.CAT)
class Planet(Enum):
    E=(1,2); M=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
    @property
    def s(self): return self.a+self.b
print(Planet.E.s, Planet((3,4)), Planet.E)
print(Color.__members__, dir(Color)[-4:], isinstance(Color.RED,Color))
try:
    class Sub(Color): pass
except TypeError as e: print(e)
print(list(reversed(Color)), Color.RED == 1, N.A == 1, hash(Color.RED)==hash('RED'))
class S(str, Enum):
    A='a'
print(S.A, repr(S.A), S.A=='a', f'{S.A}', S.A.upper())
import string, keyword
print(string.ascii_lowercase, string.Template('$a ${b} $$').substitute(a=1,b=2), keyword.iskeyword('for'))
import pprint, textwrap
pprint.pprint({'a':list(range(30)),'b':{'c':['x'*30]*4}})
print(textwrap.fill('hello world '*10, 40)); print(textwrap.dedent('  a\n  b'))
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('hey'); print(len(w), w[0].message, w[0].category)
