import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.intake.people.answers import Answers
from services.intake.people.following import follow
from services.intake.people.person import Person
from services.intake.people.register import (
    Form,
    link_of,
    person_id,
    register,
    renew_link,
    withdraw,
)
from shared.bus.listening import Here
from shared.contracts.intake import ContactChanged, PersonChanged, PersonWithdrawn
from shared.contracts.matching import CaseMoved
from shared.contracts.message import Envelope
from shared.keys import Keys, hash_of

NOW = 1_780_912_800_000
SAID = Answers(
    kind="participant",
    interests=("choir",),
    first_name=" Amina  Ali ",
    phone="070-123 45 67",
    email="Amina@Example.org",
    consent=True,
)
FORM = Form(id=str(uuid4()), answers=SAID, language="ar")


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.load_or_make(tmp_path / "keys.json")


@pytest.fixture
def person(keys: Keys) -> Person:
    return register(FORM, NOW, "malmo", keys)[0]


def test_a_form_is_always_the_same_person_and_does_not_show_in_its_id() -> None:
    assert person_id(FORM.id) == person_id(FORM.id)
    assert person_id(FORM.id) != person_id(str(uuid4()))
    assert person_id(FORM.id) != FORM.id
    assert UUID(person_id(FORM.id)).version == 4


def test_name_and_contact_are_kept_as_one_writes_them(person: Person) -> None:
    assert (person.first_name, person.phone) == ("Amina Ali", "+46701234567")
    assert (person.email, person.reach) == ("Amina@example.org", "email")
    assert person.consents[0].at == NOW


def test_the_guide_goes_before_other_ways_to_be_reached(keys: Keys) -> None:
    said = SAID.model_copy(update={"through_guide": True})
    form = Form(id=FORM.id, answers=said, language="sv", guide="account-1")
    person, (registered, _) = register(form, NOW, "malmo", keys)
    assert person.reach == "guide"
    assert (person.guide, registered.guide, person.consents[0].guide) == ("account-1",) * 3


def test_what_is_told_of_a_person_is_coded(keys: Keys) -> None:
    _, (registered, contact) = register(FORM, NOW, "malmo", keys)
    for text in (registered.model_dump_json(), contact.model_dump_json()):
        assert "Amina" not in text
        assert "701234567" not in text
    assert contact.sealed is not None
    opened = json.loads(keys.unseal(contact.key_id, contact.sealed, contact.contact))
    # The control: it is all there, for the one service that has the key.
    assert opened == {
        "name": "Amina Ali",
        "language": "ar",
        "email": "Amina@example.org",
        "phone": "+46701234567",
        "reach": "email",
    }


def test_the_answers_are_kept_without_name_and_contact(person: Person) -> None:
    assert person.answers.interests == ("choir",)
    assert (person.answers.first_name, person.answers.phone, person.answers.email) == ("", "", "")


def test_the_store_keeps_the_hash_of_the_link_alone(person: Person, keys: Keys) -> None:
    key = link_of(person.id, 1, keys)
    assert keys.genuine(key)
    assert person.key_hash == hash_of(key)
    assert key not in person.model_dump_json()


def test_to_withdraw_twice_tells_it_once(person: Person) -> None:
    left, told = withdraw(person, NOW)
    assert told == (PersonWithdrawn(person=person.id, reason="own_wish"),)
    assert withdraw(left, NOW + 1) == (left, ())


def test_a_new_link_is_another_one_and_is_told(person: Person, keys: Keys) -> None:
    fresh, told = renew_link(person, keys)
    assert fresh.key_hash == hash_of(link_of(person.id, 2, keys)) != person.key_hash
    assert isinstance(told[0], PersonChanged)
    assert (told[0].generation, told[0].key_hash) == (2, fresh.key_hash)


def test_a_person_follows_their_case(person: Person) -> None:
    moved = CaseMoved(
        case="c", person=person.id, state="asked", waiting="person", alias="Blue Gull 12"
    )
    envelope = Envelope(
        id="m",
        kind="CaseMoved",
        kind_version=1,
        source="matching",
        subject="c",
        region="malmo",
        at=NOW + 5,
        sequence=1,
        correlation="m",
    )
    after = follow(moved, person, Here(now=NOW + 9, envelope=envelope))
    assert after is not None
    assert after.case is not None
    assert (after.case.state, after.case.moved_at) == ("asked", NOW + 5)
    assert follow(moved, None, Here(now=NOW, envelope=envelope)) is None


def test_a_contact_is_sealed_differently_each_time(keys: Keys) -> None:
    def sealed() -> ContactChanged:
        return register(FORM, NOW, "malmo", keys)[1][1]

    assert sealed().sealed != sealed().sealed
