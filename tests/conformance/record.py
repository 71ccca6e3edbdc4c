#!/usr/bin/env python3
"""Records what real interpreters print for the programs beside this file.

    python tests/conformance/record.py 3.11=/usr/bin/python3.11 3.12=/opt/python/bin/python3.12

Each program runs four times, twice under a random hash seed and twice under fixed ones; what is not the same each time
is not recorded. Versions that are not given keep their entries; entries of programs that are gone go.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.conformance.run import HERE, Expected, Record, load_record, uncaught


def observe(interpreter: str, name: str, seed: str) -> Expected:
    """Runs one program as a script, by its relative path, once."""
    done = subprocess.run(
        [interpreter, "-X", "utf8", f"programs/{name}"],
        cwd=HERE,
        env={"PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return {"stdout": done.stdout, "exit": done.returncode, "error": uncaught(done.returncode, done.stderr)}


def main(arguments: list[str]) -> int:
    if not arguments or any("=" not in word for word in arguments):
        print((__doc__ or "").split("\n\n")[1].strip(), file=sys.stderr)
        return 2
    programs = sorted(path.name for path in (HERE / "programs").glob("*.py"))
    place = HERE / "expected.json"
    old: Record = load_record(HERE) if place.exists() else {}
    record: Record = {name: dict(old.get(name, {})) for name in programs}
    unstable = 0
    for word in arguments:
        version, _, interpreter = word.partition("=")
        for name in programs:
            seen = [observe(interpreter, name, seed) for seed in ("random", "random", "0", "1")]
            if any(one != seen[0] for one in seen):
                unstable += 1
                print(f"not the same each time: {name} on {version}")
                record[name].pop(version, None)
            else:
                record[name][version] = seen[0]
    ordered = {name: dict(sorted(by.items(), key=lambda kv: int(kv[0].split(".")[1]))) for name, by in record.items()}
    place.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if unstable else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
