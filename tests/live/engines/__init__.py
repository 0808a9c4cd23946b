"""A real broker and a server that speaks the database's protocol, for the live tests.

    with engines() as running:
        ...  # running.kafka, running.mongo

Three ways, which a test cannot tell apart: LOTSA_TEST_KAFKA and LOTSA_TEST_MONGO name servers that
already run; LOTSA_ENGINES=containers|processes chooses; without it, containers where a container
engine answers, else processes.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.live.engines import containers, elsewhere, jars, processes
from tests.live.engines.elsewhere import NotOurs
from tests.live.engines.running import Engines
from tests.live.engines.server import EngineFailed, Server

__all__ = ["EngineFailed", "Engines", "NotOurs", "Server", "chosen_way", "engines", "missing"]

_WAYS: dict[str, Callable[[], AbstractContextManager[Engines]]] = {
    "containers": containers.as_containers,
    "processes": processes.as_processes,
    "elsewhere": elsewhere.as_named,
}


def chosen_way() -> str:
    """containers, processes or elsewhere."""
    if elsewhere.named():
        return "elsewhere"
    asked = os.environ.get("LOTSA_ENGINES", "")
    if asked not in {"", "containers", "processes"}:
        raise ValueError(f"LOTSA_ENGINES is containers or processes, not {asked!r}")
    return asked or ("containers" if containers.engine_answers() else "processes")


def missing() -> list[str]:
    """What this machine lacks to run the engines, in words; empty where nothing does."""
    return jars.missing_tools() if chosen_way() == "processes" else []


@contextmanager
def engines() -> Iterator[Engines]:
    """Both engines, answering; gone at the end, also if this process is killed."""
    with _WAYS[chosen_way()]() as running:
        yield running
