from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, InitVar, KW_ONLY
@dataclass
class P:
    x: int
    y: int = 2
    z: list = field(default_factory=list)
p=P(1); print(p, p==P(1), asdict(p), astuple(p), replace(p,x=5), [f.name for f in fields(P)], P.__match_args__)
try: hash(p)
except TypeError as e: print(e)
try: P()
except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = 'q'
f=F(1); print(f, hash(f)==hash(F(1)), F(1)<F(2), sorted([F(3),F(1)]))
try: f.a=2
except FrozenInstanceError as e: print(e)
@dataclass(slots=True)
class S:
    a: int
    b: int = 3
s=S(1); print(s, S.__slots__, hasattr(s,'__dict__'))
try:
    s.c=1
except AttributeError as e: print(e)
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 2
    c: InitVar[int] = 5
    def __post_init__(self, c): self.d = c*2
print(K(1,b=3,c=4), K(1).d, K.__doc__)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as e: print(e)
@dataclass
class Base: a: int
@dataclass
class Derived(Base): b: int = 0
print(Derived(1), Derived(1,2).b, Derived.__init__.__qualname__)
from typing import List, Optional, Union, Any, Generic, TypeVar, Protocol, NamedTuple, TypedDict, cast, get_type_hints, Callable, ClassVar, runtime_checkable
print(List[int], Optional[int], Any, Callable[[int],str], Union[int,str,List[int]])
T=TypeVar('T')
class Stack(Generic[T]):
    def __init__(self): self.items=[]
    def push(self, x: T) -> None: self.items.append(x)
s=Stack[int](); s.push(1); print(s.items, Stack.__parameters__, T, Stack[int])
class NT(NamedTuple):
    x: int
    y: str = 'a'
    def hi(self): return self.x
print(NT(1), NT(1).hi(), NT._fields, NT.__annotations__)
class TD(TypedDict):
    a: int
print(TD(a=1), TD.__annotations__)
@runtime_checkable
class Has(Protocol):
    def f(self): ...
class A:
    def f(self): pass
print(isinstance(A(),Has), isinstance(3,Has))
def fn(a: int, b: 'str' = 'x') -> List[int]: ...
print(get_type_hints(fn), fn.__annotations__)
@dataclass
class CV:
    n: ClassVar[int] = 3
    x: int = 1
print(CV(), CV.n)
