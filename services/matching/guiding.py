"""What a guide does on a case whose person was asked: write down an answer, introduce, end.

A second click finds that it was done. The case follows by the match's own due work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.matching import introducing, life
from services.matching.acting import case_for, decided, works_on
from services.matching.answers import answer
from services.matching.approvals import NotNow
from services.matching.associations import ASSOCIATIONS
from services.matching.cases import Case, close
from services.matching.changing_mind import take_back
from services.matching.desk import Desk
from services.matching.later import ask_later
from services.matching.life import Sayer
from services.matching.matches import MATCHES, Match, end
from services.matching.onward import keep_decision, that_it_moved
from shared.contracts.matching import Answer, Level, Side
from shared.contracts.message import Message
from shared.store.document import Due
from shared.web.refusals import Refused
from shared.web.sessions import Session

# How an answer that could not be taken ended, and the page's word for it.
NOT_TAKEN: Final[Mapping[str, str]] = {"full": "full", "over": "over", "early": "passed"}


@dataclass(frozen=True)
class Spoken:
    """What a side said on the phone; `why` is a code of a no."""

    side: Side
    answer: Answer
    why: str | None = None


async def own_case(session: Session, key: str, desk: Desk) -> Case:
    """A case that the reader may change. Raises Refused."""
    case = await case_for(session, key, desk)
    if not works_on(session, case):
        raise Refused("not-found")
    return case


async def current_match(session: Session, key: str, desk: Desk) -> Match:
    """The match of such a case that was asked about. Raises Refused, NotNow."""
    case = await own_case(session, key, desk)
    match = await desk.store.get(MATCHES, case.current) if case.current else None
    if match is None or match.state in {"proposed", "ended"}:
        raise NotNow("passed")
    return match


async def introduce(session: Session, key: str, level: Level, desk: Desk) -> Match:
    """Brings the two together at a level of help. Raises Refused, NotNow."""
    match, now = await current_match(session, key, desk), desk.now()
    association = await desk.store.get(ASSOCIATIONS, match.association)
    web = association.web if association else ""

    def told(after: Match) -> tuple[Message, ...]:
        return (introducing.introduced(after, web),)

    return await keep_decision(
        match, desk, lambda known: introducing.introduce(known, level, session.account, now), told
    )


async def write_down(session: Session, key: str, said: Spoken, desk: Desk) -> None:
    """An answer that one side gave on the phone. Raises Refused, NotNow."""
    match = await current_match(session, key, desk)
    how = await answer(match, said.side, said.answer, desk, why=said.why, account=session.account)
    if how in NOT_TAKEN:
        raise NotNow(NOT_TAKEN[how])


async def write_down_later(session: Session, key: str, desk: Desk) -> None:
    """The person wants to think, and said so on the phone. Raises Refused, NotNow."""
    match = await current_match(session, key, desk)
    if not await ask_later(match, "person", desk, account=session.account):
        raise NotNow("passed")


async def write_down_changed(session: Session, key: str, why: str | None, desk: Desk) -> None:
    """The person does not come after all, and said so on the phone. Raises Refused, NotNow."""
    match = await current_match(session, key, desk)
    await take_back(match, why, Sayer("guide", session.account), desk)


async def wait_longer(session: Session, key: str, desk: Desk) -> Match:
    """Gives two more time who have not been heard of. Raises Refused, NotNow."""
    match, now = await current_match(session, key, desk), desk.now()
    return await keep_decision(
        match, desk, lambda known: introducing.wait_longer(known, session.account, now)
    )


async def end_pair(session: Session, key: str, why: str, desk: Desk) -> Match:
    """The two do not go on together, for one of PAIR_ENDS. Raises Refused, NotNow."""
    if why not in life.PAIR_ENDS:
        raise Refused("invalid", fields={"reason": "unknown"})
    match, now = await current_match(session, key, desk), desk.now()

    def over(known: Match) -> Match:
        return known if known.state == "ended" else end(known, why, now, by=session.account)

    return await keep_decision(match, desk, over, that_it_moved)


async def end_case(session: Session, key: str, why: str, desk: Desk) -> Case:
    """Nothing more is looked for, for one of CASE_ENDS. Raises Refused.

    What is open ends by the case's own due work, and its seat is free again.
    """
    if why not in life.CASE_ENDS:
        raise Refused("invalid", fields={"reason": "unknown"})

    async def decide(case: Case) -> Case:
        if not works_on(session, case):
            raise Refused("not-found")
        now = desk.now()
        after = close(case, why, now, session.account)
        return case if after is case else after.with_due(Due(what="propose", at=now))

    return await decided(session, key, desk, decide)
