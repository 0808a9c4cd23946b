"""Rings in a directed graph, whose nodes are whole numbers."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

Arc = tuple[int, int]


def rings(arcs: Iterable[Arc]) -> dict[int, int]:
    """Nodes have the same number exactly if each can be reached from the other (Kosaraju, Sharir)."""
    forth, back = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    nodes: dict[int, None] = {}
    for source, target in arcs:
        forth[source].append(target)
        back[target].append(source)
        nodes[source] = nodes[target] = None
    ended: list[int] = []
    seen: set[int] = set()
    for node in nodes:
        ended += _walk(forth, node, seen)
    found: dict[int, int] = {}
    seen.clear()
    for number, node in enumerate(reversed(ended)):
        found.update(dict.fromkeys(_walk(back, node, seen), number))
    return found


def _walk(arcs: dict[int, list[int]], start: int, seen: set[int]) -> list[int]:
    """What can be reached and was not seen, in the order in which a walk in depth leaves it."""
    if start in seen:
        return []
    seen.add(start)
    left, path = [], [(start, iter(arcs.get(start, ())))]
    while path:
        node, following = path[-1]
        new = next((one for one in following if one not in seen), None)
        if new is None:
            left.append(node)
            path.pop()
        else:
            seen.add(new)
            path.append((new, iter(arcs.get(new, ()))))
    return left


def way(arcs: Sequence[Arc], start: int, end: int) -> list[int] | None:
    """A shortest way, as positions of its arcs; empty where it is there already, None without one."""
    leaving = defaultdict[int, list[int]](list)
    for at, (source, _) in enumerate(arcs):
        leaving[source].append(at)
    came: dict[int, list[int]] = {start: []}
    waiting = deque([start])
    while waiting and end not in came:
        node = waiting.popleft()
        for at in leaving[node]:
            target = arcs[at][1]
            if target not in came:
                came[target] = [*came[node], at]
                waiting.append(target)
    return came.get(end)
