"""What the privacy registry says holds: who owns what is personal, how long, and what is exported."""

import json
from pathlib import Path
from typing import Final

import pytest

from deploy.services import PARTS
from services.intake import classes, drafts
from services.intake.accounts.account import Account
from services.intake.accounts.account import contact_of as contact_of_account
from services.intake.people.answers import Answers
from services.intake.people.person import Person
from services.intake.people.register import Form, register
from services.intake.signing_in import sign_in
from services.notifications.addresses import Address
from shared.contracts.fields import BY_NAME, TABLES, every_field, fields_of, registered
from shared.contracts.fields_rows import CLOSE
from shared.contracts.intake import ContactChanged
from shared.contracts.message import Message
from shared.contracts.topics import topic_of
from shared.keys import Keys
from tests.contracts.reaching import KINDS, STORED, Model, reached

EVENT: Final = PARTS["events"].collections[0].model
SHARED_CLOCKS: Final = {"broker", "relay", "holder", "never", "*.parked.forget"}


def close_in(models: set[Model]) -> set[str]:
    """The fields of these models that say something about a natural person."""
    return {
        f"{field.place}.{field.model}.{field.name}"
        for model in models
        for field in registered(model).values()
        if field.cls in CLOSE
    }


def test_nothing_personal_travels_but_on_the_contact_topic() -> None:
    assert close_in(reached(KINDS)) == {"messages.ContactChanged.sealed"}
    assert topic_of(ContactChanged).listeners == ("notifications",)


def test_matching_and_events_hold_nothing_personal_but_what_a_guide_notes() -> None:
    assert close_in(STORED["matching"]) == {"matching.Case.notes", "matching.Case.next_step"}
    assert close_in(STORED["events"]) == set()


def test_what_is_personal_is_found() -> None:
    """The control: where a name is kept, the look finds it."""
    assert "intake.Person.first_name" in close_in(STORED["intake"])
    sealed = {"notifications.Contact.sealed", "notifications.Delivery.sealed"}
    assert close_in(STORED["notifications"]) == sealed


def test_everything_else_personal_is_owned_by_intake_or_notifications() -> None:
    owners = {
        field.place
        for field in every_field()
        if field.cls in CLOSE and field.name not in {"notes", "next_step"}
    }
    contact = {
        field.model for field in every_field() if field.cls in CLOSE and field.place == "messages"
    }
    assert owners == {"intake", "notifications", "messages"}
    assert contact == {"ContactChanged", "SealedContact"}


def test_the_people_in_events_are_accounts_of_staff() -> None:
    ids = {name for name, field in registered(EVENT).items() if field.cls == "id"}
    assert ids == {"id", "made_by"}


def test_what_names_somebody_is_never_called_anything_else() -> None:
    told = {"first_name", "phone", "email"}
    assert {field.cls for field in every_field() if field.name in told} == {"personal"}


def test_a_sealed_contact_holds_what_is_listed(tmp_path: Path) -> None:
    keys = Keys.load_or_make(tmp_path / "keys.json")
    listed = set(fields_of(BY_NAME["messages.SealedContact"]))
    answers = Answers(first_name="Amina", phone="070 123 45 67")
    _, (_, person) = register(Form("a", answers, "ar"), 1, "malmo", keys)
    account = Account(
        id="b", region="malmo", email="b@example.org", name="Bo", language="sv",
        roles=("guide",), regions=("malmo",), made_at=1,
    )  # fmt: skip
    said = []
    for contact in (person, contact_of_account(account, keys)):
        assert contact.sealed
        said.append(set(json.loads(keys.unseal(contact.key_id, contact.sealed, contact.contact))))
    # How news come is asked of those who sign in alone.
    assert said == [listed - {"letters"}, listed]
    assert set(Address.__dataclass_fields__) <= listed


def test_what_is_sealed_says_where() -> None:
    places = {table.inside for table in TABLES if table.inside}
    for place in places:
        table, _, name = place.rpartition(".")
        assert fields_of(BY_NAME[table])[name].cls == "sealed"
    assert places == {
        "messages.ContactChanged.sealed",
        "intake.SealedDraft.sealed",
        "notifications.Delivery.sealed",
    }


def clocks() -> set[str]:
    """Everything that can end something: due work of services, and what all of them share."""
    steps = {
        f"{one.of.service}.{one.of.name}.{one.what}" for p in PARTS.values() for one in p.steps
    }
    return steps | {f"*.{step.partition('.')[2]}" for step in steps} | SHARED_CLOCKS


def test_clocks_exist() -> None:
    named = {field.kept.clock for field in every_field() if field.kept.clock}
    assert named - clocks() == set()
    assert {"intake.drafts.forget", "broker"} <= named
    assert "intake.people.vanish" not in clocks()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind())
def test_messages_are_kept_as_their_topic_says(kind: type[Message]) -> None:
    topic = topic_of(kind)
    kept = {field.kept for field in registered(kind).values()}
    assert {one.clock for one in kept} == {"broker"}
    assert {one.after_ms for one in kept} == {None if topic.compacted else topic.retention_ms}


def test_what_goes_by_itself_goes_when_it_is_said() -> None:
    said = {
        "intake.SealedDraft": drafts.KEPT_MS,
        "intake.SignIn": sign_in.KEPT_MS,
        "intake.ClassCode": classes.GOOD_FOR_MS,
    }
    assert {name: BY_NAME[name].kept.after_ms for name in said} == said


def test_an_export_has_what_people_gave_and_nobody_elses_secrets() -> None:
    given = {name for name, field in registered(Person).items() if field.export}
    assert {"first_name", "phone", "email", "language", "answers", "wishes", "consents"} <= given
    assert {"key_hash", "due", "guide"}.isdisjoint(given)
    assert all(field.cls not in {"hash", "message"} for field in every_field() if field.export)
    assert {"matching", "notifications"} <= {field.place for field in every_field() if field.export}


def test_everything_personal_is_exported_unless_only_its_writer_can_open_it() -> None:
    kept_back = {
        f"{field.place}.{field.model}.{field.name}"
        for field in every_field()
        if field.cls in CLOSE and not field.export
    }
    assert kept_back == {
        "intake.SealedDraft.sealed",
        "intake.Draft.answers",
        "messages.ContactChanged.sealed",
    }
