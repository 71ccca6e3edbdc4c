# Guest Python: the functions of traceback.
import sys

__all__ = ['print_exc', 'print_exception', 'print_stack', 'print_tb', 'format_exc', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'extract_stack', 'extract_tb', 'walk_stack', 'walk_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'print_last', 'print_list']


class _Sentinel:
    def __repr__(self):
        return '<implicit>'


_sentinel = _Sentinel()


def _value(exc, value):
    if value is _sentinel:
        return exc
    return value


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True):
    if file is None:
        file = sys.stderr
    for line in format_exception(exc, value, tb, limit, chain):
        print(line, file=file, end='')


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    value = _value(exc, value)
    if value is None:
        return ['NoneType: None\n']
    return _format(value, chain)


def format_exception_only(exc, /, value=_sentinel, **kw):
    value = _value(exc, value)
    if value is None:
        return ['NoneType: None\n']
    return _only(value)


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exc_info()[1], limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    return ''.join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    print_exception(sys.last_value, limit=limit, file=file, chain=chain)


class FrameSummary:
    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line
        self.locals = locals

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other)
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __repr__(self):
        return '<FrameSummary file {filename}, line {lineno} in {name}>'.format(
            filename=self.filename, lineno=self.lineno, name=self.name)


class StackSummary(list):
    def format(self):
        return format_list(self)

    @classmethod
    def from_list(klass, a_list):
        return StackSummary(f if isinstance(f, FrameSummary) else FrameSummary(f[0], f[1], f[2], line=f[3]) for f in a_list)

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        return StackSummary(FrameSummary(f.f_code.co_filename, lineno, f.f_code.co_name, line='') for f, lineno in frame_gen)


def _summaries(rows, limit):
    if limit is not None:
        rows = rows[:limit] if limit >= 0 else rows[limit:]
    return StackSummary(FrameSummary(file, line, name, line=text) for file, line, name, text in rows)


def extract_tb(tb, limit=None):
    return _summaries(_entries(tb), limit)


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    rows = _entries(f)
    if limit is not None:
        rows = rows[-limit:] if limit >= 0 else rows[:-limit]
    return _summaries(rows, None)


def format_list(extracted_list):
    out = []
    for file, line, name, text in extracted_list:
        item = '  File "%s", line %s, in %s\n' % (file, line, name)
        if text:
            item += '    %s\n' % text.strip()
        out.append(item)
    return out


def format_tb(tb, limit=None):
    return format_list(extract_tb(tb, limit)) if limit is not None else _stack(tb)


def print_tb(tb, limit=None, file=None):
    for line in format_tb(tb, limit):
        print(line, file=sys.stderr if file is None else file, end='')


def print_list(extracted_list, file=None):
    for line in format_list(extracted_list):
        print(line, file=sys.stderr if file is None else file, end='')


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit))


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit), file=file)


def walk_stack(f):
    if f is None:
        f = sys._getframe().f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class TracebackException:
    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False, **kw):
        self._value = exc_value
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit)
        self._lines = _format(exc_value, True)
        self._last = _only(exc_value)
        self._str = str(exc_value)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def format(self, *, chain=True, **kw):
        yield from self._lines

    def format_exception_only(self, **kw):
        yield from self._last

    def print(self, *, file=None, chain=True):
        for line in self._lines:
            print(line, file=sys.stderr if file is None else file, end='')

    def __str__(self):
        return self._str
