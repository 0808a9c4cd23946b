import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.keys import Keys
from shared.service import message_id
from shared.settings import Settings
from shared.store.sqlite import SqliteFile, SqliteStore
from shared.web.limits import Limit, Limits, Tries, address_of, counted, limits_of
from shared.web.refusals import Refused
from tests.stage import NOON, Clock

THREE = Limit("test", 3, 60_000)


@pytest.fixture
async def limits(tmp_path: Path) -> AsyncIterator[Limits]:
    file = SqliteFile(tmp_path / "lotsa.sqlite")
    store = SqliteStore(file, [limits_of("intake")], Clock(), message_id)
    await store.prepare()
    yield Limits("intake", store, Keys.load_or_make(tmp_path / "keys.json"), "malmo")
    file.close()


def test_a_try_counts_until_its_time_is_over() -> None:
    tries = Tries(id="t", region="malmo")
    for second in range(3):
        tries, wait = counted(tries, THREE, NOON + second * 1000)
        assert wait == 0
    same, wait = counted(tries, THREE, NOON + 10_000)
    assert (same, wait) == (tries, 50_000)
    freed, wait = counted(tries, THREE, NOON + 60_000)
    assert wait == 0
    assert freed.at == (NOON + 1000, NOON + 2000, NOON + 60_000)


async def test_the_fourth_is_refused_and_told_when(limits: Limits) -> None:
    for _ in range(3):
        await limits.take(THREE, "a", NOON)
    with pytest.raises(Refused) as no:
        await limits.take(THREE, "a", NOON + 500)
    assert (no.value.slug, no.value.retry_after) == ("too-often", 60)
    await limits.take(THREE, "a", NOON + 60_000)


async def test_others_and_other_things_are_counted_apart(limits: Limits) -> None:
    for _ in range(3):
        await limits.take(THREE, "a", NOON)
    await limits.take(THREE, "b", NOON)
    await limits.take(Limit("other", 1), "a", NOON)


async def test_at_once_no_more_than_allowed_pass(limits: Limits) -> None:
    async def passes() -> bool:
        try:
            await limits.take(THREE, "a", NOON)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(passes() for _ in range(12)))) == 3


async def test_the_store_knows_no_address(limits: Limits, tmp_path: Path) -> None:
    await limits.take(THREE, "203.0.113.77", NOON)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("lotsa.sqlite*"))
    assert b"203.0.113" not in kept
    assert limits._id(THREE, "203.0.113.77").encode() in kept


PROXY = Settings(trusted_proxy="10.0.0.1")
NETWORKS = Settings(trusted_proxy="10.0.0.0/8, 172.16.0.0/12")


@pytest.mark.parametrize(
    ("peer", "forwarded", "settings", "address"),
    [
        ("203.0.113.7", None, Settings(), "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", Settings(), "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", PROXY, "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", PROXY, "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", PROXY, "198.51.100.1"),
        ("10.0.0.1", None, PROXY, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", None, Settings(), "2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::1", None, Settings(), "2001:0db8:0001:0002"),
        ("::ffff:203.0.113.7", None, Settings(), "203.0.113.7"),
        ("172.31.0.2", "198.51.100.1", NETWORKS, "198.51.100.1"),
        ("172.32.0.2", "198.51.100.1", NETWORKS, "172.32.0.2"),
        ("172.31.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.9", NETWORKS, "198.51.100.1"),
        ("172.31.0.2", "10.0.0.7, 10.0.0.9", NETWORKS, "10.0.0.7"),
        (None, "198.51.100.1", NETWORKS, "unknown"),
        (None, None, Settings(), "unknown"),
        ("10.0.0.1", "x" * 500, PROXY, "x" * 64),
    ],
)
def test_where_a_request_comes_from(
    peer: str | None, forwarded: str | None, settings: Settings, address: str
) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(peer, headers, settings) == address
