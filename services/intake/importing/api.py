"""Importing for programs: look a table over, put it in, ask how far it is."""

import binascii
from base64 import b64decode
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field

from services.intake.associations.pages import form_id_of
from services.intake.desk import AtDesk, Desk
from services.intake.importing.checking import Looked, Problem
from services.intake.importing.columns import Kind
from services.intake.importing.imports import Import, begin, known_import, look_at
from services.intake.importing.pages import coordinator
from services.intake.importing.sheet import BROKEN, NotRead, sheet_text
from shared.web.refusals import Refused
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1/imports", tags=["imports"])
FormId = Annotated[str, Header(alias="idempotency-key", max_length=64)]


class TableSent(BaseModel):
    """A table as text (CSV or tab-separated) or as an XLSX file; its first line has the headings."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Kind
    table: str = Field("", max_length=250_000)
    xlsx: str = Field("", max_length=250_000, description="An XLSX file in base64, in its place")
    verify: bool = False


class ProblemShown(BaseModel):
    """What is wrong in which line (0: the whole table), and how to mend it, in English."""

    line: int
    field: str
    remedy: str
    column: str
    """The letter of the column, where the problem stands in one."""


class LookedShown(BaseModel):
    """A table, looked over; nothing was kept."""

    lines: int
    problems: list[ProblemShown]


class ImportShown(BaseModel):
    """How far an import is; `left` are lines that something has made impossible meanwhile."""

    id: str
    total: int
    done: int
    made: int
    known: int
    left: tuple[int, ...]


def looked_shown(looked: Looked) -> LookedShown:
    problems = [
        ProblemShown(line=one.line, field=one.field, remedy=one.remedy, column=one.column)
        for one in looked.problems
    ]
    return LookedShown(lines=len(looked.lines), problems=problems)


def text_in(sent: TableSent) -> str:
    """The table as text. Raises NotRead."""
    if not sent.xlsx:
        return sent.table
    try:
        return sheet_text(b64decode(sent.xlsx, validate=True))
    except binascii.Error:
        raise NotRead(BROKEN) from None


async def looked_at(desk: Desk, sent: TableSent) -> Looked:
    """The table, looked over; a file that cannot be read is one problem."""
    try:
        return await look_at(desk, sent.kind, text_in(sent))
    except NotRead as no:
        return Looked((), (Problem(no.line, "", no.remedy),))


def shown(known: Import) -> ImportShown:
    said = known.model_dump(include={"id", "total", "made", "known", "left"})
    return ImportShown(**said, done=known.total - len(known.rows))


@router.post("/check", summary="Look a table over: every problem by line, field and remedy")
async def check(sent: TableSent, visit: Visiting, desk: AtDesk) -> LookedShown:
    coordinator(visit, desk)
    return looked_shown(await looked_at(desk, sent))


@router.post("", status_code=202, summary="Put a table in; refused whole where a line is wrong")
async def put_in(
    sent: TableSent, visit: Visiting, desk: AtDesk, form_id: FormId = ""
) -> ImportShown:
    session = coordinator(visit, desk)
    looked = await looked_at(desk, sent)
    if looked.problems:
        wrong = {f"line {one.line}": one.remedy for one in looked.problems}
        raise Refused("invalid", fields=wrong)
    form_id = form_id_of(form_id, desk)
    return shown(await begin(desk, sent.kind, looked, session, form_id=form_id, verify=sent.verify))


@router.get("/{key}", summary="How far an import is")
async def show_import(key: str, visit: Visiting, desk: AtDesk) -> ImportShown:
    coordinator(visit, desk)
    return shown(await known_import(desk, key))
