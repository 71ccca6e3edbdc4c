"""The kinds of raw events: the first element of every raw tuple, except of the hot one.

A raw event is a plain tuple, because the simulated heap writes millions of them. The hot one, a changed count, is
the 2-tuple ``(serial, new count)``; the old count is the one before. Every other event is ``(kind, field, ...)``.
Kinds with a single field also make 2-tuples, so their numbers lie above `ONE_FIELD`, where no serial ever gets:

    a 2-tuple whose first element is below ONE_FIELD is a changed count, and nothing else is.

**Always use the names, never the numbers.** Whatever an event refers to was ALLOCATED before, in the same log: shared
atoms too, when first met. A new object has count 1 until an event says otherwise, and is untracked until TRACKED.
Counts of `IMMORTAL` and above mean immortal; what becomes immortal tells it by such a count (machinery need not).
Serial 0 means "nothing"; machinery (types, modules, builtins, shared atoms) has negative serials, what the learner's
program made has positive ones. An instance of a class with a positive serial holds that class, in the slot ("type",), without an
event. Frame 0 is the globals of ``__main__``; frames of library code have negative numbers, and their lines are no steps.

A bound name holds its object while its frame is on the stack. FRAME_POPPED ends that, except for a frame that an object
keeps (FRAME_KEPT: a generator's, from its birth on; one that a traceback holds, after its end): the names of such a
frame hold until NAME_BOUND says otherwise.

    REFERENCE_SET slot:  int = index; str = attribute; ("k", key serial) = value of that dict key, ("key", key serial) =
                         the key itself; a tuple of one str = a slot of the object's C struct: ("cell",), ("__func__",)
"""

from __future__ import annotations

ONE_FIELD = 1 << 40
IMMORTAL = 1 << 60

LINE = 0  # frame_id, lineno
ALLOCATED = 1  # serial, type_serial, address, size, value (host atom or None)
FREED = ONE_FIELD + 2  # serial
TYPED = 3  # type_serial, name
REFERENCE_SET = 4  # owner, slot, old, new
SPLICED = 5  # owner, start, removed serials, inserted serials
NAME_BOUND = 6  # frame_id, name, old, new
FRAME_PUSHED = 7  # frame_id, function name, back frame_id, firstlineno
FRAME_POPPED = ONE_FIELD + 8  # frame_id
TRACKED = 9  # serial, generation
UNTRACKED = ONE_FIELD + 10  # serial
RESIZED = 11  # serial, old size, new size
COLLECTION_STARTED = 12  # generation, reason
GC_REFS = 13  # serial, old, new
MOVED_TO_UNREACHABLE = ONE_FIELD + 14  # serial
MOVED_BACK = ONE_FIELD + 15  # serial
WEAKREF_CLEARED = 16  # ref serial, referent serial
FINALIZER_RAN = ONE_FIELD + 17  # serial
PROMOTED = 18  # serial, from generation, to generation
COLLECTION_FINISHED = 19  # collected, uncollectable
ARENA_MAPPED = ONE_FIELD + 20  # address
POOL_CHANGED = 21  # pool address, size class or -1, state
BLOCK_TAKEN = 22  # address, nbytes, owner serial or 0
BLOCK_RETURNED = ONE_FIELD + 23  # address
OUTPUT = 24  # text, stream
RAISED = 25  # exception serial, type name, message
LIMIT = ONE_FIELD + 26  # text
WEAK_SET = 27  # ref serial, referent serial
ENTRY_SET = 28  # dict or set, key serial, old value serial, new value serial (new 0 = removed; sets: value is key)
CODE = 29  # source name, source text (one per cell run)
FRAME_KEPT = 30  # frame_id, owner serial, function name, firstlineno
