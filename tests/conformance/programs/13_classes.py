# Classes, attributes, methods.
class Base:
    kind = "base"
    def __init__(self, n):
        self.n = n
    def __repr__(self):
        return f"{type(self).__name__}({self.n!r})"
    def __eq__(self, other):
        return isinstance(other, Base) and self.n == other.n
    def __hash__(self):
        return hash(self.n)

class Left(Base):
    def who(self):
        return "left"

class Right(Base):
    def who(self):
        return "right"

class Both(Left, Right):
    @property
    def double(self):
        return self.n * 2
    @classmethod
    def make(cls):
        return cls(21)

b = Both.make()
print(b, b.double, b.who(), [c.__name__ for c in Both.__mro__])
print(b == Left(21), len({b, Right(21)}), b.__dict__)
m = b.who
print(m.__self__ is b, b.who is b.who)
try:
    b.double = 1
except AttributeError as e:
    print("AttributeError")
