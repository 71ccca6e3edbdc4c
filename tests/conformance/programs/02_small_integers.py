# Which integers exist once only.
print(int("256") is int("256"), int("257") is int("257"), int("-5") is int("-5"), int("-6") is int("-6"))
print(int("1024") is int("1024"), int("1025") is int("1025"))
a = 42
b = 42
print(a is b, a == b)
p, q = [1], [1]
print(p is q, p == q, id([]) == id([]))
