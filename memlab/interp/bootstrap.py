"""Start of a simulated interpreter: builtin types from their declarations, shared objects, builtins and ``__main__``."""

from __future__ import annotations

from importlib import import_module

from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.heap.objects import STATIC_BASELINE
from memlab.interp.native import ALL_TYPES, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CORE_MODULES = ("types_object", "types_function", "generators", "types_int", "types_float", "types_str", "types_list",
                "types_tuple", "types_dict", "types_iter")
"""Host modules whose types every program uses."""

LAZY_MODULES = ("types_bytes", "types_set", "types_range", "exceptions", "generic_alias", "mod_weakref")
"""Host modules that declare builtin types, imported when a type that is not declared yet is asked for."""


class TypeTable(dict):  # type: ignore[type-arg]
    """Builtin types by key; a type is made when it is first asked for."""

    def __init__(self, m: Any) -> None:
        super().__init__()
        self.m = m

    def __missing__(self, key: str) -> Any:
        native = ALL_TYPES.get(key)
        if native is None:
            for name in LAZY_MODULES:
                import_module("memlab.interp." + name)
                native = ALL_TYPES.get(key)
                if native is not None:
                    break
            else:
                raise KeyError(key)
        return make_type(self.m, native)


def make_type(m: Any, native: NativeType) -> Any:
    """The static type object of a declaration; static, immortal and not recorded."""
    h = m.heap
    types = h.types
    have = dict.get(types, native.key)
    if have is not None:
        return have
    base = None if native.name == "object" else types[native.base]
    log, h.log = h.log, None
    h.begin_static()
    t = O.Type()
    t.rc = STATIC_BASELINE
    t.name = native.name
    t.qualname = native.name.rpartition(".")[2]
    t.cache = {}
    t.slots = {}
    t.subclasses = {}
    t.native = native
    t.is_heap = False
    t.base = base
    t.layout = native.layout or (O.Native if base is None or base.layout is O.Instance else base.layout)
    t.is_gc = native.gc
    t.has_dict = native.has_dict or (base is not None and base.has_dict)
    t.has_weakref = native.weakref or (base is not None and base.has_weakref)
    t.member_names = ()
    t.member_order = ()
    p = h.profile
    short = t.qualname
    size = p.sizes.get(native.key, p.sizes.get(short))
    t.basicsize = size if size is not None else base.basicsize if base is not None else 16
    t.itemsize = p.item_sizes.get(short, base.itemsize if base is not None else 0)
    t.presize = 16 if native.gc else 0
    t.extra_size = 0
    t.inline_values_size = 0
    t.shared_keys = t.weakrefs = t.attrs = t.dict = t.extra = t.members = t.abstract = t.module = t.doc = None
    t.values = 0
    t.values_addr = 0
    t.finalized = False
    t.final = not native.subclassable
    t.finalizer = None
    t.gc = None
    t.addr = h._static_malloc(p.sizes["static_type"])
    h.serial = t.serial = h.serial + 1
    t.mro = (t,) if base is None else (t, *base.mro)
    bases = getattr(native, "bases", None)
    if bases:
        t.mro = tuple(m.c3(t, [types[b] for b in bases]))
    types[native.key] = t
    t.type = t if native.name == "type" else None  # type: ignore[assignment]
    ns = O.Dict()
    ns.rc = STATIC_BASELINE
    D.init(ns)
    ns.gc = None
    ns.addr = h._static_malloc(48)
    h.serial = ns.serial = h.serial + 1
    ns.type = None  # type: ignore[assignment]
    t.ns = ns
    t.type = types["type"] if native.metatype == "type" else types[native.metatype]
    ns.type = types["dict"]
    t.mro_obj = t.bases = None
    if base is not None:
        base.subclasses[t.serial] = t
    h.end_static()
    h.log = log
    if m.types_ready:
        m.refresh_type_flags(t)
    return t


def start(m: Any) -> None:
    """Make everything that exists before a program's first line."""
    h = m.heap
    m.types_ready = False
    h.types = TypeTable(m)
    h.begin_static()
    log, h.log = h.log, None
    for name in CORE_MODULES:
        import_module("memlab.interp." + name)
    types = h.types
    for key in ("object", "type", "dict", "NoneType", "ellipsis", "NotImplementedType", "int", "bool", "str", "float", "tuple",
                "list", "function", "method", "builtin_function_or_method", "method_descriptor", "wrapper_descriptor",
                "getset_descriptor", "member_descriptor", "classmethod_descriptor", "module", "cell", "code"):
        types[key]
    h.make_singletons()
    m.none = h.none
    obj, typ, mod = types["object"], types["type"], types["module"]
    m.types_ready = True
    m.object_getattribute = m.lookup_in(obj, "__getattribute__")
    m.object_setattr = m.lookup_in(obj, "__setattr__")
    m.object_delattr = m.lookup_in(obj, "__delattr__")
    m.object_class = m.lookup_in(obj, "__class__")
    m.type_getattribute = m.lookup_in(typ, "__getattribute__")
    m.type_setattribute = m.lookup_in(typ, "__setattr__")
    m.type_delattribute = m.lookup_in(typ, "__delattr__")
    m.type_call_descriptor = m.lookup_in(typ, "__call__")
    m.type_instancecheck = m.lookup_in(typ, "__instancecheck__")
    m.type_subclasscheck = m.lookup_in(typ, "__subclasscheck__")
    m.module_getattribute = m.lookup_in(mod, "__getattribute__")
    for t in list(types.values()):
        m.refresh_type_flags(t)
    from memlab.interp import classes_support
    m.instance_dict_getset = [classes_support.get_dict, classes_support.set_dict]
    m.weakref_getset = [classes_support.get_weakref, None]
    m.generic_alias = types["GenericAlias"]
    from memlab.interp.modules import find
    builtins = m.new_module("builtins")
    m.modules["builtins"] = builtins
    m.fill_native_module(builtins, find("builtins", h.profile))
    m.builtins_d = builtins.ns.d
    main = m.new_module("__main__")
    m.modules["__main__"] = main
    m.main_globals = main.ns
    D.set(h, main.ns, h.intern("__builtins__"), "__builtins__", h.incref(builtins))
    for o in (builtins, main):
        h.make_static(o)
        h.make_static(o.ns)
    h.end_static()
    h.log = log
    occupy_pools(h)
    h.gc.begin_program()


def occupy_pools(h: Any) -> None:
    """Fill half a pool of every size class with blocks of the interpreter's own.

    In a real process every size class is in use when a program starts, so a program's objects share pools with others
    and a pool seldom becomes empty.  Simplified: how many blocks there are, and the holes between them, is not modelled.
    """
    pm = h.pm
    for nbytes in range(16, 513, 16):
        for _ in range((16384 - 48) // nbytes // 2):
            pm.malloc(nbytes)
