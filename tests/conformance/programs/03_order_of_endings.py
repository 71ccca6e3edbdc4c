# In which order things end.
class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("end of", self.name)

def scope():
    first = Noisy("first")
    second = Noisy("second")
    print("leaving")

scope()
box = [Noisy("a"), Noisy("b"), Noisy("c")]
del box
pair = Noisy("old")
pair = Noisy("new")
print("rebound")
del pair
d = {"k": Noisy("value")}
d["k"] = 1
print("replaced")
last = Noisy("global")
