"""memlab: how CPython manages memory, simulated, recorded and drawn.

Importing this package is light: everything public is loaded on first use.
"""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = ["Lab", "Recording", "Timeline", "load", "run"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from memlab.api import Lab, load, run
    from memlab.model.recording import Recording
    from memlab.timeline import Timeline

# public name -> module that defines it
_HOME = {
    "Lab": "memlab.api",
    "run": "memlab.api",
    "load": "memlab.api",
    "Recording": "memlab.model.recording",
    "Timeline": "memlab.timeline",
}


def __getattr__(name: str) -> object:
    """Loads a public name from the module that defines it (PEP 562)."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'memlab' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(home)
    try:
        value: object = getattr(module, name)
    except AttributeError:
        raise AttributeError(f"module 'memlab' has no attribute {name!r}") from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(list(globals()) + __all__)


def load_ipython_extension(ipython: object) -> None:
    """Makes ``%load_ext memlab`` register the magics."""
    from importlib import import_module

    import_module("memlab.magic").load_ipython_extension(ipython)
