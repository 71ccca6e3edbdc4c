# Guest Python: the rest of io.


class UnsupportedOperation(OSError, ValueError):
    pass


UnsupportedOperation.__module__ = 'io'


class IOBase:
    pass


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    pass


def __getattr__(name):
    if name in ('open', 'FileIO', 'BufferedReader', 'BufferedWriter', 'BufferedRandom', 'BufferedRWPair', 'open_code', 'text_encoding',
                'IncrementalNewlineDecoder'):
        from _memlab import not_simulated
        not_simulated(f'io.{name}: files')
    raise AttributeError(f"module 'io' has no attribute '{name}'")
