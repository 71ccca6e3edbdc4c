import traceback
def t(f):
    try: f()
    except Exception as e: traceback.print_exc()
class A:
    def __init__(self): self._private=1
    def m(self): self.private
t(lambda: [].push(1)); t(lambda: ().append(1)); t(lambda: {}.put(1)); t(lambda: A().private); t(lambda: A().m()); t(lambda: (1.5).__or__)
t(lambda: nonexistent); t(lambda: Excption)
