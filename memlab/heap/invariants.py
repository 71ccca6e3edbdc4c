"""What must hold in a simulated heap between two instructions; one function per invariant.

* `counts`: the count of every mortal learner's object equals the number of its holders: references from living
objects, from
  frames (locals, value stacks) and from the interpreter itself;
* `generations`: every tracked object is in exactly one generation, ``o.gc`` says which, and everything in it is alive;
* `blocks`: no two objects share an address, and every object in an arena stands on a block that is taken;
* `reachable_alive`: whatever can be reached has a positive count, a reference to a freed object does not exist;
* `unreachable_freed`: what cannot be reached from the roots is part of a cycle, or hangs on one (the collector's
business);
* `allocator`: pymalloc's own invariants.

`check` runs all of them and raises `InternalError` naming the invariant and the objects.  `holders` and `why` answer
the
learner's question "who holds this?" from the same walk.

A root is what the interpreter itself holds: running frames and their values (``vm.frame_roots()``), the namespace of
``__main__``, modules, builtin types and machinery.
"""

from __future__ import annotations

from memlab.errors import InternalError
from memlab.heap.objects import (
    IMMORTAL,
    BoundMethod,
    Cell,
    Code,
    Dict,
    Exc,
    FrameObj,
    Function,
    Generator,
    Instance,
    List,
    Module,
    Native,
    Obj,
    Set,
    Str,
    Traceback,
    Tuple,
    Type,
    WeakRef,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from memlab.heap.heap import Heap

    Edge = tuple[Any, Any, Any]
    """(holder object or None for a root, label, held object)"""


# ---------------------------------------------------------------- walking

def roots(h: Heap, vm: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (label, object) for every reference the interpreter itself owns."""
    if vm is not None:
        for label, o in vm.frame_roots():
            yield label, o
        if vm.main_globals is not None:
            yield ("globals",), vm.main_globals
        for name, module in vm.modules.items():
            yield ("module", name), module
        extra = getattr(vm, "other_roots", None)
        if extra is not None:
            yield from extra()
    for t in h.types.values():
        if isinstance(t, Obj):
            yield ("builtin type",), t
    gc = h.gc
    for name in ("garbage", "callbacks"):
        o = getattr(gc, name)
        if o is not None:
            yield ("gc." + name,), o
    for o in getattr(h, "kept", ()):
        yield ("interned names",), o


def edges_of(o: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (label, target) of every strong reference ``o`` owns."""
    yield from o.refs()


def live_objects(h: Heap, vm: Any = None, start: Iterable[Any] = ()) -> Iterator[Any]:
    """Walk everything alive, each object once: from the roots, then what only the generations still know (garbage)."""
    seen: set[int] = set()
    queue: list[Any] = []

    def drain() -> Iterator[Any]:
        while queue:
            o = queue.pop()
            yield o
            for _, t in o.refs():
                if id(t) not in seen:
                    seen.add(id(t))
                    queue.append(t)

    def add(objects: Iterable[Any]) -> None:
        for o in objects:
            if id(o) not in seen:
                seen.add(id(o))
                queue.append(o)
    add(start)
    add(o for _, o in roots(h, vm))
    yield from drain()
    for gen in (*h.gc.generations, h.gc.permanent, h.gc.machinery):
        add(list(gen))
        yield from drain()


def all_edges(h: Heap, vm: Any) -> Iterator[Edge]:
    """Yield every strong reference there is: from the roots (holder None) and from every living object."""
    for label, o in roots(h, vm):
        yield None, label, o
    for o in live_objects(h, vm):
        for label, t in o.refs():
            yield o, label, t


def _mortal_learner(o: Any) -> bool:
    return bool(o.rc < IMMORTAL and o.serial > 0)


# ---------------------------------------------------------------- the invariants

def check(h: Heap, vm: Any = None, held: Iterable[Any] = ()) -> None:
    """Check every invariant; ``held`` are objects that the caller itself holds one reference to (an object may come
    twice).

    Raises InternalError that names the first invariant broken and the objects concerned.
    """
    held = list(held)
    generations(h)
    allocator(h)
    reachable_alive(h, vm, held)
    blocks(h, vm, held)
    counts(h, vm, held)
    unreachable_freed(h, vm, held)


def _broken(invariant: str, text: str) -> InternalError:
    return InternalError(f"invariant {invariant!r} does not hold: {text}")


def counts(h: Heap, vm: Any, held: Iterable[Any] = ()) -> None:
    """The count of every mortal learner's object is the number of its holders."""
    found: dict[int, int] = {}
    objects: dict[int, Any] = {}
    for o in live_objects(h, vm, held):
        objects[id(o)] = o
        for _, t in o.refs():
            found[id(t)] = found.get(id(t), 0) + 1
    for _, o in roots(h, vm):
        found[id(o)] = found.get(id(o), 0) + 1
    for o in held:
        found[id(o)] = found.get(id(o), 0) + 1
    wrong = [o for i, o in objects.items() if _mortal_learner(o) and found.get(i, 0) != o.rc]
    if wrong:
        rows = []
        for o in wrong[:5]:
            names = ", ".join(text for text, _ in _holder_rows(h, vm, o)) or "nobody"
            rows.append(f"{o!r} has {found.get(id(o), 0)} holders ({names})")
        raise _broken("counts", "; ".join(rows))


def generations(h: Heap) -> None:
    """Every tracked object is in exactly one generation, and ``o.gc`` is that generation."""
    gc = h.gc
    seen: dict[int, int] = {}
    for number, gen in enumerate((*gc.generations, gc.permanent, gc.machinery)):
        for o in gen:
            if id(o) in seen:
                raise _broken("generations", f"{o!r} is in generation {seen[id(o)]} and in {number}")
            seen[id(o)] = number
            if o.gc is not gen:
                raise _broken("generations", f"{o!r} is in generation {number} but says {gc.generation_of(o)}")
            if o.rc <= 0:
                raise _broken("generations", f"{o!r} is tracked in generation {number} but dead")


def blocks(h: Heap, vm: Any, held: Iterable[Any] = ()) -> None:
    """Every object stands on a block of its own that is taken."""
    owner: dict[int, Any] = {}
    pm = h.pm
    for o in live_objects(h, vm, held):
        if o.serial <= 0 or o.rc >= IMMORTAL:
            continue
        start = o.addr - (o.type.presize if o.type.is_gc else 0)
        other = owner.get(start)
        if other is not None:
            raise _broken("blocks", f"{o!r} and {other!r} share the address 0x{start:x}")
        owner[start] = o
    taken = {}
    for start, o in owner.items():
        pool = pm.pool_of(start)
        if pool is None:
            continue
        if pool.address not in taken:
            taken[pool.address] = set(pm.taken_blocks(pool))
        if start not in taken[pool.address]:
            raise _broken("blocks", f"{o!r} lives at 0x{start:x}, which is a free block")


def reachable_alive(h: Heap, vm: Any, held: Iterable[Any] = ()) -> None:
    """Nothing that can be reached has been freed."""
    for o in live_objects(h, vm, held):
        if o.rc <= 0:
            rows = ", ".join(text for text, _ in _holder_rows(h, vm, o)) or "no holder found"
            raise _broken("reachable_alive", f"{o!r} has been freed but is still held: {rows}")


def unreachable_freed(h: Heap, vm: Any, held: Iterable[Any] = ()) -> None:
    """What is alive but not reachable from the roots is on a cycle or hangs on one."""
    reached: set[int] = set()
    queue = [o for _, o in roots(h, vm)] + list(held) + list(h.gc.machinery) + list(h.gc.permanent)
    reached.update(id(o) for o in queue)
    while queue:
        for _, t in queue.pop().refs():
            if id(t) not in reached:
                reached.add(id(t))
                queue.append(t)
    lost = {id(o): o for o in live_objects(h, vm, held) if id(o) not in reached and _mortal_learner(o)}
    # Peel off what nobody lost refers to: with cycles only, nothing can be peeled.
    degree = dict.fromkeys(lost, 0)
    for o in lost.values():
        for _, t in o.refs():
            if id(t) in degree:
                degree[id(t)] += 1
    loose = [lost[i] for i, n in degree.items() if n == 0]
    if loose:
        raise _broken("unreachable_freed", f"{loose[0]!r} is alive though nothing holds it"
                      + (f" (and {len(loose) - 1} more)" if len(loose) > 1 else ""))


def allocator(h: Heap) -> None:
    """The allocator's own structure is sound."""
    try:
        h.pm.check()
    except AssertionError as error:
        raise _broken("allocator", str(error)) from error


# ---------------------------------------------------------------- who holds it

def holders(h: Heap, vm: Any, obj: Any) -> list[str]:
    """One line of text per strong reference to ``obj``: the number of lines is its count, for a mortal object."""
    return [text for text, _ in _holder_rows(h, vm, obj)]


def _holder_rows(h: Heap, vm: Any, obj: Any) -> list[tuple[str, Any]]:
    return [(describe(vm, holder, label), holder) for holder, label, target in all_edges(h, vm) if target is obj]


def why(h: Heap, vm: Any, obj: Any) -> list[str]:
    """The shortest chain of references from a root to ``obj``, one line per reference; empty when nothing reaches
    it.
    """
    parent: dict[int, tuple[Any, Any]] = {}
    level: list[Any] = []
    for label, o in roots(h, vm):
        if id(o) not in parent:
            parent[id(o)] = (None, label)
            level.append(o)
    while level and id(obj) not in parent:
        following = []
        for o in level:
            for label, t in o.refs():
                if id(t) not in parent:
                    parent[id(t)] = (o, label)
                    following.append(t)
        level = following
    if id(obj) not in parent:
        return []
    chain: list[str] = []
    o = obj
    while o is not None:
        holder, label = parent[id(o)]
        if not (holder is None and o is vm.main_globals and chain):
            chain.append(describe(vm, holder, label))
        o = holder
    return chain[::-1]


def name_of(o: Any) -> str:
    """An object as the learner knows it: type name and birth serial, or the name of what has one."""
    if isinstance(o, Type):
        return f"class {o.name}"
    if isinstance(o, Module):
        return f"module {o.name}"
    if isinstance(o, Function):
        return f"{_text(o.qualname, 'function')}()"
    return f"{o.type.name} #{o.serial}"


def _text(o: Any, other: str) -> str:
    return o.val if isinstance(o, Str) else o if isinstance(o, str) else other


def describe(vm: Any, holder: Any, label: Any) -> str:
    """Name one reference: ``global x``, ``list #3 item 0``, ``local y of f()``, ``value stack``."""
    if holder is None:
        return _describe_root(vm, label)
    if vm is not None and holder is vm.main_globals:
        return f"global {_key_name(label)}" if label[0] == "k" else f"name of global {_key_name(label)}"
    who = name_of(holder)
    if isinstance(label, tuple) and label and label[0] in ("local", "value stack", "function"):
        # a frame kept by a generator or a frame object
        text = {"local": f"local {label[-1]} of", "value stack": "value stack of", "function": "function of"}[label[0]]
        return f"{text} {who}"
    if isinstance(holder, Dict) and isinstance(label, tuple):
        return f"{who} {'value of' if label[0] == 'k' else 'key'} {_key_repr(label[1])}"
    if isinstance(holder, Set) and isinstance(label, tuple):
        return f"{who} member"
    if isinstance(holder, List | Tuple) and isinstance(label, int):
        return f"{who} item {label}"
    if isinstance(holder, Cell):
        return f"closure cell #{holder.serial}"
    if isinstance(holder, Code):
        return f"constant of {holder.unit.name}"
    if isinstance(holder, Instance | Exc) and isinstance(label, str):
        if label == "type":
            return f"class of {who}"
        return f"{who} attribute {label}"
    if isinstance(holder, Type):
        return f"{label} of {who}"
    if isinstance(holder, WeakRef):
        return f"callback of {who}"
    if isinstance(holder, Function | BoundMethod | Module | Traceback | FrameObj | Generator | Native):
        return f"{label} of {who}"
    if isinstance(label, int):
        return f"{who} item {label}"
    return f"{who} {label}" if isinstance(label, str) else f"{who} {' '.join(map(str, label))}"


def _describe_root(vm: Any, label: Any) -> str:
    kind = label[0]
    if kind == "globals":
        return "globals of __main__"
    if kind == "module":
        return f"imported module {label[1]}"
    if kind is None:
        return str(label[1])
    if isinstance(kind, str):
        return kind
    # a frame: (frame, what, name)
    where = f"{kind.code.unit.name}()" if kind.back is not None or kind.func is not None else "the module"
    what = label[1]
    if what == "local":
        return f"local {label[2]} of {where}"
    if what == "value stack":
        return "value stack" if where == "the module" else f"value stack of {where}"
    return f"{what} of {where}"


def _key_name(label: Any) -> str:
    key = label[1]
    return str(key.val) if isinstance(key, Str) else _key_repr(key)


def _key_repr(key: Any) -> str:
    val = getattr(key, "val", None)
    return repr(val) if val is not None else name_of(key)
