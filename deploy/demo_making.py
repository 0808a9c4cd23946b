"""Making the demo, in a folder beside its place: it is there whole or not at all."""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from deploy.demo_doing import Making, begin, do
from deploy.demo_town import town_in
from deploy.demo_weeks import DAY_MS, DAYS, Weeks
from services.intake.associations.association import association_id
from services.intake.people.person import PEOPLE, Person
from services.intake.people.register import person_id
from services.matching.matches import MATCHES
from shared.contracts.matching import CaseState
from shared.settings import Misconfigured, Settings
from shared.store.collection import Where

FAR: Final[tuple[CaseState, ...]] = ("ended", "registered", "proposed", "asked", "agreed")
MARK: Final = "demo.json"
STORE: Final = "lotsa.sqlite"
Progress = Callable[[int, int], None]
"""Told how many of how many happenings are done."""


class Made(BaseModel):
    """What stands in a demo's folder, written last: from which seed, when, and whom to look at."""

    model_config = ConfigDict(frozen=True)

    seed: int
    made_at: int
    guide: str
    contact: str
    person: str


def known(folder: Path) -> Made | None:
    """The demo that is in the folder. Raises Misconfigured where something else is."""
    mark, half = folder / MARK, folder / "making"
    if mark.exists():
        return Made.model_validate_json(mark.read_text())
    if (half / MARK).exists():
        return into_place(half, folder)
    if (folder / STORE).exists() or (folder / "keys.json").exists():
        raise Misconfigured(
            "LOTSA_DATA is a folder that holds no demo: choose another, or unset it"
        )
    return None


async def make(settings: Settings, plan: Weeks, progress: Progress) -> Made:
    """Lets happen what is planned, and puts the store that came of it into its place.

    What an earlier try left is thrown away: half a town has no end that it could go on to.
    """
    half = settings.data / "making"
    await asyncio.to_thread(shutil.rmtree, half, ignore_errors=True)
    here = settings.model_copy(update={"data": half})
    async with town_in(here, plan.now - (DAYS + 1) * DAY_MS) as town:
        making = await begin(town, plan)
        for number, happening in enumerate(plan.happenings, 1):
            await do(making, happening)
            progress(number, len(plan.happenings))
        await town.wait_until(plan.now)
        made = await worth_a_look(making)
    await asyncio.to_thread((half / MARK).write_text, made.model_dump_json() + "\n")
    return await asyncio.to_thread(into_place, half, settings.data)


async def worth_a_look(making: Making) -> Made:
    """A guide, an association and a person whose own pages have something to show."""
    return Made(
        seed=making.weeks.seed,
        made_at=making.town.clock(),
        guide=making.guides[0].account,
        contact=await busiest_contact(making),
        person=await furthest_person(making),
    )


async def busiest_contact(making: Making) -> str:
    """The account of the contact who has the most candidates to answer."""
    contacts = Counter[str]()
    for one in making.weeks.associations:
        where: Where = {"association": association_id(one.form_id), "state": "asked"}
        found = await making.town.matching.store.find(MATCHES, where)
        contacts.update(match.contacts[0] for match in found if match.waits_for == "association")
    return contacts.most_common(1)[0][0]


async def furthest_person(making: Making) -> str:
    """Somebody who reads Arabic and has come as far as anybody, the last who did."""
    keys = [person_id(one.form_id) for one in making.weeks.people if one.language == "ar"]
    found = [await making.town.intake.store.get(PEOPLE, key) for key in keys]
    return max((one for one in found if one is not None), key=how_far).id


def how_far(person: Person) -> tuple[int, int, str]:
    case = person.case
    state, at = (case.state, case.moved_at) if case else (FAR[0], person.registered_at)
    return FAR.index(state), at, person.id


def into_place(half: Path, folder: Path) -> Made:
    """Moves a finished demo out of the folder it was made in, the mark last; may be done again."""
    for name in ("keys.json", STORE, MARK):
        if (half / name).exists():
            with (half / name).open("rb") as file:
                os.fsync(file.fileno())
            (half / name).rename(folder / name)
    shutil.rmtree(half, ignore_errors=True)
    return Made.model_validate_json((folder / MARK).read_text())
