# A finalizer can bring its object back, once.
import gc
saved = []

class Cat:
    lives = 9
    def __del__(self):
        print("finalizer")
        saved.append(self)

c = Cat()
del c
print(len(saved))
saved.clear()
print(len(saved))

c = Cat()
c.me = c
del c
print(gc.collect() >= 0, len(saved))
