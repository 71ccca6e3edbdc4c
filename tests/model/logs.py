"""Hand-made raw logs: a small simulated heap that keeps counts right and writes the events an engine would write."""

from __future__ import annotations

from typing import Any

from memlab.model import kinds as k
from memlab.model.recording import End, Recording

_TYPES = ["type", "list", "dict", "int", "str", "tuple", "Node", "set", "function", "weakref", "cell", "float", "generator"]
TYPE_SERIALS = {name: -(i + 1) for i, name in enumerate(_TYPES)}


class Log:
    """Writes raw events; every method is one thing a program does. Freed objects cascade."""

    def __init__(self) -> None:
        self.raw: list[tuple[Any, ...]] = []
        self.rc: dict[int, int] = {}
        self.items: dict[int, list[int]] = {}
        self.named: dict[int, dict[Any, int]] = {}
        self.names: dict[int, dict[str, int]] = {0: {}}
        self.types: dict[int, str] = {}
        self.stack: list[int] = [0]
        self.serial = 0
        self.frames = 0
        for name, serial in TYPE_SERIALS.items():
            self.raw.append((k.TYPED, serial, name))

    def new(self, type_name: str, value: Any = None, size: int = 56, tracked: bool = True) -> int:
        """Makes an object; its one reference is on the value stack."""
        self.serial += 1
        s = self.serial
        if type_name not in TYPE_SERIALS:
            raise KeyError(type_name)
        self.raw.append((k.ALLOCATED, s, TYPE_SERIALS[type_name], 0x7F0000000000 + 64 * s, size, value))
        if value is None and tracked:
            self.raw.append((k.TRACKED, s, 0))
        self.rc[s] = 1
        self.items[s] = []
        self.named[s] = {}
        self.types[s] = type_name
        return s

    def incref(self, s: int) -> None:
        self.rc[s] += 1
        self.raw.append((s, self.rc[s]))

    def decref(self, s: int) -> None:
        work = [s]
        while work:
            s = work.pop()
            self.rc[s] -= 1
            self.raw.append((s, self.rc[s]))
            if self.rc[s] == 0:
                self.raw.append((k.FREED, s))
                work += [x for x in self.items.pop(s) if x]
                work += self.named.pop(s).values()
                del self.rc[s]

    def line(self, number: int) -> None:
        self.raw.append((k.LINE, self.stack[-1], number))

    def bind(self, name: str, s: int, frame: int | None = None, steal: bool = True) -> None:
        """Binds a name (0 unbinds it); takes over the reference of `s`."""
        frame = self.stack[-1] if frame is None else frame
        if s and not steal:
            self.incref(s)
        names = self.names[frame]
        old = names.get(name, 0)
        self.raw.append((k.NAME_BOUND, frame, name, old, s))
        if s:
            names[name] = s
        else:
            names.pop(name, None)
        if old:
            self.decref(old)

    def append(self, owner: int, s: int, steal: bool = False) -> None:
        if not steal:
            self.incref(s)
        self.raw.append((k.SPLICED, owner, len(self.items[owner]), (), (s,)))
        self.items[owner].append(s)

    def splice(self, owner: int, start: int, stop: int, inserted: list[int]) -> None:
        for s in inserted:
            self.incref(s)
        removed = self.items[owner][start:stop]
        self.items[owner][start:stop] = inserted
        self.raw.append((k.SPLICED, owner, start, tuple(removed), tuple(inserted)))
        for s in removed:
            self.decref(s)

    def attr(self, owner: int, slot: Any, s: int, steal: bool = False) -> None:
        """Sets a named slot (0 clears it)."""
        if s and not steal:
            self.incref(s)
        old = self.named[owner].get(slot, 0)
        self.raw.append((k.REFERENCE_SET, owner, slot, old, s))
        if s:
            self.named[owner][slot] = s
        else:
            self.named[owner].pop(slot, None)
        if old:
            self.decref(old)

    def entry(self, owner: int, key: int, value: int) -> None:
        """Sets a dict's value for a key object (0 removes the entry)."""
        named = self.named[owner]
        old = named.get(("k", key), 0)
        for s in (key,) * (old == 0) + (value,):
            if value:
                self.incref(s)
        self.raw.append((k.ENTRY_SET, owner, key, old, value))
        if value:
            named[("key", key)] = key
            named[("k", key)] = value
        else:
            named.pop(("key", key), None)
            named.pop(("k", key), None)
            if old:
                self.decref(key)
        if old:
            self.decref(old)

    def member(self, owner: int, key: int) -> None:
        self.incref(key)
        self.raw.append((k.ENTRY_SET, owner, key, 0, key))
        self.named[owner][("member", key)] = key

    def push(self, function: str, line: int = 1) -> int:
        self.frames += 1
        self.raw.append((k.FRAME_PUSHED, self.frames, function, self.stack[-1], line))
        self.stack.append(self.frames)
        self.names[self.frames] = {}
        return self.frames

    def pop(self) -> None:
        frame = self.stack[-1]
        for name in list(self.names[frame]):
            self.bind(name, 0)
        self.stack.pop()
        self.raw.append((k.FRAME_POPPED, frame))

    def recording(self, source: str = "", **options: Any) -> Recording:
        if source:
            self.raw.insert(0, (k.CODE, "<cell 1>", source))
        return Recording(self.raw, profile=options.pop("profile", "3.14"), end=options.pop("end", End()), **options)


LOOK = """import gc
list1 = []
list2 = []
list1.append(list2)
list2.append(list1)
del list1
del list2
gc.collect()
"""


def look(lines: int = 8) -> Recording:
    """The program of the drawing: two lists that hold each other; `lines` of its lines run."""
    log = Log()
    a = b = 0
    for n in range(1, lines + 1):
        log.line(n)
        if n == 2:
            a = log.new("list")
            log.bind("list1", a)
        elif n == 3:
            b = log.new("list")
            log.bind("list2", b)
        elif n == 4:
            log.append(a, b)
            log.raw.append((k.RESIZED, a, 56, 88))
        elif n == 5:
            log.append(b, a)
            log.raw.append((k.RESIZED, b, 56, 88))
        elif n == 6:
            log.bind("list1", 0)
        elif n == 7:
            log.bind("list2", 0)
        elif n == 8:
            log.raw.append((k.COLLECTION_STARTED, 2, "gc.collect()"))
            log.raw.append((k.GC_REFS, a, 1, 0))
            log.raw.append((k.GC_REFS, b, 1, 0))
            log.raw.append((k.MOVED_TO_UNREACHABLE, a))
            log.raw.append((k.MOVED_TO_UNREACHABLE, b))
            log.incref(a)
            log.splice(a, 0, 1, [])
            log.decref(a)
            log.raw.append((k.COLLECTION_FINISHED, 2, 0))
    return log.recording(LOOK)


def linked_list(n: int = 5) -> Recording:
    """A linked list of Nodes with values, its head in a global and a walker in a call."""
    log = Log()
    log.line(1)
    node = 0
    for i in range(n):
        new = log.new("Node", size=48)
        log.attr(new, "value", log.new("int", i * 10, 28), steal=True)
        if node:
            log.attr(new, "next", node, steal=True)
        node = new
    log.bind("head", node)
    log.line(2)
    log.push("walk", 10)
    log.bind("node", node, steal=False)
    log.line(11)
    return log.recording("head = build()\nwalk(head)\n")


def mixed() -> Recording:
    """One of everything: dict, set, tuple, strings, a nested call, a weak reference, an escape-worthy value."""
    log = Log()
    log.line(1)
    d = log.new("dict", size=184)
    log.bind("shop", d)
    key = log.new("str", "apples", 55)
    items = log.new("list")
    for i in range(14):
        log.append(items, log.new("int", i * i, 28), steal=True)
    log.entry(d, key, items)
    log.decref(key)
    log.decref(items)
    evil = log.new("str", "<script>alert('&')</script>", 80)
    key = log.new("str", "note", 53)
    log.entry(d, key, evil)
    log.decref(key)
    log.decref(evil)
    log.bind("long_text", log.new("str", "x" * 5000, 5041))
    t = log.new("tuple", size=56)
    log.append(t, items)
    log.append(t, log.new("float", 2.5, 24), steal=True)
    log.bind("pair", t)
    w = log.new("weakref", size=72)
    log.raw.append((k.WEAK_SET, w, items))
    log.bind("watcher", w)
    log.line(2)
    log.push("total", 5)
    log.bind("basket", items, steal=False)
    log.bind("n", log.new("int", 0, 28))
    log.line(6)
    s = log.new("set", size=216)
    one = log.new("tuple", size=48)
    log.member(s, one)
    log.decref(one)
    log.bind("seen", s)
    node = log.new("Node", size=48)
    log.attr(node, "me", node)
    log.bind("node", node)
    log.line(7)
    return log.recording("shop = {}\ntotal(shop)\n")


def many_lists(n: int = 10_000, steps: int = 100_000) -> Recording:
    """A loop of many steps that appends `n` lists to one list."""
    log = Log()
    log.line(1)
    top = log.new("list")
    log.bind("lists", top)
    every = steps // n
    for i in range(steps):
        log.line(2 + i % every)
        if i % every == 0:
            log.append(top, log.new("list"), steal=True)
        elif i % every == 1:
            log.bind("i", log.new("int", i, 28))
    return log.recording("for i in range(...): ...\n")


def grid(n: int = 50) -> Recording:
    """About `n` objects: a list of lists and Nodes that also refer to each other."""
    log = Log()
    log.line(1)
    top = log.new("list")
    log.bind("rows", top)
    before = 0
    while log.serial < n:
        row = log.new("list")
        log.append(top, row, steal=True)
        for _ in range(5):
            node = log.new("Node", size=48)
            log.append(row, node, steal=True)
            if before:
                log.attr(node, "before", before)
            before = node
    log.line(2)
    return log.recording("rows = make()\n")
