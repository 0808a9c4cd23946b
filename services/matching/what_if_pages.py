"""The pages of "what if", and the same for programs. The form is read, never kept."""

from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.datastructures import QueryParams
from starlette.responses import Response

from services.matching.acting import is_coordinator, staff
from services.matching.desk import AtDesk
from services.matching.what_if import (
    LineView,
    OtherNeed,
    OtherWishes,
    WhatIfView,
    if_need,
    if_person,
    need_to_ask_about,
    person_to_ask_about,
)
from shared.contracts.codes import AGE_BANDS, KINDS, SWEDISH_LEVELS
from shared.contracts.regions import region
from shared.web import words
from shared.web.facets import reason_said
from shared.web.languages import Language, say_later
from shared.web.visits import Visit, Visiting, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)
MANY: Final = say_later("Many want this place")


@router.get("/cases/{case}/what-if")
async def show_person(visit: Visiting, desk: AtDesk, case: str) -> Response:
    session = staff(visit.reader)
    found, profile = await person_to_ask_about(session, case, desk)
    query = visit.request.query_params
    wishes = profile.wishes
    asked = OtherWishes(
        slots=several(query, "slots"),
        kinds=several(query, "kinds") or None,
        swedish=one(query, "swedish"),
        **area_in(query),
        near=yes(query, "near"),
        free=yes(query, "free"),
    )
    view = await if_person(session, case, asked, desk)
    return page(
        visit,
        view,
        back=(f"/cases/{found.id}", found.alias),
        fields={
            "slots": asked.slots if asked.slots is not None else wishes.slots,
            "kinds": asked.kinds or wishes.kinds,
            "area": area_in(query).get("area", wishes.area) or "",
            "swedish": asked.swedish or wishes.swedish,
            "near": wishes.near if asked.near is None else asked.near,
            "free": wishes.free if asked.free is None else asked.free,
        },
        here=found.region,
        person=True,
    )


@router.get("/cases/needs/{need}/what-if")
async def show_need(visit: Visiting, desk: AtDesk, need: str) -> Response:
    session = staff(visit.reader)
    found = await need_to_ask_about(session, need, desk)
    query = visit.request.query_params
    details = found.details
    asked = OtherNeed(
        slots=several(query, "slots"),
        ages=several(query, "ages"),
        swedish=one(query, "swedish"),
        **area_in(query),
    )
    view = await if_need(session, need, asked, desk)
    return page(
        visit,
        view,
        back=("/board", visit.say("Board")),
        fields={
            "slots": asked.slots if asked.slots is not None else details.slots,
            "ages": asked.ages if asked.ages is not None else details.ages,
            "area": area_in(query).get("area", details.area) or "",
            "swedish": asked.swedish or details.swedish,
        },
        here=found.region,
        person=False,
        title=f"{details.title} · {found.association_name}",
        own_alone=not is_coordinator(session),
    )


def page(
    visit: Visit,
    view: WhatIfView,
    *,
    back: tuple[str, str],
    fields: dict[str, Any],
    here: str,
    person: bool,
    title: str = "",
    own_alone: bool = False,
) -> Response:
    """The form with what was asked, and both answers beside each other."""
    say, language = visit.say, visit.language
    return visit.page(
        "what_if.html",
        title=title or back[1],
        back=back,
        fields=fields,
        person=person,
        own_alone=own_alone,
        differs=view.then != view.today,
        summary=summary(view, language) if "asked" in visit.request.query_params else None,
        answers=answers(view, person, language),
        days=[{"value": day, "label": say(text), "short": say(words.DAY_SHORT[day])}
              for day, text in words.DAY.items()],
        parts=[{"value": part, "label": say(text), "icon": part, "hours": words.HOURS[part]}
               for part, text in words.PART_OF_DAY.items()],
        kinds=options(KINDS, words.KIND, language),
        ages=options(AGE_BANDS, words.AGE, language),
        levels=options(SWEDISH_LEVELS, words.SWEDISH, language),
        areas=[{"value": area.code, "label": area.name} for area in region(here).areas],
    )  # fmt: skip


def answers(view: WhatIfView, person: bool, language: Language) -> list[dict[str, Any]]:
    """Both sides; what only one of them has is marked."""
    gone = {"text": language.say(say_later("Gone")), "kind": "warning"}
    new = {"text": language.say(say_later("New")), "kind": "good"}
    today, then = ({line.id for line in lines} for lines in (view.today, view.then))
    sides = (
        (say_later("As it is today"), view.today, then, gone),
        (say_later("What would come out"), view.then, today, new),
    )
    return [
        {
            "label": language.say(label),
            "lines": [
                {**line_said(one, person, language), "mark": None if one.id in other else mark}
                for one in lines
            ],
        }
        for label, lines, other, mark in sides
    ]


def summary(view: WhatIfView, language: Language) -> str:
    """What the change would come to, in a sentence."""
    if view.then == view.today:
        return language.say(say_later("Nothing would change."))
    today, then = ({line.id for line in lines} for lines in (view.today, view.then))
    if today == then:
        return language.say(say_later("The same would come out. Only how well it fits changes."))
    figures = {"new": len(then - today), "gone": len(today - then)}
    return language.say(say_later("This would change. New: %(new)s. Gone: %(gone)s."), **figures)


def options(codes: tuple[str, ...], table: words.Words, language: Language) -> list[dict[str, str]]:
    return [{"value": code, "label": language.say(table[code])} for code in codes]


def line_said(line: LineView, person: bool, language: Language) -> dict[str, Any]:
    return {
        "title": line.title,
        "href": None if person else f"/cases/{line.id}",
        "points": line.points,
        "reasons": [said for one in line.reasons if (said := reason_said(one, language))],
        "crowded": language.say(MANY) if line.crowded else None,
    }


def several(query: QueryParams, name: str) -> tuple[str, ...] | None:
    """The boxes that were ticked; None before the form was sent."""
    return tuple(query.getlist(name)[:100]) if "asked" in query else None


def one(query: QueryParams, name: str) -> str | None:
    return query.get(name, "")[:60] or None


def area_in(query: QueryParams) -> dict[str, str | None]:
    """The area that was chosen; None where "not said" was; nothing before the form was sent."""
    return {"area": one(query, "area")} if "area" in query else {}


def yes(query: QueryParams, name: str) -> bool | None:
    return query.get(name) == "yes" if "asked" in query else None


@api_router.post(
    "/cases/{case}/what-if", summary="What a person would be proposed; changes nothing"
)
async def ask_person(visit: Visiting, desk: AtDesk, case: str, sent: OtherWishes) -> WhatIfView:
    return await if_person(staff(visit.reader), case, sent, desk)


@api_router.post("/needs/{need}/what-if", summary="Whom a need would get; changes nothing")
async def ask_need(visit: Visiting, desk: AtDesk, need: str, sent: OtherNeed) -> WhatIfView:
    return await if_need(staff(visit.reader), need, sent, desk)
