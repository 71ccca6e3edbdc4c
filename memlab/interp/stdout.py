"""What ``sys.stdout`` holds while its text waits to be written (Modules/_io/textio.c `_io_TextIOWrapper_write_impl`).

When output goes to a pipe or a file, text is not written at once: the stream keeps the ASCII strings themselves (others as
encoded bytes) and hands them on when about 8 KiB have come together.  Until then a printed string has one reference more,
its memory is not reused, and from the second piece on there is one more list.  A terminal, or a notebook, keeps nothing.
"""

from __future__ import annotations

from memlab.heap import lists
from memlab.heap.objects import List, Str

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

CHUNK = 8192


class PendingText:
    """``pending_bytes`` of one stream: None, one piece, or a list of pieces."""

    __slots__ = ("machine", "pieces", "count", "repr_list", "keywords")

    def __init__(self, m: Any) -> None:
        self.machine = m
        self.pieces: Any = None
        self.count = 0
        self.repr_list: Any = None  # what Py_ReprEnter keeps in the thread's dict once a container was printed
        self.keywords: Any = None  # the names of print()'s keyword parameters, made by its first call

    def make_keywords(self) -> None:
        """Make the tuple that Argument Clinic's parser of print() keeps (Python/getargs.c parser_init)."""
        if self.keywords is None:
            h = self.machine.heap
            h.begin_static()  # the names are there from the start, and so is a tuple on the free list
            names = [h.incref(h.intern(name)) for name in ("sep", "end", "file", "flush")]
            if not h.gc.stats[2].collections:
                self.keywords = h.new_tuple(names)
            h.end_static()
            if self.keywords is None:
                self.keywords = h.new_tuple(names)

    def writer(self) -> Any:
        """The bound method ``write`` that each piece is written through (Objects/fileobject.c PyFile_WriteObject)."""
        from memlab.interp.mod_sys import STREAM
        m = self.machine
        return m.native_function(STREAM.methods["write"], m.none)

    def write(self, text: Str) -> None:
        """Print a string object, borrowed, and keep what the stream would keep of it."""
        m = self.machine
        m.write(text.val)
        h = m.heap
        value = text.val
        # A subclass of str cannot be kept: it is encoded like text beyond ASCII.
        if value.isascii() and len(value) <= CHUNK:
            piece = h.incref(text)
            size = len(value)
        else:
            data = value.encode("utf-8", "surrogatepass")
            size = len(data)
            piece = h.new_bytes(data)
        if size >= CHUNK if m.profile.stdout_joins_past_chunk else self.count + size > CHUNK:
            self.flush()
        if self.pieces is None:
            self.pieces = piece
        elif self.pieces.__class__ is List:
            lists.append(h, self.pieces, piece)
        else:
            self.pieces = h.new_list([self.pieces, piece])
        self.count += size
        if self.count >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Hand the text on (`_textiowrapper_writeflush`). After this, nothing is held."""
        pieces = self.pieces
        if pieces is not None:
            self.pieces = None
            self.count = 0
            self.machine.heap.decref(pieces)

    def refs(self) -> Iterator[tuple[Any, Any]]:
        """The one reference the stream itself has."""
        if self.pieces is not None:
            yield ("text that sys.stdout has not written yet",), self.pieces
        if self.repr_list is not None:
            yield ("containers whose repr is being made",), self.repr_list
        if self.keywords is not None:
            yield ("parser of print()",), self.keywords
