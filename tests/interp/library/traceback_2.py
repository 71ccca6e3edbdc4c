import sys
def rec(n):
    return rec(n+1)
try: rec(0)
except RecursionError: pass
def h(n):
    if n: return h(n-1)
    raise ValueError('x' * 3)
h(20)
