# Guest Python: timeit on the simulated clock.
import gc
import time

default_timer = time.perf_counter
default_number = 1000000
default_repeat = 5


class Timer:
    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        ns = {} if globals is None else dict(globals)
        if callable(setup):
            self._setup = setup
        else:
            self._setup = lambda: exec(setup, ns)
        if callable(stmt):
            self._stmt = stmt
        else:
            code = compile(stmt, '<timeit-src>', 'exec')
            self._stmt = lambda: exec(code, ns)

    def timeit(self, number=default_number):
        gcold = gc.isenabled()
        gc.disable()
        try:
            self._setup()
            t0 = self.timer()
            for _ in range(number):
                self._stmt()
            return self.timer() - t0
        finally:
            if gcold:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for i in range(repeat)]


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
