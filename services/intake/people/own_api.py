"""What somebody does about themselves, for programs that hold their private link's key."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from services.intake.desk import AtDesk, Desk
from services.intake.people.answers import Answers
from services.intake.people.api import Key, Text, WishesForm
from services.intake.people.looks import looks_at
from services.intake.people.own import erase_me, reach_me_at
from services.intake.people.own_code import ask_for_code
from services.intake.people.own_part import offer_everything
from services.intake.people.person import Given, Person
from services.intake.people.revise import Outdated, change_answers
from services.intake.status_pages import RELOAD_S, whose
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

router = APIRouter(prefix="/intake/api/v1/people", tags=["people"])


class ChangedForm(WishesForm):
    """All answers as they are to be. `revision` is that of the answers which they replace."""

    revision: Annotated[int, Field(ge=1)]


class ChangedAnswers(BaseModel):
    """The answers as they stand now."""

    answers: Answers
    revision: int


class Proof(BaseModel):
    """The code that went to the person's own contact."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    code: str = Field(max_length=20)


class NameAndContact(BaseModel):
    """Name and contact as they are to be."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    first_name: Text = ""
    phone: Text = ""
    email: Text = ""
    through_guide: StrictBool = False


class ContactForm(NameAndContact, Proof):
    """The same, with the code that was sent."""


class LookShown(BaseModel):
    """That somebody looked, at name or contact or at what `what` says: in which role, why (codes),
    when (UTC ms). Of what was given to an association also to which, and what it `saw`: facets, or
    which details.
    """

    role: str
    reason: str
    at: int
    what: str
    association: str = ""
    alias: str = ""
    saw: tuple[str, ...] = ()


class CodeSent(BaseModel):
    """Until when the code is good, UTC ms."""

    expires_at: int


class Everything(BaseModel):
    """Links to the parts, by service; together they are everything. Good until then, UTC ms."""

    parts: dict[str, str]
    until: int


class Erased(BaseModel):
    """Nothing of the person is left."""

    erased: bool = True


class Reached(BaseModel):
    """The contact is as it was asked for."""

    changed: bool = True


async def known(key: str, visit: Visit, desk: Desk) -> Person:
    """The person of a private link. Raises Refused, also where we have not heard of it yet."""
    person = await whose(key, visit, desk)
    if person is None:
        raise Refused("not-ready", retry_after=RELOAD_S)
    return person


@router.put(
    "/{key}/answers", summary="Change the answers; older ones than the newest give a conflict"
)
async def change(key: Key, sent: ChangedForm, visit: Visiting, desk: AtDesk) -> ChangedAnswers:
    person = await known(key, visit, desk)
    said = Answers.model_validate(sent.model_dump(exclude={"revision"}))
    try:
        after = await change_answers(desk, person, said, based_on=sent.revision)
    except Outdated:
        raise Refused("conflict") from None
    return ChangedAnswers(answers=after.answers, revision=after.revision)


@router.get(
    "/{key}/looks", summary="Who has looked, and what associations were given, the newest first"
)
async def looks(key: Key, visit: Visiting, desk: AtDesk) -> list[LookShown]:
    person = await known(key, visit, desk)
    looks = [
        LookShown(role=look.role, reason=look.reason, at=look.at, what=look.what)
        async for look in looks_at(desk, person)
    ]
    return sorted([*looks, *map(given_shown, person.given)], key=lambda one: -one.at)


def given_shown(one: Given) -> LookShown:
    """What an association was given, in codes: with a yes, or as they were introduced."""
    reason = "yes" if one.what == "alias" else "introduced"
    told = one.model_dump(include={"what", "at", "association", "alias", "saw"})
    return LookShown(role="association", reason=reason, **told)


@router.post("/{key}/code", status_code=202, summary="Send a code to the contact that is known")
async def code(key: Key, visit: Visiting, desk: AtDesk) -> CodeSent:
    person = await ask_for_code(desk, await known(key, visit, desk))
    return CodeSent(expires_at=person.code.expires_at if person.code else 0)


@router.post("/{key}/export", summary="Where each service gives all that it holds of the person")
async def export(key: Key, proof: Proof, visit: Visiting, desk: AtDesk) -> Everything:
    offered = await offer_everything(await known(key, visit, desk), proof.code, desk)
    base = desk.settings.base_url
    parts = {service: f"{base}{path}" for service, path in offered.links.items()}
    return Everything(parts=parts, until=offered.until)


@router.post("/{key}/erase", summary="Erase the person here and in the other services")
async def erase(key: Key, proof: Proof, visit: Visiting, desk: AtDesk) -> Erased:
    await erase_me(await known(key, visit, desk), proof.code, desk)
    return Erased()


@router.put("/{key}/contact", summary="Change name and contact")
async def contact(key: Key, sent: ContactForm, visit: Visiting, desk: AtDesk) -> Reached:
    person = await known(key, visit, desk)
    said = Answers.model_validate(sent.model_dump(exclude={"code"}))
    await reach_me_at(person, sent.code, said, desk)
    return Reached()
