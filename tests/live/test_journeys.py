"""The same journeys with four processes, a real broker, and a server of the database's protocol.

And of somebody erased nothing is left in any of the four databases (check 14).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.journeys import walking
from tests.journeys.lotsa import Lotsa, distributed
from tests.journeys.post import Post
from tests.journeys.reading import soon
from tests.journeys.test_one_form import *  # noqa: F403 - the same journeys, by the same names
from tests.live.engines import Engines
from tests.privacy.test_erasure import erase, left_in

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with Post() as office:
        yield office


@pytest.fixture(scope="module")
def lotsa(
    tmp_path_factory: pytest.TempPathFactory, post: Post, own_engines: Engines
) -> Iterator[Lotsa]:
    folder = Path(tmp_path_factory.mktemp("live"))
    running = distributed(folder, post, kafka=own_engines.kafka, mongo=own_engines.mongo)
    running.start()
    yield running
    assert running.stop() == [0, 0, 0, 0]


def documents(mongo: str) -> list[str]:
    """Every document of every collection of every service, as text."""
    with MongoClient[dict[str, Any]](mongo) as client:
        return [
            json.dumps(document, default=str, ensure_ascii=False)
            for name in client.list_database_names()
            if name.startswith("lotsa_")
            for collection in client[name].list_collection_names()
            for document in client[name][collection].find()
        ]


def test_nothing_of_somebody_erased_is_left_in_any_database(
    lotsa: Lotsa, own_engines: Engines
) -> None:
    def left() -> list[str]:
        return left_in(documents(own_engines.mongo), lotsa, person)

    person = walking.newcomer(lotsa, "Zebulonia", interests=("football",))
    soon(lambda: left() == ["stored", "sealed"])
    erase(lotsa, person)
    soon(lambda: left() == [], within_s=60)
