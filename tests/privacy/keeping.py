"""One document for every clock of the registry, made as the service makes it, and all filled in.

A scenario returns the collection and the id; `clock` of the registry then has to end it.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from services.intake import drafts
from services.intake.accounts import account as accounts
from services.intake.accounts.account import ACCOUNTS, Account, Started, Token
from services.intake.associations.association import ASSOCIATIONS, Registration
from services.intake.associations.deciding import register
from services.intake.classes import CLASS_CODES, made
from services.intake.exporting.asking import EXPORTS, approved, asked
from services.intake.people.answers import Answers
from services.intake.people.person import PEOPLE, CaseSeen, Consent, OfferSeen, OwnCode
from services.intake.people.register import Form, person_id
from services.intake.people.submit import submit
from services.intake.signing_in import sign_in
from services.matching.associations import ASSOCIATIONS as KNOWN_ASSOCIATIONS
from services.matching.calls import CALLS
from services.matching.cases import CASES, Case, case_id, close
from services.matching.guides import GUIDES
from services.matching.letters import LETTERS
from services.matching.looking_in import LOOKS, note_look
from services.notifications.documents import DELIVERIES, THREADS
from shared.bus.dead import DECIDED_MS, FORGET
from shared.bus.parking import Decision, Kept, ParkedKey, parked_of
from shared.contracts.fields_rows import DAY_MS
from shared.contracts.intake import AssociationBlocked, AssociationErased, RolesChanged
from shared.contracts.matching import Asked, MatchInquired
from shared.contracts.notifications import CallsChanged, LetterMoved, PersonForgotten
from shared.store.collection import Collection
from shared.store.document import Due
from shared.web.limits import Limit, Limits, limits_of
from shared.web.looks import look_id
from shared.web.sessions import Session
from tests.notifications.letterbox import contact
from tests.stage import Stage

Scenario = Callable[[Stage], Awaitable[tuple[Collection[Any], str]]]
ABOUT: Final = Asked(
    association_name="Kören", title="Kör", kind="participant", activity="choir", place="", slots=()
)


async def person(stage: Stage) -> tuple[Collection[Any], str]:
    """Somebody of whom everything is known that can be."""
    now, desk = stage.clock(), stage.running.desk
    said = Answers(kind="participant", interests=("choir",), first_name="Zebulonia",
                   phone="0701740605", email="z@example.org", consent=True)  # fmt: skip
    known = await submit(desk, Form("form", said, "ar", guide="g"))
    told = {
        "case": CaseSeen(state="asked", waiting="person", alias="Blå fyr 27", moved_at=now),
        "offer": OfferSeen(match="m", about=ABOUT, reasons=("near",), state="asked", asked_at=now),
        "code": OwnCode(number=1, asked_at=now, expires_at=now),
        "consents": (Consent(text=1, at=now),),
        "stayed_at": now,
        "revision": 2,
        "generation": 2,
    }
    await stage.running.store.save(PEOPLE, known.model_copy(update=told))
    return PEOPLE, person_id("form")


async def draft(stage: Stage) -> tuple[Collection[Any], str]:
    half = drafts.Draft(form_id="f", way="new", answers=Answers(first_name="Zebulonia"))
    await drafts.keep(stage.running.desk, "key", half, drafts.KEPT_MS)
    return drafts.DRAFTS, drafts.id_of("key")


async def class_code(stage: Stage) -> tuple[Collection[Any], str]:
    code = made("code", "account", "malmo", stage.clock())
    await stage.running.store.save(CLASS_CODES, code)
    return CLASS_CODES, code.id


async def link(stage: Stage) -> tuple[Collection[Any], str]:
    await sign_in.ask(stage.running.desk, "z@example.org")
    (asked,) = await stage.running.store.find(sign_in.SIGN_INS, {})
    return sign_in.SIGN_INS, asked.id


def an_account(stage: Stage) -> Account:
    return Account(
        id="account", region="malmo", email="z@example.org", name="Zebulonia", language="sv",
        roles=("association",), regions=("malmo",), association="choir", made_at=stage.clock(),
        came_at=stage.clock(), changed_by="chief",
    )  # fmt: skip


async def left_account(stage: Stage) -> tuple[Collection[Any], str]:
    """A contact who was removed."""
    left = accounts.with_roles(an_account(stage), (), "chief", stage.clock())
    await stage.running.store.save(ACCOUNTS, left)
    return ACCOUNTS, left.id


async def signed_account(stage: Stage) -> tuple[Collection[Any], str]:
    """Sessions, a token, and a token that was ended before its time."""
    now = stage.clock()
    day, year = (now + DAY_MS // 2) // 1000, (now + 365 * DAY_MS) // 1000
    known = accounts.with_session(an_account(stage), Started(id="s", expires=day), now)
    for name in ("kept", "ended"):
        token = Token(id=name, expires=year, name=name, hash="h", made_at=now)
        known = accounts.with_token(known, token, now)
    known = accounts.without_sessions(known, ["ended"], now)
    await stage.running.store.save(ACCOUNTS, known)
    return ACCOUNTS, known.id


async def association(stage: Stage) -> tuple[Collection[Any], str]:
    """One that nobody verifies, of which everything is known that can be."""
    asked = Registration(
        name="Kören", web="www.kor.example.org", does="Sång", contact_name="Zebulonia",
        contact_email="z@example.org",
    )  # fmt: skip
    made = await register(stage.running.desk, asked, "form")
    await stage.settle()
    made = (await stage.running.store.find(ASSOCIATIONS, {}))[0]
    told = {"contact_taken": True, "decided_at": stage.clock(), "decided_by": "chief"}
    await stage.running.store.save(ASSOCIATIONS, made.model_copy(update=told))
    return ASSOCIATIONS, made.id


async def refused_association(stage: Stage) -> tuple[Collection[Any], str]:
    """One that matching has heard of because it was refused, and is erased."""
    await stage.hear(AssociationBlocked(association="a"), "a")
    await stage.hear(AssociationErased(association="a", why="refused"), "a", sequence=2)
    return KNOWN_ASSOCIATIONS, "a"


async def noted_case(stage: Stage) -> tuple[Collection[Any], str]:
    """A case that is over, with what its guide wrote down."""
    now = stage.clock()
    case = Case(id="case", region="malmo", person="p", alias="Blå fyr 27", since=now,
                notes="Zebulonia", next_step="ring", next_at=now)  # fmt: skip
    await stage.running.store.save(CASES, close(case, "left_town", now, "guide"))
    return CASES, "case"


async def letter(stage: Stage) -> tuple[Collection[Any], str]:
    await thread(stage)
    found = await stage.running.store.find(DELIVERIES, {"recipient": "p1"}, order=None)
    return DELIVERIES, found[0].id


async def thread(stage: Stage) -> tuple[Collection[Any], str]:
    """A question that a clock asked, and the letter that came of it."""
    await stage.hear(contact(stage), "p1")
    asked = MatchInquired(
        match="m", case="c", person="p1", need="n", association="a", contacts=(), alias="x",
        state="started", round=1, points=1, reasons=(), about=ABOUT, question="two_weeks",
        person_answer="yes", association_answer="yes",
    )  # fmt: skip
    await stage.hear(asked, "m")
    return THREADS, "m"


async def former_guide(stage: Stage) -> tuple[Collection[Any], str]:
    """Somebody who took cases, and takes none any more."""
    roles = RolesChanged(account="guide", roles=("guide",), regions=("malmo",))
    await stage.hear(roles, "guide")
    none = roles.model_copy(update={"roles": ()})
    await stage.hear(none, "guide", sequence=2)
    return GUIDES, "guide"


async def look_in(stage: Stage) -> tuple[Collection[Any], str]:
    """A coordinator has said why they open another guide's case."""
    case = Case(id="case", region="malmo", person="p", alias="Blå fyr 27", guide="g", since=0)
    chief = Session("s", "chief", frozenset({"coordinator"}), ("malmo",), None, 0)
    await note_look(chief, case, "cover", stage.running.desk)
    return LOOKS, look_id("case", "p", "chief", stage.clock())


async def calls_of_nobody(stage: Stage) -> tuple[Collection[Any], str]:
    """A letter waited to be read out to somebody who was erased."""
    await stage.hear(CallsChanged(person="p", number=1, since=stage.clock()), "p")
    await stage.hear(PersonForgotten(person="p"), "p", sequence=2)
    return CALLS, "p"


async def letter_of_a_case(stage: Stage) -> tuple[Collection[Any], str]:
    """A letter went to somebody, a year ago."""
    moved = LetterMoved(
        letter="l", person="p", what="receipt", to="person", state="sent", queued_at=stage.clock()
    )
    await stage.running.store.save(
        CASES, Case(id=case_id("p"), region="malmo", person="p", alias="Blå fyr 27", since=0)
    )
    await stage.hear(moved, "l")
    return LETTERS, "l"


async def list_of_contacts(stage: Stage) -> tuple[Collection[Any], str]:
    """Who asked for the list of all contacts, and who agreed."""
    now = stage.clock()
    doc = approved(asked("list", "malmo", "chief", "law", now=now), "other", now)
    await stage.running.store.save(EXPORTS, doc)
    return EXPORTS, "list"


async def tries(stage: Stage) -> tuple[Collection[Any], str]:
    desk = stage.running.desk
    limits = Limits("intake", stage.running.store, desk.keys, "malmo")
    await limits.take(Limit("class", 5, DAY_MS), "somebody", stage.clock())
    (counted,) = await stage.running.store.find(limits_of("intake"), {})
    return limits_of("intake"), counted.id


async def decided(stage: Stage) -> tuple[Collection[Any], str]:
    """A record that an operator gave up."""
    now, of = stage.clock(), parked_of("intake")
    first = Kept(topic="t", partition=0, offset=1, key="p", value=b"v", headers=())
    doc = ParkedKey(
        id="decided", region="malmo", topic="t", partition=0, standing="decided", reason="raised",
        since=now, queue=(first,), decision=Decision(by="admin", what="skip", at=now), tries=1,
    )  # fmt: skip
    await stage.running.store.save(of, doc.with_due(Due(what=FORGET, at=now + DECIDED_MS)))
    return of, "decided"


SCENARIOS: Final[Mapping[tuple[str, str], Scenario]] = {
    ("intake.Person", "intake.people.stay"): person,
    ("intake.Person", "intake.people.forget"): person,
    ("intake.SealedDraft", "intake.drafts.forget"): draft,
    ("intake.ClassCode", "intake.class_codes.forget"): class_code,
    ("intake.SignIn", "intake.sign_ins.forget"): link,
    ("intake.Account", "intake.accounts.forget"): left_account,
    ("intake.Account", "intake.accounts.tidy"): signed_account,
    ("intake.ContactExport", "intake.exports.forget"): list_of_contacts,
    ("intake.Association", "intake.associations.end"): association,
    ("intake.Association", "intake.associations.forget"): association,
    ("matching.Association", "matching.associations.forget"): refused_association,
    ("matching.Case", "matching.cases.forget"): noted_case,
    ("matching.Guide", "matching.guides.forget"): former_guide,
    ("matching.Calls", "matching.calls.forget"): calls_of_nobody,
    ("matching.Letter", "matching.letters.forget"): letter_of_a_case,
    ("matching.Look", "matching.looks.forget"): look_in,
    ("notifications.Delivery", "notifications.deliveries.forget"): letter,
    ("notifications.Thread", "notifications.threads.forget"): thread,
    ("shared.Tries", "*.limits.forget"): tries,
    ("shared.ParkedKey", "*.parked.forget"): decided,
}
"""By table and clock. What ends at once, or with something else, has tests of its own."""
