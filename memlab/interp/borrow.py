def borrow_loads(unit): pass
