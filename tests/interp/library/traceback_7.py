def f():
    return sys.path
f()
