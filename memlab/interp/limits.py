"""The guards: how far a program may go before it is stopped with a message."""

from __future__ import annotations


class Limits:
    """Bounds on one program; each ends in `memlab.errors.LimitReached` naming the value and the bound.

    max_steps: lines executed, and items that natives take from iterators; max_bytes: simulated bytes (the host
    needs about six times as much); max_int_bits, max_str (characters), max_items (of one container); max_output (characters
    printed); max_events (raw events of a recording); max_depth: nested calls, whatever recursion limit the program sets.
    """

    __slots__ = ("max_steps", "max_bytes", "max_int_bits", "max_str", "max_items", "max_output", "max_events", "max_depth")

    def __init__(self, max_steps: int = 10_000_000, max_bytes: int = 160 << 20, max_int_bits: int = 4_000_000,
                 max_str: int = 50_000_000, max_items: int = 20_000_000, max_output: int = 10_000_000,
                 max_events: int = 3_000_000, max_depth: int = 100_000) -> None:
        self.max_steps = max_steps
        self.max_bytes = max_bytes
        self.max_int_bits = max_int_bits
        self.max_str = max_str
        self.max_items = max_items
        self.max_output = max_output
        self.max_events = max_events
        self.max_depth = max_depth
