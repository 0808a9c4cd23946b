"""The pages where a coordinator sends a table in: look it over, mend it, put it in, see how far it is."""

from collections.abc import Mapping
from typing import Any, Final, cast

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from services.intake.associations.pages import form_id_of
from services.intake.desk import AtDesk, Desk
from services.intake.importing.checking import Looked, Problem
from services.intake.importing.columns import HEADINGS, Kind
from services.intake.importing.exporting import export, template
from services.intake.importing.imports import (
    Import,
    begin,
    is_here,
    known_import,
    look_at,
    verified_names,
)
from services.intake.importing.sheet import NotRead, is_sheet, sheet_text
from services.intake.importing.table import text_of
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
RELOAD_S: Final = 2
KINDS: Final[Mapping[Kind, str]] = {
    "associations": say_later("Associations"),
    "needs": say_later("Needs"),
}
EMPTY: Final = say_later("Choose a file, or paste the table.")


def coordinator(visit: Visit, desk: Desk) -> Session:
    """Raises Refused for all others, and for a coordinator of another region."""
    session = visit.reader.must_be("coordinator")
    if desk.region not in session.regions:
        raise Refused("not-found")
    return session


def kind_in(text: str) -> Kind:
    if text not in KINDS:
        raise Refused("not-found")
    return cast("Kind", text)


@router.get("/import")
async def show_import(visit: Visiting, desk: AtDesk) -> Response:
    coordinator(visit, desk)
    return page(visit, desk, "associations", "")


def page(
    visit: Visit,
    desk: Desk,
    kind: Kind,
    text: str,
    *,
    problems: tuple[Problem, ...] = (),
    lines: list[dict[str, Any]] | None = None,
    verify: bool = False,
) -> Response:
    """The page; `lines` are those of a table that is right and waits for a last word."""
    return visit.page(
        "import.html",
        status=422 if problems else 200,
        kinds=[{"value": one, "label": visit.say(label)} for one, label in KINDS.items()],
        kind=kind,
        text=text,
        verify=verify,
        problems=[said(visit, one) for one in problems],
        lines=lines,
        form_id=desk.new_id(),
        line_label=visit.say("Line"),
        column_label=visit.say("Column"),
    )


def said(visit: Visit, problem: Problem) -> dict[str, object]:
    known = any(problem.field in table.values() for table in HEADINGS.values())
    return {
        "line": problem.line or None,
        "column": problem.column,
        "field": visit.say(problem.field) if known else problem.field,
        "remedy": visit.say(problem.remedy),
    }


@router.post("/import")
async def take_table(visit: Visiting, desk: AtDesk) -> Response:
    """Looks the table over; puts it in where it is right and the reader has seen what it holds."""
    session = coordinator(visit, desk)
    form = await visit.form()
    kind, verify = kind_in(value(form, "kind")), value(form, "verify") == "yes"
    try:
        text = await table_in(form)
    except NotRead as no:
        why = (Problem(no.line, "", no.remedy),)
        return page(visit, desk, kind, "", problems=why, verify=verify)
    if not text:
        return page(visit, desk, kind, text, problems=(Problem(0, "", EMPTY),), verify=verify)
    looked = await look_at(desk, kind, text)
    if looked.problems:
        return page(visit, desk, kind, text, problems=looked.problems, verify=verify)
    if value(form, "go") != "put_in":
        lines = await lines_said(visit, desk, kind, looked)
        return page(visit, desk, kind, text, lines=lines, verify=verify)
    form_id = form_id_of(value(form, "form_id"), desk)
    begun = await begin(desk, kind, looked, session, form_id=form_id, verify=verify)
    return visit.go(f"/import/{begun.id}")


async def table_in(form: FormData) -> str:
    """The file where one was sent, else what was pasted. Raises NotRead."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return value(form, "table")
    raw = await file.read()
    await file.close()
    if is_sheet(raw):
        return sheet_text(raw)
    return text_of(raw) if raw else value(form, "table")


async def lines_said(visit: Visit, desk: Desk, kind: Kind, looked: Looked) -> list[dict[str, Any]]:
    """Each line, and whether it would change anything."""
    names = await verified_names(desk)
    new, old = visit.say("New"), visit.say("Is here already")
    return [
        {
            "line": str(one.line),
            "name": one.name,
            "what": old if await is_here(desk, kind, one, names) else new,
        }
        for one in looked.lines
    ]


@router.get("/import/{kind}/template")
async def show_template(kind: str, visit: Visiting, desk: AtDesk) -> Response:
    coordinator(visit, desk)
    return file_of(f"{kind_in(kind)}-template", template(kind_in(kind), visit.language))


@router.get("/import/{key}")
async def show_progress(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """How far it is; the page comes again by itself until all is put in."""
    coordinator(visit, desk)
    known = await known_import(desk, key)
    response = visit.page("import_progress.html", **progress(visit, known))
    if known.rows:
        response.headers["refresh"] = str(RELOAD_S)
    return response


def progress(visit: Visit, known: Import) -> dict[str, Any]:
    done = known.total - len(known.rows)
    return {
        "over": not known.rows,
        "how_far": visit.say("%(done)s of %(total)s lines", done=done, total=known.total),
        "done": done,
        "total": known.total,
        "made": known.made,
        "known": known.known,
        "left": ", ".join(map(str, known.left)),
        "back": "/associations" if known.kind == "associations" else "/needs/open",
    }


@router.get("/export/{kind}")
async def show_export(kind: str, visit: Visiting, desk: AtDesk) -> Response:
    coordinator(visit, desk)
    return file_of(kind_in(kind), await export(desk, kind_in(kind), visit.language))


def file_of(name: str, content: bytes) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
