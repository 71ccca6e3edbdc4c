"""The less frequent instructions: methods ``op_NAME(frame, arg)`` that work on the frame's value stack.

A method that jumps returns the target; the others return None.
"""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap import dicts as D
from memlab.heap import lists as L
from memlab.heap import objects as O
from memlab.interp.frame import Frame
from memlab.interp.instructions import OPS, UNARY_OPS
from memlab.interp.native import GuestError
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STORE_NAME = OPS["STORE_NAME"]


class Ops:
    """Part of the machine: instructions."""

    def op_NOP(self: Any, f: Frame, arg: Any) -> None:
        pass

    def op_NOT_SIMULATED(self: Any, f: Frame, arg: Any) -> None:
        raise NotSimulated(arg, f.lineno)

    # ------------------------------------------------------------ stack

    def op_LOAD_NONE(self: Any, f: Frame, arg: Any) -> None:
        f.stack.append(self.ret_none())

    def op_COPY(self: Any, f: Frame, n: int) -> None:
        o = f.stack[-n]
        if o is not None:
            self.heap.incref(o)
        f.stack.append(o)

    def op_SWAP(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        s[-1], s[-n] = s[-n], s[-1]

    # ------------------------------------------------------------ locals and cells

    def op_LOAD_FAST_CHECK(self: Any, f: Frame, i: int) -> None:
        o = f.locals[i]
        if o is None:
            self.unbound_local(f, i)
        f.stack.append(self.heap.incref(o))

    def op_LOAD_FAST_AND_CLEAR(self: Any, f: Frame, i: int) -> None:
        o = f.locals[i]
        f.locals[i] = None
        if o is not None and f.borrowed is not None and i in f.borrowed:
            f.borrowed.discard(i)
            self.heap.incref(o)
        if o is not None and self.heap.log is not None and f.id:
            self.heap.log((K.NAME_BOUND, f.id, f.code.unit.locals[i], o.serial, 0))
        f.stack.append(o)

    def op_DELETE_FAST(self: Any, f: Frame, i: int) -> None:
        o = f.locals[i]
        if o is None:
            self.unbound_local(f, i)
        f.locals[i] = None
        if self.heap.log is not None and f.id:
            self.heap.log((K.NAME_BOUND, f.id, f.code.unit.locals[i], o.serial, 0))
        if f.borrowed is not None and i in f.borrowed:
            f.borrowed.discard(i)
        else:
            self.heap.decref(o)

    def op_MAKE_CELL(self: Any, f: Frame, i: int) -> None:
        o = f.locals[i]
        if o is not None and f.borrowed is not None and i in f.borrowed:
            f.borrowed.discard(i)
            self.heap.incref(o)
        cell = f.locals[i] = self.heap.new_cell(o)
        if self.heap.log is not None and f.id:
            self.heap.log((K.NAME_BOUND, f.id, f.code.unit.locals[i], 0 if o is None else o.serial, cell.serial))

    def op_LOAD_CLOSURE(self: Any, f: Frame, i: int) -> None:
        f.stack.append(self.heap.incref(f.locals[i]))

    def op_LOAD_DEREF(self: Any, f: Frame, i: int) -> None:
        o = f.locals[i].ref
        if o is None:
            self.unbound_free(f, i)
        f.stack.append(self.heap.incref(o))

    def unbound_free(self: Any, f: Frame, i: int) -> None:
        unit = f.code.unit
        name = unit.locals[i]
        if i in unit.free_slots:
            raise self.error("NameError", self.profile.unbound_free_text.format(name=name))
        raise self.error("UnboundLocalError", self.profile.unbound_local_text.format(name=name))

    def op_LOAD_CLASSDEREF(self: Any, f: Frame, i: int) -> None:
        name = f.code.unit.locals[i]
        names = f.names
        if names.__class__ is O.Dict:
            e = names.d.get(name)
            if e is not None:
                f.stack.append(self.heap.incref(e[1]))
                return
        elif names is not None:
            v = self.mapping_get(names, name)
            if v is not None:
                f.stack.append(v)
                return
        self.op_LOAD_DEREF(f, i)

    def op_STORE_DEREF(self: Any, f: Frame, i: int) -> None:
        cell = f.locals[i]
        v = f.stack.pop()
        self.heap.set_field(cell, "ref", v)

    def op_DELETE_DEREF(self: Any, f: Frame, i: int) -> None:
        cell = f.locals[i]
        if cell.ref is None:
            self.unbound_free(f, i)
        self.heap.set_field(cell, "ref", None)

    # ------------------------------------------------------------ names

    def op_STORE_GLOBAL(self: Any, f: Frame, name: str) -> None:
        self.namespace_set(f.globals, name, f.stack.pop())

    def op_DELETE_GLOBAL(self: Any, f: Frame, name: str) -> None:
        if not self.namespace_delete(f.globals, name):
            raise self.name_error(name)

    def op_DELETE_NAME(self: Any, f: Frame, name: str) -> None:
        names = f.names
        if names.__class__ is not O.Dict:
            try:
                self.delitem(names, self.heap.intern(name))
            except GuestError as error:
                if not self.matches(error, "KeyError"):
                    raise
                self.drop(error)
                raise self.name_error(name) from None
        elif not self.namespace_delete(names, name):
            raise self.name_error(name)

    def op_LOAD_LOCALS(self: Any, f: Frame, arg: Any) -> None:
        f.stack.append(self.heap.incref(f.names))

    def op_LOAD_ASSERTION_ERROR(self: Any, f: Frame, arg: Any) -> None:
        f.stack.append(self.heap.incref(self.heap.types["AssertionError"]))

    def op_LOAD_BUILD_CLASS(self: Any, f: Frame, arg: Any) -> None:
        e = self.builtins_d.get("__build_class__")
        o = e[1] if e is not None else self.lazy_builtin("__build_class__")
        f.stack.append(self.heap.incref(o))

    def op_SETUP_ANNOTATIONS(self: Any, f: Frame, arg: Any) -> None:
        if isinstance(f.names, O.Dict) and "__annotations__" not in f.names.d:
            self.store_name(f, "__annotations__", self.heap.new_dict())

    # ------------------------------------------------------------ attributes

    def op_DELETE_ATTR(self: Any, f: Frame, name: str) -> None:
        o = f.stack[-1]
        self.delattr(o, name)
        f.stack.pop()
        self.heap.decref(o)

    def op_STORE_ATTR_B(self: Any, f: Frame, arg: Any) -> None:
        name, mask = arg
        s = f.stack
        o = s[-1]
        v = s[-2]
        self.setattr(o, name, v)
        del s[-2:]
        if not mask & 1:
            self.heap.decref(v)
        if not mask & 2:
            self.heap.decref(o)

    # ------------------------------------------------------------ operators

    def op_BINARY_B(self: Any, f: Frame, arg: Any) -> None:
        i, mask = arg
        s = f.stack
        b = s[-1]
        a = s[-2]
        h = self.heap
        if a.type is h.t_int and b.type is h.t_int and i < 2:
            r = h.new_int(a.val + b.val if i == 0 else a.val - b.val)
        else:
            r = self.binary(a, b, i)
        s.pop()
        s[-1] = r
        right_first = self.profile.operands_right_first
        if right_first and not mask & 2:
            h.decref(b)
        if not mask & 1:
            h.decref(a)
        if not right_first and not mask & 2:
            h.decref(b)

    def op_COMPARE_B(self: Any, f: Frame, arg: Any) -> None:
        i, mask = arg
        s = f.stack
        b = s[-1]
        a = s[-2]
        h = self.heap
        if a.type is h.t_int and b.type is h.t_int:
            x, y = a.val, b.val
            r = h.bool(x < y if i == 0 else x == y if i == 2 else x > y if i == 4 else x <= y if i == 1 else x != y if i == 3 else x >= y)
        else:
            r = self.compare(a, b, i)
        s.pop()
        s[-1] = r
        if not mask & 2:
            h.decref(b)
        if not mask & 1:
            h.decref(a)

    def op_INPLACE(self: Any, f: Frame, i: int) -> None:
        s = f.stack
        b = s[-1]
        a = s[-2]
        h = self.heap
        if a.type is h.t_int and b.type is h.t_int and i < 2:
            r = h.new_int(a.val + b.val if i == 0 else a.val - b.val)
        elif i == 0 and a.type is h.t_str and b.type is h.t_str:
            r = self.concat_strings(f, a, b)
            s.pop()
            s[-1] = r
            h.decref(b)
            return
        else:
            r = self.inplace(a, b, i)
        s.pop()
        s[-1] = r
        h.decref_all((b, a) if self.profile.operands_right_first else (a, b))

    def concat_strings(self: Any, f: Frame, a: Any, b: Any) -> Any:
        """unicode_concatenate (Python/ceval.c): takes over ``a``; when the next instruction stores into the variable
        that holds it too, that variable is emptied first.
        """
        from memlab.interp import types_str
        h = self.heap
        op, arg = f.instrs[f.pc]
        if a.rc == 2:
            if op == 2 and f.locals[arg] is a and not (f.borrowed and arg in f.borrowed):
                f.locals[arg] = None
                a.rc -= 1
                if h.log is not None:
                    if f.id:
                        h.log((K.NAME_BOUND, f.id, f.code.unit.locals[arg], a.serial, 0))
                    h.log((a.serial, a.rc))
            elif op == STORE_NAME and f.names is not None and f.names.__class__ is O.Dict:
                e = f.names.d.get(arg)
                if e is not None and e[1] is a and not self.profile.inlined_comprehensions:
                    self.namespace_delete(f.names, arg)
        return types_str.concat_inplace(self, a, b)

    def op_IS_OP(self: Any, f: Frame, invert: int) -> None:
        s = f.stack
        b = s.pop()
        a = s[-1]
        h = self.heap
        s[-1] = h.bool((a is b) != bool(invert))
        h.decref_all((b, a) if self.profile.compare_right_first else (a, b))

    def op_CONTAINS_OP(self: Any, f: Frame, invert: int) -> None:
        s = f.stack
        c = s[-1]
        item = s[-2]
        r = self.contains(c, item)
        s.pop()
        h = self.heap
        s[-1] = h.bool(r != bool(invert))
        h.decref_all((c, item) if self.profile.compare_right_first else (item, c))

    def op_UNARY(self: Any, f: Frame, i: int) -> None:
        s = f.stack
        a = s[-1]
        s[-1] = self.unary(a, UNARY_OPS[i])
        self.heap.decref(a)

    # ------------------------------------------------------------ items

    def op_BINARY_SUBSCR(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        k = s[-1]
        o = s[-2]
        r = self.subscript(o, k)
        s.pop()
        s[-1] = r
        self.heap.decref_all((k, o) if self.profile.operands_right_first else (o, k))

    def subscript(self: Any, o: Any, k: Any) -> Any:
        h = self.heap
        t = o.type
        if k.type is h.t_int:
            if t is h.t_list or t is h.t_tuple:
                i = k.val
                items = o.items
                if -len(items) <= i < len(items):
                    return h.incref(items[i])
        elif t is h.t_dict and k.type is h.t_str:
            e = o.d.get(k.val)
            if e is not None:
                return h.incref(e[1])
        return self.getitem(o, k)

    def op_BINARY_SUBSCR_B(self: Any, f: Frame, mask: int) -> None:
        s = f.stack
        k = s[-1]
        o = s[-2]
        r = self.subscript(o, k)
        s.pop()
        s[-1] = r
        h = self.heap
        if not mask & 2:
            h.decref(k)
        if not mask & 1:
            h.decref(o)

    def op_STORE_SUBSCR(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        k = s[-1]
        o = s[-2]
        v = s[-3]
        h = self.heap
        if o.type is h.t_list and k.type is h.t_int and -len(o.items) <= k.val < len(o.items):
            i = k.val
            del s[-3:]
            L.set_item(h, o, i if i >= 0 else i + len(o.items), v)
        else:
            self.setitem(o, k, v)
            del s[-3:]
            h.decref(v)
        h.decref(o)
        h.decref(k)

    def op_DELETE_SUBSCR(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        k = s[-1]
        o = s[-2]
        self.delitem(o, k)
        del s[-2:]
        h = self.heap
        h.decref(o)
        h.decref(k)

    def make_slice(self: Any, start: Any, stop: Any, step: Any) -> Any:
        h = self.heap
        return h.new_native(h.types["slice"], [h.incref(start), h.incref(stop), h.incref(step)])

    def op_BINARY_SLICE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        stop = s[-1]
        start = s[-2]
        o = s[-3]
        key = self.make_slice(start, stop, self.none)
        try:
            r = self.getitem(o, key)
        finally:
            self.heap.decref(key)
        del s[-2:]
        s[-1] = r
        self.heap.decref_all((start, stop, o))

    def op_BINARY_SLICE_B(self: Any, f: Frame, mask: int) -> None:
        s = f.stack
        stop = s[-1]
        start = s[-2]
        o = s[-3]
        key = self.make_slice(start, stop, self.none)
        try:
            r = self.getitem(o, key)
        finally:
            self.heap.decref(key)
        del s[-2:]
        s[-1] = r
        h = self.heap
        if not mask & 2:
            h.decref(start)
        if not mask & 4:
            h.decref(stop)
        if not mask & 1:
            h.decref(o)

    def op_STORE_SLICE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        v, o, start, stop = s[-4:]
        key = self.make_slice(start, stop, self.none)
        try:
            self.setitem(o, key, v)
        finally:
            self.heap.decref(key)
        del s[-4:]
        self.heap.decref_all((start, stop, o, v))

    def op_BUILD_SLICE(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        h = self.heap
        step = s.pop() if n == 3 else h.incref(h.none)
        stop = s.pop()
        start = s.pop()
        s.append(h.new_native(h.types["slice"], [start, stop, step]))

    # ------------------------------------------------------------ building

    def take(self: Any, f: Frame, n: int) -> list[Any]:
        if n == 0:
            return []
        s = f.stack
        items = s[-n:]
        del s[-n:]
        return items

    def op_BUILD_TUPLE(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        if n:
            r = self.heap.new_tuple(s[-n:])
            del s[-n:]
            s.append(r)
        else:
            s.append(self.heap.new_tuple(()))

    def op_BUILD_LIST(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        if n:
            r = self.heap.new_list(s[-n:])
            del s[-n:]
            s.append(r)
        else:
            s.append(self.heap.new_list([]))

    def op_BUILD_SET(self: Any, f: Frame, n: int) -> None:
        from memlab.interp import types_set
        items = f.stack[-n:] if n else []
        r = types_set.build_set(self, items)
        self.take(f, n)
        f.stack.append(r)
        self.heap.decref_all(items)

    def op_BUILD_MAP(self: Any, f: Frame, n: int) -> None:
        from memlab.interp import types_dict
        s = f.stack
        h = self.heap
        items = s[-2 * n:] if n else []
        d = D.new_presized(h, n, all(k.type is h.t_str for k in items[::2])) if n else h.new_dict()
        try:
            for i in range(0, 2 * n, 2):
                k = items[i]
                if k.type.is_heap and self.profile.dict_holds_key:
                    h.incref(k)
                    try:
                        D.set(h, d, k, types_dict.hostkey(self, k), h.incref(items[i + 1]))
                    finally:
                        h.decref(k)
                else:
                    D.set(h, d, k, k.val if k.type is h.t_str else types_dict.hostkey(self, k), h.incref(items[i + 1]))
        except GuestError:
            h.decref(d)
            raise
        if n:
            del s[-2 * n:]
        s.append(d)
        h.decref_all(items)

    def op_BUILD_CONST_KEY_MAP(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        h = self.heap
        keys = s[-1]
        values = s[-1 - n:-1]
        d = D.new_presized(h, n, all(k.type is h.t_str for k in keys.items))
        for k, v in zip(keys.items, values):
            D.set(h, d, k, self.hostkey(k), h.incref(v))
        del s[-1 - n:]
        s.append(d)
        h.decref_all(values)
        h.decref(keys)

    def op_LOAD_COMMON_CONSTANT(self: Any, f: Frame, name: str) -> None:
        o = self.common.get(name)
        if o is None:
            e = self.modules["builtins"].ns.d.get(name)
            o = self.common[name] = self.lazy_builtin(name) if e is None else e[1]
        f.stack.append(self.heap.incref(o))

    def op_LOAD_FROM_DICT_OR_GLOBALS(self: Any, f: Frame, name: str) -> None:
        mapping = f.stack[-1]
        v = self.mapping_get(mapping, name)
        if v is None:
            e = f.gd.get(name)
            v = self.heap.incref(e[1] if e is not None else self.load_builtin(f, name))
        f.stack[-1] = v
        self.heap.decref(mapping)

    def op_LOAD_FROM_DICT_OR_DEREF(self: Any, f: Frame, slot: int) -> None:
        mapping = f.stack[-1]
        v = self.mapping_get(mapping, f.code.unit.locals[slot])
        if v is None:
            self.op_LOAD_DEREF(f, slot)
            v = f.stack.pop()
        f.stack[-1] = v
        self.heap.decref(mapping)

    def op_BUILD_STRING(self: Any, f: Frame, n: int) -> None:
        parts = self.take(f, n)
        h = self.heap
        text = "".join([p.val for p in parts])
        f.stack.append(h.new_str(text))
        h.decref_all(parts)

    def op_LIST_APPEND(self: Any, f: Frame, depth: int) -> None:
        v = f.stack.pop()
        L.append(self.heap, f.stack[-depth], v)

    def op_SET_ADD(self: Any, f: Frame, depth: int) -> None:
        from memlab.interp import types_set
        v = f.stack[-1]
        types_set.add(self, f.stack[-1 - depth], v)
        f.stack.pop()
        self.heap.decref(v)

    def op_MAP_ADD(self: Any, f: Frame, depth: int) -> None:
        s = f.stack
        v = s[-1]
        k = s[-2]
        h = self.heap
        from memlab.interp import types_dict
        D.set(h, s[-2 - depth], k, types_dict.hostkey(self, k), h.incref(v))
        del s[-2:]
        h.decref(k)
        h.decref(v)

    def op_LIST_EXTEND(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        v = s[-1]
        lst = s[-2]
        if self.slot(v.type, "__iter__") is False and self.slot(v.type, "__getitem__") is False:
            raise self.error("TypeError", f"Value after * must be an iterable, not {v.type.name}")
        r = self.call_method(lst, "extend", v)
        self.heap.decref(r)
        s.pop()
        self.heap.decref(v)

    def op_LIST_TO_TUPLE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        lst = s[-1]
        h = self.heap
        for o in lst.items:
            h.incref(o)
        s[-1] = h.new_tuple(lst.items)
        h.decref(lst)

    def op_SET_UPDATE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        r = self.call_method(s[-2], "update", s[-1])
        self.heap.decref(r)
        self.heap.decref(s.pop())

    def op_DICT_UPDATE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        v = s[-1]
        if not isinstance(v, O.Dict) and self.lookup(v.type, "keys") is None:
            raise self.error("TypeError", f"'{v.type.name}' object is not a mapping")
        r = self.call_method(s[-2], "update", v)
        self.heap.decref(r)
        self.heap.decref(s.pop())

    def op_DICT_MERGE(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        v = s[-1]
        d = s[-2]
        h = self.heap
        name = self.callable_name(s[-4])
        if not isinstance(v, O.Dict) and self.lookup(v.type, "keys") is None:
            raise self.error("TypeError", self.profile.star_star_text.format(name=name, type=v.type.name))
        keys = self.call_method(v, "keys")
        try:
            for k in self.iterate(keys):
                try:
                    if not isinstance(k, O.Str):
                        raise self.error("TypeError", "keywords must be strings")
                    if k.val in d.d:
                        raise self.error("TypeError", f"{name} got multiple values for keyword argument '{k.val}'")
                    D.set(h, d, k, k.val, self.getitem(v, k))
                finally:
                    h.decref(k)
        finally:
            h.decref(keys)
        h.decref(s.pop())

    def callable_name(self: Any, fn: Any) -> str:
        """_PyObject_FunctionStr: how error messages name a callable."""
        if isinstance(fn, O.Function):
            module = fn.module
            if isinstance(module, O.Str) and module.val != "builtins":
                return f"{module.val}.{fn.qualname.val}()"
            return f"{fn.qualname.val}()"
        if isinstance(fn, O.Type):
            return f"{fn.qualname}()" if not fn.is_heap else f"{self.type_module(fn)}.{fn.qualname}()"
        h = self.heap
        qualname = self.getattr_or_none(fn, "__qualname__")
        if qualname is None:
            return self.str(fn)
        text = self.str(qualname) + "()"
        h.decref(qualname)
        module = self.getattr_or_none(fn, "__module__")
        if module is not None:
            if module is not self.none and self.str(module) != "builtins":
                text = f"{self.str(module)}.{text}"
            h.decref(module)
        return text

    def op_UNPACK_SEQUENCE(self: Any, f: Frame, n: int) -> None:
        s = f.stack
        o = s[-1]
        h = self.heap
        if o.type is h.t_tuple or o.type is h.t_list:
            items = o.items
            if len(items) == n:
                for x in items:
                    h.incref(x)
                s.pop()
                s.extend(reversed(items))
                h.decref(o)
                return
        items = self.unpack(o, n, -1)
        s.pop()
        s.extend(reversed(items))
        h.decref(o)

    def unpack(self: Any, o: Any, before: int, after: int) -> list[Any]:
        """unpack_iterable (Python/ceval.c): owned references; ``after`` -1: no star."""
        h = self.heap
        if self.slot(o.type, "__iter__") is False and self.slot(o.type, "__getitem__") is False:
            raise self.error("TypeError", f"cannot unpack non-iterable {o.type.name} object")
        it = self.iter(o)
        items: list[Any] = []
        try:
            for i in range(before):
                v = self.next(it)
                if v is None:
                    if after == -1:
                        text = f"not enough values to unpack (expected {before}, got {i})"
                    else:
                        text = f"not enough values to unpack (expected at least {before + after}, got {i})"
                    raise self.error("ValueError", text)
                items.append(v)
            if after == -1:
                v = self.next(it)
                if v is not None:
                    h.decref(v)
                    text = f"too many values to unpack (expected {before})"
                    if self.profile.unpack_counts and isinstance(o, (O.List, O.Tuple, O.Dict)):
                        n = len(o.d) if isinstance(o, O.Dict) else len(o.items)
                        if n > before:
                            text = f"too many values to unpack (expected {before}, got {n})"
                    raise self.error("ValueError", text)
                return items
            rest = h.new_list([])
            items.append(rest)
            r = self.call_method(rest, "extend", it)
            h.decref(r)
            if len(rest.items) < after:
                raise self.error("ValueError", f"not enough values to unpack (expected at least {before + after}, "
                                 f"got {before + len(rest.items)})")
            if after:
                tail = rest.items[-after:]
                for x in tail:
                    h.incref(x)
                L.splice(h, rest, len(rest.items) - after, len(rest.items), [])
                items.extend(tail)
            return items
        except GuestError:
            h.decref_all(items)
            raise
        finally:
            h.decref(it)

    def op_UNPACK_EX(self: Any, f: Frame, arg: Any) -> None:
        before, after = arg
        s = f.stack
        o = s[-1]
        items = self.unpack(o, before, after)
        s.pop()
        s.extend(reversed(items))
        self.heap.decref(o)

    def op_FORMAT_VALUE(self: Any, f: Frame, arg: Any) -> None:
        from memlab.interp.formatting import convert, format_object
        conversion, has_spec = arg
        s = f.stack
        h = self.heap
        spec = s[-1] if has_spec else None
        v = s[-2] if has_spec else s[-1]
        if conversion is not None:
            made = convert(self, v, conversion)
            if spec is None or not spec.val:
                r = made
            else:
                try:
                    r = format_object(self, made, spec)
                finally:
                    h.decref(made)
        else:
            r = h.incref(v) if v.type is h.t_str and spec is None else format_object(self, v, spec)
        if has_spec:
            s.pop()
            h.decref(spec)
        s[-1] = r
        h.decref(v)

    def op_FORMAT_SIMPLE(self: Any, f: Frame, arg: Any) -> None:
        self.op_FORMAT_VALUE(f, (None, False))

    def op_MAKE_FUNCTION(self: Any, f: Frame, flags: int) -> None:
        s = f.stack
        h = self.heap
        code = s.pop()
        closure = s.pop() if flags & 8 else None
        annotations = s.pop() if flags & (4 | 16) else None
        kwdefaults = s.pop() if flags & 2 else None
        defaults = s.pop() if flags & 1 else None
        unit = code.unit
        e = f.gd.get("__name__")
        doc = unit.doc
        fn = h.new_layout(
            O.Function, h.types["function"], None, code=code, globals=h.incref(f.globals), name=h.incref(h.intern(unit.name)),
            qualname=h.incref(h.intern(unit.qualname)), defaults=defaults, kwdefaults=kwdefaults, closure=closure,
            doc=h.incref(h.none) if doc is None else h.incref(self.const_object(code, doc)), annotations=annotations,
            module=h.incref(e[1]) if e is not None else None, attrs=None, dict=None, weakrefs=None, values=0,
            values_addr=0, version=0, typeparams=None)
        s.append(fn)

    def const_object(self: Any, code: Any, value: Any) -> Any:
        for o in code.consts:
            if isinstance(o, O.Str) and o.val == value:
                return o
        o = self.heap.new_str(value)
        code.consts.append(o)
        return o

    # ------------------------------------------------------------ calls

    def op_CALL_KW(self: Any, f: Frame, arg: Any) -> None:
        self.call_kw(f, arg[0], arg[1], 0)

    def op_CALL_KW_B(self: Any, f: Frame, arg: Any) -> None:
        self.call_kw(f, *arg)

    def call_kw(self: Any, f: Frame, n: int, names: tuple[str, ...], mask: int) -> None:
        s = f.stack
        h = self.heap
        args = s[-n:]
        fn = s[-n - 1]
        k = n - len(names)
        kw = dict(zip(names, args[k:]))
        if fn.__class__ is O.Function:
            self.enter_call(f, fn, n, args[:k], kw, mask)
            return
        if fn.__class__ is O.BoundMethod and fn.func.__class__ is O.Function and not self.keeps_args:
            func, me = h.incref(fn.func), h.incref(fn.self)
            s[-n - 1:-n] = [func, me]
            try:
                self.enter_call(f, func, n + 1, [me, *args[:k]], kw, (mask & ~1) << 1)
            except GuestError:
                s[-n - 2:-n] = [fn]
                h.decref(me)
                h.decref(func)
                raise
            if not mask & 1:
                h.decref(fn)
            return
        r = self.call(fn, args[:k], kw)
        del s[-n - 1:]
        s.append(r)
        bit = 2
        for o in args:
            if not mask & bit:
                h.decref(o)
            bit <<= 1
        if not mask & 1:
            h.decref(fn)
        if self.gc_at_breaker and h.gc_due:
            self.run_due_collection()

    def op_CALL_EX(self: Any, f: Frame, has_kw: int) -> None:
        s = f.stack
        h = self.heap
        kwargs = s[-1] if has_kw else None
        args = s[-1 - has_kw]
        fn = s[-2 - has_kw]
        if not isinstance(args, O.Tuple):
            if self.slot(args.type, "__iter__") is False and self.slot(args.type, "__getitem__") is False:
                text = self.profile.star_text.format(name=self.callable_name(fn), type=args.type.name)
                raise self.error("TypeError", text)
            made = h.new_tuple(self.to_list(args))
            s[-1 - has_kw] = made
            h.decref(args)
            args = made
        kw = {k: e[1] for k, e in kwargs.d.items()} if kwargs is not None else None
        if fn.__class__ is O.Function and self.profile.call_ex_drops_args:
            if self.depth >= self.recursion_limit:
                self.recursion_error("")
            frame = self.bind(fn, args.items, kw)
            del s[-2 - has_kw:]
            if frame.__class__ is Frame:
                self.enter_frame(frame)
            else:
                s.append(frame)
            h.decref(args)
            if kwargs is not None:
                h.decref(kwargs)
            h.decref(fn)
            return
        r = self.call_packed(fn, args.items, kw)
        del s[-2 - has_kw:]
        s.append(r)
        h.decref(args)
        if kwargs is not None:
            h.decref(kwargs)
        h.decref(fn)
        if self.gc_at_breaker and h.gc_due:
            self.run_due_collection()

    def op_CALL_METHOD_KW(self: Any, f: Frame, arg: Any) -> None:
        self.call_method_kw(f, arg[0], arg[1], 0)

    def op_CALL_METHOD_KW_B(self: Any, f: Frame, arg: Any) -> None:
        self.call_method_kw(f, *arg)

    def call_method_kw(self: Any, f: Frame, n: int, names: tuple[str, ...], mask: int) -> None:
        s = f.stack
        if s[-2 - n] is None:
            del s[-2 - n]
            self.call_kw(f, n, names, mask >> 1 & ~1)
        else:
            self.call_kw(f, n + 1, names, mask)

    def op_GET_ITER(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        o = s[-1]
        s[-1] = self.iter(o)
        self.heap.decref(o)

    # ------------------------------------------------------------ jumps

    def truth_of_copy(self: Any, o: Any) -> Any:
        """The test of ``and`` and ``or``: from 3.12 of a copy on the stack (COPY 1)."""
        if o.type.is_heap and "test copies" in self.profile.stack_extras:
            self.heap.incref(o)
            try:
                return self.truth(o)
            finally:
                self.heap.decref(o)
        return self.truth(o)

    def op_JUMP_IF_FALSE_OR_POP(self: Any, f: Frame, target: int) -> Any:
        if not self.truth_of_copy(f.stack[-1]):
            return target
        self.heap.decref(f.stack.pop())
        return None

    def op_JUMP_IF_TRUE_OR_POP(self: Any, f: Frame, target: int) -> Any:
        if self.truth_of_copy(f.stack[-1]):
            return target
        self.heap.decref(f.stack.pop())
        return None

    def op_POP_JUMP_IF_NONE(self: Any, f: Frame, target: int) -> Any:
        o = f.stack.pop()
        self.heap.decref(o)
        return target if o is self.none else None

    def op_POP_JUMP_IF_NOT_NONE(self: Any, f: Frame, target: int) -> Any:
        o = f.stack.pop()
        is_none = o is self.none
        self.heap.decref(o)
        return None if is_none else target

    # ------------------------------------------------------------ exceptions

    def op_RAISE(self: Any, f: Frame, n: int) -> None:
        """do_raise (Python/ceval.c)."""
        h = self.heap
        s = f.stack
        cause = s.pop() if n == 2 else None
        if n == 0:
            handled = self.handled()
            if handled is None:
                raise self.error("RuntimeError", "No active exception to reraise")
            error = GuestError(h.incref(handled))
            error.reraised = True
            raise error
        o = s.pop()
        exc = self.instantiate(o, cause)
        if cause is not None:
            if isinstance(cause, O.Type) and self.is_exception_type(cause):
                made = self.call(cause)
                h.decref(cause)
                cause = made
            if isinstance(cause, O.Exc):
                h.set_field(exc, "cause", cause)
                exc.suppress = True
            elif cause is self.none:
                h.decref(cause)
                h.set_field(exc, "cause", None)
                exc.suppress = True
            else:
                h.decref(cause)
                h.decref(exc)
                raise self.error("TypeError", "exception causes must derive from BaseException")
        self.set_context(exc)
        raise GuestError(exc)

    def is_exception_type(self: Any, o: Any) -> bool:
        return isinstance(o, O.Type) and self.issubtype(o, self.heap.types["BaseException"])

    def instantiate(self: Any, o: Any, cause: Any = None) -> Any:
        """The exception instance to raise for ``o`` (taken over)."""
        h = self.heap
        if isinstance(o, O.Exc):
            return o
        if self.is_exception_type(o):
            try:
                exc = self.call(o)
            finally:
                h.decref(o)
            if not isinstance(exc, O.Exc):
                raise self.error("TypeError", f"calling {self.repr(o)} should have returned an instance of BaseException, "
                                 f"not {self.repr(exc.type)}")
            return exc
        h.decref(o)
        if cause is not None:
            h.decref(cause)
        raise self.error("TypeError", "exceptions must derive from BaseException")

    def op_RERAISE(self: Any, f: Frame, arg: Any) -> None:
        error = GuestError(f.stack.pop())
        error.reraised = True
        raise error

    def op_PUSH_EXC_INFO(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        exc = s[-1]
        s[-1] = self.exc            # ownership moves from the machine to the value stack (host None: none)
        s.append(exc)
        self.exc = self.heap.incref(exc)

    def op_POP_EXCEPT(self: Any, f: Frame, arg: Any) -> None:
        old = self.exc
        self.exc = f.stack.pop()
        if old is not None:
            self.heap.decref(old)

    def check_catchable(self: Any, t: Any) -> None:
        for c in (t.items if isinstance(t, O.Tuple) else (t,)):
            if not self.is_exception_type(c):
                raise self.error("TypeError", "catching classes that do not inherit from BaseException is not allowed")

    def op_CHECK_EXC_MATCH(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        t = s[-1]
        self.check_catchable(t)
        exc = s[-2]
        classes = t.items if isinstance(t, O.Tuple) else (t,)
        r = any(self.issubtype(exc.type, c) for c in classes)
        s[-1] = self.heap.bool(r)
        self.heap.decref(t)

    def op_CHECK_EG_MATCH(self: Any, f: Frame, arg: Any) -> None:
        from memlab.interp import exception_groups
        s = f.stack
        h = self.heap
        t = s[-1]
        exc = s[-2]
        self.check_catchable(t)
        if any(self.issubtype(c, h.types["BaseExceptionGroup"]) for c in (t.items if isinstance(t, O.Tuple) else (t,))):
            raise self.error("TypeError", "catching ExceptionGroup with except* is not allowed. Use except instead.")
        rest, matching = exception_groups.eg_match(self, exc, t)
        s[-1] = h.incref(h.none) if matching is None else matching
        s[-2] = h.incref(h.none) if rest is None else rest
        h.decref(t)
        h.decref(exc)
        if matching is not None:
            old = self.exc
            self.exc = h.incref(matching)
            if old is not None:
                h.decref(old)

    def op_PREP_RERAISE_STAR(self: Any, f: Frame, arg: Any) -> None:
        from memlab.interp import exception_groups
        s = f.stack
        h = self.heap
        excs = s[-1]
        orig = s[-2]
        r = exception_groups.prep_reraise_star(self, orig, [x for x in excs.items if x is not h.none])
        s.pop()
        s[-1] = h.incref(h.none) if r is None else r
        h.decref(excs)
        h.decref(orig)

    # ------------------------------------------------------------ with

    def op_BEFORE_WITH(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        mgr = s[-1]
        h = self.heap
        p = self.profile
        enter = self.lookup(mgr.type, "__enter__")
        exit_ = self.lookup(mgr.type, "__exit__")
        if exit_ is None and (enter is not None or p.with_exit_first):
            raise self.error(p.with_error, p.with_exit_text.format(type=mgr.type.name))
        if enter is None:
            text = p.with_text.format(type=mgr.type.name)
            raise self.error(p.with_error, text + (" (missed __enter__ method)" if p.with_exit_first else ""))
        bound = self.descr_get(exit_, mgr, mgr.type)
        try:
            r = self.call_found(enter, mgr)
        except GuestError:
            h.decref(bound)
            raise
        s[-1] = bound
        s.append(r)
        h.decref(mgr)

    def op_WITH_EXIT(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        n = self.none
        r = self.call(s[-1], (n, n, n))
        h = self.heap
        h.decref(s.pop())
        h.decref(r)

    def op_WITH_EXCEPT_START(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        exc = s[-1]
        tb = exc.tb if exc.tb is not None else self.none
        s.append(self.call(s[-3], (exc.type, exc, tb)))

    # ------------------------------------------------------------ match

    def op_GET_LEN(self: Any, f: Frame, arg: Any) -> None:
        f.stack.append(self.heap.new_int(self.len(f.stack[-1])))

    def op_MATCH_SEQUENCE(self: Any, f: Frame, arg: Any) -> None:
        o = f.stack[-1]
        yes = isinstance(o, (O.List, O.Tuple)) or o.type.name in ("range", "memoryview", "array.array", "collections.deque") \
            or self.registered_abc(o.type, "Sequence")
        f.stack.append(self.heap.bool(yes))

    def op_MATCH_MAPPING(self: Any, f: Frame, arg: Any) -> None:
        o = f.stack[-1]
        f.stack.append(self.heap.bool(isinstance(o, O.Dict) or o.type.name == "mappingproxy" or self.registered_abc(o.type, "Mapping")))

    def registered_abc(self: Any, t: Any, name: str) -> bool:
        """Whether a class counts as collections.abc.Sequence or Mapping, when that module was imported."""
        module = self.modules.get("collections.abc")
        if module is None:
            return False
        cls = self.getattr_or_none(module, name)
        if cls is None:
            return False
        try:
            return bool(self.issubclass(t, cls))
        finally:
            self.heap.decref(cls)

    def op_MATCH_KEYS(self: Any, f: Frame, arg: Any) -> None:
        s = f.stack
        h = self.heap
        keys = s[-1]
        o = s[-2]
        values: list[Any] = []
        seen: set[Any] = set()
        for k in keys.items:
            hk = self.hostkey(k)
            if hk in seen:
                h.decref_all(values)
                raise self.error("ValueError", f"mapping pattern checks duplicate key ({self.repr(k)})")
            seen.add(hk)
            if isinstance(o, O.Dict):
                e = o.d.get(hk)
                v = None if e is None else h.incref(e[1])
            else:
                v = self.call_method(o, "get", k, self.not_implemented_marker)
                if v is self.not_implemented_marker:
                    v = None
            if v is None:
                h.decref_all(values)
                s.append(h.incref(h.none))
                return
            values.append(v)
        s.append(h.new_tuple(values))

    @property
    def not_implemented_marker(self: Any) -> Any:
        return self.heap.not_implemented

    def op_MATCH_CLASS(self: Any, f: Frame, count: int) -> None:
        s = f.stack
        h = self.heap
        names = s[-1]
        cls = s[-2]
        o = s[-3]
        r = self.match_class(o, cls, count, [n.val for n in names.items])
        del s[-2:]
        s[-1] = h.incref(h.none) if r is None else h.new_tuple(r)
        h.decref_all((o, cls, names))

    def match_class(self: Any, o: Any, cls: Any, count: int, names: list[str]) -> Any:
        h = self.heap
        if not isinstance(cls, O.Type):
            raise self.error("TypeError", "called match pattern must be a class")
        if not self.isinstance(o, cls):
            return None
        out: list[Any] = []
        seen: set[str] = set()
        if count:
            args = self.getattr_or_none(cls, "__match_args__")
            if args is None:
                if cls.mro and any(c.name in ("bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set",
                                              "str", "tuple") for c in cls.mro):
                    if count > 1:
                        raise self.error("TypeError", f"{cls.name}() accepts 1 positional sub-pattern ({count} given)")
                    out.append(h.incref(o))
                else:
                    raise self.error("TypeError", f"{cls.name}() accepts 0 positional sub-patterns ({count} given)")
            else:
                if not isinstance(args, O.Tuple):
                    raise self.error("TypeError", f"{cls.name}.__match_args__ must be a tuple (got {args.type.name})")
                if len(args.items) < count:
                    n = len(args.items)
                    raise self.error("TypeError", f"{cls.name}() accepts {n} positional sub-pattern{'s' if n != 1 else ''} ({count} given)")
                positional = [a.val for a in args.items[:count]]  # type: ignore[attr-defined]
                h.decref(args)
                for name in positional:
                    if name in seen:
                        raise self.error("TypeError", f"{cls.name}() got multiple sub-patterns for attribute '{name}'")
                    seen.add(name)
                    v = self.getattr_or_none(o, name)
                    if v is None:
                        h.decref_all(out)
                        return None
                    out.append(v)
        for name in names:
            if name in seen:
                h.decref_all(out)
                raise self.error("TypeError", f"{cls.name}() got multiple sub-patterns for attribute '{name}'")
            seen.add(name)
            v = self.getattr_or_none(o, name)
            if v is None:
                h.decref_all(out)
                return None
            out.append(v)
        return out

    # ------------------------------------------------------------ imports, display

    def op_IMPORT_NAME(self: Any, f: Frame, name: str) -> None:
        s = f.stack
        h = self.heap
        fromlist = s[-1]
        level = s[-2]
        module = self.import_from(f, name, level.val, fromlist)
        s.pop()
        s[-1] = module
        h.decref(fromlist)
        h.decref(level)

    def op_IMPORT_FROM(self: Any, f: Frame, name: str) -> None:
        module = f.stack[-1]
        v = self.getattr_or_none(module, name)
        if v is None:
            full = f"{self.module_name(module)}.{name}" if isinstance(module, O.Module) else name
            if full in self.modules:
                v = self.heap.incref(self.modules[full])
            elif isinstance(module, O.Module) and self.find_module(full):
                v = self.heap.incref(self.import_module(full))
            else:
                mod = self.module_name(module) if isinstance(module, O.Module) else "?"
                raise self.import_error(mod, name)
        f.stack.append(v)

    def op_IMPORT_STAR(self: Any, f: Frame, arg: Any) -> None:
        module = f.stack[-1]
        h = self.heap
        self.complete_module(module)
        names = self.getattr_or_none(module, "__all__")
        if names is not None:
            items = self.to_list(names)
            wanted = [x.val for x in items]
            h.decref_all(items)
            h.decref(names)
        else:
            wanted = [k for k in module.ns.d if isinstance(k, str) and not k.startswith("_")]
        for n in wanted:
            self.store_name(f, n, self.getattr(module, n))
        h.decref(f.stack.pop())

    def op_PRINT_EXPR(self: Any, f: Frame, arg: Any) -> None:
        v = f.stack[-1]
        self.display(v)
        self.heap.decref(f.stack.pop())

    def display(self: Any, v: Any) -> None:
        """sys.displayhook of a cell: the repr of a value that is not None."""
        if v is not self.none:
            self.write(self.repr(v) + "\n")

    # ------------------------------------------------------------ generators

    def op_GET_YIELD_FROM_ITER(self: Any, f: Frame, arg: Any) -> None:
        o = f.stack[-1]
        if not isinstance(o, O.Generator):
            f.stack[-1] = self.iter(o)
            self.heap.decref(o)

    def op_RETURN_GENERATOR(self: Any, f: Frame, arg: Any) -> None:
        pass

    def op_STOPITERATION_ERROR(self: Any, f: Frame, arg: Any) -> None:
        h = self.heap
        exc = f.stack[-1]
        if self.issubtype(exc.type, h.types["StopIteration"]):
            new = self.error("RuntimeError", "generator raised StopIteration").exc
            h.set_field(new, "cause", h.incref(exc))
            h.set_field(new, "context", h.incref(exc))
            new.suppress = True
            f.stack[-1] = new
            h.decref(exc)
