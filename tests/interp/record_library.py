"""Records what real interpreters answer to the programs in ``library/``.

    python tests/interp/record_library.py 3.11=/usr/bin/python3.11 3.12=python3.12 ...

Each version given replaces its column in ``library/answers.json``: stdout, the exit status and, for the programs named
``traceback_*``, stderr.  Every program runs as ``program.py`` in an empty folder, or in RECORD_DIR; RECORD_ONLY is a
pattern of their names.  Addresses are written as 0x0.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"
ANSWERS = LIBRARY / "answers.json"


def clean(text: str) -> str:
    """A program's output without what differs from run to run: addresses and the folder."""
    return re.sub(r'"[^"\n]*program\.py"', '"program.py"', re.sub(r"0x[0-9a-f]{6,}", "0x0", text))


def answer(command: list[str], program: Path) -> dict[str, object]:
    """What one interpreter prints for one program, run from a file called ``program.py``."""
    folder = Path(os.environ.get("RECORD_DIR") or tempfile.mkdtemp())
    (folder / "program.py").write_text(program.read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run([*command, "program.py"], capture_output=True, text=True, check=False, timeout=60,
                          cwd=folder, env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"})
    out: dict[str, object] = {"stdout": clean(done.stdout), "exit": done.returncode}
    if program.name.startswith("traceback_"):
        out["stderr"] = clean(done.stderr)
    return out


def main() -> None:
    answers = json.loads(ANSWERS.read_text()) if ANSWERS.exists() else {}
    for argument in sys.argv[1:]:
        version, _, command = argument.partition("=")
        words = shlex.split(command)
        wanted = os.environ.get("RECORD_ONLY", "*")
        for program in sorted(LIBRARY.glob(wanted + ".py")):
            answers.setdefault(program.name, {})[version] = answer(words, program)
    ANSWERS.write_text(json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
