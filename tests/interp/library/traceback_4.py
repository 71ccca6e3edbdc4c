def f():
    raise ExceptionGroup("eg", [ValueError(1), TypeError("t"), ExceptionGroup("in", [KeyError("k")])])
try: f()
except* ValueError as e: print(repr(e))
