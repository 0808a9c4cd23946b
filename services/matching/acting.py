"""Who may see and do what with a case, and the doing: read, decide, keep.

A case that a reader may not see is answered like one that does not exist.
"""

from collections.abc import Awaitable, Callable

from services.matching.approvals import NotNow, approve, dismiss, take, undo
from services.matching.cases import CASES, Case, news, opened
from services.matching.desk import Desk
from services.matching.looking_in import ask_why, has_said_why
from services.matching.matches import MATCHES, Match
from services.matching.records import TRIES
from services.matching.waiting import hold
from services.matching.weeks import has_room
from shared.store.document import Conflict
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session


def staff(reader: Reader) -> Session:
    """Whoever works with cases. Raises Refused."""
    return reader.must_be("guide", "coordinator")


def is_coordinator(session: Session) -> bool:
    return "coordinator" in session.roles


def sees(session: Session, case: Case) -> bool:
    """A guide sees the cases that are theirs or nobody's, a coordinator those of the region."""
    if case.region not in session.regions:
        return False
    return is_coordinator(session) or case.guide in {None, session.account}


def works_on(session: Session, case: Case) -> bool:
    """Whether the case is theirs to change: assigned, or a coordinator's."""
    return sees(session, case) and (is_coordinator(session) or case.guide == session.account)


async def case_for(session: Session, key: str, desk: Desk) -> Case:
    """The case, where the reader may see it, and has said why if another guide has it. Raises
    Refused.
    """
    case = await seen_case(session, key, desk)
    if not await has_said_why(session, case, desk):
        raise ask_why(case)
    return case


async def seen_case(session: Session, key: str, desk: Desk) -> Case:
    """The case, where the reader may know of it. Raises Refused."""
    case = await desk.store.get(CASES, key)
    if case is None or not sees(session, case):
        raise Refused("not-found")
    return case


async def match_of(case: Case, key: str, desk: Desk) -> Match:
    """A match of this case. Raises Refused."""
    match = await desk.store.get(MATCHES, key)
    if match is None or match.case != case.id:
        raise Refused("not-found")
    return match


async def decided(
    session: Session, key: str, desk: Desk, decide: Callable[[Case], Awaitable[Case]]
) -> Case:
    """The case as decided; read and decided again while others are faster. Raises Refused."""
    for _ in range(TRIES):
        case = await case_for(session, key, desk)
        after = await decide(case)
        if after is case:
            return case
        try:
            return await desk.keep(CASES, after, news(case, after))
        except Conflict:
            continue
    raise Conflict(CASES.table)


async def approve_match(
    session: Session, key: str, match_key: str, desk: Desk, *, seen: int
) -> Case:
    """Approves, which claims a case that is nobody's. Raises Refused, NotNow."""

    async def decide(case: Case) -> Case:
        match = await match_of(case, match_key, desk)
        undo_ms = desk.settings.undo_seconds * 1000
        after = approve(case, match, session.account, desk.now(), seen=seen, undo_ms=undo_ms)
        if after is not case and not await has_room(match, desk):
            raise NotNow("enough")
        return after

    return await decided(session, key, desk, decide)


async def undo_approval(session: Session, key: str, desk: Desk) -> Case:
    """Takes an approval back. Raises Refused, NotNow."""

    async def decide(case: Case) -> Case:
        if not works_on(session, case):
            raise Refused("not-found")
        return undo(case, session.account, desk.now())

    return await decided(session, key, desk, decide)


async def claim_case(session: Session, key: str, desk: Desk) -> Case:
    """Takes a case that is nobody's. Raises Refused, NotNow."""

    async def decide(case: Case) -> Case:
        return take(case, session.account, desk.now())

    return await decided(session, key, desk, decide)


async def hold_case(session: Session, key: str, desk: Desk) -> None:
    """Keeps the proposals of a case still while somebody has them open; a guide to whom it was given
    knows of it now. Raises Refused.
    """

    async def decide(case: Case) -> Case:
        case = opened(case, session.account)
        return hold(case, desk.now()) if case.may_propose else case

    await decided(session, key, desk, decide)


async def dismiss_match(
    session: Session, key: str, match_key: str, desk: Desk, *, why: str
) -> Match:
    """Ends a proposal with a guide's reason. Raises Refused, NotNow."""
    for _ in range(TRIES):
        case = await case_for(session, key, desk)
        if not works_on(session, case):
            raise Refused("not-found")
        match = await match_of(case, match_key, desk)
        if match.by == session.account and match.ended == why:
            return match  # the second click
        try:
            return await desk.keep(
                MATCHES, dismiss(case, match, session.account, desk.now(), why=why)
            )
        except Conflict:
            continue
    raise NotNow("changed")
