from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from memlab.model import graph

graphs = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=4), min_size=n, max_size=n)
)


def closure(edges: list[list[int]], root: int) -> set[int]:
    """Everything that can be reached, by the obvious repetition."""
    seen = {root}
    while True:
        more = seen | {b for a in seen for b in edges[a]}
        if more == seen:
            return seen
        seen = more


@given(graphs)
def test_components_are_what_reaches_each_other(edges: list[list[int]]) -> None:
    components = graph.strongly_connected(range(len(edges)), edges.__getitem__)
    assert sorted(x for c in components for x in c) == list(range(len(edges)))
    reach = [closure(edges, n) for n in range(len(edges))]
    of = {x: i for i, c in enumerate(components) for x in c}
    for a in range(len(edges)):
        for b in range(len(edges)):
            assert (of[a] == of[b]) == (b in reach[a] and a in reach[b])
            if b in reach[a]:
                assert of[b] <= of[a]  # successors come first
    for cycle in graph.cycles(range(len(edges)), edges.__getitem__):
        assert len(cycle) > 1 or cycle[0] in edges[cycle[0]]


@given(graphs)
def test_reachable_and_shortest_path(edges: list[list[int]]) -> None:
    assert set(graph.reachable([0], edges.__getitem__)) == closure(edges, 0)
    for goal in range(len(edges)):
        path = graph.shortest_path([0], goal.__eq__, edges.__getitem__)
        assert (path is not None) == (goal in closure(edges, 0))
        if path:
            assert path[0] == 0 and path[-1] == goal and len(set(path)) == len(path)
            assert all(b in edges[a] for a, b in pairwise(path))


def test_a_long_chain_needs_no_recursion() -> None:
    n = 100_000
    ring = [[(i + 1) % n] for i in range(n)]
    assert len(graph.strongly_connected([0], ring.__getitem__)[0]) == n
    path = graph.shortest_path([0], lambda x: x == n - 1, ring.__getitem__)
    assert path is not None and len(path) == n
