"""What can never be read is dead at once, with its bytes, and holds nothing up."""

import logging

import pytest

from shared.bus.record import Record
from tests.behaviour.bus.tallies import POISON, posted
from tests.behaviour.bus.world import World, changed, new, record, until

SECRET = "selma-lagerlof"


def without(of: Record, name: str) -> Record:
    return changed(of, headers=tuple(pair for pair in of.headers if pair[0] != name))


def broken(how: str, subject: str) -> Record:
    whole = record(posted(subject, SECRET), subject, 2)
    return {
        "bad-json": changed(whole, value=f'{{"{SECRET}'.encode()),
        "wrong-fields": changed(whole, value=f'{{"need": "{SECRET}"}}'.encode()),
        "header-not-utf-8": changed(whole, headers=(*whole.headers, ("ce_id", b"\xff" * 9))),
        "no-headers": changed(whole, headers=()),
        "no-sequence": without(whole, "ce_sequence"),
        "sequence-too-large": record(posted(subject, SECRET), subject, 2**60),
        "tombstone": changed(whole, value=None),
        "no-key": changed(whole, key=None),
        "key-of-another": changed(whole, key=SECRET.encode()),
    }[how]


ALL = (
    "bad-json", "wrong-fields", "header-not-utf-8", "no-headers", "no-sequence",
    "sequence-too-large", "tombstone", "no-key", "key-of-another",
)  # fmt: skip


@pytest.mark.parametrize("how", ALL)
async def test_it_is_dead_at_once_and_the_next_subject_goes_on(world: World, how: str) -> None:
    subject, other = new(), new()
    bad = broken(how, subject)
    await world.put(record(posted(subject), subject, 1), bad)
    await world.put(record(posted(other), other, 1))

    await world.applied(other, 1, within=2)
    (dead,) = await world.parked("dead")
    assert (dead.first.value, dead.first.key) == (bad.value, bad.key)
    assert dead.first.headers == bad.headers
    await world.applied(subject, 1)


@pytest.mark.parametrize("how", ["bad-json", "wrong-fields", "tombstone"])
async def test_the_next_message_of_its_subject_is_no_gap(world: World, how: str) -> None:
    subject = new()
    await world.put(record(posted(subject), subject, 1), broken(how, subject))
    await world.put(record(posted(subject), subject, 3))

    await world.applied(subject, 1, 3)
    await world.parked("dead")


async def test_the_same_bytes_delivered_again_are_filed_once(world: World) -> None:
    subject = new()
    bad = changed(broken("bad-json", subject), partition=1, offset=7)
    await world.listening.handle(bad)
    await world.listening.handle(bad)

    await world.parked("dead", 1)


@pytest.mark.parametrize("how", ALL)
async def test_no_log_line_holds_what_it_says(
    world: World, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subject = new()
    await world.put(record(posted(subject), subject, 1), broken(how, subject))
    await world.parked("dead")
    await logged(caplog, "dead")

    assert SECRET not in everything(caplog)


async def test_no_log_line_holds_why_a_listener_raised(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subject = new()
    await world.put(record(posted(subject, POISON), subject, 1))
    await world.parked("parked")
    await logged(caplog, "CannotApply")

    assert "secret word" not in everything(caplog)
    assert POISON not in everything(caplog)


def test_a_log_line_with_content_would_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    """The control of the two tests above."""
    logging.getLogger("shared.bus").error("dead", extra={"value": SECRET})

    assert SECRET in everything(caplog)


async def logged(caplog: pytest.LogCaptureFixture, word: str) -> None:
    """Waits for a line of ours with this word: without one, a test would look at nothing."""

    async def look() -> bool:
        return word in everything(caplog)

    await until(look, wanted=True, within=5)


def everything(caplog: pytest.LogCaptureFixture) -> str:
    """All fields of all lines of this test's log but those of the test itself."""
    return "\n".join(str(vars(line)) for line in caplog.records)
