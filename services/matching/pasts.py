"""A case's history in words."""

from typing import Any

from services.matching import life_said, wording
from services.matching.views import HappeningView, WholeCaseView
from shared.web.languages import Language


def past_said(case: WholeCaseView, language: Language) -> list[dict[str, Any]]:
    """The lines of the timeline, newest first: {label, state, text, at}."""
    titles = {one.id: f"{one.title} · {one.association}" for one in case.proposals}
    return [_line(line, titles, language) for line in reversed(case.history)]


def _line(line: HappeningView, titles: dict[str, str], language: Language) -> dict[str, Any]:
    label = language.say(wording.HAPPENED.get(line.what, wording.OVER))
    about = titles.get(line.match or "", "")
    why = _why(line, language)
    return {
        "label": label,
        "state": "done",
        "text": " – ".join(part for part in (about, why) if part),
        "at": language.time(line.at),
    }


def _why(line: HappeningView, language: Language) -> str:
    if line.what == "proposed":
        number = int(line.why or 0)
        return language.say_many("%(number)s proposal", "%(number)s proposals", number)
    if line.what == "nothing_yet":
        return language.say(wording.ENDED.get(line.why or "", wording.NO_NEED_OPEN))
    msgid = wording.ENDED.get(line.why or "") or life_said.WHY.get(line.why or "")
    return language.say(msgid) if msgid else ""
