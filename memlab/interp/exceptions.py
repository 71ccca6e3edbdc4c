"""The builtin exceptions: their hierarchy, fields, texts, and exception groups (Objects/exceptions.c).

An exception is an `Exc`: ``args`` (a Tuple), ``tb``, ``cause``, ``context``, ``suppress``, and ``extra``, a host dict of the
fields that its kind adds (``value`` of StopIteration, ``exceptions`` of a group ...).  A field that is absent reads as None.
"""

from __future__ import annotations

from memlab.heap.objects import Exc, Tuple, Type
from memlab.interp.native import NativeType
from memlab.model.kinds import REFERENCE_SET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

_HIERARCHY = """
BaseException: BaseExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit
Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError
Exception: OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError
Exception: ValueError Warning
ArithmeticError: FloatingPointError OverflowError ZeroDivisionError
Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning
Warning: ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError
OSError: IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
SyntaxError: IndentationError _IncompleteInputError
LookupError: IndexError KeyError
ImportError: ImportCycleError ModuleNotFoundError
RuntimeError: NotImplementedError PythonFinalizationError RecursionError
NameError: UnboundLocalError
ValueError: UnicodeError
ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
IndentationError: TabError
UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
BaseExceptionGroup: ExceptionGroup
"""

BASE = NativeType("BaseException", layout=Exc, has_dict=True, doc="Common base class for all exceptions")
TYPES: dict[str, NativeType] = {"BaseException": BASE}
"""Every exception type by name, in CPython's order of creation (Objects/exceptions.c static_exceptions)."""

_OWN_FIELDS = frozenset("""
BaseExceptionGroup StopIteration SystemExit ImportError NameError AttributeError OSError SyntaxError UnicodeEncodeError
UnicodeDecodeError UnicodeTranslateError
""".split())
"""Types with a C struct of their own: two of them cannot be bases of one class."""

for _line in _HIERARCHY.strip().splitlines():
    _base, _, _names = _line.partition(":")
    for _name in _names.split():
        TYPES[_name] = NativeType(_name, _base, Exc if _name in _OWN_FIELDS else None)

ALIASES = {"EnvironmentError": "OSError", "IOError": "OSError"}

TYPES["ExceptionGroup"].bases = ("BaseExceptionGroup", "Exception")  # type: ignore[attr-defined]

ERRNO_TYPES = {
    11: "BlockingIOError", 114: "BlockingIOError", 115: "BlockingIOError", 32: "BrokenPipeError", 108: "BrokenPipeError",
    10: "ChildProcessError", 103: "ConnectionAbortedError", 111: "ConnectionRefusedError", 104: "ConnectionResetError",
    17: "FileExistsError", 2: "FileNotFoundError", 21: "IsADirectoryError", 20: "NotADirectoryError", 4: "InterruptedError",
    13: "PermissionError", 1: "PermissionError", 3: "ProcessLookupError", 110: "TimeoutError",
}
"""errno (Linux) -> the subclass that ``OSError(errno, text)`` becomes."""


def is_exception(m: Any, o: Obj) -> bool:
    """Tell whether ``o`` is an instance of BaseException."""
    return isinstance(o, Exc)


def is_exception_class(m: Any, o: Obj) -> bool:
    """Tell whether ``o`` is a class that derives from BaseException."""
    return isinstance(o, Type) and m.issubtype(o, m.heap.types["BaseException"])


def alloc(m: Any, cls: Type, args: Sequence[Obj]) -> Exc:
    """Make an exception of class ``cls`` with ``args`` (borrowed) and nothing else set (BaseException_new)."""
    h = m.heap
    for a in args:
        h.incref(a)
    e: Exc = cls.layout()
    e.rc = 1
    e.type = cls
    h.init_instance_fields(e, cls)
    e.attrs = {}
    e.args = h.new_tuple(tuple(args))
    e.tb = e.cause = e.context = e.notes = e.extra = None
    e.suppress = False
    h._place(e, cls)
    if h.log is not None:
        _log(m, e, "args", None, e.args)
    return e


def _log(m: Any, e: Exc, label: str, old: Obj | None, new: Obj | None) -> None:
    if m.heap.log is not None:
        m.heap.log((REFERENCE_SET, e.serial, (label,), 0 if old is None else old.serial, 0 if new is None else new.serial))


def make(m: Any, type_name: str, message: str | None = None, **fields: Obj) -> Exc:
    """Make a builtin exception with one text argument; ``fields`` (references stolen) go to its extra fields."""
    h = m.heap
    cls = h.types[type_name]
    if message is None:
        e = alloc(m, cls, ())
    else:
        s = h.new_str(message)
        e = alloc(m, cls, (s,))
        if type_name in _MESSAGE_FIELD:
            fields["msg"] = s
        else:
            h.decref(s)
    for name, value in fields.items():
        set_field(m, e, name, value)
    return e


_MESSAGE_FIELD = frozenset(("ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "TabError", "ImportCycleError",
                            "_IncompleteInputError"))


def set_field(m: Any, e: Exc, name: str, value: Obj | None) -> None:
    """Set an extra field to ``value`` (reference stolen, None empties it)."""
    if e.extra is None:
        e.extra = {}
    old = e.extra.get(name)
    if value is None:
        e.extra.pop(name, None)
    else:
        e.extra[name] = value
    _log(m, e, name, old, value)
    if old is not None:
        m.heap.decref(old)


def field(e: Exc, name: str) -> Obj | None:
    """Return an extra field, borrowed, or None."""
    return e.extra.get(name) if e.extra else None


def _take(m: Any, o: Obj) -> Obj:
    m.heap.incref(o)
    return o


def _bad_keyword(m: Any, fn: str, kw: dict[str, Obj], known: tuple[str, ...]) -> None:
    """Raise TypeError for the first keyword that is not in ``known`` (Python/getargs.c vgetargskeywords)."""
    for name in kw:
        if name not in known:
            raise m.error("TypeError", m.heap.profile.bad_keyword_text.format(name=fn, key=name))


# ---------------------------------------------------------------- BaseException

@BASE.new
def base_new(m: Any, cls: Type, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """BaseException_new: keeps the positional arguments whatever ``__init__`` a subclass has."""
    return alloc(m, cls, args)


@BASE.init
def base_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    """BaseException_init."""
    if kw:
        raise m.error("TypeError", f"{self.type.name}() takes no keyword arguments")
    set_args(m, self, args)


def set_args(m: Any, self: Exc, args: Sequence[Obj]) -> None:
    """Replace ``args`` unless they are the same objects already."""
    have = self.args.items
    if len(have) == len(args) and all(a is b for a, b in zip(have, args)):
        return
    h = m.heap
    for a in args:
        h.incref(a)
    old = self.args
    self.args = h.new_tuple(tuple(args))
    _log(m, self, "args", old, self.args)
    h.decref(old)


@BASE.method("__str__")
def base_str(m: Any, self: Exc) -> Obj:
    items = self.args.items
    h = m.heap
    if not items:
        return h.new_str("")
    return h.new_str(m.str(items[0] if len(items) == 1 else self.args))


@BASE.method("__repr__")
def base_repr(m: Any, self: Exc) -> Obj:
    name = self.type.name.rpartition(".")[2]
    items = self.args.items
    if len(items) == 1:
        return m.heap.new_str(f"{name}({m.repr(items[0])})")
    return m.heap.new_str(name + m.repr(self.args))


@BASE.getter("args")
def get_args(m: Any, self: Exc) -> Obj:
    return _take(m, self.args)


@BASE.setter("args")
def put_args(m: Any, self: Exc, value: Obj | None) -> None:
    if value is None:
        raise m.error("TypeError", "args may not be deleted")
    old = self.args
    if isinstance(value, Tuple) and value.type is m.heap.types["tuple"]:
        self.args = _take(m, value)
    else:
        self.args = m.heap.new_tuple(tuple(m.to_list(value)))
    _log(m, self, "args", old, self.args)
    m.heap.decref(old)


@BASE.getter("__dict__")
def get_dict(m: Any, self: Exc) -> Obj:
    from memlab.interp import classes_support
    o: Obj = classes_support.get_dict(m, self)
    return o


@BASE.setter("__dict__")
def put_dict(m: Any, self: Exc, value: Obj | None) -> None:
    from memlab.interp import classes_support
    classes_support.set_dict(m, self, value)


@BASE.getter("__traceback__")
def get_tb(m: Any, self: Exc) -> Obj:
    return _take(m, m.none if self.tb is None else self.tb)


def set_tb(m: Any, self: Exc, value: Obj | None) -> None:
    """Set ``__traceback__`` to a traceback (borrowed) or None."""
    old = self.tb
    self.tb = None if value is None else _take(m, value)
    _log(m, self, "__traceback__", old, self.tb)
    if old is not None:
        m.heap.decref(old)


@BASE.setter("__traceback__")
def put_tb(m: Any, self: Exc, value: Obj | None) -> None:
    if value is None:
        raise m.error("TypeError", "__traceback__ may not be deleted")
    if value is m.none:
        set_tb(m, self, None)
    elif value.type is m.heap.types["traceback"]:
        set_tb(m, self, value)
    else:
        raise m.error("TypeError", "__traceback__ must be a traceback or None")


def _link(attribute: str, label: str) -> None:
    def get(m: Any, self: Exc) -> Obj:
        v = getattr(self, label)
        return _take(m, m.none if v is None else v)

    def put(m: Any, self: Exc, value: Obj | None) -> None:
        if value is None:
            raise m.error("TypeError", f"{attribute} may not be deleted")
        if value is not m.none and not isinstance(value, Exc):
            raise m.error("TypeError", f"exception {label} must be None or derive from BaseException")
        old = getattr(self, label)
        new = None if value is m.none else _take(m, value)
        setattr(self, label, new)
        _log(m, self, attribute, old, new)
        if label == "cause":
            self.suppress = True
        if old is not None:
            m.heap.decref(old)

    BASE.getter(attribute)(get)
    BASE.setter(attribute)(put)


_link("__cause__", "cause")
_link("__context__", "context")


@BASE.getter("__suppress_context__")
def get_suppress(m: Any, self: Exc) -> Obj:
    o: Obj = m.bool(bool(self.suppress))
    return o


@BASE.setter("__suppress_context__")
def put_suppress(m: Any, self: Exc, value: Obj | None) -> None:
    if value is None:
        raise m.error("TypeError", "can't delete numeric/char attribute")
    if value.type is not m.heap.types["bool"]:
        raise m.error("TypeError", "attribute value type must be bool")
    self.suppress = bool(value.val)  # type: ignore[attr-defined]


@BASE.method("with_traceback")
def with_traceback(m: Any, self: Exc, tb: Obj) -> Obj:
    put_tb(m, self, tb)
    return _take(m, self)


@BASE.method("add_note")
def add_note(m: Any, self: Exc, note: Obj) -> None:
    """BaseException_add_note: notes live in the ``__notes__`` attribute, made on first use."""
    h = m.heap
    if not m.issubtype(note.type, h.types["str"]):
        if h.profile.add_note_argument_wording:
            raise m.error("TypeError", f"add_note() argument must be str, not {note.type.name}")
        raise m.error("TypeError", f"note must be a str, not '{note.type.name}'")
    notes = m.getattr_or_none(self, "__notes__")
    if notes is None:
        notes = h.new_list([])
        m.setattr(self, "__notes__", notes)
    if not m.issubtype(notes.type, h.types["list"]):
        h.decref(notes)
        raise m.error("TypeError", "Cannot add note: __notes__ is not a list")
    h.decref(m.call_method(notes, "append", note))
    h.decref(notes)


@BASE.method("__setstate__")
def setstate(m: Any, self: Exc, state: Obj) -> None:
    if state is m.none:
        return
    if not m.issubtype(state.type, m.heap.types["dict"]):
        raise m.error("TypeError", "state is not a dictionary")
    for key, value in [tuple(e) for e in state.d.values()]:  # type: ignore[attr-defined]
        m.setattr(self, m.str(key), value)


def _reduce(m: Any, self: Exc, args: Obj, state: Obj | None) -> Obj:
    """Build ``(type, args)`` or ``(type, args, state)``; ``args`` and ``state`` are stolen."""
    parts = [_take(m, self.type), args]
    if state is not None:
        parts.append(state)
    o: Obj = m.heap.new_tuple(tuple(parts))
    return o


def _dict_of(m: Any, self: Exc) -> Obj | None:
    """Return ``self.__dict__`` as a new reference when it holds anything."""
    if not self.attrs:
        return None
    d: Obj = m.getattr(self, "__dict__")
    return d


@BASE.method("__reduce__")
def base_reduce(m: Any, self: Exc) -> Obj:
    return _reduce(m, self, _take(m, self.args), _dict_of(m, self))


# ---------------------------------------------------------------- fields of the kinds

def _fields(type_name: str, *names: str) -> None:
    """Declare object members that read as None while unset (``_Py_T_OBJECT``)."""
    def declare(name: str) -> None:
        def get(m: Any, self: Exc) -> Obj:
            v = field(self, name)
            return _take(m, m.none if v is None else v)

        def put(m: Any, self: Exc, value: Obj | None) -> None:
            set_field(m, self, name, None if value is None else _take(m, value))

        TYPES[type_name].getter(name)(get)
        TYPES[type_name].setter(name)(put)

    for n in names:
        declare(n)


_fields("StopIteration", "value")
_fields("SystemExit", "code")
_fields("ImportError", "msg", "name", "path", "name_from")
_fields("NameError", "name")
_fields("AttributeError", "name", "obj")
_fields("OSError", "errno", "strerror", "filename", "filename2")
_fields("SyntaxError", "msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line", "_metadata")
for _kind in ("UnicodeEncodeError", "UnicodeDecodeError", "UnicodeTranslateError"):
    _fields(_kind, "encoding", "object", "start", "end", "reason")


@TYPES["StopIteration"].init
def stop_iteration_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    base_init(m, self, args, kw)
    set_field(m, self, "value", _take(m, args[0] if args else m.none))


@TYPES["SystemExit"].init
def system_exit_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    base_init(m, self, args, kw)
    if args:
        set_field(m, self, "code", _take(m, args[0] if len(args) == 1 else self.args))


@TYPES["KeyError"].method("__str__")
def key_error_str(m: Any, self: Exc) -> Obj:
    items = self.args.items
    if len(items) == 1:
        o: Obj = m.heap.new_str(m.repr(items[0]))
        return o
    return base_str(m, self)


def _init_with_fields(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None, fn: str, known: tuple[str, ...]) -> None:
    base_init(m, self, args, None)
    kw = kw or {}
    _bad_keyword(m, fn, kw, known)
    for name in known:
        v = kw.get(name)
        set_field(m, self, name, None if v is None else _take(m, v))


@TYPES["ImportError"].init
def import_error_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    known = ("name", "path", "name_from") if m.heap.profile.import_error_name_from else ("name", "path")
    _init_with_fields(m, self, args, kw, "ImportError", known)
    set_field(m, self, "msg", _take(m, args[0]) if len(args) == 1 else None)


@TYPES["ImportError"].method("__str__")
def import_error_str(m: Any, self: Exc) -> Obj:
    msg = field(self, "msg")
    if msg is not None and msg.type is m.heap.types["str"]:
        return _take(m, msg)
    return base_str(m, self)


@TYPES["ImportError"].method("__repr__")
def import_error_repr(m: Any, self: Exc) -> Obj:
    """ImportError_repr (3.15): with the name and the path."""
    plain: Any = base_repr(m, self)
    extra = [f"{n}={m.repr(v)}" for n in ("name", "path") if (v := field(self, n)) is not None]
    if not extra or not m.heap.profile.import_error_repr_fields:
        o: Obj = plain
        return o
    text = plain.val[:-1]
    m.heap.decref(plain)
    text += ("" if text.endswith("(") else ", ") + ", ".join(extra) + ")"
    o = m.heap.new_str(text)
    return o


@TYPES["ImportError"].method("__reduce__")
def import_error_reduce(m: Any, self: Exc) -> Obj:
    state = _state(m, self, ("name", "path", "name_from"))
    return _reduce(m, self, _take(m, self.args), state or _dict_of(m, self))


def _state(m: Any, self: Exc, names: tuple[str, ...]) -> Obj | None:
    """Return a new dict of the attributes and the set fields, or None when there are no such fields."""
    h = m.heap
    present = [(n, v) for n in names if (v := field(self, n)) is not None]
    if not present:
        return None
    d = h.new_dict()
    for name, entry in (self.attrs or {}).items():
        m.setitem(d, entry[0], entry[1])
    for name, v in present:
        m.setitem(d, h.intern(name), v)
    return d


@TYPES["NameError"].init
def name_error_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    _init_with_fields(m, self, args, kw, "NameError", ("name",))


@TYPES["AttributeError"].init
def attribute_error_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    _init_with_fields(m, self, args, kw, "AttributeError", ("name", "obj"))


@TYPES["AttributeError"].method("__getstate__")
def attribute_error_getstate(m: Any, self: Exc) -> Obj:
    """AttributeError_getstate: the name travels with a pickle or copy, the object does not."""
    if not m.heap.profile.attribute_error_state:
        d = _dict_of(m, self)
        return _take(m, m.none) if d is None else d
    if field(self, "name") is not None or self.args.items:
        h = m.heap
        d = _state(m, self, ("name",)) or _dict_copy(m, self)
        m.setitem(d, h.intern("args"), self.args)
        return d
    d = _dict_of(m, self)
    return _take(m, m.none) if d is None else d


def _dict_copy(m: Any, self: Exc) -> Obj:
    d: Obj = m.heap.new_dict()
    for entry in (self.attrs or {}).values():
        m.setitem(d, entry[0], entry[1])
    return d


@TYPES["AttributeError"].method("__reduce__")
def attribute_error_reduce(m: Any, self: Exc) -> Obj:
    if not m.heap.profile.attribute_error_state:
        return base_reduce(m, self)
    return _reduce(m, self, _take(m, self.args), attribute_error_getstate(m, self))


# ---------------------------------------------------------------- OSError

def _oserror_parts(m: Any, self: Exc, args: Sequence[Obj]) -> None:
    """oserror_parse_args and oserror_init: two to five arguments fill the fields; ``args`` keeps the first two."""
    n = len(args)
    keep = args
    if 2 <= n <= 5:
        set_field(m, self, "errno", _take(m, args[0]))
        set_field(m, self, "strerror", _take(m, args[1]))
        filename = args[2] if n > 2 and args[2] is not m.none else None
        if filename is not None:
            if self.type.name == "BlockingIOError" and filename.type is m.heap.types["int"]:
                set_field(m, self, "characters_written", _take(m, filename))
            else:
                set_field(m, self, "filename", _take(m, filename))
                if n > 4 and args[4] is not m.none:
                    set_field(m, self, "filename2", _take(m, args[4]))
                keep = args[:2]
    set_args(m, self, keep)


def _oserror_uses_init(m: Any, cls: Type) -> bool:
    """oserror_use_init: a subclass with its own ``__init__`` but not its own ``__new__`` initialises there."""
    base = m.heap.types["OSError"]
    return (m.lookup(cls, "__init__") is not m.lookup(base, "__init__")
            and m.lookup(cls, "__new__") is m.lookup(base, "__new__"))


@TYPES["OSError"].new
def os_error_new(m: Any, cls: Type, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    h = m.heap
    if _oserror_uses_init(m, cls):
        return alloc(m, cls, ())
    if kw:
        raise m.error("TypeError", f"{cls.name}() takes no keyword arguments")
    if cls is h.types["OSError"] and 2 <= len(args) <= 5:
        code = getattr(args[0], "val", None)
        if isinstance(code, int) and code in ERRNO_TYPES:
            cls = h.types[ERRNO_TYPES[code]]
    e = alloc(m, cls, args)
    _oserror_parts(m, e, args)
    return e


@TYPES["OSError"].init
def os_error_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    if not _oserror_uses_init(m, self.type):
        return
    if kw:
        raise m.error("TypeError", f"{self.type.name}() takes no keyword arguments")
    _oserror_parts(m, self, args)


@TYPES["OSError"].method("__str__")
def os_error_str(m: Any, self: Exc) -> Obj:
    code, text, name, name2 = (field(self, n) for n in ("errno", "strerror", "filename", "filename2"))

    def shown(o: Obj | None) -> str:
        s: str = m.str(m.none if o is None else o)
        return s

    if name is not None:
        s = f"[Errno {shown(code)}] {shown(text)}: {m.repr(name)}"
        if name2 is not None:
            s += f" -> {m.repr(name2)}"
    elif code is not None and text is not None:
        s = f"[Errno {shown(code)}] {shown(text)}"
    else:
        return base_str(m, self)
    o: Obj = m.heap.new_str(s)
    return o


@TYPES["OSError"].method("__reduce__")
def os_error_reduce(m: Any, self: Exc) -> Obj:
    name, name2 = field(self, "filename"), field(self, "filename2")
    items = self.args.items
    if name is not None and len(items) == 2:
        more = [*items, name] if name2 is None else [*items, name, m.none, name2]
        args = m.heap.new_tuple(tuple(_take(m, o) for o in more))
    else:
        args = _take(m, self.args)
    return _reduce(m, self, args, _dict_of(m, self))


@TYPES["OSError"].getter("characters_written")
def get_characters_written(m: Any, self: Exc) -> Obj:
    v = field(self, "characters_written")
    if v is None:
        raise m.error("AttributeError", "characters_written")
    return _take(m, v)


@TYPES["OSError"].setter("characters_written")
def put_characters_written(m: Any, self: Exc, value: Obj | None) -> None:
    set_field(m, self, "characters_written", None if value is None else m.heap.new_int(m.index(value)))


# ---------------------------------------------------------------- SyntaxError

@TYPES["SyntaxError"].init
def syntax_error_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    base_init(m, self, args, kw)
    if args:
        set_field(m, self, "msg", _take(m, args[0]))
    if len(args) == 2:
        info = m.to_list(args[1])
        try:
            most = 7 if m.heap.profile.syntax_error_metadata else 6
            if len(info) < 4:
                raise m.error("TypeError", f"function takes at least 4 arguments ({len(info)} given)")
            if len(info) > most:
                raise m.error("TypeError", f"function takes at most {most} arguments ({len(info)} given)")
            if len(info) == 5:
                raise m.error("TypeError", "end_offset must be provided when end_lineno is provided")
            for name, v in zip(("filename", "lineno", "offset", "text", "end_lineno", "end_offset", "_metadata"), info):
                set_field(m, self, name, _take(m, v))
        finally:
            for v in info:
                m.heap.decref(v)


@TYPES["SyntaxError"].method("__str__")
def syntax_error_str(m: Any, self: Exc) -> Obj:
    h = m.heap
    filename, lineno, msg = field(self, "filename"), field(self, "lineno"), field(self, "msg")
    text = m.str(m.none if msg is None else msg)
    where = []
    if filename is not None and m.issubtype(filename.type, h.types["str"]):
        where.append(filename.val.rpartition("/")[2])  # type: ignore[attr-defined]
    if lineno is not None and lineno.type is h.types["int"]:
        where.append(f"line {lineno.val}")  # type: ignore[attr-defined]
    o: Obj = h.new_str(f"{text} ({', '.join(where)})" if where else text)
    return o


# ---------------------------------------------------------------- UnicodeError

def _parse(m: Any, args: Sequence[Obj], kinds: str) -> None:
    """Check arguments as ``PyArg_ParseTuple`` does for the format letters U (str), y (bytes-like), n (index)."""
    h = m.heap
    if len(args) != len(kinds):
        raise m.error("TypeError", f"function takes exactly {len(kinds)} argument{'s' if len(kinds) != 1 else ''} ({len(args)} given)")
    for i, (a, kind) in enumerate(zip(args, kinds), 1):
        name = "None" if a is m.none else a.type.name
        if kind == "U" and not m.issubtype(a.type, h.types["str"]):
            raise m.error("TypeError", f"argument {i} must be str, not {name}")
        if kind == "n":
            m.index(a)


def _unicode_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None, kinds: str) -> None:
    base_init(m, self, args, kw)
    _parse(m, args, kinds)
    names = ("encoding", "object", "start", "end", "reason")[5 - len(kinds):]
    for name, v in zip(names, args):
        set_field(m, self, name, _take(m, v))


@TYPES["UnicodeDecodeError"].init
def unicode_decode_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    h = m.heap
    _unicode_init(m, self, args, kw, "UOnnU")
    if not any(m.issubtype(args[1].type, h.types[t]) for t in ("bytes", "bytearray", "memoryview")):
        raise m.error("TypeError", f"a bytes-like object is required, not '{args[1].type.name}'")


@TYPES["UnicodeEncodeError"].init
def unicode_encode_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    _unicode_init(m, self, args, kw, "UUnnU")


@TYPES["UnicodeTranslateError"].init
def unicode_translate_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    _unicode_init(m, self, args, kw, "UnnU")


def _unicode_str(m: Any, self: Exc, verb: str) -> Obj:
    h = m.heap
    obj = field(self, "object")
    if obj is None:
        o: Obj = h.new_str("")
        return o
    data: Any = obj.val  # type: ignore[attr-defined]
    size = len(data)
    start = min(max(m.index(field(self, "start")), 0), max(size - 1, 0))
    end = min(max(m.index(field(self, "end")), min(1, size)), size)
    reason = m.str(field(self, "reason"))
    codec = field(self, "encoding")
    prefix = f"'{m.str(codec)}' codec can't {verb}" if codec is not None else f"can't {verb}"
    if end == start + 1 and start < size:
        bad = data[start]
        if verb == "decode":
            what = f"byte 0x{bad:02x}"
        else:
            c = ord(bad)
            what = "character '" + (f"\\x{c:02x}" if c < 256 else f"\\u{c:04x}" if c < 65536 else f"\\U{c:08x}") + "'"
        s = f"{prefix} {what} in position {start}: {reason}"
    else:
        what = "bytes" if verb == "decode" else "characters"
        s = f"{prefix} {what} in position {start}-{end - 1}: {reason}"
    o = h.new_str(s)
    return o


@TYPES["UnicodeDecodeError"].method("__str__")
def unicode_decode_str(m: Any, self: Exc) -> Obj:
    return _unicode_str(m, self, "decode")


@TYPES["UnicodeEncodeError"].method("__str__")
def unicode_encode_str(m: Any, self: Exc) -> Obj:
    return _unicode_str(m, self, "encode")


@TYPES["UnicodeTranslateError"].method("__str__")
def unicode_translate_str(m: Any, self: Exc) -> Obj:
    return _unicode_str(m, self, "translate")


def is_group(m: Any, o: Obj) -> bool:
    """Tell whether ``o`` is an exception group."""
    return isinstance(o, Exc) and m.issubtype(o.type, m.heap.types["BaseExceptionGroup"])


def matches_class(m: Any, e: Obj, cls: Obj) -> bool:
    """PyErr_GivenExceptionMatches for an instance: a plain subtype test, over tuples too."""
    if isinstance(cls, Tuple):
        return any(matches_class(m, e, c) for c in cls.items)
    return isinstance(cls, Type) and m.issubtype(e.type, cls)


__all__ = ["ALIASES", "TYPES", "alloc", "field", "is_exception", "is_exception_class", "is_group", "make", "matches_class", "set_field"]

from memlab.interp import exception_groups  # noqa: E402, F401  (declares what groups do, on the types above)
