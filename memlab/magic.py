"""The magics ``%%memlab`` and ``%memlab``: a thin layer between a notebook and the labs.

A notebook has one lab for each version it has used. A ``%%memlab`` cell runs in the lab of the chosen version, or of
``--python``; ``%memlab`` asks the lab in which the last cell ran.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from IPython.core.error import UsageError as IPythonUsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from memlab.api import VERSIONS, Lab, resolve
from memlab.errors import MemlabError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from memlab.model.recording import Recording

__all__ = ["MemlabMagics", "load_ipython_extension"]

USAGE = """\
%memlab show                 memory as it is now
%memlab refcount NAME        how many references there are to what NAME refers to
%memlab holders NAME         each of these references, by name
%memlab why NAME             the chain of references that keeps it alive
%memlab collect [GENERATION] run the cyclic collector
%memlab reset                start afresh: all names are gone
%memlab python [VERSION]     the CPython version to simulate from here on
NAME may be an expression, such as x[0] or node.next.
A cell that begins with %%memlab runs in the lab: %%memlab [--python VERSION] [--fresh]"""

ACTIONS = ("show", "refcount", "holders", "why", "collect", "reset", "python")


@magics_class
class MemlabMagics(Magics):
    """Runs cells in simulated interpreters and answers questions about their memory."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._labs: dict[str, Lab] = {}
        self._version: str = resolve(None)
        self._current: str = self._version

    def _lab(self, version: str) -> Lab:
        """The lab of a version; made when it is first asked for."""
        if version not in self._labs:
            self._labs[version] = Lab(version)
        return self._labs[version]

    @magic_arguments()
    @argument("--python", metavar="VERSION", default=None, help="the CPython version to simulate in this cell")
    @argument("--fresh", action="store_true", help="start that interpreter afresh before the cell runs")
    @cell_magic("memlab")  # type: ignore[arg-type]  # the stubs know no magic with another name than its method
    def run_cell(self, line: str, cell: str) -> Recording:
        """Runs the cell on a simulated CPython and shows its memory at the end."""
        self._check_options(line)
        options = parse_argstring(self.run_cell, line)
        try:
            version = self._version if options.python is None else resolve(options.python)
            lab = self._lab(version)
            if options.fresh:
                lab.reset()
            self._current = version
            return lab.run(cell)
        except MemlabError as error:
            raise IPythonUsageError(str(error)) from None

    def _check_options(self, line: str) -> None:
        for word in line.split():
            name = word.partition("=")[0]
            if name.startswith("-") and name not in ("--python", "--fresh"):
                near = get_close_matches(name, ("--python", "--fresh"), 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise IPythonUsageError(
                    f"%%memlab has no option {name!r}.{hint}\nUsage: %%memlab [--python VERSION] [--fresh]"
                )

    @line_magic("memlab")  # type: ignore[arg-type]  # as above
    def ask(self, line: str) -> object:
        """Asks the lab in which the last %%memlab cell ran, or changes it. `%memlab` alone prints what there is."""
        action, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if not action or action in ("help", "-h", "--help"):
            print(USAGE)
            return None
        if action not in ACTIONS:
            near = get_close_matches(action, ACTIONS, 1)
            hint = f" Did you mean '%memlab {near[0]}{' ' + rest if rest else ''}'?" if near else ""
            raise IPythonUsageError(f"%memlab has no action {action!r}.{hint}\n{USAGE}")
        try:
            return self._answer(action, rest)
        except MemlabError as error:
            raise IPythonUsageError(str(error)) from None

    def _answer(self, action: str, rest: str) -> object:
        if action == "python":
            self._choose(rest)
            return None
        lab = self._lab(self._current)
        if action in ("refcount", "holders", "why"):
            if not rest:
                raise IPythonUsageError(f"%memlab {action} needs a name, as in: %memlab {action} x")
            answer: object = getattr(lab, action)(rest)
            return answer
        if action == "collect":
            if not re.fullmatch("[012]?", rest):
                raise IPythonUsageError(f"%memlab collect takes a generation, 0, 1 or 2 (the default), not {rest!r}")
            return lab.collect(int(rest or "2"))
        if rest:
            raise IPythonUsageError(f"%memlab {action} takes nothing after it, and there is {rest!r}")
        if action == "reset":
            lab.reset()
            return None
        return lab.show()

    def _choose(self, version: str) -> None:
        """Chooses the version of the cells to come, or prints which one it is."""
        if version:
            self._version = self._current = resolve(version)
        print(f"CPython {self._version}; memlab simulates {', '.join(VERSIONS)}")


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """Registers the magics; called by ``%load_ext memlab``."""
    ipython.register_magics(MemlabMagics)
