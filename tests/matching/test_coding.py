"""From codes to the engine's whole numbers."""

import pytest

from services.matching.coding import (
    card_facets,
    facets_of,
    home_of,
    middle_of,
    need_of,
    person_of,
)
from services.matching.engine import rows
from services.matching.engine.words import (
    ALL_SLOTS,
    CONSENT,
    MAN,
    REGISTER_CHECK,
    STEP_FREE,
    WOMAN,
    WOMEN_ONLY,
)
from services.matching.needs import Need
from services.matching.profiles import Profile
from shared.contracts.intake import Wishes
from shared.contracts.regions import region
from tests.matching.saying import LIKES_FOOTBALL, REGION, START, posted

MALMO = region(REGION)


def profile(**changes: object) -> Profile:
    wishes = LIKES_FOOTBALL.model_copy(update=changes)
    return Profile(id="p", region=REGION, wishes=wishes, registered_at=START)


def need(**changes: object) -> Need:
    message = posted("n", **changes)
    return Need(id="n", region=REGION, **message.model_dump(exclude={"need"}))


def test_every_field_is_within_what_the_engine_takes() -> None:
    places = len(MALMO.areas)
    rows.checked_person(person_of(profile()), places)
    rows.checked_need(need_of(need()), places)


def test_who_names_no_time_is_free_at_any() -> None:
    assert person_of(profile(slots=())).slots == ALL_SLOTS


def test_codes_of_a_later_release_are_passed_over() -> None:
    newer = profile(interests=("football", "quidditch"), languages=("xx",))
    assert person_of(newer).interests == person_of(profile(interests=("football",))).interests
    assert person_of(newer).languages == 0


@pytest.mark.parametrize(
    ("changes", "flags", "musts"),
    [
        ({}, CONSENT, 0),
        ({"woman": True}, CONSENT | WOMAN, 0),
        ({"man": True, "register_check": True}, CONSENT | MAN | REGISTER_CHECK, 0),
        ({"groups": "women"}, CONSENT | WOMAN, WOMEN_ONLY),
        ({"step_free": True}, CONSENT, STEP_FREE),
    ],
)
def test_what_must_be_so(changes: dict[str, object], flags: int, musts: int) -> None:
    person = person_of(profile(**changes))
    assert (person.flags, person.musts) == (flags, musts)


def test_near_and_free_are_limits() -> None:
    limited = person_of(profile(near=True, free=True))
    usual = person_of(profile())
    assert limited.travel_limit < usual.travel_limit
    assert (limited.cost_limit, usual.cost_limit) == (0, None)


def test_an_unknown_area_is_the_middle_of_the_district_or_nowhere() -> None:
    district = MALMO.districts[0].code
    middle = home_of(Wishes(kinds=(), interests=(), district=district), MALMO)
    assert middle is not None
    assert MALMO.areas[middle].district == district
    assert home_of(Wishes(kinds=(), interests=(), area="atlantis"), MALMO) is None
    assert middle_of(MALMO, "atlantis") is None


def test_a_month_costs_a_sixth_of_what_the_engine_counts() -> None:
    assert need_of(need(cost=0)).cost == 0
    assert need_of(need(cost=33)).cost == 1
    assert need_of(need(cost=400)).cost == 5


def test_skills_of_a_need_are_useful_and_keep_nobody_out() -> None:
    coded = need_of(need(skills=("coach",)))
    assert coded.skills_useful == 1
    assert coded.skills_required == 0


def test_an_association_learns_only_what_its_need_asks_about() -> None:
    wishes = LIKES_FOOTBALL.model_copy(
        update={"skills": ("coach", "sew"), "hopes": ("health",), "district": "hyllie"}
    )
    facets = facets_of(wishes, need(skills=("coach",)))
    assert set(facets) == {
        "age:26-64", "swedish:little", "language:ar", "language:sv", "activity:football",
        "skill:coach", "slot:tue_evening",
    }  # fmt: skip
    assert "activity:choir" in card_facets(wishes)
