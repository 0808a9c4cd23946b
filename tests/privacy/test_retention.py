"""Everything that has a time to go is gone then, and nothing earlier: generated from the registry (15).

The controls take each clock away, and what it should have ended is still there.
"""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from deploy.services import PARTS
from shared.bus import dead
from shared.bus.parking import ParkedKey
from shared.contracts.fields import TABLES, Field, fields_of
from shared.contracts.fields_rows import CLOSE
from shared.service import Parts
from shared.store.collection import Collection
from shared.store.document import Document
from tests.notifications.letterbox import Sink
from tests.privacy.keeping import SCENARIOS
from tests.stage import Clock, Stage, staged

MINUTE_MS: Final = 60_000
# A clock may be followed by the step that it makes due, a minute later.
LATE_MS: Final = 2 * MINUTE_MS
# These end at once, or with what they belong to; the tests that are named here look at them.
ELSEWHERE: Final = {
    "intake.associations.open_account": "tests/intake/associations/test_deciding.py",
    "intake.associations.let_in": "tests/intake/associations/test_contacts.py",
    "intake.associations.let_go": "tests/intake/associations/test_contacts.py",
    "intake.imports.forget": "tests/intake/importing/test_importing.py",
    "intake.imports.put_in": "tests/intake/importing/test_importing.py",
    "intake.people.erase": "tests/intake/people/test_erase.py",
    "matching.cases.propose": "tests/matching/test_proposals.py",
    "notifications.threads.write": "tests/notifications/test_deliveries.py",
    "notifications.contacts.forget": "tests/notifications/test_retaining.py",
    "notifications.guides.forget": "tests/notifications/test_retaining.py",
}
# What a store keeps to be a store changes with every save.
MACHINERY: Final = {"due", "version", "told", "heard", "schema_number", "touched"}
SHARED: Final = {"broker", "relay", "holder", "never"}
# Told of by one service, ended by the clock of another: looked at where it is heard.
HEARD: Final = {("shared.EndedSessions", "intake.accounts.tidy")}


def ending() -> Iterator[tuple[str, str, int, tuple[Field, ...]]]:
    """Table, clock, time and fields of all that a clock of ours ends at a time."""
    for table in TABLES:
        fields = tuple(fields_of(table).values())
        name = f"{table.place}.{table.model}"
        for kept in dict.fromkeys(one.kept for one in fields):
            if kept.clock and kept.after_ms and kept.clock not in SHARED | ELSEWHERE.keys():
                same = tuple(one for one in fields if one.kept == kept)
                yield name, kept.clock, kept.after_ms, same


CASES: Final = [one for one in ending() if one[:2] not in HEARD]


def parts_of(name: str) -> Parts[Any]:
    place = name.partition(".")[0]
    parts = PARTS["intake" if place == "shared" else place]
    if place != "notifications":
        return parts
    real = parts.desk
    return dataclasses.replace(
        parts, desk=lambda office: dataclasses.replace(real(office), email=Sink())
    )


def without(parts: Parts[Any], clock: str) -> Parts[Any]:
    """The service whose clock does nothing."""
    _, collection, what = clock.split(".")

    async def nothing(doc: Document, desk: Any) -> None:
        """The clock is taken off the document, and nothing else is done."""
        of = next(one for one in parts.collections if one.name == collection)
        await desk.store.save(of, doc.without_due(what))

    steps = [
        dataclasses.replace(one, do=nothing)
        if (one.of.name, one.what) == (collection, what)
        else one
        for one in parts.steps
    ]
    return dataclasses.replace(parts, steps=steps)


async def values(stage: Stage, of: Collection[Any], key: str) -> dict[str, object]:
    """What is stored under each field that says anything."""
    doc = await stage.running.store.get(of, key)
    if doc is None:
        return {}
    fields = {name: it for name, it in type(doc).model_fields.items() if name not in MACHINERY}
    return {name: value for name, value in doc if name in fields and value != fields[name].default}


async def passes(stage: Stage, of: Collection[Any], key: str, until: int) -> None:
    """Time goes by from one clock of the document to the next, and all that is due is done."""
    while stage.clock.at < until:
        doc = await stage.running.store.get(of, key)
        later = [one.at for one in doc.due if one.at > stage.clock.at] if doc else []
        stage.clock.at = min([*later, until])
        await stage.settle()


async def walk(
    parts: Parts[Any], folder: Path, case: tuple[str, str, int, tuple[Field, ...]]
) -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
    """The fields of this clock as they were, just before their time, and after it."""
    name, clock, after_ms, fields = case
    names = {one.name for one in fields}
    async with staged(parts, folder, clock=Clock()) as stage:
        began = stage.clock.at
        of, key = await SCENARIOS[name, clock](stage)
        seen = []
        for at in (began, began + after_ms - MINUTE_MS, began + after_ms + LATE_MS):
            await passes(stage, of, key, at)
            known = await values(stage, of, key)
            seen.append({one: known[one] for one in names & known.keys()})
        first, before, after = seen
        return first, before, {one: text for one, text in after.items() if first.get(one) == text}


def test_every_clock_is_looked_at() -> None:
    """One that the registry names and nobody tests fails here."""
    assert {one[:2] for one in CASES} == set(SCENARIOS)
    named = {one.kept.clock for table in TABLES for one in fields_of(table).values()}
    clocks = {clock for clock in named if clock} - SHARED
    assert clocks - {clock for _, clock in SCENARIOS} == set(ELSEWHERE)
    root = Path(__file__).parents[2]
    assert [path for path in ELSEWHERE.values() if not (root / path).exists()] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
async def test_it_goes_in_time_and_nothing_earlier(
    tmp_path: Path, case: tuple[str, str, int, tuple[Field, ...]]
) -> None:
    first, before, after = await walk(parts_of(case[0]), tmp_path, case)
    assert first
    close = {one.name for one in case[3] if one.cls in CLOSE}
    assert close <= first.keys()
    assert before.keys() >= first.keys()
    assert {name: before[name] for name in close} == {name: first[name] for name in close}
    assert after == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
async def test_what_has_lost_its_clock_stays_and_is_found(
    tmp_path: Path, case: tuple[str, str, int, tuple[Field, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of each."""
    if case[1] == "*.parked.forget":

        async def nothing(desk: dead.Desk, doc: ParkedKey, *_: object) -> None:
            """The clock is taken off the document, and nothing else is done."""
            await desk._store.save(desk.of, doc.without_due(dead.FORGET))

        monkeypatch.setattr(dead.Desk, "forget", nothing)
    first, _, after = await walk(without(parts_of(case[0]), case[1]), tmp_path, case)
    assert after
    assert after.keys() <= first.keys()
