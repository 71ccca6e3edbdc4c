# Shallow and deep copies.
import copy
inner = [1, 2]
outer = [inner, inner]
shallow = copy.copy(outer)
deep = copy.deepcopy(outer)
print(shallow[0] is inner, deep[0] is inner, deep[0] is deep[1])
inner.append(3)
print(shallow, deep)
loop = []
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin[0] is twin, twin)
t = (1, 2, "x")
print(copy.copy(t) is t, copy.deepcopy(t) is t)
