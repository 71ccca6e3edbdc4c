"""What the builtin types of numbers and text say and allow, version by version.

Each entry maps the first version that says so to the text (or the policy: True or False); `text` returns what
holds for the machine's profile.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ORDER = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")

_ENTRIES: dict[str, dict[str, Any]] = {
    # policies
    "to_bytes defaults": {"3.10": False, "3.11": True},
    "format z": {"3.10": False, "3.11": True},
    "format fraction grouping": {"3.10": False, "3.14": True},
    "int() uses __trunc__": {"3.10": True, "3.14": False},
    "__trunc__ deprecated": {"3.10": False, "3.11": True},
    "~bool deprecated": {"3.10": False, "3.12": True},
    "bytearray knows lists": {"3.10": False, "3.11": True},
    "keepends is any object": {"3.10": False, "3.12": True},
    "find names its argument": {"3.10": False, "3.13": True},
    "replace by keyword": {"3.10": False, "3.13": True},
    "new clinic": {"3.10": False, "3.13": True},
    "__int__ returned": {"3.10": "{2} returned non-int (type {1})", "3.15": "{0}.{2}() must return an int, not {1}"},
    "__float__ returned": {"3.10": "{0}.{2} returned non-float (type {1})",
                           "3.15": "{0}.{2}() must return a float, not {1}"},
    "__complex__ returned": {"3.10": "{2} returned non-complex (type {1})",
                             "3.15": "{0}.{2}() must return a complex, not {1}"},
    "__bytes__ returned": {"3.10": "{2} returned non-bytes (type {1})",
                           "3.15": "{0}.{2}() must return a bytes, not {1}"},
    "__bool__ returned": {"3.10": "{2} should return {3}, returned {1}", "3.15": "{0}.{2}() must return a {3}, not {1}"},
    "__index__ returned": {"3.10": "{2} returned non-int (type {1})", "3.15": "{0}.{2}() must return an int, not {1}"},
    "delete special attribute": {"3.10": "cannot delete '{0}' attribute of immutable type '{1}'",
                                 "3.15": "cannot delete '{0}' attribute of type '{1}'"},
    "__str__ returned": {"3.10": "{2} returned non-string (type {1})", "3.15": "{0}.{2}() must return a str, not {1}"},
    "__repr__ returned": {"3.10": "{2} returned non-string (type {1})", "3.15": "{0}.{2}() must return a str, not {1}"},
    "__format__ returned": {"3.10": "{2} must return a {3}, not {1}", "3.15": "{0}.{2}() must return a str, not {1}"},
    "replace arity": {"3.10": "replace expected at least 2 arguments, got {}",
                      "3.13": "replace() takes at least 2 positional arguments ({} given)"},
    "complex names its argument": {"3.10": False, "3.14": True},
    "fill byte": {"3.10": "{}() argument 2 must be a byte string of length 1, not {}"},
    "fill bytes": {"3.10": "{}() argument 2 must be a byte string of length 1, not {}",
                   "3.14": "{}(): argument 2 must be a byte string of length 1, not a {} object of length {}"},
    "%c of str": {"3.10": "%c requires int or char", "3.14": "%c requires an int or a unicode character, not {}"},
    "%c of bytes": {"3.10": "%c requires an integer in range(256) or a single byte",
                    "3.14": "%c requires an integer in range(256) or a single byte, not {}"},
    "str_ascii_iterator": {"3.10": False, "3.11": True},
    "split looks at the length": {"3.10": False, "3.12": True},
    "strip argument": {"3.10": "{} arg must be None or str"},
    "complex mixes reals": {"3.10": False, "3.14": True},
    "fromhex takes bytes": {"3.10": False, "3.14": True},
    "percent messages name the argument": {"3.10": False, "3.15": True},
    "one-byte results are shared": {"3.10": False, "3.15": True},
    # messages
    "int digits": {
        "3.10": "Exceeds the limit ({}) for integer string conversion",
        "3.11": "Exceeds the limit ({} digits) for integer string conversion"},
    "int //": {"3.10": "integer division or modulo by zero", "3.14": "division by zero"},
    "int %": {"3.10": "integer division or modulo by zero", "3.11": "integer modulo by zero",
              "3.14": "division by zero"},
    "float /": {"3.10": "float division by zero", "3.14": "division by zero"},
    "float //": {"3.10": "float floor division by zero", "3.14": "division by zero"},
    "float %": {"3.10": "float modulo", "3.13": "float modulo by zero", "3.14": "division by zero"},
    "float divmod": {"3.10": "float divmod()", "3.14": "division by zero"},
    "complex /": {"3.10": "complex division by zero", "3.14": "division by zero"},
    "0 ** negative": {"3.10": "0.0 cannot be raised to a negative power", "3.14": "zero to a negative power"},
    "0j ** negative": {"3.10": "0.0 to a negative or complex power", "3.14": "zero to a negative or complex power"},
    "negative length": {"3.10": "length argument must be non-negative", "3.15": "length cannot be negative"},
    "invalid spec": {"3.10": "Invalid format specifier",
                     "3.11": "Invalid format specifier '{}' for object of type '{}'"},
    "str index": {"3.10": "string indices must be integers", "3.11": "string indices must be integers, not '{}'"},
    "slice index": {"3.10": "slice indices must be integers or None or have an __index__ method",
                    "3.15": "slice indices must be integers or have an __index__ method"},
    "maketrans length": {"3.10": "string keys in translate table must be of length 1",
                         "3.14": "string keys in translatetable must be of length 1"},
    "maketrans keys": {"3.10": "keys in translate table must be strings or integers",
                       "3.14": "keys in translate table mustbe strings or integers"},
    "bytearray extend str": {"3.10": "", "3.13": "expected iterable of integers; got: 'str'"},
}

_tables: dict[str, dict[str, Any]] = {}


def text(m: Any, key: str) -> Any:
    """Return the message or policy ``key`` of the machine's profile."""
    name = m.heap.profile.name
    table = _tables.get(name)
    if table is None:
        table = _tables[name] = {}
        passed = _ORDER[:_ORDER.index(name) + 1]
        for entry, versions in _ENTRIES.items():
            for version in passed:
                if version in versions:
                    table[entry] = versions[version]
    return table[key]
