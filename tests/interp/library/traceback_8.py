class X:
    def __init__(self): self.foo = 1
    def g(self):
        return foo
X().g()
