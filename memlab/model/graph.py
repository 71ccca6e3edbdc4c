"""Graph algorithms, written once over an abstract successor function and without recursion.

A graph is a set of hashable nodes and a function from a node to its successors. Every algorithm visits in the order in
which it is given nodes and successors, so its results are reproducible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node")
Successors = Callable[[Node], Iterable[Node]]


def reachable(roots: Iterable[Node], successors: Successors[Node]) -> dict[Node, None]:
    """Returns the roots and all nodes that can be reached from them, in breadth-first order."""
    seen = dict.fromkeys(roots)
    queue = deque(seen)
    while queue:
        for node in successors(queue.popleft()):
            if node not in seen:
                seen[node] = None
                queue.append(node)
    return seen


def shortest_path(
    sources: Iterable[Node], is_goal: Callable[[Node], bool], successors: Successors[Node]
) -> list[Node] | None:
    """Returns the nodes of a shortest path from a source to a goal, or None when there is none."""
    came_from: dict[Node, Node | None] = dict.fromkeys(sources)
    queue = deque(came_from)
    while queue:
        node = queue.popleft()
        if is_goal(node):
            path = [node]
            while (before := came_from[path[-1]]) is not None:
                path.append(before)
            return path[::-1]
        for after in successors(node):
            if after not in came_from:
                came_from[after] = node
                queue.append(after)
    return None


def strongly_connected(nodes: Iterable[Node], successors: Successors[Node]) -> list[list[Node]]:
    """Returns the strongly connected components, successors before predecessors (Tarjan, with an explicit stack).

    Each component lists its nodes in the order in which they were found.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    open_nodes: list[Node] = []
    is_open: set[Node] = set()
    components: list[list[Node]] = []
    work: list[tuple[Node, Iterator[Node]]] = []

    def enter(node: Node) -> None:
        index[node] = low[node] = len(index)
        open_nodes.append(node)
        is_open.add(node)
        work.append((node, iter(successors(node))))

    for root in nodes:
        if root in index:
            continue
        enter(root)
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in index:
                    enter(after)
                    break
                if after in is_open:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    at = len(open_nodes) - 1
                    while open_nodes[at] != node:
                        at -= 1
                    component = open_nodes[at:]
                    del open_nodes[at:]
                    is_open.difference_update(component)
                    components.append(component)
    return components


def cycles(nodes: Iterable[Node], successors: Successors[Node]) -> list[list[Node]]:
    """Returns the strongly connected components that hold a cycle: more than one node, or one that refers to itself."""
    return [c for c in strongly_connected(nodes, successors) if len(c) > 1 or c[0] in successors(c[0])]
