"""What people of the demo do, by the same functions that their pages use."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from deploy.demo_associations import DemoAssociation
from deploy.demo_people import DemoPerson
from deploy.demo_town import Town
from deploy.demo_weeks import DAYS, Happening, Weeks, What
from services.events.gatherings import keep, make_public
from services.events.planning import GatheringForm
from services.intake.accounts.account import NewAccount
from services.intake.accounts.keeping import first_account, invite
from services.intake.associations.association import association_id
from services.intake.associations.deciding import block, known_association, register, verify
from services.intake.needs.doubting import confirm
from services.intake.needs.need import Reason, need_id
from services.intake.needs.posting import close, post
from services.intake.people.register import Form, person_id
from services.intake.people.submit import leave, registered, submit, wrong_with
from services.matching.acting import approve_match, claim_case, dismiss_match, undo_approval
from services.matching.answers import answer
from services.matching.cases import CASES, Case, case_id
from services.matching.matches import MATCHES, Match
from shared.contracts.matching import Answer, Side
from shared.web.sessions import Role, Session

SECOND_MS: Final = 1000
GUIDES: Final = ("Amina", "Jonas", "Teresa", "Farhad")
# Title, place, days after the demo began, from, to, seats; the last one stays a draft.
GATHERINGS: Final = (
    ("Dialogforum: fler ledare i föreningslivet", "Stora salen", DAYS + 12, "13:00", "16:30", "80"),
    ("Lärandelunch: styrelsearbete på lätt svenska", "Lilla salen", DAYS + 3, "12:00", "13:00", "15"),
    ("Malmötimmen: hitta din förening", "Foajén", DAYS + 6, "17:00", "18:00", "40"),
    ("Idéverkstad: sommaren i parken", "Verkstaden", DAYS + 20, "16:00", "19:00", "30"),
    ("Lärandelunch: nya på planen", "Lilla salen", DAYS - 10, "12:00", "13:00", "15"),
    ("Kurs: skapa förändring", "Studierummet", DAYS + 30, "18:00", "20:30", "20"),
)  # fmt: skip


@dataclass(frozen=True)
class Making:
    """The town, what is to happen in it, and those who work there, signed in."""

    town: Town
    weeks: Weeks
    coordinator: Session
    guides: tuple[Session, ...]

    def association(self, what: Happening) -> tuple[DemoAssociation, str]:
        one = self.weeks.associations[what.number]
        return one, association_id(one.form_id)

    def person(self, what: Happening) -> tuple[DemoPerson, str]:
        one = self.weeks.people[what.number]
        return one, person_id(one.form_id)

    def guide(self, what: Happening) -> Session:
        return self.guides[what.guide]

    async def case(self, what: Happening) -> Case:
        """The case of a person who has come. Raises LookupError."""
        case = await self.town.matching.store.get(CASES, case_id(self.person(what)[1]))
        if case is None:
            raise LookupError("no case")
        return case


async def begin(town: Town, weeks: Weeks) -> Making:
    """Those who work in the town have their accounts."""
    desk = town.intake
    first = await first_account(desk)
    guides = [
        await invite(
            desk,
            NewAccount(
                email=f"lots{number}@example.org", name=name, language="sv", roles=("guide",)
            ),
        )
        for number, name in enumerate(GUIDES, 1)
    ]
    await town.settle()
    coordinator = session(first.id, ("guide", "coordinator"), desk.region)
    return Making(
        town, weeks, coordinator, tuple(session(one.id, ("guide",), desk.region) for one in guides)
    )


def session(account: str, roles: tuple[Role, ...], region: str) -> Session:
    """Somebody who is signed in, for as long as the demo is made."""
    return Session(
        id="demo",
        account=account,
        roles=frozenset(roles),
        regions=(region,),
        association=None,
        expires=0,
    )


async def do(making: Making, what: Happening) -> None:
    """Lets it happen, with all that follows from it at that moment."""
    await making.town.wait_until(what.at)
    await DOES[what.what](making, what)
    await making.town.settle()


async def found(making: Making, what: Happening) -> None:
    one, _ = making.association(what)
    await register(making.town.intake, one.asked, one.form_id)


async def verify_it(making: Making, what: Happening) -> None:
    await verify(making.town.intake, making.association(what)[1], making.coordinator)


async def block_it(making: Making, what: Happening) -> None:
    await block(making.town.intake, making.association(what)[1], making.coordinator)


async def ask_for_people(making: Making, what: Happening) -> None:
    one, key = making.association(what)
    form, asked = one.needs[what.order]
    desk = making.town.intake
    await post(desk, asked, await known_association(desk, key), form)


async def close_it(making: Making, what: Happening) -> None:
    one, key = making.association(what)
    reason: Reason = "filled" if what.number % 2 else "withdrawn"
    await close(making.town.intake, need_id(key, one.needs[0][0]), reason)


async def confirm_it(making: Making, what: Happening) -> None:
    one, key = making.association(what)
    await confirm(making.town.intake, need_id(key, one.needs[0][0]))


async def plan_gathering(making: Making, what: Happening) -> None:
    """Planned by the coordinator, who publishes all but the last."""
    title, place, days, starts, ends, seats = GATHERINGS[what.number]
    day = datetime.fromtimestamp(what.at / 1000, UTC) + timedelta(days=days - 7)
    form = GatheringForm(
        title=title,
        place=place,
        day=day.date().isoformat(),
        starts=starts,
        ends=ends,
        seats=seats,
    )
    desk, key = making.town.events, str(uuid5(NAMESPACE_OID, f"demo|{what.number}"))
    gathering = await keep(form, key, making.coordinator, desk)
    if what.number + 1 < len(GATHERINGS):
        await make_public(gathering.id, making.coordinator, desk)


async def send_form(making: Making, what: Happening) -> None:
    """Raises ValueError for a form that no page would have taken."""
    one, _ = making.person(what)
    guide = making.guide(what).account if one.by_guide else None
    form, desk = Form(one.form_id, one.answers, one.language, guide), making.town.intake
    if wrong := wrong_with(form, desk.region):
        raise ValueError(sorted(wrong))
    await submit(desk, form)


async def withdraw(making: Making, what: Happening) -> None:
    one, _ = making.person(what)
    if person := await registered(making.town.intake, one.form_id):
        await leave(making.town.intake, person)


async def take(making: Making, what: Happening) -> None:
    case = await making.case(what)
    if case.guide is None:
        await claim_case(making.guide(what), case.id, making.town.matching)


async def approve(making: Making, what: Happening) -> None:
    """Nobody takes it back, so the person is asked half a minute later."""
    if await approved(making, what):
        await making.town.wait_until(what.at + 31 * SECOND_MS)


async def approve_and_undo(making: Making, what: Happening) -> None:
    if case := await approved(making, what):
        await making.town.wait_until(what.at + 12 * SECOND_MS)
        await undo_approval(making.guide(what), case.id, making.town.matching)


async def approved(making: Making, what: Happening) -> Case | None:
    """The case with the best proposal approved; None where there is none."""
    case = await making.case(what)
    best = await first_proposal(making, case)
    if best is None or case.asking is not None or not case.may_propose:
        return None
    desk = making.town.matching
    return await approve_match(making.guide(what), case.id, best.id, desk, seen=best.version)


async def dismiss(making: Making, what: Happening) -> None:
    case = await making.case(what)
    if best := await first_proposal(making, case):
        guide, desk = making.guide(what), making.town.matching
        await dismiss_match(guide, case.id, best.id, desk, why="wrong_time")


async def first_proposal(making: Making, case: Case) -> Match | None:
    """The proposal that stands first on the card."""
    open_ones = {"case": case.id, "state": "proposed"}
    found = await making.town.matching.store.find(MATCHES, open_ones)
    return min(found, key=lambda match: (match.price - match.points, match.id), default=None)


def says(side: Side, said: Answer) -> "Does":
    """One side's answer to what was asked, if anything was."""

    async def tell(making: Making, what: Happening) -> None:
        case, desk = await making.case(what), making.town.matching
        match = await desk.store.get(MATCHES, case.current) if case.current else None
        if match is not None and match.waits_for == side:
            await answer(match, side, said, desk)

    return tell


Does = Callable[[Making, Happening], Awaitable[None]]
DOES: Final[Mapping[What, Does]] = {
    "found": found,
    "verify": verify_it,
    "post": ask_for_people,
    "close": close_it,
    "confirm": confirm_it,
    "block": block_it,
    "plan gathering": plan_gathering,
    "register": send_form,
    "claim": take,
    "approve": approve,
    "approve and undo": approve_and_undo,
    "dismiss": dismiss,
    "person yes": says("person", "yes"),
    "person no": says("person", "no"),
    "association yes": says("association", "yes"),
    "association no": says("association", "no"),
    "leave": withdraw,
}
