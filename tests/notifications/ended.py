"""A match and a case that come to an end, as they are told, and what is written of it."""

from services.notifications.documents import DELIVERIES
from shared.contracts.matching import (
    CaseMoved,
    MatchAnswered,
    MatchApproved,
    MatchIntroduced,
    MatchMoved,
)
from tests.notifications.letterbox import contact, registered
from tests.notifications.mornings import wants_to_come
from tests.notifications.test_erasing import about
from tests.stage import Stage

YES = {"person_answer": "yes"}
BOTH = {**YES, "association_answer": "yes"}
NO = MatchAnswered.model_validate(
    {**about(), **YES, "association_answer": "no", "state": "ended", "side": "association"}
)
INTRODUCED = MatchIntroduced.model_validate(
    {**about(), **BOTH, "state": "introduced", "level": "details", "details": True}
)
MET = MatchMoved.model_validate({**about(), **BOTH, "state": "started"})


def over(why: str, *, by_guide: bool = False, **answers: str) -> MatchMoved:
    told = {**about(), **answers, "state": "ended", "why": why, "by_guide": by_guide}
    return MatchMoved.model_validate(told)


def case(state: str, reason: str | None = None) -> CaseMoved:
    return CaseMoved.model_validate(
        {"case": "c-p1", "person": "p1", "state": state, "waiting": "none", "alias": "B", "reason": reason}
    )  # fmt: skip


async def both_known(stage: Stage, language: str = "en", **facts: str | None) -> None:
    await stage.hear(contact(stage, language=language, **facts), "p1")
    theirs = {"name": "Eva", "email": "club@example.org", "language": language}
    await stage.hear(contact(stage, "club", **theirs), "club")
    await stage.hear(registered(stage), "p1")


async def asked(stage: Stage) -> None:
    await stage.hear(MatchApproved.model_validate(about()), "m-p1", sequence=1)


async def said_yes(stage: Stage) -> None:
    await asked(stage)
    await stage.hear(wants_to_come("p1"), "m-p1", sequence=2)


async def introduced(stage: Stage) -> None:
    await said_yes(stage)
    await stage.hear(INTRODUCED, "m-p1", sequence=3)


async def ends(stage: Stage) -> list[tuple[str, str]]:
    """To whom an end was written, and which letter."""
    found = await stage.running.store.find(DELIVERIES, {}, order="queued_at")
    written = [(one.recipient, one.order.template) for one in found]
    return sorted(one for one in written if one[1].startswith("ended"))


PERSON, CLUB, CASE = ("p1", "ended_person"), ("club", "ended_association"), ("p1", "ended_case")
