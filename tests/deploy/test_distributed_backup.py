"""A backup of four services on Kafka and MongoDB, what becomes of it, and a move to there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.deploy.sending import is_whole, sent, sent_around_a_backup
from tests.journeys.lotsa import Lotsa, distributed, embedded, unprepared
from tests.journeys.post import Post
from tests.live.engines import Engines
from tests.live.engines import engines as started

pytestmark = pytest.mark.live


@pytest.fixture
def others() -> Iterator[Engines]:
    """Engines with nothing on them, beside those that a Lotsa runs on."""
    with started() as running:
        yield running


def on(engines: Engines, folder: Path, post: Post) -> Lotsa:
    """A Lotsa there that is not prepared yet."""
    folder.mkdir()
    return unprepared(folder, post, engines.kafka, engines.mongo, LOTSA_TRUSTED_PROXY="127.0.0.1")


def test_a_backup_of_running_services_is_of_one_moment_wherever_it_is_restored(
    tmp_path: Path, post: Post, own_engines: Engines, others: Engines
) -> None:
    (tmp_path / "one").mkdir()
    lotsa = distributed(
        tmp_path / "one",
        post,
        own_engines.kafka,
        own_engines.mongo,
        LOTSA_TRUSTED_PROXY="127.0.0.1",
    )
    before = sent_around_a_backup(lotsa, post, tmp_path / "backup")
    again = on(others, tmp_path / "other", post)
    assert "to look at on the page Outbox" in again.command("restore", str(tmp_path / "backup"))
    is_whole(again, post, before)
    (tmp_path / "third").mkdir()
    small = embedded(tmp_path / "third", post)
    small.command("restore", str(tmp_path / "backup"))
    is_whole(small, post, before)


def test_a_move_takes_all_of_an_embedded_lotsa_and_is_harmless_to_repeat(
    tmp_path: Path, post: Post, others: Engines
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    small = embedded(folder, post, LOTSA_TRUSTED_PROXY="127.0.0.1")
    large = on(others, tmp_path / "large", post)
    small.start()
    try:
        pages = [sent(small, f"{number}@example.org") for number in range(8)]
        with pytest.raises(RuntimeError, match="stop it"):
            large.command("move", str(folder))
    finally:
        small.stop()
    # As if the machine had gone down in the middle of it.
    broken_off(others.mongo)
    with pytest.raises(RuntimeError, match="give the same command again"):
        large.command("prepare")
    said = large.command("move", str(folder))
    assert "moved and read again: SHA-256" in said
    is_whole(large, post, pages)
    assert "nothing is changed" in large.command("move", str(folder))
    is_whole(large, post, pages)


def broken_off(mongo: str) -> None:
    """What a move leaves that ended after its first document."""
    held = {"id": "move", "region": "malmo", "until": 1 << 52, "schema": 1}
    put(mongo, "holds", {"_id": "move", "version": 1, "region": "malmo", "body": held})
    half(mongo)


def half(mongo: str) -> None:
    """A document that no release could read."""
    put(mongo, "people", {"_id": "x", "version": 1, "region": "malmo", "body": {"id": "x"}})


def put(mongo: str, collection: str, document: dict[str, object]) -> None:
    client: MongoClient[dict[str, object]] = MongoClient(mongo)
    client["lotsa_intake"][collection].insert_one(document)
    client.close()


def test_what_holds_a_lotsa_is_not_moved_into(
    tmp_path: Path, post: Post, own_engines: Engines
) -> None:
    (tmp_path / "other").mkdir()
    small = embedded(tmp_path / "other", post)
    small.start()
    small.stop()
    there = on(own_engines, tmp_path / "one", post)
    (tmp_path / "one" / "keys.json").write_text("{}")
    with pytest.raises(RuntimeError, match="the keys at LOTSA_KEYS are others"):
        there.command("move", str(tmp_path / "other"))
    (tmp_path / "one" / "keys.json").unlink()
    half(own_engines.mongo)
    with pytest.raises(RuntimeError, match="holds a Lotsa already"):
        there.command("move", str(tmp_path / "other"))
