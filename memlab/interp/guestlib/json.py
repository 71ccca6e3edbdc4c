# Guest Python: json.


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, '%s: line %d column %d (char %d)' % (msg, lineno, colno, pos))
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


JSONDecodeError.__module__ = 'json.decoder'


class JSONEncoder:
    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        return ''.join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        markers = {} if self.check_circular else None
        out = []
        self._write(o, out.append, markers, 0)
        return iter(out)

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o == float('inf'):
            text = 'Infinity'
        elif o == float('-inf'):
            text = '-Infinity'
        else:
            return _float(o)
        if not self.allow_nan:
            raise ValueError('Out of range float values are not JSON compliant: ' + repr(o) if _policy('json_names_float') else
                             'Out of range float values are not JSON compliant')
        return text

    def _write(self, o, emit, markers, level):
        if isinstance(o, str):
            emit(_quote(o, self.ensure_ascii))
        elif o is None:
            emit('null')
        elif o is True:
            emit('true')
        elif o is False:
            emit('false')
        elif isinstance(o, int):
            emit(int.__repr__(o))
        elif isinstance(o, float):
            emit(self._float(o))
        elif isinstance(o, (list, tuple, dict)):
            if markers is not None:
                markerid = id(o)
                if markerid in markers:
                    raise ValueError('Circular reference detected')
                markers[markerid] = o
            if isinstance(o, dict):
                self._write_dict(o, emit, markers, level + 1)
            else:
                self._write_list(o, emit, markers, level + 1)
            if markers is not None:
                del markers[markerid]
        else:
            if markers is not None:
                markerid = id(o)
                if markerid in markers:
                    raise ValueError('Circular reference detected')
                markers[markerid] = o
            self._write(self.default(o), emit, markers, level)
            if markers is not None:
                del markers[markerid]

    def _newline(self, level):
        indent = self.indent
        return '\n' + (indent if isinstance(indent, str) else ' ' * indent) * level

    def _write_list(self, lst, emit, markers, level):
        if not lst:
            emit('[]')
            return
        emit('[')
        if self.indent is not None:
            line = self._newline(level)
            separator = self.item_separator + line
            emit(line)
        else:
            separator = self.item_separator
        first = True
        for value in lst:
            if first:
                first = False
            else:
                emit(separator)
            self._write(value, emit, markers, level)
        if self.indent is not None:
            emit(self._newline(level - 1))
        emit(']')

    def _write_dict(self, dct, emit, markers, level):
        if not dct:
            emit('{}')
            return
        emit('{')
        if self.indent is not None:
            line = self._newline(level)
            separator = self.item_separator + line
            emit(line)
        else:
            separator = self.item_separator
        first = True
        items = sorted(dct.items()) if self.sort_keys else dct.items()
        for key, value in items:
            if isinstance(key, str):
                pass
            elif isinstance(key, float):
                key = self._float(key)
            elif key is True:
                key = 'true'
            elif key is False:
                key = 'false'
            elif key is None:
                key = 'null'
            elif isinstance(key, int):
                key = int.__repr__(key)
            elif self.skipkeys:
                continue
            else:
                raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')
            if first:
                first = False
            else:
                emit(separator)
            emit(_quote(key, self.ensure_ascii))
            emit(self.key_separator)
            self._write(value, emit, markers, level)
        if self.indent is not None:
            emit(self._newline(level - 1))
        emit('}')


JSONEncoder.__module__ = 'json.encoder'


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
          default=None, sort_keys=False, **kw):
    if cls is None:
        cls = JSONEncoder
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
               separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


def _hook(object_hook, object_pairs_hook):
    if object_pairs_hook is not None:
        return object_pairs_hook
    if object_hook is not None:
        return lambda pairs: object_hook(dict(pairs))
    return None


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        if parse_float is not None or parse_int is not None or parse_constant is not None or not strict:
            from _memlab import not_simulated
            not_simulated('json with its own number parsers')
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        return _scan(s, _hook(self.object_hook, self.object_pairs_hook))


JSONDecoder.__module__ = 'json.decoder'


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', s, 0)
    else:
        if not isinstance(s, (bytes, bytearray)):
            raise TypeError(f'the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}')
        s = s.decode('utf-8', 'surrogatepass')
    if cls is None:
        cls = JSONDecoder
    return cls(object_hook=object_hook, parse_float=parse_float, parse_int=parse_int, parse_constant=parse_constant,
               object_pairs_hook=object_pairs_hook, **kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)


from _memlab import policy as _policy

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']
