# A generator keeps its locals until it is exhausted or closed.
class Held:
    def __del__(self):
        print("released")

def gen():
    h = Held()
    try:
        yield 1
        yield 2
    finally:
        print("finally")

g = gen()
print(next(g))
g.close()
print("closed")
g = gen()
print(list(g))
g = gen()
next(g)
del g
print("gone")

def talk():
    got = yield "ready"
    while got is not None:
        got = yield got * 2
    return "done"

t = talk()
print(next(t), t.send(5), t.send("ab"))
try:
    t.send(None)
except StopIteration as stop:
    print(stop.value)
