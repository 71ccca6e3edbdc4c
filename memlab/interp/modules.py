"""Which modules there are and where they come from: native declarations, guest Python of ours, the host's own Lib.

`find` imports nothing but what is asked for; texts and compiled units are kept for the life of the process.
"""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.interp.instructions import Unit

NATIVE = {
    "_memlab": "mod_memlab", "_weakref": "mod_weakref", "abc": "mod_abc", "array": "mod_array", "atexit": "mod_atexit",
    "bisect": "mod_heapq", "builtins": "builtins_module", "cmath": "mod_math", "collections": "mod_collections",
    "ctypes": "mod_ctypes", "functools": "mod_functools", "gc": "mod_gc", "heapq": "mod_heapq",
    "io": "mod_io", "itertools": "mod_itertools", "json": "mod_json", "math": "mod_math", "operator": "mod_operator",
    "random": "mod_random", "re": "mod_re", "traceback": "mod_traceback", "struct": "mod_struct", "sys": "mod_sys", "time": "mod_time",
    "tracemalloc": "mod_tracemalloc", "types": "mod_types", "_thread": "mod_thread",
}
"""Modules with natives: name -> the host module under memlab.interp whose MODULES (or BUILTINS) declares it."""

GUEST = frozenset("""
__future__ inspect _collections_abc _collections_user collections.abc contextlib copy copyreg dataclasses enum fractions keyword queue
string threading timeit typing warnings weakref
""".split())
"""Modules of guest Python alone: memlab/interp/guestlib/<name>.py."""

HOST_SOURCE = frozenset({"graphlib", "numbers", "pprint", "reprlib", "textwrap"})
"""Modules run from the host's own Lib: pure Python, small, importing little."""

PACKAGES = frozenset(("collections", "ctypes", "json"))
"""Those that have submodules in CPython."""

SUBMODULES = frozenset("""
ctypes.util ctypes.wintypes ctypes.macholib json.decoder json.encoder json.scanner json.tool
""".split())
"""Real submodules that are not simulated."""

_DIR = __file__.rpartition("modules.py")[0]
_texts: dict[str, str] = {}
_units: dict[tuple[str, str], Unit] = {}
_natives: dict[tuple[str, str], NativeModule] = {}


def guest_text(name: str) -> str:
    """The source of a guestlib module."""
    text = _texts.get(name)
    if text is None:
        with open(f"{_DIR}guestlib/{name}.py", encoding="utf-8") as f:
            text = _texts[name] = f.read()
    return text


def host_text(name: str) -> tuple[str, str] | None:
    """(text, path) of a module of the host's Lib, or None when the host has no source for it."""
    import os
    path = os.path.dirname(os.__file__) + "/" + name.replace(".", "/") + ".py"
    text = _texts.get(path)
    if text is None:
        try:
            with open(path, encoding="utf-8") as f:
                text = _texts[path] = f.read()
        except OSError:
            return None
    return text, path


def _native(name: str, profile: Any) -> NativeModule:
    """The declaration of a native module as this version has it."""
    key = (name, profile.name)
    made = _natives.get(key)
    if made is not None:
        return made
    host = __import__("memlab.interp." + NATIVE[name], fromlist=["MODULES"])
    table = getattr(host, "MODULES", None)
    full: NativeModule = host.BUILTINS if table is None else table[name]
    gone = {n.rpartition(".")[2] for n in profile.missing_names if n.rpartition(".")[0] == name}
    made = full
    if gone or full.guest_source:
        made = NativeModule(name, full.doc)
        made.functions = {k: v for k, v in full.functions.items() if k not in gone}
        made.types = {k: v for k, v in full.types.items() if k not in gone}
        made.constants = {k: v for k, v in full.constants.items() if k not in gone}
        made.setup = full.setup
        if full.guest_source:
            made.guest_source = _without(guest_text(full.guest_source), gone)
    _natives[key] = made
    return made


def _without(text: str, gone: set[str]) -> str:
    """A guest source that removes the names its version does not have."""
    if not gone:
        return text
    return text + "".join(f"\nglobals().pop({n!r}, None)" for n in sorted(gone)) + "\n"


def find(name: str, profile: Any) -> NativeModule | tuple[str, str, str] | None:
    """What stands for module ``name``: a native declaration, ('source', text, filename), or None when there is no such module.

    Raises NotSimulated for a module of the standard library that memlab does not provide.
    """
    if name in profile.missing_modules:
        return None
    if name in NATIVE:
        return _native(name, profile)
    if name in HOST_SOURCE:
        found = host_text(name)
        if found is not None:
            return "source", found[0], found[1]
    if name in GUEST:
        gone = {n.rpartition(".")[2] for n in profile.missing_names if n.rpartition(".")[0] == name}
        return "source", _without(guest_text(name), gone), f"<memlab {name}>"
    import sys
    top, dot, _ = name.partition(".")
    if dot and (top in NATIVE or top in GUEST or top in HOST_SOURCE):
        if name in SUBMODULES:
            raise NotSimulated(f"the module {name}")
        return None
    if top in sys.stdlib_module_names or top in ("ipywidgets", "IPython", "memlab"):
        raise NotSimulated(f"the module {name}")
    return None


def compiled(text: str, filename: str, profile: Any) -> Unit:
    """The unit of a library source, compiled once per profile and process."""
    key = (filename, profile.name)
    unit = _units.get(key)
    if unit is None:
        from memlab.interp.compiler import compile_source
        unit = _units[key] = compile_source(text, filename, profile, "exec")
    return unit
