"""A guide types in the forms of a whole class: many short ones on one page, sent at once.

What is right is kept and gets a sheet to take home; what is wrong stays on the page as it was typed.
Who may be somebody that the guide knows already is asked about, and never put together by itself.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.class_rows import (
    BAD_CODE,
    MOST_ROWS,
    ROWS,
    Row,
    form_of_row,
    fresh,
    rows_of,
    wrong_in_row,
)
from services.intake.desk import AtDesk, Desk
from services.intake.people.alike import Known, said_alike, why_alike
from services.intake.people.coming_twice import walked_with
from services.intake.people.paper import LETTERS, SIGNS, code_of
from services.intake.people.person import Person
from services.intake.people.register import link_of
from services.intake.people.sender import count_form, form_from, form_id_in
from services.intake.people.submit import registered, submit
from services.intake.qr import qr_code
from shared.contracts import codes
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import SWEDISH, Language, language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

SHEETS: Final = (5, 10, 20, 30)
TOO_OFTEN: Final = say_later("Many forms came from you just now. Send the rest after %(time)s.")

router = APIRouter(include_in_schema=False)


Left = tuple[Row, dict[str, str], str]
"""A row that stays on the page, what is wrong with it by field, and whom it may be the same as."""


@dataclass
class Sent:
    """How the rows of one page fared."""

    sheets: list[Person] = field(default_factory=list)
    again: list[Person] = field(default_factory=list)
    left_out: int = 0
    rows: list[Left] = field(default_factory=list)
    wait_s: int = 0


async def known_to(session: Session, desk: Desk) -> list[Known]:
    """What a new row is compared with: those whom the guide may see."""
    return [Known.of_person(one) for one in await walked_with(desk, session)]


@router.get("/classes/forms")
async def show_rows(visit: Visiting, desk: AtDesk) -> Response:
    visit.reader.must_be("guide", "coordinator")
    return rows_page(visit, desk, Sent(), "")


@router.post("/classes/forms")
async def take_rows(visit: Visiting, desk: AtDesk) -> Response:
    """Sends what is right. The answer is the page itself: an address would have to carry links."""
    session = visit.reader.must_be("guide", "coordinator")
    sent = await visit.form()
    district = value(sent, "district")
    known, fared = await known_to(session, desk), Sent()
    for row in rows_of(lambda name: value(sent, name)):
        if not row.is_empty:
            await take_row(row, district, known, fared, visit=visit, desk=desk)
    return rows_page(visit, desk, fared, district)


async def take_row(
    row: Row, district: str, known: list[Known], fared: Sent, *, visit: Visit, desk: Desk
) -> None:
    """Sends one row, or leaves it on the page with the reason."""
    form_id = form_id_in(form_of_row(row, desk.keys) or "")
    if form_id is None:
        fared.rows.append((row, {"code": BAD_CODE}, ""))
        return
    if before := await registered(desk, form_id):
        fared.again.append(before)
        return
    if wrong := wrong_in_row(row, district, desk.region):
        fared.rows.append((row, wrong, ""))
        return
    said = row.answers(district)
    new = Known.of_answers(said, desk.now())
    if row.typed["choice"] == "same":
        fared.left_out += 1
        return
    if row.typed["choice"] != "two" and (like := likeness(visit, new, known)):
        fared.rows.append((row, {}, like))
        return
    if fared.wait_s or not await counted(fared, visit, desk):
        fared.rows.append((row, {}, ""))
        return
    fared.sheets.append(await submit(desk, form_from(visit, form_id, said)))
    known.append(new)


async def counted(fared: Sent, visit: Visit, desk: Desk) -> bool:
    """Whether one more form may be sent now; else `wait_s` says when."""
    try:
        await count_form(visit, desk)
    except Refused as no:
        fared.wait_s = no.retry_after or 1
    return not fared.wait_s


def likeness(visit: Visit, new: Known, known: list[Known]) -> str:
    """Whom it may be the same as, in words; "" where there is nobody."""
    for one in known:
        if why := why_alike(new, one):
            return said_alike(why, one, visit.language)
    return ""


def rows_page(visit: Visit, desk: Desk, fared: Sent, district: str) -> Response:
    """The page: sheets of what was sent, what has to be looked at, and empty rows below."""
    empty: list[Left] = [(fresh(desk.new_id()), {}, "") for _ in range(ROWS)]
    rows = [*fared.rows, *empty][:MOST_ROWS]
    say = visit.say
    at = desk.now() + fared.wait_s * 1000
    wait = say(TOO_OFTEN, time=visit.language.time(at)) if fared.wait_s else ""
    return visit.page(
        "class_forms.html",
        status=422 if any(wrong for _, wrong, _ in rows) else 200,
        rows=[
            {"row": row, "typed": row.typed, "errors": said_by(visit, wrong), "like": like}
            for row, wrong, like in rows
        ],
        district=district,
        sheets=[sheet(person, desk) for person in (*fared.sheets, *fared.again)],
        sent=len(fared.sheets),
        again=len(fared.again),
        left_out=fared.left_out,
        wait=wait,
        summary=[
            {"field": f"{name}-{place}", "text": f"{place + 1}. {say(text)}"}
            for place, (_, wrong, _) in enumerate(rows)
            for name, text in wrong.items()
        ],
        **choices(visit),
    )


def said_by(visit: Visit, wrong: dict[str, str]) -> dict[str, str]:
    return {name: visit.say(text) for name, text in wrong.items()}


def choices(visit: Visit) -> dict[str, Any]:
    """The lists that the rows choose from."""

    def options(table: words.Words, of: tuple[str, ...]) -> list[dict[str, str]]:
        return [{"value": code, "label": visit.say(table[code])} for code in of]

    here = region(visit.site.settings.region)
    own = [{"value": c, "label": words.OWN_NAMES.get(c, c)} for c in codes.LANGUAGES[:-1]]
    return {
        "ages": options(words.AGE, codes.AGE_BANDS),
        "interests": options(words.ACTIVITY, codes.FORM_ACTIVITIES),
        "languages": own,
        "levels": options(words.SWEDISH, codes.SWEDISH_LEVELS),
        "districts": [{"value": one.code, "label": one.name} for one in here.districts],
    }


def status_link(person: Person, desk: Desk) -> str:
    return f"{desk.settings.base_url}/my/{link_of(person.id, person.generation, desk.keys)}"


def sheet(person: Person, desk: Desk) -> dict[str, Any]:
    """What a pupil takes home: their own link, in the language that their letters are in."""
    link = status_link(person, desk)
    own = language(person.language) or SWEDISH
    return {
        "name": person.first_name,
        "link": link,
        "code": qr_code(link),
        "own": own,
        "waits": person.waits_for_guardian,
    }


@router.get("/classes/sheets")
async def show_sheets(visit: Visiting, desk: AtDesk, count: str = "", to: str = "") -> Response:
    """Forms to be printed, each with a code of its own; nothing is kept of them."""
    visit.reader.must_be("guide", "coordinator")
    number = int(count) if count in map(str, SHEETS) else 0
    reads: Language = language(to) or visit.language
    drawn = [secrets.randbelow(len(SIGNS) ** LETTERS) for _ in range(number)]
    return visit.page(
        "class_sheets.html",
        numbers=SHEETS,
        own=reads,
        say=reads.say,
        codes=[code_of(one, desk.keys) for one in drawn],
        printed={
            "ages": [reads.say(words.AGE[one]) for one in codes.AGE_BANDS],
            "interests": [reads.say(words.ACTIVITY[one]) for one in codes.FORM_ACTIVITIES],
            "levels": [reads.say(words.SWEDISH[one]) for one in codes.SWEDISH_LEVELS],
        },
    )
