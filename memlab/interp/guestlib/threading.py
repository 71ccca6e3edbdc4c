# Guest Python: threading of a program with one thread: locks work, a Thread stops the simulation.
from _memlab import not_simulated as _not_simulated

__all__ = ['Lock', 'RLock', 'Condition', 'Event', 'Semaphore', 'Thread', 'local', 'current_thread', 'main_thread', 'get_ident',
           'active_count', 'enumerate']
TIMEOUT_MAX = 9223372036.0


class Lock:
    __slots__ = ('_locked', '__weakref__')

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if self._locked:
            if not blocking or timeout >= 0:
                return False
            _not_simulated('waiting for a lock that its only thread holds')
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError('release unlocked lock')
        self._locked = False

    def locked(self):
        return self._locked

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *exc):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self._locked else 'unlocked'} _thread.lock object at {id(self):#x}>"


class RLock:
    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        if not self._count:
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *exc):
        self.release()


class local:
    pass


class Condition:
    def __init__(self, lock=None):
        self._lock = lock or RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        _not_simulated('waiting for another thread')

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag and timeout is None:
            _not_simulated('waiting for another thread')
        return self._flag


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not self._value:
            if not blocking or timeout is not None:
                return False
            _not_simulated('waiting for another thread')
        self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        self._value += n

    def __exit__(self, *exc):
        self.release()


BoundedSemaphore = Semaphore


class Thread:
    def __init__(self, *args, **kwargs):
        _not_simulated('threads')


class Timer(Thread):
    pass


class _MainThread:
    name = 'MainThread'
    daemon = False
    ident = 1

    def is_alive(self):
        return True

    def __repr__(self):
        return '<_MainThread(MainThread, started 1)>'


_main_thread = _MainThread()


def current_thread():
    return _main_thread


def main_thread():
    return _main_thread


def get_ident():
    return 1


get_native_id = get_ident


def active_count():
    return 1


def enumerate():
    return [_main_thread]
