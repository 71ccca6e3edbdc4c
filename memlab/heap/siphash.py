"""SipHash of str and bytes with a zero key: what CPython computes under ``PYTHONHASHSEED=0`` (Python/pyhash.c).

CPython 3.10 runs 2 rounds per block and 4 at the end, 3.11 and later 1 and 3.  A str is hashed by its stored
units: one, two or four bytes per character, whichever its widest character needs (Objects/unicodeobject.c).
"""

from __future__ import annotations

_M = 0xFFFFFFFFFFFFFFFF
_MODULUS = (1 << 61) - 1
_CACHE_LIMIT = 1 << 14
_cache: dict[tuple[str | bytes, int, int], int] = {}


def siphash(data: bytes, block_rounds: int = 1, final_rounds: int = 3) -> int:
    """Return the unsigned 64-bit SipHash of data under the zero key (Python/pyhash.c siphash13, siphash24)."""
    v0, v1, v2, v3 = 0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573
    size = len(data)
    whole = size & ~7
    words = [int.from_bytes(data[i:i + 8], "little") for i in range(0, whole, 8)]
    words.append((size & 0xFF) << 56 | int.from_bytes(data[whole:], "little"))
    last = len(words)
    for i in range(last + 1):
        if i < last:
            word = words[i]
            rounds = block_rounds
            v3 ^= word
        else:
            word = 0
            rounds = final_rounds
            v2 ^= 0xFF
        for _ in range(rounds):
            v0 = (v0 + v1) & _M
            v1 = ((v1 << 13) & _M | v1 >> 51) ^ v0
            v0 = (v0 << 32) & _M | v0 >> 32
            v2 = (v2 + v3) & _M
            v3 = ((v3 << 16) & _M | v3 >> 48) ^ v2
            v0 = (v0 + v3) & _M
            v3 = ((v3 << 21) & _M | v3 >> 43) ^ v0
            v2 = (v2 + v1) & _M
            v1 = ((v1 << 17) & _M | v1 >> 47) ^ v2
            v2 = (v2 << 32) & _M | v2 >> 32
        v0 ^= word
    return v0 ^ v1 ^ v2 ^ v3


def hash_bytes(data: bytes, block_rounds: int = 1, final_rounds: int = 3) -> int:
    """Return ``hash(data)``: signed, 0 for no bytes, never -1 (Python/pyhash.c _Py_HashBytes)."""
    if not data:
        return 0
    h = siphash(data, block_rounds, final_rounds)
    if h >= 1 << 63:
        h -= 1 << 64
    return -2 if h == -1 else h


def hash_str(text: str, block_rounds: int = 1, final_rounds: int = 3) -> int:
    """Return ``hash(text)`` under a zero key; short texts are remembered."""
    key = (text, block_rounds, final_rounds)
    h = _cache.get(key)
    if h is None:
        widest = max(text, default="")
        if widest < "\u0100":
            data = text.encode("latin-1")
        else:
            data = text.encode("utf-16-le" if widest < "\U00010000" else "utf-32-le", "surrogatepass")
        h = hash_bytes(data, block_rounds, final_rounds)
        if len(text) < 200:
            if len(_cache) >= _CACHE_LIMIT:
                _cache.clear()
            _cache[key] = h
    return h
