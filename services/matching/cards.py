"""Cases and proposals in words, as the templates of the board print them."""

from datetime import UTC, datetime
from typing import Any, Final

from services.matching import wording
from services.matching.approvals import DISMISSALS
from services.matching.stuck_said import shows_stuck, stuck_said
from services.matching.views import CaseView, HintView, ProposalView
from services.matching.whole_case import ObstacleView, WholeCaseView
from shared.contracts.codes import POINT_PARTS
from shared.web import words
from shared.web.facets import facet_said, facets_said, reason_said
from shared.web.languages import STOCKHOLM, Language, say_later

MOST_SLOTS: Final = 4
# What stands before the facts on a card, in this order.
FACET_LABELS: Final[dict[str, str]] = {
    "kind": say_later("Wants to"),
    "activity": say_later("Likes"),
    "swedish": say_later("Swedish"),
    "language": say_later("Speaks"),
    "age": say_later("Age"),
    "skill": say_later("Can do"),
    "slot": say_later("Is free"),
}
TAGS: Final[dict[str, str]] = {
    "guide": "waiting",
    "person": "waiting",
    "association": "waiting",
    "introduction": "good",
    "need": "warning",
}


def clock_time(at: int) -> str:
    """HH:MM:SS in Stockholm."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(STOCKHOLM).strftime("%H:%M:%S")


def case_said(case: CaseView, language: Language, back: str) -> dict[str, Any]:
    """A card. `back` names the page that its forms return to: "case", or "board" and its filters.

    The board opens with one proposal a case; a case's own page shows all of them.
    """
    shown = len(case.proposals) if back == "case" else 1
    first, rest = case.proposals[:shown], case.proposals[shown:]
    say = language.say
    whose = say("Your case") if case.mine else say("Another guide's case")
    tags = [{"text": say(words.WAITING[case.waiting]), "kind": TAGS.get(case.waiting, "plain")}]
    tags.append({"text": whose if case.claimed else say("Nobody's case yet"), "kind": "plain"})
    return {
        "id": case.id,
        "alias": case.alias,
        "href": f"/cases/{case.id}",
        "person_id": case.person,
        "waiting": say("Since %(time)s", time=language.time(case.since)),
        "tags": tags,
        "facets": facets(case.facets, language),
        "note": None if case.hints else note(case, language),
        "hints": [hint_said(hint, language) for hint in case.hints],
        "proposals": [proposal_said(case, one, language, back) for one in first],
        "more": [proposal_said(case, one, language, back) for one in rest],
        "stuck": stuck_said(case, language)
        if back == "case" or shows_stuck(case, case.read_at)
        else None,
        "hold": f"/cases/{case.id}/hold" if case.state == "proposed" else None,
        "claim": f"/cases/{case.id}/claim?back={back}" if case.may_claim else None,
    }


def note(case: CaseView, language: Language) -> str | None:
    """Why there is nothing yet."""
    if case.reason is None or case.state not in {"registered", "ended"}:
        return None
    return language.say(wording.ENDED.get(case.reason, wording.NO_NEED_OPEN))


def facets(coded: tuple[str, ...], language: Language) -> list[dict[str, str]]:
    """One line a table; many weekly slots are counted instead of listed."""
    by_table: dict[str, list[str]] = {}
    for facet in coded:
        if said := facet_said(facet, language):
            by_table.setdefault(facet.partition(":")[0], []).append(said)
    if len(by_table.get("slot", ())) > MOST_SLOTS:
        number = len(by_table["slot"])
        by_table["slot"] = [
            language.say_many("%(number)s time a week", "%(number)s times a week", number)
        ]
    separator = {"slot": " · "}  # a slot has a comma of its own
    return [
        {
            "label": language.say(label),
            "text": separator[table].join(by_table[table])
            if table in separator
            else words.joined(by_table[table], language),
        }
        for table, label in FACET_LABELS.items()
        if table in by_table
    ]


def notes_said(case: WholeCaseView, language: Language) -> dict[str, str]:
    """What the guide wrote down, and what is next, for who works on the case."""
    return {
        "text": case.notes,
        "next": case.next_step,
        "day": language.day(case.next_at) if case.next_at else "",
        "href": f"/cases/{case.id}/notes",
    }


def hint_said(hint: HintView, language: Language) -> str:
    """What stands in the way of most needs, what would help, and how many needs that opens."""
    text = obstacle_said(ObstacleView(code=hint.code, change=hint.change), language)
    if hint.needs:
        opens = language.say_many(
            "That opens %(number)s need.", "That opens %(number)s needs.", hint.needs
        )
        return f"{text} {opens}"
    return text


def obstacle_said(obstacle: ObstacleView, language: Language) -> str:
    """A rule that is broken, and what would change it."""
    text = language.say(wording.ENDED.get(obstacle.code, wording.OVER))
    change = change_said(obstacle, language)
    return f"{text} {change}." if change else text


def change_said(obstacle: ObstacleView, language: Language) -> str:
    msgid, table = wording.HINT.get(obstacle.code), wording.CHANGE_TABLE.get(obstacle.code)
    if msgid is None or not obstacle.change:
        return ""
    # The slots that would help are listed behind how many it takes.
    codes = obstacle.change[1:] if obstacle.code == "slots" else obstacle.change
    said = facets_said((f"{table}:{code}" for code in codes), language) if table else list(codes)
    return language.say(msgid, change=words.joined(said, language)) if said else ""


def proposal_said(
    case: CaseView, one: ProposalView, language: Language, back: str
) -> dict[str, Any]:
    """A proposal with its reasons, and the addresses of what the reader may do with it."""
    here, say = f"/cases/{case.id}", language.say
    return {
        "id": one.id,
        "title": f"{one.title} · {one.association}",
        "points": one.points,
        "parts": [
            {"code": part, "label": say(words.POINT_PART[part]), "points": one.parts[part]}
            for part in POINT_PARTS
            if part in one.parts
        ],
        "reasons": [said for reason in one.reasons if (said := reason_said(reason, language))],
        "waiting_line": say("Many want this place") if one.crowded else None,
        "gone": gone(one, language),
        "approve": f"{here}/approve?match={one.id}&seen={one.version}&back={back}"
        if one.may_approve
        else None,
        "dismiss": f"{here}/dismiss?match={one.id}&back={back}" if one.may_dismiss else None,
        "dismiss_reasons": [
            {"value": code, "label": say(text)} for code, text in DISMISSALS.items()
        ],
        "undo": f"{here}/undo?back={back}" if one.may_undo else None,
        "undo_until": clock_time(one.goes_out_at) if one.goes_out_at else None,
    }


def gone(one: ProposalView, language: Language) -> str | None:
    """Why a proposal is no longer there."""
    if one.ended is None:
        return None
    return language.say(wording.ENDED.get(one.ended, wording.OVER))
