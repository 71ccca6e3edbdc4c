import inspect, functools, fractions, numbers
def g():
    x = yield 1
    yield 2
k=g(); print(inspect.getgeneratorstate(k)); next(k); print(inspect.getgeneratorstate(k), inspect.getgeneratorlocals(k)); k.close(); print(inspect.getgeneratorstate(k))
def f(a, /, b: int, c=3, *args, d, e=5, **kw) -> str: "doc"
print(inspect.signature(f), inspect.signature(functools.partial(f,1)), list(inspect.signature(f).parameters), inspect.getfullargspec(lambda a,b=2,*c: 0))
class A:
    "  hi\n     there"
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    @staticmethod
    def s(q): pass
print(inspect.signature(A), inspect.signature(A(1).m), inspect.signature(A.s), inspect.isclass(A), inspect.ismethod(A(1).m), inspect.isfunction(A.m), inspect.getdoc(A))
print(inspect.signature(f).bind(1,2,d=4).arguments)
try: inspect.signature(f).bind(1)
except TypeError as e: print(e)
print(inspect.currentframe().f_lineno, inspect.stack()[0].function, inspect.isgeneratorfunction(g), inspect.isbuiltin(len))
print([n for n,v in inspect.getmembers(A, inspect.isfunction)], inspect.getmro(bool), type(inspect.getattr_static(A,'s')))
from fractions import Fraction as F
print(F(1,3)+F(1,6), F('0.25'), F(3), repr(F(2,4)), F(1,2)<0.75, float(F(1,4)), F(7,2)//1, round(F(5,2)), F(1,2)**2, hash(F(1,2))==hash(0.5))
print(isinstance(3,numbers.Number), isinstance(2.5,numbers.Real), issubclass(int,numbers.Integral))
