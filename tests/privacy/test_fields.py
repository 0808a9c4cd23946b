"""Nobody is told a field, or shown a word, that is not theirs to know (check 4), nor by asking for
it in a filter (check 3).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pytest

from tests.privacy.doors import Door
from tests.privacy.inside import Inside
from tests.privacy.knocking import World, unlike
from tests.privacy.matrix import ROLES, rows
from tests.privacy.seeing import (
    BY_LINK,
    CHILD,
    COLLEAGUE,
    NEXT,
    NOTES,
    PARENT,
    PERSON,
    SPEAKER,
    Places,
    fields,
)
from tests.privacy.telling import Told, seen_in
from tests.privacy.test_inputs import described, names_in
from tests.privacy.test_matrix import for_people, row_of
from tests.privacy.walked import CALLED, CONTACT, GUIDE, NEWCOMER, PHONE, Walked

NOTED: Final = "Antecknadia"
STEP: Final = "Stegmarkia"


# What a person takes along by a token of their own is all of theirs, value by value: it is held
# beside the registry of fields by its own tests.
OWN_FILE: Final = "/everything/{token}"


def told_fields(inside: Inside) -> Iterator[tuple[Door, str, set[str]]]:
    """Door, role and the names of all fields that may be answered to it, of every API."""
    may, by_name = rows(), {str(door): door for door in for_people(inside)}
    for name, operation, said in described(inside):
        if name.endswith(OWN_FILE):
            continue
        answers = [one.get("content", {}) for status, one in operation["responses"].items()
                   if status.startswith("2")]  # fmt: skip
        door = by_name[name]
        who = may[row_of(door)]
        by_link = "nobody" in who and ("{key}" in name or "/session" in name)
        for role in ("link",) if by_link else ("nobody",) if "nobody" in who else sorted(who):
            yield door, role, names_in(answers, said)


@pytest.mark.parametrize("role", ["nobody", "link", *ROLES])
def test_no_role_is_told_more_fields_than_are_its_own(inside: Inside, role: str) -> None:
    allowed, told = fields()[role], dict[str, set[str]]()
    more: dict[str, set[str]] = {}
    for door, who, names in told_fields(inside):
        if who == role:
            told.setdefault(door.service, set()).update(names)
            if extra := names - allowed.get(door.service, set()):
                more[str(door)] = extra
    assert more == {}
    assert any(told.values()), "the control: there is something to tell"


def test_a_field_of_another_role_would_be_found(inside: Inside) -> None:
    """The control: to an association, what a guide is told is more than its own; and a guide's, to
    whoever has a link.
    """
    allowed = fields()
    guides = set().union(*(names for _, who, names in told_fields(inside) if who == "guide"))
    for role in ("association", "link", "nobody", "admin"):
        assert {"notes", "person_answer"} <= guides - allowed[role]["matching"]
    assert {"first_name", "phone"} <= guides - allowed["association"]["intake"]
    assert "costs" not in allowed["guide"]["matching"]
    assert "costs" in allowed["coordinator"]["matching"]


def planted(world: World, walked: Walked) -> Mapping[str, Places]:
    """Words that stand for one person each, and where they may stand."""
    case = f"/matching/api/v1/cases/{world.named['/cases/{case}']}/notes"
    world.post("guide", case, {"notes": NOTED, "next_step": STEP})
    return {
        NEWCOMER: PERSON,
        walked.person.email: PERSON,
        CALLED: PERSON,
        PHONE: PERSON,
        CONTACT: SPEAKER,
        walked.choir.email: SPEAKER,
        GUIDE: COLLEAGUE,
        "guide@example.org": COLLEAGUE,
        "Ottilinda": BY_LINK,
        "Hana": CHILD,
        "parent@example.org": PARENT,
        NOTED: NOTES,
        STEP: NEXT,
    }


def test_no_word_stands_before_whom_it_should_not(
    inside: Inside, walked: Walked, world: World
) -> None:
    places, found, may = planted(world, walked), dict[str, set[str]](), rows()
    misplaced = []
    looks = [one for one in for_people(inside) if one.method == "GET"]
    for door in (one for one in looks if not one.route.endswith(OWN_FILE)):
        # Who may not is told nothing at all, which checks 1 to 3 show.
        for who in (one for one in world.readers if one.split()[-1] in may[row_of(door)]):
            text = world.knock(who, door, real=True).text
            for word in (one for one in places if one in text):
                found.setdefault(word, set()).add(who)
                if who not in places[word].get(door.route, ()):
                    misplaced.append((word, door.route, who))
    assert misplaced == []
    # The control: each word is found where it may stand. A number is shown after a reason alone.
    assert found.keys() == places.keys() - {PHONE}
    assert found["Ottilinda"] == set(world.readers)
    assert found[NOTED] == {"guide", "coordinator"}


@pytest.mark.parametrize("other", ["other association", "other guide"])
def test_asking_for_what_is_anothers_is_asking_for_nothing(
    inside: Inside, walked: Walked, world: World, other: str
) -> None:
    """Lists, searches and feeds tell the same of somebody else's id as of one that is not there."""
    role, may, apart, named = other.partition(" ")[2], rows(), [], world.named
    real = {
        "person": named["/people/{key}"], "case": named["/cases/{case}"], "match": walked.match,
        "need": named["/needs/{key}"], "association": named["/associations/{key}"],
        "letter": named["/outbox/{key}"], "account": named["/accounts/{key}"],
        "id": walked.case, "q": walked.case,
    }  # fmt: skip
    wrong = {name: unlike(key) for name, key in real.items()}
    for door in for_people(inside):
        who = may[row_of(door)]
        # What everybody reads is nobody's own: there, anybody finds the needs of an association.
        if door.method == "GET" and "{" not in door.route and role in who and "nobody" not in who:
            known = (*real.values(), *wrong.values())
            one, two = (asked(world, other, door, said, known) for said in (real, wrong))
            if differs := one.unlike(two):
                apart.append((str(door), differs))
    assert apart == [], "\n".join(map(str, apart))


def asked(
    world: World, who: str, door: Door, said: Mapping[str, str], known: Sequence[str]
) -> Told:
    """What somebody is told who asks for this, without what they knew before."""
    sent = "&".join(f"{name}={key}" for name, key in said.items())
    return seen_in(world.ask(who, door, f"{door.route}?{sent}"), [sent, *known])


def test_asking_for_ones_own_tells_something(world: World, inside: Inside) -> None:
    """The control: the guide who has the case is told of it by the same question."""
    door = next(one for one in for_people(inside) if str(one) == "GET /outbox")
    real = world.named["/people/{key}"]
    keys = [real, unlike(real)]
    one, two = (asked(world, "coordinator", door, {"person": key}, keys) for key in keys)
    assert one.unlike(two)
