# Cycles outlive their names until the collector runs.
import gc
gc.disable()
gc.collect()
a, b = [], []
a.append(b)
b.append(a)
del a, b
print(gc.collect())

class Node:
    pass

n, m = Node(), Node()
n.other, m.other = m, n
del n, m
print(gc.collect())
print(gc.collect())
print(gc.get_threshold()[0], gc.isenabled())
