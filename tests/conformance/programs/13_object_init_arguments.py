# Who refuses arguments: object.__new__ or object.__init__.
class A: pass
class B:
    def __init__(s): pass
class C:
    def __new__(c,*a): return super().__new__(c)
class D:
    def __new__(c,*a): return super().__new__(c,*a)
    def __init__(s,*a): super().__init__(*a)
class E:
    def __init__(s,*a): super().__init__(*a)
def t(f,*a,**k):
    try: r=f(*a,**k); print('ok')
    except BaseException as e: print(type(e).__name__, e)
for c in (A,B,C,D,E): t(c,1); t(c); t(c,x=1)
t(object.__init__,A(),1); t(object.__init__,E(),1); t(object.__init__,C(),1);t(object.__new__,A,1);t(object.__new__,E,1)
