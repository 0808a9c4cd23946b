"""The invented associations of the demo, and what they ask for. Pure: the same dice, the same town.

Names are made up; areas are real ones of the region. Addresses are all at example.org, which nobody
can own.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

from services.intake.associations.association import Registration
from services.intake.needs.asked import NeedAsked
from shared.contracts.codes import DAYS, KINDS, Kind
from shared.contracts.regions import region

HERE: Final = Path(__file__).parent
CONTACTS: Final = [
    "Eva",
    "Karim",
    "Lena",
    "Mikael",
    "Sara",
    "Yusuf",
    "Ingrid",
    "Omar",
    "Birgitta",
    "Anton",
    "Maja",
    "Hassan",
    "Karin",
    "Petra",
    "Ali",
    "Gunilla",
    "Johan",
    "Samira",
    "Åsa",
    "Erik",
]
# How the kinds of needs are shared out, in the order of KINDS.
KIND_WEIGHTS: Final = (45, 18, 20, 30)
GROWN: Final = ("18-25", "26-64", "65+")
CHECKED: Final = frozenset({"football", "swimming", "homework_help", "gymnastics", "parents"})
COSTS: Final = (0, 0, 0, 0, 0, 30, 50, 100)
WORKING_DAYS: Final = DAYS[:5]
WEEKEND: Final = DAYS[5:]
ARABIC_READER: Final = 6
"""Every so many contacts read Arabic."""


@dataclass(frozen=True)
class Activity:
    """What associations of one activity do, in Swedish: their needs' titles by kind."""

    code: str
    place: str
    does: str
    titles: dict[Kind, str]
    skill: str
    times: str


@dataclass(frozen=True)
class DemoAssociation:
    """An association as it registers, and what it asks for."""

    form_id: str
    asked: Registration
    needs: tuple[tuple[str, NeedAsked], ...]
    """Each with the id of its form."""


def associations(dice: Random, code: str) -> tuple[DemoAssociation, ...]:
    """All of them; `code` is the region's."""
    known = {row["activity"]: activity(row) for row in rows("demo_activities.csv")}
    names = {area.code: area.name for area in region(code).areas}
    made = []
    for number, row in enumerate(rows("demo_associations.csv")):
        does, area = known[row["activity"]], row["area"]
        reader = "ar" if number % ARABIC_READER == 1 else "sv"
        asked = Registration(
            name=row["name"],
            does=does.does,
            contact_name=CONTACTS[number % len(CONTACTS)],
            contact_email=f"forening{number + 1:02}@example.org",
            language=reader,
        )
        form = form_id(dice)
        made.append(DemoAssociation(form, asked, needs(does, area, names[area], dice)))
    return tuple(made)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def activity(row: dict[str, str]) -> Activity:
    titles = {kind: row[kind] for kind in KINDS if row[kind]}
    return Activity(
        code=row["activity"],
        place=row["place"],
        does=row["does"],
        titles=titles,
        skill=row["skill"],
        times=row["times"],
    )


def needs(
    does: Activity, area: str, area_name: str, dice: Random
) -> tuple[tuple[str, NeedAsked], ...]:
    """One to three needs, each of another kind."""
    weights = dict(zip(KINDS, KIND_WEIGHTS, strict=True))
    left = list(does.titles)
    made = []
    for _ in range(dice.choice((1, 2, 2, 3))):
        kind = dice.choices(left, [weights[one] for one in left])[0]
        left.remove(kind)
        place = f"{does.place}, {area_name}"
        made.append((form_id(dice), need(does, kind, area, place, dice=dice)))
    return tuple(made)


def need(does: Activity, kind: Kind, area: str, place: str, *, dice: Random) -> NeedAsked:
    """One need; those who take part pay and learn, those who give bring a skill."""
    gives = kind != "participant"
    women = does.code == "women_network" or (not gives and dice.random() < 0.06)
    return NeedAsked(
        kind=kind,
        title=does.titles[kind],
        activities=(does.code,),
        seats=dice.randint(1, 3) if gives else dice.randint(2, 8),
        place=place,
        area=area,
        slots=slots(does.times, dice),
        swedish=dice.choice(("little", "little", "good") if gives else ("none", "none", "little")),
        languages=("sv", *dice.sample(("en", "ar", "so", "uk", "prs"), dice.randint(0, 2))),
        ages=GROWN if gives else dice.choice((GROWN, ("16-17", *GROWN), ("13-15", "16-17"))),
        groups="women" if women else "any",
        cost=0 if gives else dice.choice(COSTS),
        step_free=dice.random() < 0.6,
        skills=skills(kind, does.skill),
        register_check=gives and does.code in CHECKED,
    )


def skills(kind: Kind, skill: str) -> tuple[str, ...]:
    if kind == "referee":
        return ("referee",)
    return (skill,) if kind == "leader" else ()


def slots(times: str, dice: Random) -> tuple[str, ...]:
    """One to three weekly times of the sort that an activity has."""
    if times == "weekend":
        return tuple(f"{day}_{dice.choice(('midday', 'afternoon'))}" for day in WEEKEND)
    days = sorted(dice.sample(WORKING_DAYS, dice.randint(1, 3)), key=DAYS.index)
    return tuple(f"{day}_{times}" for day in days)


def form_id(dice: Random) -> str:
    """The id that a form's page would give it."""
    return str(UUID(int=dice.getrandbits(128), version=4))
