"""The layout worker: reads DOT programs on stdin, runs Graphviz, writes positions on stdout. A process of its own.

Graphviz cannot be interrupted and holds the interpreter's lock; as a process it can be killed. Each request and each
answer is one line of JSON. Run as a script, so it imports nothing of memlab.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def lay_out(program: str) -> dict[str, Any]:
    """Runs ``dot`` and returns box centres and edge splines in points, y upwards, as Graphviz says them."""
    from pygraphviz import AGraph

    data = json.loads(AGraph(string=program).draw(format="json0", prog="dot"))
    nodes = {o["name"]: [float(v) for v in o["pos"].split(",")] for o in data.get("objects", ()) if "pos" in o}
    edges = {}
    for e in data.get("edges", ()):
        points = [p for p in e.get("pos", "").split() if not p.startswith("s,")]
        if not points or "id" not in e:
            continue
        end = None
        if points[0].startswith("e,"):
            end = [float(v) for v in points.pop(0)[2:].split(",")]
        edges[e["id"]] = [[float(v) for v in p.split(",")] for p in points] + ([end] if end else [])
    return {"nodes": nodes, "edges": edges}


def main() -> None:
    for line in sys.stdin:
        try:
            answer = lay_out(json.loads(line))
        except Exception as exc:  # noqa: BLE001 - the answer to a program that Graphviz refuses is that it refused
            answer = {"error": f"{type(exc).__name__}: {exc}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
