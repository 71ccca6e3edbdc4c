"""How builtin types and functions are declared: host functions in tables, turned into heap objects on first use.

A declaration stores host functions only; nothing is allocated, inspected or bound until a program looks a name up.
The guest-visible parameters are the host function's own parameters after ``m`` (and ``self`` for methods): a host
default makes a parameter optional, ``*args`` takes the rest, ``**kw`` keyword arguments as a host dict.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_VARARGS = 4
_VARKW = 8


class Spec:
    """One native function: host callable, name, kind, and how arguments reach it.

    kind: 'function', 'method', 'classmethod', 'staticmethod', 'new' (fn(m, cls, args, kw)) or 'init' (fn(m, self, args, kw)).
    minimum/maximum count guest positional arguments without self (maximum None: any number).
    keywords: names accepted by keyword (empty: none).
    """

    __slots__ = ("fn", "name", "kind", "kw", "kwonly", "minimum", "maximum", "keywords", "varkw", "ready", "owner",
                 "doc", "skip", "message", "raw", "module")

    def __init__(self, fn: Callable[..., Any], name: str, kind: str, owner: str | None, kw: bool = False,
                 kwonly: int = -1, raw: bool = False, module: str | None = None) -> None:
        self.fn = fn
        self.name = name
        self.kind = kind
        self.owner = owner
        self.kw = kw            # every parameter may be given by keyword too
        self.kwonly = kwonly    # number of positional parameters before the keyword-only ones; -1: none is keyword-only
        self.raw = raw          # called as fn(m, args, kw) with all arguments (self included), no checking
        self.module = module
        self.ready = False

    def prepare(self) -> None:
        """Derive arity and keyword names from the host signature."""
        code = self.fn.__code__
        count = code.co_argcount
        skip = 1 + (self.kind in ("method", "classmethod"))
        names = code.co_varnames[:count][skip:]
        defaults = len(self.fn.__defaults__ or ())
        positional = len(names) if self.kwonly < 0 else self.kwonly
        self.minimum = max(0, len(names) - defaults)
        self.maximum = None if code.co_flags & _VARARGS else positional
        self.varkw = bool(code.co_flags & _VARKW)
        self.keywords = tuple(names) if self.kw else tuple(names[positional:])
        kwonly_host = code.co_varnames[count:count + code.co_kwonlyargcount]
        if kwonly_host:
            self.keywords = self.keywords + tuple(kwonly_host)
        self.skip = skip
        self.ready = True


class NativeType:
    """A builtin type's declaration; see the module docstring."""

    def __init__(self, name: str, base: str = "object", layout: Any = None, *, module: str = "builtins",
                 gc: bool = True, subclassable: bool = True, weakref: bool = False, has_dict: bool = False,
                 ref_labels: tuple[str, ...] = (), doc: str | None = None, metatype: str = "type", heap: bool = False,
                 key: str | None = None) -> None:
        self.name = name
        self.key = key or name      # unique name in the table of types (h.types[key], h.t_<key>)
        self.base = base
        self.layout = layout        # None: the layout of the base, or Native when the base is object
        self.module = module
        self.gc = gc
        self.subclassable = subclassable
        self.weakref = weakref
        self.has_dict = has_dict
        self.ref_labels = ref_labels
        self.doc = doc
        self.metatype = metatype
        self.heap = heap
        self.methods: dict[str, Any] = {}   # name -> Spec
        self.getsets: dict[str, list[Any]] = {}  # name -> [getter, setter, deleter]
        self.constants: dict[str, Any] = {}  # name -> host value or callable(m) -> Obj
        ALL_TYPES[self.key] = self

    def _store(self, name: str, kind: str, **options: Any) -> Callable[[Any], Any]:
        def store(fn: Any) -> Any:
            self.methods[name] = Spec(fn, name, kind, self.name, **options)
            return fn
        return store

    def method(self, name: str, *, kw: bool = False, kwonly: int = -1, raw: bool = False) -> Callable[[Any], Any]:
        """Declare a method ``fn(m, self, ...)``; dunder names become wrapper descriptors."""
        return self._store(name, "method", kw=kw, kwonly=kwonly, raw=raw)

    def classmethod(self, name: str, *, kw: bool = False, kwonly: int = -1) -> Callable[[Any], Any]:
        """Declare a class method ``fn(m, cls, ...)``."""
        return self._store(name, "classmethod", kw=kw, kwonly=kwonly)

    def staticmethod(self, name: str, *, kw: bool = False) -> Callable[[Any], Any]:
        """Declare a static method ``fn(m, ...)``."""
        return self._store(name, "staticmethod", kw=kw)

    def new(self, fn: Any) -> Any:
        """Declare ``__new__``: ``fn(m, cls, args, kw)`` -> new reference; args a host sequence, kw a host dict or None."""
        self.methods["__new__"] = Spec(fn, "__new__", "new", self.name, raw=True)
        return fn

    def init(self, fn: Any) -> Any:
        """Declare ``__init__``: ``fn(m, self, args, kw)``."""
        self.methods["__init__"] = Spec(fn, "__init__", "init", self.name, raw=True)
        return fn

    def getter(self, name: str) -> Callable[[Any], Any]:
        """Declare the getter ``fn(m, self)`` -> new reference of a data descriptor."""
        def store(fn: Any) -> Any:
            self.getsets.setdefault(name, [None, None, None])[0] = fn
            return fn
        return store

    def setter(self, name: str) -> Callable[[Any], Any]:
        """Declare the setter ``fn(m, self, value)``; value is host None for deletion."""
        def store(fn: Any) -> Any:
            self.getsets.setdefault(name, [None, None, None])[1] = fn
            return fn
        return store


class NativeModule:
    """A builtin module's declaration: functions, types and constants by name."""

    def __init__(self, name: str, doc: str | None = None) -> None:
        self.name = name
        self.doc = doc
        self.functions: dict[str, Spec] = {}
        self.types: dict[str, NativeType] = {}
        self.constants: dict[str, Any] = {}  # name -> host atom, or callable(m) -> new reference
        self.setup: Any = None               # callable(m, module Obj), run once when the module is imported
        self.guest_source: str | None = None  # guest Python run in the module's namespace after the rest

    def function(self, name: str, *, kw: bool = False, kwonly: int = -1, raw: bool = False) -> Callable[[Any], Any]:
        """Declare a function ``fn(m, ...)``."""
        def store(fn: Any) -> Any:
            self.functions[name] = Spec(fn, name, "function", None, kw=kw, kwonly=kwonly, raw=raw, module=self.name)
            return fn
        return store

    def add_type(self, native: NativeType, name: str | None = None) -> NativeType:
        self.types[name or native.name] = native
        return native


ALL_TYPES: dict[str, NativeType] = {}
"""Every declared builtin type by key."""


END = object()
"""What a native ``__next__`` returns when the iterator is exhausted."""


class GuestError(Exception):
    """A guest exception on its way through host code; ``exc`` is the exception object, owned by this carrier."""

    reraised = False    # raised again by RERAISE: the frame adds no second traceback entry

    def __init__(self, exc: Any) -> None:
        self.exc = exc
