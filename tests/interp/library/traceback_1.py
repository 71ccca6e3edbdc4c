def f(x):
    return 1 / x
class MyErr(Exception): pass
def g():
    try:
        f(0)
    except ZeroDivisionError as e:
        raise MyErr("bad", 3) from e
def h(n):
    if n: return h(n-1)
    raise ValueError
try: g()
except MyErr as e:
    e.add_note("a note\nsecond") if hasattr(e,'add_note') else None
    x = {'a': [1,2]}
    print(x['a'][5]['k'] + (
        1))
