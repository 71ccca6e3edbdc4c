class A:
    def __init__(self): self.value = 1
    def go(self):
        return valu + 1
import math
def t(f):
    try: f()
    except Exception as e:
        import traceback; traceback.print_exc()
t(lambda: A().valeu)
t(lambda: A().go())
t(lambda: pritn(1))
t(lambda: foo_bar_undefined)
t(lambda: math.sqr(3))
def k():
    from math import sqrtt
t(lambda: sys.path)
t(lambda: [].appendd(1))
t(lambda: int('x'))
t(lambda: {}['k'])
def loc():
    counter = 1
    return countr
t(loc)
t(lambda: (lambda a,b: a)(1))
t(lambda: f(1)(2) + "x".join(
    [1, 2]))
t(lambda: None.foo)
t(lambda: 1 +
   "2")
t(lambda: sum([1, "a"]) if True else 3)
def multi():
    x = dict(
        a=1,
        b=undefined_name,
        c=3)
t(multi)
def asserts():
    assert 1 == 2, "nope"
t(asserts)
def chained():
    try: 1/0
    except ZeroDivisionError:
        raise KeyError("k") from None
t(chained)
def chained2():
    try:
        {}['a']
    finally:
        [][1]
t(chained2)
for i in range(3):
    t(lambda: (i
        .foo
        .bar))
class Dd:
    def __del__(self): raise ValueError("in del")
d = Dd(); del d
raise SystemError("end")
