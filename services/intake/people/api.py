"""People for programs: send a form, read its status, withdraw. The rules are those of the pages."""

import dataclasses
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from services.intake.desk import AtDesk, Desk
from services.intake.offer_said import reasons_said
from services.intake.people.answers import CHOOSE, ONE_OF, SOME_OF, Answers
from services.intake.people.person import Person
from services.intake.people.register import Form, link_of
from services.intake.people.sender import count_form, form_from, form_id_in
from services.intake.people.staying import kept_until
from services.intake.people.submit import registered, submit, wrong_with
from services.intake.status import has_offer, saying
from services.intake.status_pages import RELOAD_S, answer_path, kept, left, whose
from shared.contracts.matching import CaseState, Waiting
from shared.web.languages import language, say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

router = APIRouter(prefix="/intake/api/v1/people", tags=["people"])
FormId = Annotated[
    str, Header(alias="idempotency-key", max_length=64, description="The form's own UUIDv4")
]
Key = Annotated[str, Path(max_length=64)]
Text = Annotated[str, Field(max_length=300)]
NO_UUID: Final = say_later("Send a UUID of version 4.")


def one(name: str) -> Any:
    """A field for one code of the list."""
    return Field("", max_length=64, json_schema_extra={"enum": ["", *ONE_OF[name]]})


def several(name: str) -> Any:
    """A field for codes of the list."""
    listed: dict[str, Any] = {"items": {"type": "string", "enum": [*SOME_OF[name]]}}
    return Field((), max_length=64, json_schema_extra=listed)


class WishesForm(BaseModel):
    """The answers without name and contact."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Text = one("kind")
    interests: tuple[Text, ...] = several("interests")
    skills: tuple[Text, ...] = several("skills")
    register_check: Text = one("register_check")
    district: Text = ""
    area: Text = ""
    slots: tuple[Text, ...] = several("slots")
    languages: tuple[Text, ...] = several("languages")
    swedish: Text = one("swedish")
    age: Text = one("age")
    hopes: tuple[Text, ...] = several("hopes")
    groups: Text = one("groups")
    musts: tuple[Text, ...] = several("musts")


class PersonForm(WishesForm):
    """The form. First name, interests, consent, and one way to reach the person are required.

    Of a child under 13 it is a way to reach a guardian, who is asked first.
    """

    first_name: Text = ""
    phone: Text = ""
    email: Text = ""
    through_guide: StrictBool = False
    guardian_phone: Text = ""
    guardian_email: Text = ""
    guardian_language: Text = one("guardian_language")
    guardian_paper: StrictBool = False
    """Whether a guide, who sends the form, has the guardian's yes on paper."""
    consent: StrictBool = False
    language: str = Field(
        "", max_length=8, description="Of pages and letters; the request's if it is not given"
    )


class Receipt(BaseModel):
    """What the form became. The link is private: whoever has it sees the status."""

    person: str
    status_link: str
    state: CaseState


class StatusShown(BaseModel):
    """Where the case is; `title`, `text` and `why` are in the reader's language, times UTC ms."""

    first_name: str
    state: CaseState
    waiting: Waiting
    withdrawn: bool
    title: str
    text: str
    why: str | None
    helps: list[str]
    """What would help where nothing fits yet."""
    reasons: list[str]
    """Why what the person is asked about fits them."""
    answer_link: str | None
    """Where the person answers, while it is theirs to answer."""
    by: int | None
    registered_at: int
    answers: Answers
    revision: int
    """Goes up when the answers change; to be sent along with a change."""
    kept_until: int | None
    """When everything is erased, once that was told; None while it is far away. UTC ms."""


class Stays(BaseModel):
    """The person stays; without another sign, until then (UTC ms)."""

    kept_until: int


class Gone(BaseModel):
    """The person wants nothing more."""

    withdrawn: bool = True


@router.post("", status_code=201, summary="Send a form; the same key again gives the same receipt")
async def send_form(
    sent: PersonForm, response: Response, visit: Visiting, desk: AtDesk, *, form_id: FormId
) -> Receipt:
    key = form_id_in(form_id)
    if key is None:
        raise Refused("invalid", fields={"Idempotency-Key": NO_UUID})
    if known := await registered(desk, key):
        response.status_code = 200
        return receipt(known, desk)
    form = form_sent(sent, visit, key)
    if wrong := wrong_with(form, desk.region):
        raise Refused("invalid", fields=wrong)
    await count_form(visit, desk)
    return receipt(await submit(desk, form), desk)


def form_sent(sent: PersonForm, visit: Visit, key: str) -> Form:
    """The form, in the language it names or else the request's. Raises Refused."""
    form = form_from(visit, key, Answers.model_validate(sent.model_dump(exclude={"language"})))
    if sent.language and language(sent.language) is None:
        raise Refused("invalid", fields={"language": CHOOSE})
    return dataclasses.replace(form, language=sent.language or form.language)


def receipt(person: Person, desk: Desk) -> Receipt:
    key = link_of(person.id, person.generation, desk.keys)
    state = person.case.state if person.case else "registered"
    link = f"{desk.settings.base_url}/my/{key}"
    return Receipt(person=person.id, status_link=link, state=state)


@router.get("/{key}", summary="Where the case is, for whoever has the private link's key")
async def read_status(key: Key, visit: Visiting, desk: AtDesk) -> StatusShown:
    person = await whose(key, visit, desk)
    if person is None:
        raise Refused("not-ready", retry_after=RELOAD_S)
    now, own = saying(person), visit.in_language_of(person.language)
    path = answer_path(person, desk)
    return StatusShown(
        first_name=person.first_name,
        state=person.case.state if person.case else "registered",
        waiting=person.case.waiting if person.case else "ranking",
        withdrawn=person.withdrawn_at is not None,
        title=own.say(now.title),
        text=own.say(now.text),
        why=own.say(now.why) if now.why else None,
        helps=[own.say(text) for text, _ in now.helps],
        reasons=reasons_said(person, own.language) if has_offer(person) else [],
        answer_link=f"{desk.settings.base_url}{path}" if path else None,
        by=now.by,
        kept_until=person.leaving_at,
        registered_at=person.registered_at,
        answers=person.answers,
        revision=person.revision,
    )


@router.post("/{key}/withdraw", summary="The person wants nothing more")
async def withdraw(key: Key, visit: Visiting, desk: AtDesk) -> Gone:
    await left(key, visit, desk)
    return Gone()


@router.post("/{key}/stay", summary="Keep everything, after it was told that it will be erased")
async def keep_me(key: Key, visit: Visiting, desk: AtDesk) -> Stays:
    person = await kept(key, visit, desk)
    return Stays(kept_until=kept_until(person))
