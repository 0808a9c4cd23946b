"""From codes to the engine's whole numbers. Pure.

A code of a later release says nothing to this one and is passed over, so that an older replica
still matches by what it understands.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from services.matching.engine import rows
from services.matching.engine.words import (
    ALL_SLOTS,
    CONSENT,
    MAN,
    MEN_ONLY,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
    bits,
    cost_step,
)
from services.matching.needs import Need
from services.matching.profiles import Profile
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
from shared.contracts.regions import Region, kilometres, region

NEAR_MINUTES: Final = 20
USUAL_MINUTES: Final = 60
MONTHS_OF_A_STEP: Final = 6  # the engine counts what half a year costs
FREE: Final = 0


def known_bits(codes: Iterable[str], table: Sequence[str]) -> int:
    """The codes of this release as bits."""
    return bits((code for code in codes if code in table), table)


def person_of(profile: Profile) -> rows.Person:
    """The person as the engine knows them."""
    wishes = profile.wishes
    return rows.Person(
        id=profile.id,
        kinds=known_bits(wishes.kinds, KINDS),
        interests=known_bits(wishes.interests, ACTIVITIES),
        skills=known_bits(wishes.skills, SKILLS),
        languages=known_bits(wishes.languages, LANGUAGES),
        slots=known_bits(wishes.slots, SLOTS) or ALL_SLOTS,
        area=home_of(wishes, region(profile.region)),
        swedish=SWEDISH_LEVELS.index(wishes.swedish),
        ages=known_bits((wishes.age,), AGE_BANDS),
        travel_limit=NEAR_MINUTES if wishes.near else USUAL_MINUTES,
        cost_limit=FREE if wishes.free else None,
        flags=flags_of(wishes),
        musts=musts_of(wishes),
        since=profile.registered_at,
    )


def flags_of(wishes: Wishes) -> int:
    """What a person may join. Who asks for a group of women only may join one."""
    flags = CONSENT
    flags |= WOMAN if wishes.woman or wishes.groups == "women" else 0
    flags |= MAN if wishes.man or wishes.groups == "men" else 0
    return flags | (REGISTER_CHECK if wishes.register_check else 0)


def musts_of(wishes: Wishes) -> int:
    only = {"women": WOMEN_ONLY, "men": MEN_ONLY}.get(wishes.groups, 0)
    return only | (STEP_FREE if wishes.step_free else 0)


def need_of(need: Need) -> rows.Need:
    """The need as the engine knows it. The skills it names are useful, not required."""
    details = need.details
    only = {"women": WOMEN_ONLY, "men": MEN_ONLY}.get(details.groups, 0)
    return rows.Need(
        id=need.id,
        kind=KINDS.index(details.kind),
        activities=known_bits(details.activities, ACTIVITIES),
        seats=min(details.seats, rows.MOST_SEATS),
        association=need.association,
        slots=known_bits(details.slots, SLOTS) or ALL_SLOTS,
        languages=known_bits(details.languages, LANGUAGES),
        area=position_of(details.area, region(need.region)),
        swedish=SWEDISH_LEVELS.index(details.swedish),
        ages=known_bits(details.ages, AGE_BANDS),
        skills_useful=known_bits(details.skills, SKILLS),
        cost=cost_step(details.cost * MONTHS_OF_A_STEP),
        flags=only | (STEP_FREE if details.step_free else 0),
        register_check=details.register_check,
        opened=need.posted_at,
    )


def home_of(wishes: Wishes, here: Region) -> int | None:
    """Where the person sets out: their area, else the middle of their district, else unknown."""
    known = position_of(wishes.area, here)
    if known is not None or wishes.district is None:
        return known
    return middle_of(here, wishes.district)


def position_of(area: str | None, here: Region) -> int | None:
    if area is None:
        return None
    try:
        return here.position(area)
    except LookupError:
        return None


def district_of(wishes: Wishes, here: Region) -> str | None:
    """The district that was named, or that of the area that was; None where neither is known."""
    known = position_of(wishes.area, here)
    return wishes.district if known is None else here.areas[known].district


@cache
def middle_of(here: Region, district: str) -> int | None:
    """The area of a district from which all its others are nearest together."""
    inside = [area for area in here.areas if area.district == district]
    if not inside:
        return None
    best = min(inside, key=lambda area: (sum(kilometres(area, one) for one in inside), area.code))
    return here.position(best.code)


def card_facets(wishes: Wishes) -> tuple[str, ...]:
    """What a guide reads of a person first: "table:code"."""
    return (
        *(f"kind:{code}" for code in wishes.kinds),
        *(f"activity:{code}" for code in wishes.interests),
        f"swedish:{wishes.swedish}",
        *(f"language:{code}" for code in wishes.languages),
        f"age:{wishes.age}",
        *(f"skill:{code}" for code in wishes.skills),
        *(f"slot:{code}" for code in wishes.slots),
    )


def says_of(wishes: Wishes) -> tuple[str, ...]:
    """All that a person says, "table:code", in the order of the form.

    Whether a register extract is fine is said by those who want to give alone, as it is asked.
    """
    gives = any(kind != "participant" for kind in wishes.kinds)
    register = (f"register:{'fine' if wishes.register_check else 'no'}",)
    musts = {"step_free": wishes.step_free, "near": wishes.near, "free": wishes.free}
    return (
        *(f"kind:{code}" for code in wishes.kinds),
        *(f"activity:{code}" for code in wishes.interests),
        *(f"skill:{code}" for code in wishes.skills),
        *(register if gives else ()),
        *((f"district:{wishes.district}",) if wishes.district else ()),
        *((f"area:{wishes.area}",) if wishes.area else ()),
        *(f"slot:{code}" for code in wishes.slots or ("any",)),
        *(f"language:{code}" for code in wishes.languages),
        f"swedish:{wishes.swedish}",
        f"age:{wishes.age}",
        *(f"hope:{code}" for code in wishes.hopes),
        f"group:{wishes.groups}",
        *(f"must:{code}" for code, asked in musts.items() if asked),
    )


def facets_of(wishes: Wishes, need: Need) -> tuple[str, ...]:
    """What an association may know of somebody after their yes: "table:code".

    Only what it needs to answer: no district, no hope, nothing the need does not ask about.
    """
    details = need.details
    return (
        f"age:{wishes.age}",
        f"swedish:{wishes.swedish}",
        *(f"language:{code}" for code in wishes.languages),
        *(f"activity:{code}" for code in wishes.interests if code in details.activities),
        *(f"skill:{code}" for code in wishes.skills if code in details.skills),
        *(f"slot:{code}" for code in wishes.slots if code in details.slots),
    )
