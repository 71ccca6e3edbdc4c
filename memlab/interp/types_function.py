"""function, method, builtin_function_or_method, descriptors, property, staticmethod, classmethod, cell, code, frame, traceback."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FUNCTION = NativeType("function", layout=O.Function, weakref=True, has_dict=True, subclassable=False)
METHOD = NativeType("method", layout=O.BoundMethod, weakref=True, subclassable=False)
BUILTIN = NativeType("builtin_function_or_method", layout=O.NativeFunction, weakref=True, subclassable=False)
METHOD_WRAPPER = NativeType("method-wrapper", layout=O.NativeFunction, subclassable=False)
METHOD_DESCRIPTOR = NativeType("method_descriptor", layout=O.Descriptor, subclassable=False)
WRAPPER_DESCRIPTOR = NativeType("wrapper_descriptor", layout=O.Descriptor, subclassable=False)
CLASSMETHOD_DESCRIPTOR = NativeType("classmethod_descriptor", layout=O.Descriptor, subclassable=False)
GETSET = NativeType("getset_descriptor", layout=O.Descriptor, subclassable=False)
MEMBER = NativeType("member_descriptor", layout=O.Descriptor, subclassable=False)
PROPERTY = NativeType("property", ref_labels=("fget", "fset", "fdel", "__doc__", "name"))
STATICMETHOD = NativeType("staticmethod", ref_labels=("__func__",), has_dict=True)
CLASSMETHOD = NativeType("classmethod", ref_labels=("__func__",), has_dict=True)
for _clearable in (PROPERTY, STATICMETHOD, CLASSMETHOD):
    _clearable.clearable = True  # type: ignore[attr-defined]  # they have a tp_clear
CELL = NativeType("cell", layout=O.Cell, subclassable=False)
CODE = NativeType("code", layout=O.Code, gc=False, weakref=True, subclassable=False)
FRAME = NativeType("frame", layout=O.FrameObj, subclassable=False)
TRACEBACK = NativeType("traceback", layout=O.Traceback, subclassable=False)


def addr(o: Any) -> str:
    return f"{o.addr:#x}"


def field_property(native: NativeType, name: str, field: str, check: Any = None, text: str = "", deletable: bool = False) -> None:
    """Declare a getset that reads and writes a reference field of a layout."""
    def get(m: Any, self: Any) -> Any:
        v = getattr(self, field)
        return m.ret_none() if v is None else m.heap.incref(v)

    def put(m: Any, self: Any, value: Any) -> None:
        if value is None or value is m.none and deletable:
            if not deletable:
                raise m.error("TypeError", text)
            m.heap.set_field(self, field, None)
            return
        if check is not None and not isinstance(value, check):
            raise m.error("TypeError", text)
        m.heap.set_field(self, field, m.heap.incref(value))
    native.getter(name)(get)
    native.setter(name)(put)


# ---------------------------------------------------------------- function

field_property(FUNCTION, "__name__", "name", O.Str, "__name__ must be set to a string object")
field_property(FUNCTION, "__qualname__", "qualname", O.Str, "__qualname__ must be set to a string object")
field_property(FUNCTION, "__defaults__", "defaults", O.Tuple, "__defaults__ must be set to a tuple object", True)
field_property(FUNCTION, "__kwdefaults__", "kwdefaults", O.Dict, "__kwdefaults__ must be set to a dict object", True)
field_property(FUNCTION, "__doc__", "doc", None, "", True)
field_property(FUNCTION, "__module__", "module", None, "", True)


@FUNCTION.new
def function_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    names = ("code", "globals", "name", "argdefs", "closure")
    given = dict(zip(names, args))
    given.update(kw or {})
    code, globals_ = given["code"], given["globals"]
    name = given.get("name")
    if name is None or name is m.none:
        name = h.intern(code.unit.name)
    closure, defaults = given.get("closure"), given.get("argdefs")
    e = globals_.d.get("__name__")
    return h.new_layout(
        O.Function, h.types["function"], None, code=h.incref(code), globals=h.incref(globals_), name=h.incref(name),
        qualname=h.incref(h.intern(code.unit.qualname)), defaults=None if defaults in (None, m.none) else h.incref(defaults),
        kwdefaults=None, closure=None if closure in (None, m.none) else h.incref(closure), doc=h.incref(h.none), annotations=None,
        module=h.incref(e[1]) if e is not None else None, attrs=None, dict=None, weakrefs=None, values=0, values_addr=0,
        version=0, typeparams=None)


@FUNCTION.getter("__code__")
def function_code(m: Any, self: Any) -> Any:
    return m.heap.incref(self.code)


@FUNCTION.setter("__code__")
def function_set_code(m: Any, self: Any, value: Any) -> None:
    if not isinstance(value, O.Code):
        raise m.error("TypeError", "__code__ must be set to a code object")
    m.heap.set_field(self, "code", m.heap.incref(value))


@FUNCTION.getter("__globals__")
def function_globals(m: Any, self: Any) -> Any:
    return m.heap.incref(self.globals)


@FUNCTION.getter("__builtins__")
def function_builtins(m: Any, self: Any) -> Any:
    return m.heap.incref(m.modules["builtins"].ns)


@FUNCTION.getter("__closure__")
def function_closure(m: Any, self: Any) -> Any:
    return m.ret_none() if self.closure is None else m.heap.incref(self.closure)


@FUNCTION.getter("__annotations__")
def function_annotations(m: Any, self: Any) -> Any:
    h = m.heap
    a = self.annotations
    if a is None:
        h.set_field(self, "annotations", h.new_dict())
    elif isinstance(a, O.Tuple):
        d = h.new_dict()
        for i in range(0, len(a.items), 2):
            m.setitem(d, a.items[i], a.items[i + 1])
        h.set_field(self, "annotations", d)
    elif isinstance(a, O.Function):
        one = h.new_int(1)
        d = m.call(a, (one,))
        h.decref(one)
        h.set_field(self, "annotations", d)
    return h.incref(self.annotations)


@FUNCTION.setter("__annotations__")
def function_set_annotations(m: Any, self: Any, value: Any) -> None:
    if value is not None and value is not m.none and not isinstance(value, O.Dict):
        raise m.error("TypeError", "__annotations__ must be set to a dict object")
    m.heap.set_field(self, "annotations", None if value is None or value is m.none else m.heap.incref(value))


@FUNCTION.getter("__dict__")
def function_dict(m: Any, self: Any) -> Any:
    from memlab.interp.classes_support import get_dict
    return get_dict(m, self)


@FUNCTION.setter("__dict__")
def function_set_dict(m: Any, self: Any, value: Any) -> None:
    from memlab.interp.classes_support import set_dict
    set_dict(m, self, value)


@FUNCTION.method("__call__", raw=True)
def function_call(m: Any, args: Any, kw: Any) -> Any:
    return m.call(args[0], args[1:], kw)


@FUNCTION.method("__get__")
def function_get(m: Any, self: Any, obj: Any, type: Any = None) -> Any:
    return m.descr_get(self, None if obj is m.none else obj, type)


@FUNCTION.method("__repr__")
def function_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"<function {self.qualname.val} at {addr(self)}>")


# ---------------------------------------------------------------- bound methods

@METHOD.new
def method_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if len(args) != 2:
        raise m.error("TypeError", f"method expected 2 arguments, got {len(args)}")
    if args[1] is m.none:
        raise m.error("TypeError", "instance must not be None")
    return h.new_layout(O.BoundMethod, h.types["method"], None, func=h.incref(args[0]), self=h.incref(args[1]), weakrefs=None)


@METHOD.getter("__func__")
def method_func(m: Any, self: Any) -> Any:
    return m.heap.incref(self.func)


@METHOD.getter("__self__")
def method_self(m: Any, self: Any) -> Any:
    return m.heap.incref(self.self)


@METHOD.method("__getattribute__")
def method_getattribute(m: Any, self: Any, name: Any) -> Any:
    """method_getattro: the method's own attributes, then the function's."""
    found, kind = self.type.cache.get(name.val) or m.fill_cache(self.type, name.val)
    if found is not None and name.val != "__doc__":
        return m.descr_get(found, self, self.type) if kind != 1 else m.heap.incref(found)
    return m.getattr(self.func, name.val)


@METHOD.method("__call__", raw=True)
def method_call(m: Any, args: Any, kw: Any) -> Any:
    return m.call(args[0], args[1:], kw)


@METHOD.method("__eq__")
def method_eq(m: Any, self: Any, other: Any) -> Any:
    if not isinstance(other, O.BoundMethod):
        return m.not_implemented()
    return m.bool(self.self is other.self and m.eq(self.func, other.func))


@METHOD.method("__hash__")
def method_hash(m: Any, self: Any) -> Any:
    v = (self.self.addr >> 4) ^ m.hash(self.func)
    return m.heap.new_int(v)


@METHOD.method("__repr__")
def method_repr(m: Any, self: Any) -> Any:
    f = self.func
    name = m.getattr_or_none(f, "__qualname__")
    text = name.val if isinstance(name, O.Str) else "?"
    if name is not None:
        m.heap.decref(name)
    return m.heap.new_str(f"<bound method {text} of {m.repr(self.self)}>")


@METHOD.method("__reduce__")
def method_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    getattr_ = m.getattr(m.modules["builtins"], "getattr")
    return h.new_tuple([getattr_, h.new_tuple([h.incref(self.self), m.getattr(self.func, "__name__")])])


# ---------------------------------------------------------------- builtin functions and descriptors

def native_qualname(m: Any, self: Any) -> str:
    spec = self.spec
    if spec.owner and self.__class__ is O.Descriptor:
        return f"{spec.owner if not isinstance(spec, list) else self.owner.name}.{spec.name}"
    if self.self is not None and not isinstance(self.self, O.Module):
        t = self.self if isinstance(self.self, O.Type) else self.self.type
        return f"{t.qualname}.{spec.name}"
    return str(spec.name)


@BUILTIN.method("__repr__")
def builtin_repr(m: Any, self: Any) -> Any:
    spec = self.spec
    if self.self is None:
        return m.heap.new_str(f"<built-in function {spec.name}>")
    return m.heap.new_str(f"<built-in method {spec.name} of {self.self.type.name} object at {addr(self.self)}>")


@METHOD_WRAPPER.method("__repr__")
def wrapper_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"<method-wrapper '{self.spec.name}' of {self.self.type.name} object at {addr(self.self)}>")


def _native_callable(native: NativeType) -> None:
    @native.method("__call__", raw=True)
    def call(m: Any, args: Any, kw: Any) -> Any:
        return m.call(args[0], args[1:], kw)

    @native.getter("__name__")
    def name(m: Any, self: Any) -> Any:
        return m.heap.new_str(self.spec.name if not isinstance(self.spec, (list, int)) else self.name)

    @native.getter("__qualname__")
    def qualname(m: Any, self: Any) -> Any:
        if self.__class__ is O.Descriptor:
            return m.heap.new_str(f"{self.owner.qualname}.{self.name}")
        return m.heap.new_str(native_qualname(m, self))

    @native.getter("__doc__")
    def doc(m: Any, self: Any) -> Any:
        return m.ret_none()

    @native.getter("__text_signature__")
    def signature(m: Any, self: Any) -> Any:
        return m.ret_none()


for _native in (BUILTIN, METHOD_WRAPPER, METHOD_DESCRIPTOR, WRAPPER_DESCRIPTOR, CLASSMETHOD_DESCRIPTOR):
    _native_callable(_native)


def _bound_native(native: NativeType) -> None:
    @native.getter("__self__")
    def get_self(m: Any, self: Any) -> Any:
        if self.self is None:
            return m.heap.incref(m.modules.get(self.spec.module) or m.modules["builtins"])
        return m.heap.incref(self.self)

    @native.method("__eq__")
    def eq(m: Any, self: Any, other: Any) -> Any:
        if other.__class__ is not O.NativeFunction:
            return m.not_implemented()
        return m.bool(self.spec is other.spec and self.self is other.self)

    @native.method("__hash__")
    def hash_(m: Any, self: Any) -> Any:
        return m.heap.new_int((0 if self.self is None else self.self.addr >> 4) ^ id(self.spec.fn) >> 4 & 0xFFFF)


_bound_native(BUILTIN)
_bound_native(METHOD_WRAPPER)


@BUILTIN.getter("__module__")
def builtin_module(m: Any, self: Any) -> Any:
    if self.self is not None:
        return m.ret_none()
    return m.heap.new_str(self.spec.module or "builtins")


def _descriptor(native: NativeType, word: str) -> None:
    @native.getter("__objclass__")
    def objclass(m: Any, self: Any) -> Any:
        return m.heap.incref(self.owner)

    @native.method("__get__")
    def get(m: Any, self: Any, obj: Any, type: Any = None) -> Any:
        if obj is m.none and self.kind != "classmethod":
            return m.heap.incref(self)
        return m.descr_get(self, obj, type if type is not None else obj.type)

    @native.method("__repr__")
    def repr_(m: Any, self: Any) -> Any:
        return m.heap.new_str(f"<{word} '{self.name}' of '{self.owner.name}' objects>")


_descriptor(METHOD_DESCRIPTOR, "method")
_descriptor(WRAPPER_DESCRIPTOR, "slot wrapper")
_descriptor(CLASSMETHOD_DESCRIPTOR, "method")
_descriptor(GETSET, "attribute")
_descriptor(MEMBER, "member")


def _data_descriptor(native: NativeType) -> None:
    @native.method("__set__")
    def set_(m: Any, self: Any, obj: Any, value: Any) -> None:
        m.descr_set(self, obj, self.name, value)

    @native.method("__delete__")
    def delete(m: Any, self: Any, obj: Any) -> None:
        m.descr_set(self, obj, self.name, None)

    @native.getter("__name__")
    def name(m: Any, self: Any) -> Any:
        return m.heap.new_str(self.name)

    @native.getter("__qualname__")
    def qualname(m: Any, self: Any) -> Any:
        return m.heap.new_str(f"{self.owner.qualname}.{self.name}")

    @native.getter("__doc__")
    def doc(m: Any, self: Any) -> Any:
        return m.ret_none()


_data_descriptor(GETSET)
_data_descriptor(MEMBER)


# ---------------------------------------------------------------- property

def new_property(m: Any, cls: Any, parts: list[Any]) -> Any:
    h = m.heap
    return h.new_native(cls, [None if p is None or p is m.none else h.incref(p) for p in parts] + [None], None)


@PROPERTY.new
def property_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    o = h.new_native(cls, [None] * 5)
    if cls.is_heap:
        h.init_instance_fields(o, cls)
        h.track(o)
    return o


@PROPERTY.init
def property_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    h = m.heap
    parts: list[Any] = list(args) + [None] * (4 - len(args))
    for i, n in enumerate(("fget", "fset", "fdel", "doc")):
        if kw and n in kw:
            parts[i] = kw[n]
    if len(args) > 4:
        raise m.error("TypeError", f"property expected at most 4 arguments, got {len(args)}")
    for i, p in enumerate(parts):
        if p is not None and p is not m.none:
            h.set_held(self, i, h.incref(p))
    if self.held[3] is None and self.held[0] is not None:
        doc = m.getattr_or_none(self.held[0], "__doc__")
        if doc is not None:
            if doc is m.none:
                h.decref(doc)
            else:
                h.set_held(self, 3, doc)


def property_name(m: Any, self: Any) -> str:
    name = self.held[4]
    return name.val if isinstance(name, O.Str) else ""


@PROPERTY.method("__get__")
def property_get(m: Any, self: Any, obj: Any, type: Any = None) -> Any:
    if obj is m.none:
        return m.heap.incref(self)
    fget = self.held[0]
    if fget is None:
        raise m.error("AttributeError", property_text(m, self, obj, "unreadable attribute '{name}'",
                                                      "property '{name}' of '{type}' object has no getter"))
    return m.call(fget, (obj,))


def property_text(m: Any, self: Any, obj: Any, old: str, new: str) -> str:
    text = old if m.profile.read_only_property_text.startswith("can't") else new
    return text.format(name=property_name(m, self), type=obj.type.qualname)


@PROPERTY.method("__set__")
def property_set(m: Any, self: Any, obj: Any, value: Any) -> None:
    fset = self.held[1]
    if fset is None:
        raise m.error("AttributeError", m.profile.read_only_property_text.format(name=property_name(m, self), type=obj.type.qualname))
    m.heap.decref(m.call(fset, (obj, value)))


@PROPERTY.method("__delete__")
def property_delete(m: Any, self: Any, obj: Any) -> None:
    fdel = self.held[2]
    if fdel is None:
        raise m.error("AttributeError", m.profile.undeletable_property_text.format(name=property_name(m, self), type=obj.type.qualname))
    m.heap.decref(m.call(fdel, (obj,)))


@PROPERTY.method("__set_name__")
def property_set_name(m: Any, self: Any, owner: Any, name: Any) -> None:
    m.heap.set_held(self, 4, m.heap.incref(name))


def _copy_with(i: int) -> Any:
    def change(m: Any, self: Any, f: Any) -> Any:
        h = m.heap
        parts = [m.none if p is None else p for p in self.held[:3]]
        parts[i] = f
        new = m.call(self.type, parts)
        if self.held[4] is not None and isinstance(new, O.Native):
            h.set_held(new, 4, h.incref(self.held[4]))
        return new
    return change


for _i, _n in enumerate(("getter", "setter", "deleter")):
    PROPERTY.method(_n)(_copy_with(_i))


def _held_getter(native: NativeType, name: str, i: int) -> None:
    def get(m: Any, self: Any) -> Any:
        return m.ret_none() if self.held[i] is None else m.heap.incref(self.held[i])
    native.getter(name)(get)


for _i, _n in enumerate(("fget", "fset", "fdel", "__doc__")):
    _held_getter(PROPERTY, _n, _i)


@PROPERTY.setter("__doc__")
def property_set_doc(m: Any, self: Any, value: Any) -> None:
    m.heap.set_held(self, 3, None if value is None else m.heap.incref(value))


@PROPERTY.getter("__name__")
def property_get_name(m: Any, self: Any) -> Any:
    if self.held[4] is not None:
        return m.heap.incref(self.held[4])
    return m.getattr(self.held[0], "__name__")


@PROPERTY.getter("__isabstractmethod__")
def property_abstract(m: Any, self: Any) -> Any:
    for f in self.held[:3]:
        if f is not None:
            v = m.getattr_or_none(f, "__isabstractmethod__")
            if v is not None:
                flag = m.truth(v)
                m.heap.decref(v)
                if flag:
                    return m.bool(True)
    return m.bool(False)


# ---------------------------------------------------------------- staticmethod, classmethod

def _wrapping(native: NativeType) -> None:
    @native.new
    def new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
        h = m.heap
        o = h.new_native(cls, [None])
        if cls.is_heap:
            h.init_instance_fields(o, cls)
            h.track(o)
        return o

    @native.init
    def init(m: Any, self: Any, args: Any, kw: Any) -> None:
        if kw:
            raise m.error("TypeError", f"{native.name}() takes no keyword arguments")
        if len(args) != 1:
            raise m.error("TypeError", f"{native.name} expected 1 argument, got {len(args)}")
        m.heap.set_held(self, 0, m.heap.incref(args[0]))

    _held_getter(native, "__func__", 0)
    _held_getter(native, "__wrapped__", 0)

    @native.getter("__isabstractmethod__")
    def abstract(m: Any, self: Any) -> Any:
        v = m.getattr_or_none(self.held[0], "__isabstractmethod__")
        return m.bool(False) if v is None else v

    for name in ("__name__", "__qualname__", "__doc__", "__module__"):
        def forward(m: Any, self: Any, name: str = name) -> Any:
            return m.getattr(self.held[0], name)
        native.getter(name)(forward)

    @native.method("__repr__")
    def repr_(m: Any, self: Any) -> Any:
        return m.heap.new_str(f"<{native.name}({m.repr(self.held[0])})>")


_wrapping(STATICMETHOD)
_wrapping(CLASSMETHOD)


@STATICMETHOD.method("__get__")
def staticmethod_get(m: Any, self: Any, obj: Any, type: Any = None) -> Any:
    if self.held[0] is None:
        raise m.error("RuntimeError", "uninitialized staticmethod object")
    return m.heap.incref(self.held[0])


@STATICMETHOD.method("__call__", raw=True)
def staticmethod_call(m: Any, args: Any, kw: Any) -> Any:
    return m.call(args[0].held[0], args[1:], kw)


@CLASSMETHOD.method("__get__")
def classmethod_get(m: Any, self: Any, obj: Any, type: Any = None) -> Any:
    h = m.heap
    if type is None or type is m.none:
        type = obj.type
    f = self.held[0]
    if f.__class__ is O.Function:
        return h.new_layout(O.BoundMethod, h.types["method"], None, func=h.incref(f), self=h.incref(type), weakrefs=None)
    if m.profile.classmethod_chains and m.lookup(f.type, "__get__") is not None:
        return m.descr_get(f, type, type.type)
    return h.new_layout(O.BoundMethod, h.types["method"], None, func=h.incref(f), self=h.incref(type), weakrefs=None)


# ---------------------------------------------------------------- cell

@CELL.new
def cell_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    return m.heap.new_cell(m.heap.incref(args[0]) if args else None)


@CELL.getter("cell_contents")
def cell_contents(m: Any, self: Any) -> Any:
    if self.ref is None:
        raise m.error("ValueError", "Cell is empty")
    return m.heap.incref(self.ref)


@CELL.setter("cell_contents")
def cell_set_contents(m: Any, self: Any, value: Any) -> None:
    m.heap.set_field(self, "ref", None if value is None else m.heap.incref(value))


@CELL.method("__repr__")
def cell_repr(m: Any, self: Any) -> Any:
    if self.ref is None:
        return m.heap.new_str(f"<cell at {addr(self)}: empty>")
    return m.heap.new_str(f"<cell at {addr(self)}: {self.ref.type.name} object at {addr(self.ref)}>")


# ---------------------------------------------------------------- code

def _code_field(name: str, value: Any) -> None:
    CODE.getter(name)(lambda m, self: m.from_host(value(self)))


_code_field("co_name", lambda c: c.unit.name)
_code_field("co_qualname", lambda c: c.unit.qualname)
_code_field("co_filename", lambda c: c.unit.filename)
_code_field("co_firstlineno", lambda c: c.unit.firstlineno)
_code_field("co_argcount", lambda c: c.unit.argcount)
_code_field("co_posonlyargcount", lambda c: c.unit.posonly)
_code_field("co_kwonlyargcount", lambda c: c.unit.kwonly)
_code_field("co_nlocals", lambda c: len(local_names(c)))
_code_field("co_varnames", lambda c: tuple(local_names(c)))
_code_field("co_names", lambda c: tuple(c.unit.names or ()))
_code_field("co_cellvars", lambda c: tuple(c.unit.cellvars))
_code_field("co_freevars", lambda c: tuple(c.unit.freevars))
_code_field("co_stacksize", lambda c: c.unit.stacksize or 0)
@CODE.getter("co_flags")
def code_flags(m: Any, self: Any) -> Any:
    unit = self.unit
    flags = 1 * ("optimized" in unit.flags) | 2 * ("newlocals" in unit.flags) | 16 * ("nested" in unit.flags)
    flags |= 4 * bool(unit.varargs) | 8 * bool(unit.varkw) | 32 * bool(unit.is_generator)
    if m.profile.code_nofree_flag and not unit.freevars and not unit.cellvars:
        flags |= 64  # CO_NOFREE
    return m.heap.new_int(flags)


def local_names(c: Any) -> list[str]:
    unit = c.unit
    free = set(unit.free_slots)
    params = unit.argcount + unit.kwonly + bool(unit.varargs) + bool(unit.varkw)
    cells = set(unit.cell_slots)
    return [n for i, n in enumerate(unit.locals) if n != ".1" and i not in free and (i not in cells or i < params)]


@CODE.getter("co_consts")
def code_consts(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_tuple([h.incref(c) for c in self.consts])


@CODE.method("__repr__")
def code_repr(m: Any, self: Any) -> Any:
    u = self.unit
    return m.heap.new_str(f'<code object {u.name} at {addr(self)}, file "{u.filename}", line {u.firstlineno}>')


@CODE.method("co_positions")
def code_positions(m: Any, self: Any) -> Any:
    raise m.not_simulated("code.co_positions()")


# ---------------------------------------------------------------- frame, traceback

@FRAME.getter("f_code")
def frame_code(m: Any, self: Any) -> Any:
    return m.heap.incref(self.frame.code)


@FRAME.getter("f_lineno")
def frame_lineno(m: Any, self: Any) -> Any:
    return m.heap.new_int(self.frame.lineno)


@FRAME.getter("f_lasti")
def frame_lasti(m: Any, self: Any) -> Any:
    f = self.frame
    if f.gen is not None and f.gen.state == "created":
        return m.heap.new_int(m.profile.created_generator_lasti)
    return m.heap.new_int(2 * f.pc)


@FRAME.getter("f_globals")
def frame_globals(m: Any, self: Any) -> Any:
    return m.heap.incref(self.frame.globals)


@FRAME.getter("f_builtins")
def frame_builtins(m: Any, self: Any) -> Any:
    return m.heap.incref(m.modules["builtins"].ns)


@FRAME.getter("f_back")
def frame_back(m: Any, self: Any) -> Any:
    if self.back is not None:
        return m.heap.incref(self.back)
    f = self.frame
    back = f.back if f.owner is None else None
    if back is None:
        return m.ret_none()
    return m.heap.incref(m.frame_object(back))


@FRAME.getter("f_locals")
def frame_locals(m: Any, self: Any) -> Any:
    f = self.frame
    if m.profile.locals_shared_snapshot or f.names is not None or f.code.unit.kind == "module":
        return m.locals_dict(f)
    from memlab.interp import frame_locals
    return frame_locals.make(m, self)


@FRAME.getter("f_trace")
def frame_trace(m: Any, self: Any) -> Any:
    return m.ret_none()


@FRAME.method("clear")
def frame_clear(m: Any, self: Any) -> None:
    f = self.frame
    if f.gen is not None and f.gen.state == "suspended":
        m.generator_close(f.gen)
        return
    if f.owner is None:
        raise m.error("RuntimeError", "cannot clear an executing frame")
    h = m.heap
    values, f.locals = f.locals, [None] * len(f.locals)
    for o in values:
        if o is not None:
            h.decref(o)
    m.unwind_stack(f, 0)


@FRAME.method("__repr__")
def frame_repr(m: Any, self: Any) -> Any:
    u = self.frame.code.unit
    return m.heap.new_str(f"<frame at {addr(self)}, file '{u.filename}', line {self.frame.lineno}, code {u.name}>")


field_property(TRACEBACK, "tb_next", "next", O.Traceback, "expected traceback object, got 'int'", True)


@TRACEBACK.getter("tb_frame")
def tb_frame(m: Any, self: Any) -> Any:
    return m.heap.incref(self.frame)


@TRACEBACK.getter("tb_lineno")
def tb_lineno(m: Any, self: Any) -> Any:
    return m.heap.new_int(self.lineno)


@TRACEBACK.getter("tb_lasti")
def tb_lasti(m: Any, self: Any) -> Any:
    return m.heap.new_int(2 * self.lasti)
