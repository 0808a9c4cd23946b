"""A case's history in words, line by line, with what a decision was made from behind a fold."""

from typing import Any, Final

from services.matching import life_said, wording
from services.matching.letters import LetterView
from services.matching.questions import NO_WHY
from services.matching.views import ProposalView
from services.matching.whole_case import HappeningView, WholeCaseView
from shared.contracts.matching import Side
from shared.web import letter_names, words
from shared.web.facets import reason_said
from shared.web.languages import Language, say_later

# Who did it; an account is the reader or another guide.
BY: Final[words.Words] = {
    "person": say_later("The person"),
    "association": say_later("The association"),
    "guide": say_later("The guide"),
    "matching": say_later("Lotsa, by itself"),
    "clock": say_later("Lotsa, because time was up"),
}
LETTER: Final = say_later("A letter")
READ: Final = say_later("Read the letter")
YOU: Final = say_later("You")
ANOTHER: Final = say_later("Another guide")
OFFICE: Final = say_later("A coordinator")
OF_OFFICE: Final = frozenset({"assigned", "unassigned"})
"""What only a coordinator does."""
DECIDED: Final = frozenset(
    {"by_hand", "approved", "undone", "asked", "ended", "introduce", "recorded"}
)
"""What was decided of a match: what it was decided from can be unfolded."""


def past_said(case: WholeCaseView, account: str, language: Language) -> list[dict[str, Any]]:
    """The lines of the timeline, newest last: {label, state, text, at, trace}, of a letter {label,
    state, text, at, href, link}. `account` reads.
    """
    matches = {one.id: one for one in case.proposals}
    happened = [(line.at, _line(line, matches, account, language)) for line in case.history]
    letters = [(one.at, _letter(one, case.person, matches, language)) for one in case.letters]
    return [said for _, said in sorted((*happened, *letters), key=lambda one: one[0])]


def _letter(
    letter: LetterView, person: str, matches: dict[str, ProposalView], language: Language
) -> dict[str, Any]:
    """A letter as a line, which leads to what its receiver read."""
    match = matches.get(letter.match or "")
    said = (
        language.say(letter_names.STATE[letter.state]),
        f"{match.title} · {match.association}" if match else "",
    )
    return {
        "label": language.say(letter_names.LETTER.get(letter.what, LETTER)),
        "state": "done",
        "text": " – ".join(part for part in said if part),
        "at": language.time(letter.at),
        "href": f"/outbox?person={person}&letter={letter.id}",
        "link": language.say(READ),
    }


def _line(
    line: HappeningView, matches: dict[str, ProposalView], account: str, language: Language
) -> dict[str, Any]:
    match = matches.get(line.match or "")
    about = f"{match.title} · {match.association}" if match else ""
    said = (about, _why(line, language), _no_why(line, match, language))
    return {
        "label": language.say(wording.HAPPENED.get(line.what, wording.OVER)),
        "state": "done",
        "text": " – ".join(part for part in said if part),
        "at": f"{language.time(line.at)} · {_by(line, account, language)}",
        "trace": _trace(match, language) if match and line.what in DECIDED else [],
    }


def _by(line: HappeningView, account: str, language: Language) -> str:
    other = OFFICE if line.what in OF_OFFICE else ANOTHER
    return language.say(BY.get(line.by, YOU if line.by == account else other))


def _why(line: HappeningView, language: Language) -> str:
    if line.what == "proposed":
        number = int(line.why or 0)
        return language.say_many("%(number)s proposal", "%(number)s proposals", number)
    if line.what == "nothing_yet":
        return language.say(wording.ENDED.get(line.why or "", wording.NO_NEED_OPEN))
    msgid = wording.ENDED.get(line.why or "") or life_said.WHY.get(line.why or "")
    return language.say(msgid) if msgid else ""


def _no_why(line: HappeningView, match: ProposalView | None, language: Language) -> str:
    """Why a side said no, in its own words' code."""
    if match is None or line.what != "ended" or match.no_why is None:
        return ""
    side: Side = "association" if line.why == "association_no" else "person"
    msgid = NO_WHY[side].get(match.no_why)
    return language.say(msgid) if msgid else ""


def _trace(match: ProposalView, language: Language) -> list[str]:
    """What the matcher said of the pair: points and their parts, the price, the rules, why."""
    say = language.say
    hundred = 10_000  # points are millionths, shown of 100
    parts = [
        say(say_later("%(part)s: %(points)s"), part=say(words.POINT_PART[code]),
            points=round(points / hundred, 1))
        for code, points in match.parts.items()
        if code in words.POINT_PART
    ]  # fmt: skip
    return [
        say(say_later("Fits %(points)s of 100"), points=round(match.points / hundred)),
        *parts,
        say(say_later("What the place is worth to others: %(points)s"),
            points=round(match.price / hundred, 1)),
        say(say_later("Proposed for the %(number)s. time, by the rules %(policy)s"),
            number=match.round, policy=match.policy),
        *(said for reason in match.reasons if (said := reason_said(reason, language))),
    ]  # fmt: skip
