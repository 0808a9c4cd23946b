"""The mail of a morning: how much needs a guide today, told once a working day."""

from services.matching.desk import Desk
from services.matching.guides import GUIDES, Guide, begun, with_morning
from services.matching.my_day import NEEDS, Task, tasks_for, tomorrow
from shared.contracts.matching import DayBegan
from shared.contracts.message import Message
from shared.mornings import is_late
from shared.web.languages import day_of
from shared.web.sessions import Session


async def morning(guide: Guide, desk: Desk) -> None:
    """Due "morning": tells the day and ends it in one write, so that it is never told twice.

    Nothing is told where nothing needs the guide, or where the morning is long over.
    """
    now = desk.now()
    wanted = guide.works and guide.mail and not is_late(now)
    leads = "coordinator" in guide.roles
    tasks = await tasks_for(guide.id, guide.regions, desk, leads=leads) if wanted else []
    await desk.keep(GUIDES, begun(guide, now), told(guide, tasks, now))


def told(guide: Guide, tasks: list[Task], now: int) -> tuple[Message, ...]:
    """How many of each kind, and nothing about anybody."""
    if not tasks:
        return ()
    counts = {need: sum(one.need == need for one in tasks) for need in NEEDS}
    day = day_of(now).isoformat()
    return (DayBegan(account=guide.id, day=day, until=tomorrow(now), **counts),)


async def switch_mail(session: Session, desk: Desk, *, on: bool) -> Guide:
    """Whether the reader wants the mail. Raises Conflict."""

    def decide(known: Guide) -> Guide:
        if known.mail is on:
            return known
        return with_morning(known.model_copy(update={"mail": on}), desk.now())

    changed = await desk.change(GUIDES, session.account, decide)
    if changed is not None:
        return changed
    # An account of before roles were told: its session says what they are.
    roles = tuple(sorted(session.roles))
    fresh = Guide(
        id=session.account, region=desk.region, roles=roles, regions=session.regions, mail=on
    )
    return await desk.keep(GUIDES, with_morning(fresh, desk.now()))
