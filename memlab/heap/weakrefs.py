"""Weak references: the list each object keeps of those that refer to it, and what happens to them when it dies.

``o.weakrefs`` is a host list in the order of CPython's chain (None: never referred to).  In front stand the *basic*
ones, made without a callback and so shared by all who ask: first the plain ``weakref.ref``, then the plain proxy.
After them come all others, the newest first; that is the order in which callbacks run.

``WeakRef.referent`` is not a counted reference.  Source: Objects/weakrefobject.c.
"""

from __future__ import annotations

from memlab.heap.objects import WeakRef
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.heap import Heap

PROXIES = ("weakproxy", "weakcallableproxy")


def supports(o: Any) -> bool:
    """Can ``o`` be weakly referenced at all (does its type have a place for the list)?"""
    return bool(o.type.has_weakref)


def basic_refs(h: Heap, o: Any) -> tuple[Any, Any]:
    """Return the shared plain ref and the shared plain proxy of ``o``, each None if there is none
    (``get_basic_refs``).
    """
    ref = proxy = None
    refs = o.weakrefs
    if refs:
        first = refs[0]
        if first.callback is None and first.type is h.types["weakref"]:
            ref = first
            first = refs[1] if len(refs) > 1 else None
        if first is not None and first.callback is None and is_proxy(h, first):
            proxy = first
    return ref, proxy


def is_proxy(h: Heap, wr: Any) -> bool:
    """Is ``wr`` a proxy, of callable or other objects?"""
    t = wr.type
    return t is h.types["weakproxy"] or t is h.types["weakcallableproxy"]


def new_ref(h: Heap, o: Any, callback: Any = None, t: Any = None) -> Any:
    """``weakref.ref(o, callback)`` as a new reference; ``t`` is a subclass of ref or None. The plain one is shared."""
    exact = h.types["weakref"]
    if t is None:
        t = exact
    if callback is None and t is exact:
        ref, _ = basic_refs(h, o)
        if ref is not None:
            return h.incref(ref)
    wr = _make(h, o, callback, t)
    # Making it may have started a collection, so the list is looked at only now.
    if callback is None and t is exact:
        _insert(o, 0, wr)
    else:
        ref, proxy = basic_refs(h, o)
        _insert(o, (ref is not None) + (proxy is not None), wr)
    return wr


def new_proxy(h: Heap, o: Any, callback: Any, is_callable: bool) -> Any:
    """``weakref.proxy(o, callback)`` as a new reference; the one without a callback is shared."""
    if callback is None:
        _, proxy = basic_refs(h, o)
        if proxy is not None:
            return h.incref(proxy)
    wr = _make(h, o, callback, h.types["weakcallableproxy" if is_callable else "weakproxy"])
    ref, proxy = basic_refs(h, o)
    if callback is None:
        _insert(o, ref is not None, wr)
    else:
        _insert(o, (ref is not None) + (proxy is not None), wr)
    return wr


def _make(h: Heap, o: Any, callback: Any, t: Any) -> Any:
    if callback is not None:
        h.incref(callback)
    if t.is_heap:
        wr = h._new_sub(WeakRef, t, t.basicsize - t.extra_size)
        wr.referent = o
        wr.callback = callback
        wr.hash = None
        h.finish_new(wr)
        if h.log is not None and callback is not None:
            h.log((K.REFERENCE_SET, wr.serial, ("callback",), 0, callback.serial))
    else:
        wr = h.new_layout(WeakRef, t, None, referent=o, callback=callback, hash=None)
    if h.log is not None:
        h.log((K.WEAK_SET, wr.serial, o.serial))
    return wr


def _insert(o: Any, at: int, wr: Any) -> None:
    if o.weakrefs is None:
        o.weakrefs = []
    o.weakrefs.insert(at, wr)


def clear_ref(h: Heap, wr: Any) -> None:
    """Make ``wr`` dead but leave its callback (``_PyWeakref_ClearRef``)."""
    o = wr.referent
    if o is None:
        return
    wr.referent = None
    o.weakrefs.remove(wr)
    if h.log is not None:
        h.log((K.WEAKREF_CLEARED, wr.serial, o.serial))


def unlink(h: Heap, wr: Any) -> None:
    """Take a dying weak reference out of its referent's list; nothing is recorded but its own death
    (``clear_weakref``).
    """
    o = wr.referent
    if o is not None:
        wr.referent = None
        o.weakrefs.remove(wr)


def clear_weakrefs(h: Heap, o: Any) -> None:
    """Clear all weak references to the dying ``o``, then call their callbacks (``PyObject_ClearWeakRefs``).

    All are dead before the first callback runs; a weak reference that is itself dying is not told.
    """
    refs = o.weakrefs
    calls = []
    while refs:
        wr = refs[0]
        clear_ref(h, wr)
        callback = wr.callback
        if callback is not None:
            _forget_callback(h, wr)
            if wr.rc > 0:
                calls.append((h.incref(wr), callback))
            else:
                h.decref(callback)
    for wr, callback in calls:
        call_callback(h, wr, callback)
    # CPython keeps them in a tuple meanwhile, which dies back to front.
    for wr, callback in reversed(calls):
        h.decref(callback)
        h.decref(wr)


def _forget_callback(h: Heap, wr: Any) -> None:
    """Take the callback reference away from ``wr``; it is now the caller's."""
    if h.log is not None:
        h.log((K.REFERENCE_SET, wr.serial, ("callback",), wr.callback.serial, 0))
    wr.callback = None


def call_callback(h: Heap, wr: Any, callback: Any) -> None:
    """Call ``callback(wr)``; an exception is reported as unraisable, not raised (``handle_callback``)."""
    vm: Any = h.vm
    vm.call_weakref_callback(wr, callback)


def count(o: Any) -> int:
    """``weakref.getweakrefcount(o)``."""
    return len(o.weakrefs or ())
