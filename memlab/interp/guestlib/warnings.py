# Guest Python: warnings, without regular expressions (a filter's message is a prefix).
import sys

filters = []
_defaultaction = 'default'
_onceregistry = {}
__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings', 'catch_warnings']


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return ('{message : %r, category : %r, filename : %r, lineno : %s, line : %r}'
                % (self.message, self._category_name, self.filename, self.lineno, self.line))


def formatwarning(message, category, filename, lineno, line=None):
    return f'{filename}:{lineno}: {category.__name__}: {message}\n'


def showwarning(message, category, filename, lineno, file=None, line=None):
    if file is None:
        file = sys.stderr
        if file is None:
            return
    file.write(formatwarning(message, category, filename, lineno, line))


def _add_filter(action, prefix, category, module, lineno, append=False):
    item = (action, prefix, category, module, lineno)
    if append:
        if item not in filters:
            filters.append(item)
    else:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)


def simplefilter(action, category=Warning, lineno=0, append=False):
    if action not in ('error', 'ignore', 'always', 'default', 'module', 'once', 'all'):
        raise AssertionError('invalid action: %r' % (action,))
    _add_filter(action, None, category, None, lineno, append)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    _add_filter(action, message or None, category, module or None, lineno, append)


def resetwarnings():
    filters[:] = []


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    if registry is None:
        registry = {}
    key = (text, category, lineno)
    if registry.get(key):
        return
    for action, prefix, cat, mod, ln in filters:
        if ((prefix is None or text.lower().startswith(prefix.lower())) and issubclass(category, cat)
                and (mod is None or (module or filename) == mod) and (ln == 0 or lineno == ln)):
            break
    else:
        action = _defaultaction
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'once':
        registry[key] = 1
        oncekey = (text, category)
        if _onceregistry.get(oncekey):
            return
        _onceregistry[oncekey] = 1
    elif action == 'module':
        registry[key] = 1
        altkey = (text, category, 0)
        if registry.get(altkey):
            return
        registry[altkey] = 1
    elif action == 'default':
        registry[key] = 1
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def _showwarnmsg(msg):
    showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    try:
        frame = sys._getframe(stacklevel)
    except ValueError:
        globals_ = {}
        filename, lineno = 'sys', 1
    else:
        globals_ = frame.f_globals
        filename = frame.f_code.co_filename
        lineno = frame.f_lineno
    registry = globals_.setdefault('__warningregistry__', {})
    warn_explicit(message, category, filename, lineno, globals_.get('__name__', '<string>'), registry, globals_, source)


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __enter__(self):
        global filters, _showwarnmsg, showwarning
        if self._entered:
            raise RuntimeError('Cannot enter %r twice' % self)
        self._entered = True
        self._saved = filters, showwarning, _showwarnmsg
        filters = filters[:]
        if self._filter is not None:
            simplefilter(*self._filter)
        if self._record:
            log = []
            _showwarnmsg = log.append
            return log
        return None

    def __exit__(self, *exc_info):
        global filters, _showwarnmsg, showwarning
        if not self._entered:
            raise RuntimeError('Cannot exit %r without entering first' % self)
        filters, showwarning, _showwarnmsg = self._saved


simplefilter('ignore', category=ResourceWarning)
simplefilter('ignore', category=ImportWarning)
simplefilter('ignore', category=PendingDeprecationWarning)
simplefilter('ignore', category=DeprecationWarning)
filterwarnings('default', category=DeprecationWarning, module='__main__')


class deprecated:
    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if isinstance(arg, type) or self.category is None:
            arg.__deprecated__ = self.message
            return arg
        import functools
        msg, category, stacklevel = self.message, self.category, self.stacklevel

        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(msg, category=category, stacklevel=stacklevel + 1)
            return arg(*args, **kwargs)
        arg.__deprecated__ = wrapper.__deprecated__ = msg
        return wrapper
