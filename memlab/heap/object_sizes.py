"""How large each builtin object is: ``tp_basicsize`` in bytes, without the GC head, as the real interpreters report it.

One table for CPython 3.10 and, for each later version, only what changed.  A size here excludes what grows with the
value (items of a tuple, digits of an int, characters of a str: see `growth`) and what lies before the object
(the GC head of the types in `GC_TYPES`, and the words of managed dicts and weak references).

Four names are not types: ``str_ascii`` and ``str_compact`` are the headers of the two compact forms of str
(Objects/unicodeobject.c), ``static_type`` and ``heap_type`` the two forms of a type object (Objects/typeobject.c),
``structseq`` is a C struct sequence such as sys.version_info.
"""

from __future__ import annotations

__all__ = ["GC_HEAD", "ITEM_SIZES", "NOT_GC", "PREHEADER", "SIZES"]

GC_HEAD = 16
"""PyGC_Head: two words in front of every object that the cyclic collector can track."""

PREHEADER = 16
"""The dict and weak reference words in front of the GC head (Include/internal/pycore_object.h)."""

_3_10: dict[str, int] = {
    "BaseException": 64, "BytesIO": 64, "Context": 48, "ContextVar": 64, "GenericAlias": 48, "Match": 88,
    "NoneType": 16, "NotImplementedType": 16, "OrderedDict": 112, "Pattern": 96, "SimpleNamespace": 24,
    "StringIO": 120, "UnionType": 32, "_deque_iterator": 56, "_grouper": 32, "accumulate": 48, "array": 64,
    "arrayiterator": 40, "async_generator": 112, "attrgetter": 32, "bool": 24, "builtin_function_or_method": 56,
    "bytearray": 56, "bytearray_iterator": 32, "bytes": 33, "bytes_iterator": 32, "callable_iterator": 32,
    "cell": 24, "chain": 32, "classmethod": 32, "classmethod_descriptor": 56, "cmp_to_key": 32, "code": 176,
    "combinations": 56, "combinations_with_replacement": 56, "complex": 32, "compress": 32, "coroutine": 96,
    "count": 40, "cycle": 48, "date": 32, "datetime": 48, "defaultdict": 56, "deque": 80, "dict": 48,
    "dict_itemiterator": 56, "dict_items": 24, "dict_keyiterator": 56, "dict_keys": 24,
    "dict_reverseitemiterator": 56, "dict_reversekeyiterator": 56, "dict_reversevalueiterator": 56,
    "dict_valueiterator": 56, "dict_values": 24, "dropwhile": 40, "ellipsis": 16, "enumerate": 48, "filter": 32,
    "filterfalse": 32, "float": 24, "frame": 360, "frozenset": 200, "function": 128, "generator": 88,
    "getset_descriptor": 48, "groupby": 64, "heap_type": 888, "int": 24, "islice": 56, "itemgetter": 40,
    "iterator": 32, "list": 40, "list_iterator": 32, "list_reverseiterator": 32, "longrange_iterator": 48,
    "lru_cache": 152, "map": 32, "mappingproxy": 24, "member_descriptor": 48, "memoryview": 144, "method": 48,
    "method-wrapper": 32, "method_descriptor": 56, "methodcaller": 40, "module": 56, "namedtuple": 24, "object": 16,
    "odict_iterator": 64, "pairwise": 32, "partial": 64, "permutations": 64, "product": 48, "property": 64,
    "range": 48, "range_iterator": 48, "repeat": 32, "reversed": 32, "set": 200, "set_iterator": 48, "slice": 40,
    "starmap": 32, "static_type": 408, "staticmethod": 32, "str": 80, "str_ascii": 48, "str_compact": 72,
    "str_iterator": 32, "structseq": 24, "super": 40, "takewhile": 40, "tee": 40, "timedelta": 40, "traceback": 40,
    "tuple": 24, "tuple_iterator": 32, "type": 888, "weakcallableproxy": 56, "weakproxy": 56, "weakref": 56,
    "wrapper_descriptor": 56, "zip": 48, "zip_longest": 56,
}

# What 3.11 changed.
_3_11: dict[str, int] = {
    "BaseException": 72, "GenericAlias": 64, "async_generator": 152, "attrgetter": 40, "code": 184, "coroutine": 152,
    "deque": 216, "enumerate": 56, "frame": 120, "function": 136, "generator": 152, "heap_type": 904,
    "itemgetter": 48, "static_type": 424, "type": 904, "weakcallableproxy": 64, "weakproxy": 64, "weakref": 64,
}

# What 3.12 changed.
_3_12: dict[str, int] = {
    "StringIO": 168, "accumulate": 56, "async_generator": 144, "batched": 32, "code": 192, "coroutine": 144,
    "function": 144, "generator": 144, "groupby": 72, "heap_type": 920, "longrange_iterator": 40,
    "range_iterator": 40, "static_type": 432, "str": 64, "str_ascii": 40, "str_compact": 56, "tee": 48, "type": 920,
}

# What 3.13 changed.
_3_13: dict[str, int] = {
    "batched": 40, "code": 200, "frame": 136, "heap_type": 928, "methodcaller": 64, "pairwise": 40,
    "static_type": 416, "type": 928,
}

# What 3.14 changed.
_3_14: dict[str, int] = {
    "StringIO": 120, "UnionType": 56, "async_generator": 152, "code": 208, "coroutine": 152, "cycle": 40,
    "frame": 152, "function": 152, "generator": 152, "heap_type": 936, "map": 40, "namedtuple": 32, "partial": 80,
    "structseq": 32, "tuple": 32, "type": 936,
}

# What 3.15 changed.
_3_15: dict[str, int] = {
    "bytearray": 64, "heap_type": 944, "module": 104, "static_type": 424, "type": 944,
}

# Exceptions: the bytes that each adds to BaseException (Include/cpython/pyerrors.h).
_EXCEPTION_FIELDS: dict[str, int] = {
    "AttributeError": 16, "BaseExceptionGroup": 16, "BlockingIOError": 40, "BrokenPipeError": 40,
    "ChildProcessError": 40, "ConnectionAbortedError": 40, "ConnectionError": 40, "ConnectionRefusedError": 40,
    "ConnectionResetError": 40, "FileExistsError": 40, "FileNotFoundError": 40, "ImportCycleError": 32,
    "ImportError": 24, "IndentationError": 64, "InterruptedError": 40, "IsADirectoryError": 40,
    "ModuleNotFoundError": 24, "NameError": 8, "NotADirectoryError": 40, "OSError": 40, "PermissionError": 40,
    "ProcessLookupError": 40, "StopIteration": 8, "SyntaxError": 64, "SystemExit": 8, "TabError": 64,
    "TimeoutError": 40, "UnboundLocalError": 8, "UnicodeDecodeError": 40, "UnicodeEncodeError": 40,
    "UnicodeTranslateError": 40,
}

# Types of library modules that sys.getsizeof is seldom asked about (the structs in Modules/*.c).
_LIBRARY: dict[str, int] = {
    "_tee_dataobject": 496, "_lru_list_elem": 56, "_tuplegetter": 32, "_abc_data": 48, "_deque_reverse_iterator": 56,
    "_random.Random": 2520,
}

_PLAIN_EXCEPTIONS = (
    "ArithmeticError AssertionError BufferError BytesWarning DeprecationWarning EOFError EncodingWarning Exception "
    "FloatingPointError FutureWarning GeneratorExit ImportWarning IndexError KeyError KeyboardInterrupt "
    "LookupError MemoryError NotImplementedError OverflowError PendingDeprecationWarning PythonFinalizationError "
    "RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration SyntaxWarning "
    "SystemError TypeError UnicodeError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError"
)

# SyntaxError and its subclasses got metadata in 3.14, ImportError name_from in 3.12, groups a lock word in 3.13.
_EXCEPTION_CHANGES: dict[str, dict[str, int]] = {
    "3.12": {"ImportError": 32, "ModuleNotFoundError": 32},
    "3.13": {"BaseExceptionGroup": 24},
    "3.14": {"SyntaxError": 72, "IndentationError": 72, "TabError": 72},
    "3.15": {"ImportCycleError": 32},
}

ITEM_SIZES: dict[str, int] = {
    "int": 4, "bool": 4, "bytes": 1, "tuple": 8, "frame": 8, "heap_type": 40, "memoryview": 8, "structseq": 8,
    "Pattern": 4, "Match": 8, "code": 2, "generator": 8, "coroutine": 8, "async_generator": 8,
}
"""``tp_itemsize`` of the types that have one."""

NOT_GC = frozenset(
    {
        "NoneType", "NotImplementedType", "bool", "bytearray", "bytes", "code", "complex", "date", "datetime",
        "ellipsis", "float", "int", "longrange_iterator", "object", "range", "range_iterator", "static_type", "str",
        "str_ascii", "str_compact", "timedelta",
    }
)  # fmt: skip
"""The types without a GC head.  (slice, iterators, weak references, exceptions, functions: all have one.)"""


def _tables() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {}
    current: dict[str, int] = {}
    fields = dict(_EXCEPTION_FIELDS)
    changes = {"3.10": _3_10, "3.11": _3_11, "3.12": _3_12, "3.13": _3_13, "3.14": _3_14, "3.15": _3_15}
    plain = dict.fromkeys(_PLAIN_EXCEPTIONS.split(), 0)
    for version, change in changes.items():
        current = {**current, **change}
        current["str_ascii_iterator"] = current["str_iterator"]
        current.update(_LIBRARY)
        fields.update(_EXCEPTION_CHANGES.get(version, ()))
        base = current["BaseException"]
        for name in plain:
            current[name] = base
        for name, extra in fields.items():
            current[name] = base + extra
        tables[version] = current
    return tables


SIZES = _tables()
"""Size tables by version name."""
