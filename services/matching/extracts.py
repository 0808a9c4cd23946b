"""That an association was shown a register extract: that it was, when, and by whom.

The law (2013:852) lets an association see an extract, and nothing of it is kept here: there is no
place for it, and whoever sends more is refused, with why.
"""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match, noted
from services.matching.needs import NEEDS
from shared.web.languages import Language, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session

SHOWN: Final = "extract_shown"
ONLY_SHOWN: Final = say_later(
    "Nothing was kept. We note only that it was shown, when, and by whom. Send nothing else."
)


async def asks_for_extract(match: Match, desk: Desk) -> bool:
    """Whether the need of this match asks to see an extract."""
    need = await desk.store.get(NEEDS, match.need)
    return need is not None and need.details.register_check


class ExtractSent(BaseModel):
    """Nothing: who was shown an extract, and when, is known, and nothing else is kept."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _nothing_more(cls, sent: object) -> object:
        if sent != {}:
            raise PydanticCustomError("only_that_it_was_shown", "nothing else is kept")
        return sent


def nothing_more(sent: Iterable[str]) -> None:
    """Raises Refused where a form holds anything besides its token."""
    if set(sent) - {"form_token"}:
        raise Refused("invalid", fields={"extract": ONLY_SHOWN})


async def note_shown(match: Match, session: Session, desk: Desk) -> Match:
    """Notes it once: the first note stays. Raises Refused where no extract is asked for."""
    if match.state == "ended" or not await asks_for_extract(match, desk):
        raise Refused("conflict")

    def shown(known: Match) -> Match:
        if known.extract_at is not None:
            return known
        now = desk.now()
        told = {"extract_at": now, "extract_by": session.account}
        return noted(known, SHOWN, session.account, now).model_copy(update=told)

    return await desk.change(MATCHES, match.id, shown) or match


def extract_said(match: Match, asks: bool, reader: Session, language: Language) -> dict[str, Any]:
    """What a candidate's card says of the extract, and where it can be noted, while it can."""
    if match.extract_at is None:
        waits = asks and match.state != "ended"
        return {"said": "", "note": f"/candidates/{match.id}/extract" if waits else None}
    day = language.time(match.extract_at)
    if match.extract_by == reader.account:
        return {"said": language.say("You were shown it on %(day)s.", day=day), "note": None}
    said = language.say("Another of your contacts was shown it on %(day)s.", day=day)
    return {"said": said, "note": None}
