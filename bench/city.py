"""A whole city in matching's store, before it starts: generated people and needs as documents."""

import asyncio
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from bench.matcher.generate import make_pool
from services.matching.app import MATCHING
from services.matching.engine import rows
from services.matching.engine.words import COST_STEPS, WOMAN, WOMEN_ONLY, codes
from services.matching.needs import NEEDS, Need
from services.matching.profiles import PROFILES, Profile
from shared.contracts.codes import (
    ACTIVITIES,
    AGE_BANDS,
    KINDS,
    LANGUAGES,
    SKILLS,
    SLOTS,
    SWEDISH_LEVELS,
)
from shared.contracts.intake import Wishes
from shared.contracts.need_details import NeedDetails
from shared.contracts.regions import region
from shared.service import message_id, utc_now
from shared.store.sqlite import SqliteFile, SqliteStore

REGION: Final = "malmo"
AT_ONCE: Final = 500


def settle_in(data: Path, people: int, needs: int) -> None:
    """Writes a generated city into the folder of an embedded Lotsa that does not run yet."""
    asyncio.run(_settle_in(data, people, needs))


async def _settle_in(data: Path, people: int, needs: int) -> None:
    made = make_pool(people, needs, seed=1)
    file = SqliteFile(data / "lotsa.sqlite")
    collections = MATCHING.kept
    store = SqliteStore(file, collections, utc_now, message_id)
    await store.prepare()
    docs: list[tuple[Any, Any]] = [
        *((PROFILES, profile_of(person, number)) for number, person in enumerate(made.people)),
        *((NEEDS, need_of(need, number)) for number, need in enumerate(made.needs)),
    ]
    for first in range(0, len(docs), AT_ONCE):
        await asyncio.gather(*(store.save(of, doc) for of, doc in docs[first : first + AT_ONCE]))
    file.close()


def profile_of(person: rows.Person, number: int) -> Profile:
    wishes = Wishes(
        kinds=codes(person.kinds, KINDS),
        interests=codes(person.interests, ACTIVITIES),
        skills=codes(person.skills, SKILLS),
        area=area_code(person.area),
        slots=codes(person.slots, SLOTS),
        languages=codes(person.languages, LANGUAGES),
        swedish=SWEDISH_LEVELS[person.swedish],
        age=(codes(person.ages, AGE_BANDS) or ("26-64",))[0],
        woman=bool(person.flags & WOMAN),
    )
    now = utc_now()
    return Profile(
        id=an_id(1, number), region=REGION, wishes=wishes, registered_at=now, touched=now
    )


def need_of(need: rows.Need, number: int) -> Need:
    details = NeedDetails(
        kind=KINDS[need.kind],
        title=f"Group {number}",
        seats=need.seats,
        activities=codes(need.activities, ACTIVITIES),
        area=area_code(need.area),
        slots=codes(need.slots, SLOTS),
        languages=codes(need.languages, LANGUAGES),
        swedish=SWEDISH_LEVELS[need.swedish],
        ages=codes(need.ages, AGE_BANDS),
        groups="women" if need.flags & WOMEN_ONLY else "any",
        cost=0 if need.cost == 0 else COST_STEPS[min(need.cost, len(COST_STEPS) - 1)] // 6,
    )
    now = utc_now()
    return Need(
        id=an_id(2, number),
        region=REGION,
        association=an_id(3, number // 5),
        association_name=f"Association {number // 5}",
        contacts=(),
        details=details,
        posted_at=now,
        touched=now,
    )


def area_code(position: int | None) -> str | None:
    return None if position is None else region(REGION).areas[position].code


def an_id(kind: int, number: int) -> str:
    """A version 4 id that tells what it stands for, the same in every run."""
    return str(UUID(int=kind << 96 | number, version=4))
