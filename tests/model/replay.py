"""The obvious way to a state: apply every event from the beginning. What `History` says must agree with it."""

from __future__ import annotations

from typing import Any

from memlab.model import kinds as k
from memlab.model.events import is_count

_SETS = ("set", "frozenset")


def naive(raws: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Returns the state after some raw events as plain dicts."""
    types: dict[int, str] = {}
    objects: dict[int, dict[str, Any]] = {}
    names: dict[int, dict[str, int]] = {0: {}}
    stack: list[int] = []
    weak: dict[int, int] = {}
    for e in raws:
        kind = e[0]
        if is_count(e):
            objects[e[0]]["rc"] = e[1]
        elif kind == k.TYPED:
            types[e[1]] = e[2]
        elif kind == k.ALLOCATED:
            objects[e[1]] = {"type": types[e[2]], "rc": 1, "size": e[4], "items": [], "named": {}, "gen": None}
        elif kind == k.FREED:
            del objects[e[1]]
            weak.pop(e[1], None)
        elif kind == k.SPLICED:
            items = objects[e[1]]["items"]
            assert tuple(items[e[2] : e[2] + len(e[3])]) == e[3]
            items[e[2] : e[2] + len(e[3])] = list(e[4])
        elif kind == k.REFERENCE_SET:
            named = objects[e[1]]["named"]
            named[e[2]] = e[4]
            if not e[4]:
                del named[e[2]]
        elif kind == k.ENTRY_SET:
            named = objects[e[1]]["named"]
            if objects[e[1]]["type"] in _SETS:
                changes = {("member", e[2]): e[4]}
            else:
                changes = {("key", e[2]): e[2] if e[4] else 0, ("k", e[2]): e[4]}
            for slot, target in changes.items():
                named[slot] = target
                if not target:
                    del named[slot]
        elif kind == k.NAME_BOUND:
            names[e[1]][e[2]] = e[4]
            if not e[4]:
                del names[e[1]][e[2]]
        elif kind == k.FRAME_PUSHED:
            stack.append(e[1])
            names.setdefault(e[1], {})
        elif kind == k.FRAME_POPPED:
            stack.remove(e[1])
        elif kind == k.TRACKED:
            objects[e[1]]["gen"] = e[2]
        elif kind == k.UNTRACKED:
            objects[e[1]]["gen"] = None
        elif kind == k.PROMOTED:
            objects[e[1]]["gen"] = e[3]
        elif kind == k.RESIZED:
            objects[e[1]]["size"] = e[3]
        elif kind == k.WEAK_SET:
            weak[e[1]] = e[2]
        elif kind == k.WEAKREF_CLEARED:
            weak.pop(e[1], None)
    return {"objects": objects, "names": names, "stack": stack, "weak": weak}


def lazily(snapshot: Any) -> dict[str, Any]:
    """Returns the same plain dicts, read from a snapshot."""
    objects = {
        serial: {
            "type": o.type_name,
            "rc": o.refcount,
            "size": o.size,
            "items": list(o.body.items),
            "named": dict(o.body.named),
            "gen": o.generation,
        }
        for serial, o in snapshot.objects.items()
    }
    frames = snapshot.history.frames
    return {
        "objects": objects,
        "names": {f: dict(snapshot.history.names(f, snapshot.t)) for f in frames},
        "stack": snapshot.history.stack(snapshot.t),
        "weak": {s: o.weak_referent for s, o in snapshot.objects.items() if o.weak_referent},
    }
