"""Addresses: CPython's small-object allocator and the C library's malloc below it.

Requests of 1 to 512 bytes are rounded up to one of 32 *size classes* and served from *pools* (16 KiB, one size class
each) that are carved from *arenas* (1 MiB, mapped from the operating system).  Everything else goes to malloc.

A pool is in one of three states:

* **used**: at least one block taken and one free; linked in ``usedpools[size class]``, the head serves requests;
* **full**: every block taken; linked nowhere; freeing a block puts it at the front of its ``usedpools`` list;
* **empty**: every block free; linked in its arena's ``freepools``, ready for any size class.

Arenas with free pools are linked in ``usable_arenas`` in ascending order of ``nfreepools``, so the fullest is used
first and the emptiest has a chance to be returned.  ``nfp2lasta[n]`` is the last arena with exactly n free pools.

Invariant: block addresses leave a pool lowest first, and a freed block is the next one handed out (LIFO).
Source: Objects/obmalloc.c; Include/internal/pycore_obmalloc.h.
"""

from __future__ import annotations

from memlab.errors import LimitReached
from memlab.model.kinds import ARENA_MAPPED as _ARENA_MAPPED
from memlab.model.kinds import BLOCK_RETURNED as _BLOCK_RETURNED
from memlab.model.kinds import BLOCK_TAKEN as _BLOCK_TAKEN
from memlab.model.kinds import POOL_CHANGED as _POOL_CHANGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

__all__ = ["EMPTY", "FULL", "USED", "Arena", "CLibraryMalloc", "MmapArea", "Pool", "Pymalloc"]

USED = "used"
FULL = "full"
EMPTY = "empty"

# An unaligned arena costs one pool, as it usually does on Linux, where mmap aligns to pages only.
_MMAP_TOP = 0x7F5A_3C6E_5000
_BRK_START = 0x5581_D2C4_A000
_PAGE = 4096
_WORD = 8


class Pool:
    """One pool: a run of equal blocks.  ``free`` is the freeblock chain with its head at the end of the host list.

    CPython links only the blocks that were freed and carves the others lazily; filling the stack at once gives
    the same order, because carving only ever happens below everything that was freed.
    """

    __slots__ = ("address", "arena", "capacity", "free", "nextpool", "prevpool", "szidx")

    def __init__(self, address: int, arena: Arena) -> None:
        self.address = address
        self.arena = arena
        self.szidx = -1
        self.capacity = 0
        self.free: list[int] = []
        self.nextpool: Pool | None = None
        self.prevpool: Pool | None = None

    @property
    def taken(self) -> int:
        """How many blocks are handed out (``ref.count``)."""
        return self.capacity - len(self.free)

    @property
    def state(self) -> str:
        """`USED`, `FULL` or `EMPTY`."""
        if len(self.free) == self.capacity:
            return EMPTY
        return USED if self.free else FULL

    def __repr__(self) -> str:
        return f"<Pool {self.address:#x} class {self.szidx} {self.taken}/{self.capacity} {self.state}>"


class Arena:
    """One mapping of ``arena_size`` bytes (``struct arena_object``)."""

    __slots__ = (
        "address",
        "freepools",
        "nextarena",
        "nfreepools",
        "ntotalpools",
        "pool_address",
        "pools",
        "prevarena",
    )

    def __init__(self, address: int, pool_address: int, ntotalpools: int) -> None:
        self.address = address
        self.pool_address = pool_address  # the first pool never carved so far
        self.nfreepools = ntotalpools
        self.ntotalpools = ntotalpools
        self.freepools: list[Pool] = []  # a stack
        self.pools: list[Pool] = []  # carved so far, by address
        self.nextarena: Arena | None = None
        self.prevarena: Arena | None = None

    def __repr__(self) -> str:
        return f"<Arena {self.address:#x} {self.nfreepools}/{self.ntotalpools} pools free>"


class MmapArea:
    """Linux's top-down placement of mappings: the highest gap that is large enough.

    ``mapped`` is the sum of all mappings; beyond ``limit`` bytes (0: none) a request is refused with LimitReached.
    """

    __slots__ = ("bottom", "gaps", "limit", "mapped")

    def __init__(self, top: int) -> None:
        self.limit = 0
        self.mapped = 0
        self.bottom = top
        self.gaps: list[tuple[int, int]] = []  # (address, size), highest first, never adjacent to each other

    def map(self, size: int) -> int:
        """Return the address of a new mapping of `size` bytes (a multiple of the page size)."""
        self.check(size)
        self.mapped += size
        gaps = self.gaps
        for i, (address, room) in enumerate(gaps):
            if room >= size:
                if room == size:
                    del gaps[i]
                else:
                    gaps[i] = (address, room - size)
                return address + room - size
        self.bottom -= size
        return self.bottom

    def check(self, size: int) -> None:
        """Refuse ``size`` more bytes when that exceeds the limit."""
        if self.limit and self.mapped + size > self.limit:
            raise LimitReached(f"the program would use {self.mapped + size:,} simulated bytes; memlab stops at {self.limit:,}")

    def unmap(self, address: int, size: int) -> None:
        """Give a mapping back.  After this, neighbouring gaps are one gap."""
        self.mapped -= size
        gaps = [*self.gaps, (address, size)]
        gaps.sort(reverse=True)
        merged: list[tuple[int, int]] = []
        for start, room in gaps:
            if merged and start + room == merged[-1][0]:
                merged[-1] = (start, room + merged[-1][1])
            else:
                merged.append((start, room))
        if merged and merged[-1][0] == self.bottom:
            self.bottom += merged.pop()[1]
        self.gaps = merged


class CLibraryMalloc:
    """A deterministic stand-in for glibc's malloc: 16-byte aligned chunks with an 8-byte size word.

    A freed chunk is reused by the next request of exactly its size (last freed first), chunks above 1032 bytes that
    touch the top of the heap melt into it, and from ``mmap_threshold`` on a request gets a mapping of its own.
    Freeing such a mapping raises the threshold to its size, as M_MMAP_THRESHOLD does.

    Simplified: free neighbours are not merged and no chunk is split; what is lost is only which address a
    large block gets after fragmentation.
    """

    __slots__ = ("bins", "chunks", "mmap_threshold", "mmapped", "mmaps", "start", "top", "total")

    TCACHE_MAX = 1040  # chunk size up to which a freed chunk never melts into the top
    MMAP_THRESHOLD_MAX = 32 << 20

    def __init__(self, mmaps: MmapArea, start: int = _BRK_START, mmap_threshold: int = 128 << 10) -> None:
        self.mmaps = mmaps
        self.start = start + 0x290  # glibc's tcache structure is the first chunk
        self.top = self.start
        self.mmap_threshold = mmap_threshold
        self.bins: dict[int, list[int]] = {}
        self.chunks: dict[int, int] = {}  # address handed out -> chunk size
        self.mmapped: dict[int, int] = {}
        self.total = 0

    def malloc(self, nbytes: int) -> int:
        """Return the address of a block of at least `nbytes` bytes (glibc malloc/malloc.c _int_malloc)."""
        size = (nbytes + _WORD + 15) & ~15
        if size < 32:
            size = 32
        stack = self.bins.get(size)
        if stack:
            address = stack.pop()
        elif nbytes >= self.mmap_threshold:
            size = (size + _WORD + _PAGE - 1) & -_PAGE
            address = self.mmaps.map(size) + 16
            self.mmapped[address] = size
            self.total += size
            return address
        else:
            self.mmaps.check(self.top + size - self.start)
            address = self.top + 16
            self.top += size
        self.chunks[address] = size
        self.total += size
        return address

    def free(self, address: int) -> None:
        """Give a block back (glibc malloc/malloc.c _int_free).  KeyError when it was not handed out."""
        size = self.chunks.pop(address, 0)
        if size:
            self.total -= size
            if size > self.TCACHE_MAX and address - 16 + size == self.top:
                self.top = address - 16
            else:
                self.bins.setdefault(size, []).append(address)
            return
        size = self.mmapped.pop(address)
        self.total -= size
        if self.mmap_threshold < size <= self.MMAP_THRESHOLD_MAX:
            self.mmap_threshold = size
        self.mmaps.unmap(address - 16, size)

    def realloc(self, address: int, nbytes: int) -> int:
        """Resize a block, in place when it shrinks or ends at the top of the heap."""
        size = self.chunks.get(address, 0)
        if size:
            new = (nbytes + _WORD + 15) & ~15
            if new < 32:
                new = 32
            if new == size:
                return address
            if address - 16 + size == self.top and nbytes < self.mmap_threshold:
                self.top += new - size
                self.chunks[address] = new
                self.total += new - size
                return address
            if new < size:
                return address  # Simplified: glibc splits off the rest and frees it
        else:
            size = self.mmapped[address]
            new = (nbytes + 2 * _WORD + 15 + _PAGE - 1) & -_PAGE
            if new == size:
                return address
        moved = self.malloc(nbytes)
        self.free(address)
        return moved

    def size(self, address: int) -> int:
        """Return how many bytes the block at `address` can hold; KeyError when it was not handed out."""
        size = self.chunks.get(address, 0)
        return size - _WORD if size else self.mmapped[address] - 2 * _WORD


class Pymalloc:
    """The object allocator.  Every size and address is a constructor argument, so tests run four-block pools.

    ``log`` is None or a host callable that receives event tuples; ``owner`` is the serial put into BLOCK_TAKEN.
    """

    __slots__ = (
        "_class_of",
        "_empty_stack",
        "_heads",
        "_pool_shift",
        "_pools",
        "_stacks",
        "alignment",
        "arena_size",
        "arenas_mapped",
        "arenas_highwater",
        "log",
        "mmaps",
        "nfp2lasta",
        "owner",
        "pool_header",
        "pool_size",
        "raw",
        "threshold",
        "usable_arenas",
        "_arenas",
    )

    def __init__(
        self,
        arena_size: int = 1 << 20,
        pool_size: int = 1 << 14,
        alignment: int = 16,
        pool_header: int = 48,
        small_request_threshold: int = 512,
        arena_base: int = _MMAP_TOP,
        heap_base: int = _BRK_START,
        log: Callable[[tuple[Any, ...]], object] | None = None,
    ) -> None:
        if pool_size & (pool_size - 1) or arena_size % pool_size or arena_size < 2 * pool_size:
            raise ValueError(f"pool size {pool_size} must be a power of two that divides the arena size {arena_size}")
        if small_request_threshold % alignment or alignment & (alignment - 1):
            raise ValueError(f"threshold {small_request_threshold} must be a multiple of the alignment {alignment}")
        if (pool_size - pool_header) // small_request_threshold < 2:
            raise ValueError(f"a pool of {pool_size} bytes must hold two blocks of {small_request_threshold} bytes")
        self.arena_size = arena_size
        self.pool_size = pool_size
        self.alignment = alignment
        self.pool_header = pool_header
        self.threshold = small_request_threshold
        self.log = log
        self.owner = 0
        classes = small_request_threshold // alignment
        # Index by the number of bytes; entry 0 is never used.
        self._class_of = (0, *[(n - 1) // alignment for n in range(1, small_request_threshold + 1)])
        self._empty_stack: list[int] = []
        self._stacks: list[list[int]] = [self._empty_stack] * classes  # free stack of the head of usedpools
        self._heads: list[Pool | None] = [None] * classes  # usedpools
        self._pool_shift = pool_size.bit_length() - 1
        self._pools: dict[int, Pool] = {}
        self._arenas: list[Arena] = []
        self.usable_arenas: Arena | None = None
        self.nfp2lasta: dict[int, Arena] = {}
        self.arenas_mapped = 0
        self.arenas_highwater = 0
        self.mmaps = MmapArea(arena_base + arena_size)
        self.raw = CLibraryMalloc(self.mmaps, heap_base)

    # -- the hot three -----------------------------------------------------------------------------------------

    def malloc(self, nbytes: int) -> int:
        """Return the address of a new block of at least `nbytes` bytes (Objects/obmalloc.c _PyObject_Malloc)."""
        if 0 < nbytes <= self.threshold:
            szidx = self._class_of[nbytes]
            stack = self._stacks[szidx]
            if stack:
                address = stack.pop()
                if not stack:
                    self._pool_is_full(szidx)
            else:
                address = self._allocate_from_new_pool(szidx)
        else:
            address = self.raw.malloc(nbytes)
        if self.log is not None:
            self.log((_BLOCK_TAKEN, address, nbytes, self.owner))
        return address

    def free(self, address: int) -> None:
        """Give a block back (Objects/obmalloc.c pymalloc_free).  KeyError when it belongs to nobody."""
        pool = self._pools.get(address >> self._pool_shift)
        if pool is not None:
            stack = pool.free
            if stack:
                stack.append(address)
                if len(stack) == pool.capacity:
                    self._pool_is_empty(pool)
            else:
                stack.append(address)
                self._insert_to_usedpool(pool)
        else:
            self.raw.free(address)
        if self.log is not None:
            self.log((_BLOCK_RETURNED, address))

    def realloc(self, address: int, nbytes: int) -> int:
        """Resize a block; it stays when it still fits and at most a quarter would be wasted.

        A block of malloc never moves into a pool, however small it gets (Objects/obmalloc.c pymalloc_realloc).
        """
        pool = self._pools.get(address >> self._pool_shift)
        if pool is None:
            moved = self.raw.realloc(address, nbytes)
            if self.log is not None:
                self.log((_BLOCK_RETURNED, address))
                self.log((_BLOCK_TAKEN, moved, nbytes, self.owner))
            return moved
        size = (pool.szidx + 1) * self.alignment
        if nbytes <= size and 4 * nbytes > 3 * size:
            return address
        moved = self.malloc(nbytes)
        self.free(address)
        return moved

    # -- pools -------------------------------------------------------------------------------------------------

    def _pool_is_full(self, szidx: int) -> None:
        """Unlink the head of usedpools, which has no free block left (pymalloc_pool_extend)."""
        pool = self._heads[szidx]
        assert pool is not None
        following = pool.nextpool
        pool.nextpool = None
        self._heads[szidx] = following
        if following is None:
            self._stacks[szidx] = self._empty_stack
        else:
            following.prevpool = None
            self._stacks[szidx] = following.free
        if self.log is not None:
            self.log((_POOL_CHANGED, pool.address, szidx, FULL))

    def _insert_to_usedpool(self, pool: Pool) -> None:
        """Link a pool at the front of its usedpools list."""
        szidx = pool.szidx
        head = self._heads[szidx]
        pool.nextpool = head
        pool.prevpool = None
        if head is not None:
            head.prevpool = pool
        self._heads[szidx] = pool
        self._stacks[szidx] = pool.free
        if self.log is not None:
            self.log((_POOL_CHANGED, pool.address, szidx, USED))

    def _pool_is_empty(self, pool: Pool) -> None:
        """Move a pool whose last block came back to its arena's freepools (insert_to_freepool)."""
        following, previous = pool.nextpool, pool.prevpool
        if following is not None:
            following.prevpool = previous
        if previous is not None:
            previous.nextpool = following
        else:
            self._heads[pool.szidx] = following
            self._stacks[pool.szidx] = self._empty_stack if following is None else following.free
        pool.nextpool = pool.prevpool = None
        if self.log is not None:
            self.log((_POOL_CHANGED, pool.address, pool.szidx, EMPTY))
        self._pool_to_arena(pool)

    def _allocate_from_new_pool(self, szidx: int) -> int:
        """Take an empty pool from the arena with the fewest, and its first block (allocate_from_new_pool)."""
        arena = self.usable_arenas
        lasta = self.nfp2lasta
        if arena is None:
            arena = self._new_arena()
            self.usable_arenas = arena
            lasta[arena.nfreepools] = arena
        nf = arena.nfreepools
        # It has the fewest free pools already, so it stays first; only nfp2lasta changes.
        if lasta.get(nf) is arena:
            del lasta[nf]
        if nf > 1:
            lasta[nf - 1] = arena
        arena.nfreepools = nf - 1
        if arena.freepools:
            pool = arena.freepools.pop()
        else:
            pool = Pool(arena.pool_address, arena)
            arena.pool_address += self.pool_size
            arena.pools.append(pool)
            self._pools[pool.address >> self._pool_shift] = pool
        if nf == 1:
            following = arena.nextarena
            arena.nextarena = None
            self.usable_arenas = following
            if following is not None:
                following.prevarena = None
        if pool.szidx != szidx:
            # A pool that served the same size class before keeps its chain of free blocks.
            size = (szidx + 1) * self.alignment
            pool.szidx = szidx
            first = pool.address + self.pool_header
            pool.capacity = capacity = (self.pool_size - self.pool_header) // size
            pool.free = list(range(first + (capacity - 1) * size, first - 1, -size))
        address = pool.free.pop()
        self._insert_to_usedpool(pool)
        return address

    # -- arenas ------------------------------------------------------------------------------------------------

    def _new_arena(self) -> Arena:
        """Map an arena; pages before the first pool boundary are lost (new_arena)."""
        address = self.mmaps.map(self.arena_size)
        first = (address + self.pool_size - 1) & -self.pool_size
        total = self.arena_size // self.pool_size - (1 if first != address else 0)
        arena = Arena(address, first, total)
        self._arenas.append(arena)
        self.arenas_mapped += 1
        if len(self._arenas) > self.arenas_highwater:
            self.arenas_highwater = len(self._arenas)
        if self.log is not None:
            self.log((_ARENA_MAPPED, address))
        return arena

    def _pool_to_arena(self, pool: Pool) -> None:
        """Count an empty pool for its arena and keep usable_arenas sorted (insert_to_freepool, second half)."""
        arena = pool.arena
        lasta = self.nfp2lasta
        arena.freepools.append(pool)
        nf = arena.nfreepools
        last_of_nf = lasta.get(nf)
        if last_of_nf is arena:
            previous = arena.prevarena
            if previous is not None and previous.nfreepools == nf:
                lasta[nf] = previous
            else:
                del lasta[nf]
        nf += 1
        arena.nfreepools = nf
        if nf == arena.ntotalpools and arena.nextarena is not None:
            self._unmap_arena(arena)
            return
        if nf == 1:  # it was not linked, and nothing can have fewer free pools
            head = self.usable_arenas
            arena.nextarena = head
            arena.prevarena = None
            if head is not None:
                head.prevarena = arena
            self.usable_arenas = arena
            lasta.setdefault(1, arena)
            return
        lasta.setdefault(nf, arena)
        if last_of_nf is arena or last_of_nf is None:
            return
        # Move it to the right of the last arena that has one free pool less.
        following, previous = arena.nextarena, arena.prevarena
        assert following is not None
        following.prevarena = previous
        if previous is not None:
            previous.nextarena = following
        else:
            self.usable_arenas = following
        after = last_of_nf.nextarena
        arena.prevarena = last_of_nf
        arena.nextarena = after
        last_of_nf.nextarena = arena
        if after is not None:
            after.prevarena = arena

    def _unmap_arena(self, arena: Arena) -> None:
        """Return an arena without a taken block to the system; the last usable arena is always kept."""
        following, previous = arena.nextarena, arena.prevarena
        assert following is not None
        following.prevarena = previous
        if previous is not None:
            previous.nextarena = following
        else:
            self.usable_arenas = following
        for pool in arena.pools:
            del self._pools[pool.address >> self._pool_shift]
            if self.log is not None:
                self.log((_POOL_CHANGED, pool.address, -1, EMPTY))
        self._arenas.remove(arena)
        self.mmaps.unmap(arena.address, self.arena_size)

    # -- what pictures and counters ask ------------------------------------------------------------------------

    def arenas(self) -> list[Arena]:
        """Return the mapped arenas, oldest first."""
        return list(self._arenas)

    def usable(self) -> Iterator[Arena]:
        """Yield the arenas that have a free pool, in the order in which they will be used."""
        arena = self.usable_arenas
        while arena is not None:
            yield arena
            arena = arena.nextarena

    def usedpools(self, szidx: int) -> Iterator[Pool]:
        """Yield the used pools of a size class; the first serves the next request."""
        pool = self._heads[szidx]
        while pool is not None:
            yield pool
            pool = pool.nextpool

    def pool_of(self, address: int) -> Pool | None:
        """Return the pool that contains `address`, None for a block of malloc (address_in_range)."""
        return self._pools.get(address >> self._pool_shift)

    def size_class(self, nbytes: int) -> int:
        """Return the size class of a request, -1 when malloc serves it."""
        return self._class_of[nbytes] if 0 < nbytes <= self.threshold else -1

    def block_size(self, address: int) -> int:
        """Return how many bytes the block at `address` can hold."""
        pool = self._pools.get(address >> self._pool_shift)
        return self.raw.size(address) if pool is None else (pool.szidx + 1) * self.alignment

    def block_map(self, pool: Pool) -> str:
        """Return one character per block of a pool, lowest address first: ``#`` taken, ``.`` free."""
        free = set(pool.free)
        size = (pool.szidx + 1) * self.alignment
        first = pool.address + self.pool_header
        return "".join("." if first + i * size in free else "#" for i in range(pool.capacity))

    def taken_blocks(self, pool: Pool) -> list[int]:
        """Return the addresses of a pool's taken blocks, lowest first."""
        free = set(pool.free)
        size = (pool.szidx + 1) * self.alignment
        first = pool.address + self.pool_header
        return [a for a in range(first, first + pool.capacity * size, size) if a not in free]

    @property
    def allocated_blocks(self) -> int:
        """Blocks taken from pools and from malloc: sys.getallocatedblocks()."""
        pools = sum(pool.capacity - len(pool.free) for pool in self._pools.values())
        return pools + len(self.raw.chunks) + len(self.raw.mmapped)

    @property
    def allocated_bytes(self) -> int:
        """Bytes in taken blocks, rounded up to their size class."""
        pools = sum((p.capacity - len(p.free)) * (p.szidx + 1) * self.alignment for p in self._pools.values())
        return pools + self.raw.total

    # -- invariants --------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise AssertionError that names the first invariant found broken (obmalloc.c pymalloc's own asserts)."""
        self._check_pools()
        self._check_usedpools()
        self._check_arenas()

    def _check_pools(self) -> None:
        for arena in self._arenas:
            at = (arena.address + self.pool_size - 1) & -self.pool_size
            for pool in arena.pools:
                assert pool.address == at, f"pools_are_contiguous: {pool} should be at {at:#x}"
                at += self.pool_size
                assert pool.arena is arena, f"pool_knows_its_arena: {pool}"
                assert self._pools[pool.address >> self._pool_shift] is pool, f"address_finds_pool: {pool}"
                size = (pool.szidx + 1) * self.alignment
                assert len(set(pool.free)) == len(pool.free), f"no_block_freed_twice: {pool}"
                for block in pool.free:
                    offset = block - pool.address - self.pool_header
                    assert offset % size == 0, f"free_block_is_aligned: {block:#x} in {pool}"
                    assert 0 <= offset // size < pool.capacity, f"free_block_in_its_pool: {block:#x} in {pool}"
            assert at == arena.pool_address, f"pool_address_is_the_next_pool: {arena}"
        carved = sum(len(arena.pools) for arena in self._arenas)
        assert carved == len(self._pools), "every_pool_in_one_arena"

    def _check_usedpools(self) -> None:
        linked = set()
        for szidx, head in enumerate(self._heads):
            stack = self._empty_stack if head is None else head.free
            assert self._stacks[szidx] is stack, f"stack_is_the_heads: size class {szidx}"
            previous = None
            for pool in self.usedpools(szidx):
                assert pool.szidx == szidx, f"usedpools_sorted_by_class: {pool} in list {szidx}"
                assert pool.state == USED, f"usedpools_hold_used_pools: {pool}"
                assert pool.prevpool is previous, f"usedpools_doubly_linked: {pool}"
                assert pool.address not in linked, f"pool_linked_once: {pool}"
                linked.add(pool.address)
                previous = pool
        assert not self._empty_stack, "empty_stack_stays_empty"
        for pool in self._pools.values():
            assert (pool.state == USED) == (pool.address in linked), f"used_pools_are_linked: {pool}"

    def _check_arenas(self) -> None:
        previous: Arena | None = None
        last: dict[int, Arena] = {}
        usable = list(self.usable())
        for arena in usable:
            assert arena.prevarena is previous, f"usable_arenas_doubly_linked: {arena}"
            assert arena.nfreepools > 0, f"usable_arena_has_a_free_pool: {arena}"
            if previous is not None:
                assert previous.nfreepools <= arena.nfreepools, f"fullest_arena_first: {previous} before {arena}"
            last[arena.nfreepools] = arena
            previous = arena
        assert last == self.nfp2lasta, f"nfp2lasta_is_the_last_of_its_count: {self.nfp2lasta}, expected {last}"
        for arena in self._arenas:
            assert (arena in usable) == (arena.nfreepools > 0), f"arena_with_room_is_usable: {arena}"
            uncarved = arena.ntotalpools - len(arena.pools)
            empty = [pool for pool in arena.pools if pool.state == EMPTY]
            assert set(map(id, empty)) == set(map(id, arena.freepools)), f"empty_pools_are_in_freepools: {arena}"
            assert arena.nfreepools == uncarved + len(empty), f"nfreepools_counts_free_pools: {arena}"
        emptied = [arena for arena in usable if arena.nfreepools == arena.ntotalpools]
        assert len(emptied) <= 1, f"at_most_one_empty_arena_is_kept: {emptied}"
