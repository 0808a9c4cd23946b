"""Engines that somebody else started and will stop."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from tests.live.engines.answers import kafka_carries, mongo_writes
from tests.live.engines.running import Engines
from tests.live.engines.server import Server

KAFKA, MONGO = "LOTSA_TEST_KAFKA", "LOTSA_TEST_MONGO"


class NotOurs(Exception):
    """A test tried to break an engine that this run does not own."""


class Elsewhere(Server):
    """Can be talked to, and nothing else."""

    breakable = False

    def running(self) -> bool:
        return True

    def stop(self) -> None:
        raise NotOurs(self.name)

    kill = pause = resume = stop

    def last_words(self, lines: int = 40) -> str:  # noqa: ARG002
        return "its log is where it runs"

    def close(self) -> None:
        """Nothing of it is ours to end."""

    def _begin(self) -> None:
        raise NotOurs(self.name)


def named() -> bool:
    """Whether the environment names servers that already run; both or none."""
    given = [name for name in (KAFKA, MONGO) if os.environ.get(name)]
    if len(given) == 1:
        raise ValueError(f"{given[0]} is set, so {KAFKA} and {MONGO} both have to be")
    return bool(given)


@contextmanager
def as_named() -> Iterator[Engines]:
    kafka, mongo = os.environ[KAFKA], os.environ[MONGO]
    kafka_server = Elsewhere("kafka", partial(kafka_carries, kafka))
    mongo_server = Elsewhere("mongo", partial(mongo_writes, mongo))
    for server in (kafka_server, mongo_server):
        server.wait_until_it_answers(30)
    yield Engines("elsewhere", kafka, mongo, kafka_server, mongo_server)
