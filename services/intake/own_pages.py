"""One's own details behind the private link: who has seen them, all of them, changed, or erased.

The link shows who has looked. For everything else it takes a code besides, which goes to the
contact that we know: else whoever was sent the link could erase a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.contact_fields import contact_fields
from services.intake.desk import AtDesk, Desk
from services.intake.forms import taken
from services.intake.people import given
from services.intake.people.answers import Answers
from services.intake.people.contact import as_answers
from services.intake.people.looks import looks_at, what, who, why
from services.intake.people.own import erase_me, reach_me_at
from services.intake.people.own_code import ask_for_code, how_it_comes, is_open, prove
from services.intake.people.own_part import offer_everything
from services.intake.people.person import Access, Given, Person
from services.intake.status_pages import whose
from shared.own_pass import FILE
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value, values

# What each service holds, as its part is called.
PART: Final[Mapping[str, str]] = {
    "intake": say_later("What you told us, and who has seen it"),
    "matching": say_later("What we have looked for, and what was answered"),
    "notifications": say_later("How we reach you, and all letters"),
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Asking:
    """What a code is asked for: the words of its page."""

    title: str
    lead: Sequence[str]
    button: str
    kind: str = "primary"


ASKINGS: Final[Mapping[str, Asking]] = {
    "download": Asking(
        say_later("Download everything"),
        (say_later("You get one file with all that we keep about you."),),
        say_later("Download"),
    ),
    "contact": Asking(
        say_later("Change how we reach you"),
        (say_later("You can change your name, your phone number and your e-mail."),),
        say_later("Continue"),
    ),
    "erase": Asking(
        say_later("Erase everything about me"),
        (
            say_later("We erase your name, how we reach you, and all your answers."),
            say_later("We stop looking for you. Nobody can bring it back."),
        ),
        say_later("Yes, erase everything"),
        "warning",
    ),
}


async def mine(key: str, visit: Visit, desk: Desk) -> Person:
    """The person of a private link. Raises Refused, also where we have not heard of it yet."""
    person = await whose(key, visit, desk)
    if person is None:
        raise Refused("not-ready", retry_after=3)
    return person


@router.get("/my/{key}/seen")
async def show_looks(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Who has looked at name or contact, and which association was given what, when and why."""
    person = await mine(key, visit, desk)
    own = visit.in_language_of(person.language)
    looks = [look_line(look, own) async for look in looks_at(desk, person)]
    lines = [*looks, *(given_line(one, own) for one in person.given)]
    shown = [line for _, line in sorted(lines, key=lambda one: -one[0])]
    has_guide = person.case is not None and person.case.guide is not None
    return own.page("seen.html", key=key, looks=shown, has_guide=has_guide)


def look_line(look: Access, own: Visit) -> tuple[int, Mapping[str, str]]:
    """When (UTC ms) somebody who works here looked, and the row that says so."""
    return look.at, {
        "when": own.language.time(look.at),
        "who": own.say(who(look)),
        "what": own.say(what(look)),
        "why": own.say(why(look)),
    }


def given_line(one: Given, own: Visit) -> tuple[int, Mapping[str, str]]:
    """When (UTC ms) an association was given something, and the row that says so."""
    return one.at, {
        "when": own.language.time(one.at),
        "who": given.who(one, own.language),
        "what": given.what(one, own.language),
        "why": own.say(given.why(one)),
    }


@router.post("/my/{key}/code")
async def send_code(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Sends a code to the contact that we know; a second click sends no second one."""
    person = await mine(key, visit, desk)
    to = value(await visit.form(), "to")
    await ask_for_code(desk, person)
    return visit.go(f"/my/{key}/{to}" if to in ASKINGS else f"/my/{key}")


@router.get("/my/{key}/download")
async def ask_to_download(key: str, visit: Visiting, desk: AtDesk) -> Response:
    return code_page("download", key, await mine(key, visit, desk), visit=visit, desk=desk)


@router.post("/my/{key}/download")
async def download(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """For the right code, where everything is: a script makes one file of it, or it stays three."""
    person = await mine(key, visit, desk)
    try:
        found = await offer_everything(person, value(await visit.form(), "code"), desk)
    except Refused as no:
        return code_page("download", key, person, visit=visit, desk=desk, no=no)
    own = visit.in_language_of(person.language)
    parts = [(service, path, own.say(PART[service])) for service, path in found.links.items()]
    until = own.say("The links work until %(time)s.", time=own.language.time(found.until))
    return own.page("own_everything.html", key=key, file=FILE, parts=parts, until=until)


@router.get("/my/{key}/erase")
async def ask_to_erase(key: str, visit: Visiting, desk: AtDesk) -> Response:
    return code_page("erase", key, await mine(key, visit, desk), visit=visit, desk=desk)


@router.post("/my/{key}/erase")
async def erase_everything(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Erases the person, for the right code; the link then says so."""
    person = await mine(key, visit, desk)
    try:
        await erase_me(person, value(await visit.form(), "code"), desk)
    except Refused as no:
        return code_page("erase", key, person, visit=visit, desk=desk, no=no)
    return visit.go(f"/my/{key}")


@router.get("/my/{key}/contact")
async def ask_for_contact(key: str, visit: Visiting, desk: AtDesk) -> Response:
    return code_page("contact", key, await mine(key, visit, desk), visit=visit, desk=desk)


@router.post("/my/{key}/contact")
async def take_contact(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """First the code, which shows what we have; then what is to be there instead."""
    person, sent = await mine(key, visit, desk), await visit.form()
    code = value(sent, "code")
    try:
        proved = await prove(desk, person, code)
    except Refused as no:
        return code_page("contact", key, person, visit=visit, desk=desk, no=no)
    if value(sent, "do") != "save":
        return contact_page(key, proved, as_answers(proved), code=code, visit=visit)
    said = taken("contact", {name: values(sent, name) for name in sent})
    written = Answers.model_validate(said)
    try:
        await reach_me_at(proved, code, written, desk)
    except Refused as no:
        return contact_page(key, proved, written, code=code, visit=visit, wrong=no.fields)
    return visit.go(f"/my/{key}")


def code_page(
    to: str, key: str, person: Person, *, visit: Visit, desk: Desk, no: Refused | None = None
) -> Response:
    """The page that asks for a code, once one was sent; `no` is what was wrong with it.

    Raises `no` where it is about something else.
    """
    if no and "code" not in no.fields:
        raise no
    own, asking = visit.in_language_of(person.language), ASKINGS[to]
    wrong = no.fields["code"] if no else ""
    error = own.say(wrong) if wrong else ""
    return own.page(
        "own_code.html",
        status=no.status if no else 200,
        asking=asking,
        to=to,
        key=key,
        how=how_it_comes(person),
        sent=is_open(person, desk.now()),
        error=error,
        errors=[{"field": "code", "text": error}] if error else [],
    )


def contact_page(
    key: str,
    person: Person,
    said: Answers,
    *,
    code: str,
    visit: Visit,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """Name and contact, to be changed. The code stands in the form, since it is good for a while."""
    own = visit.in_language_of(person.language)
    errors = {name: own.say(text) for name, text in (wrong or {}).items()}
    return own.page(
        "own_contact.html",
        status=422 if errors else 200,
        title=own.say("How do we reach you?"),
        back=f"/my/{key}",
        action=f"/my/{key}/contact",
        code=code,
        fields=[field for field in contact_fields(own.say) if field.name != "consent"],
        answers=said.model_dump(),
        errors=errors,
        summary=[{"field": name, "text": text} for name, text in errors.items()],
    )
