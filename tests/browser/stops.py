"""Where every page is looked at, by whom, and in which state."""

from dataclasses import dataclass
from typing import Final

from services.intake.forms import ASKED
from shared.contracts.paths import SERVICES
from tests.browser.afterwards import CLUBS_READ, GUIDED, STANDS
from tests.browser.town import Town

SEND: Final = "main form .actions button"
CODE: Final = "main form[action$='/code'] button"
KIND: Final = "main .choices button"
THEN: Final = " then "
REACH: Final = f"main .why button{THEN}main a[href*='/reach']"
SEND_HOPES: Final = "main form button[value=rated]"
PREVIEW: Final = "form[action='/policies/preview'] .actions button"


@dataclass(frozen=True)
class Stop:
    """A page as one reader sees it; `press` is what is clicked there first, one thing
    after the other, for what comes then."""

    route: str
    path: str
    who: str = "nobody"
    press: str = ""
    status: int = 200

    @property
    def at(self) -> str:
        """The path alone."""
        return self.path.partition("?")[0]

    @property
    def name(self) -> str:
        return f"{self.who} {self.path}{' > ' + self.press if self.press else ''}"


def stops(town: Town) -> list[Stop]:
    """Where a tour of all pages stops."""
    asked = [*door(town), *form(), *status_pages(town), *answers(town)]
    return [*asked, *work(town), *matcher(town), *clubs(town)]


def door(town: Town) -> list[Stop]:
    return [
        Stop("/", "/"),
        Stop("/", "/", "newcomer"),
        Stop("/privacy", "/privacy"),
        Stop("/accessibility", "/accessibility"),
        Stop("/sign-in", "/sign-in"),
        Stop("/sign-in", "/sign-in", press=SEND, status=422),
        Stop("/sign-in/sent", "/sign-in/sent"),
        Stop("/sign-in/{key}", town.at["one_time"]),
        Stop("", "/nowhere", status=404),
        Stop("", "/board/nowhere", status=404),
        Stop("", "/gatherings/nowhere", status=404),
    ]


def form() -> list[Stop]:
    """Each question, with answers and without, and what is said of missing answers."""
    wrong = [
        Stop("/form/{name}", "/form/kind", press=KIND),
        Stop("/form/{name}", "/form/contact", "unanswered", SEND, 422),
        Stop("/form/{name}", "/form/interests", "unanswered", SEND, 422),
    ]
    asked = [
        Stop("/form/{name}", f"/form/{step}", "newcomer") for step in ASKED if step != "skills"
    ]
    given = [Stop("/form/{name}", f"/form/{step}", "volunteer") for step in ("help", "skills")]
    return [
        *asked,
        *given,
        *wrong,
        Stop("/form/check", "/form/check", "newcomer"),
        Stop("/form/check", "/form/check", "volunteer"),
        Stop("/form/again", "/form/again?to=when", "newcomer"),
        Stop("/form/child", "/form/child"),
    ]


def status_pages(town: Town) -> list[Stop]:
    states = ("proposed", "asked", "said_yes", "agreed", "withdrawn", "unknown_person")
    later_on = [Stop("/my/{key}", town.at[f"{one}_page"]) for one in STANDS]
    return [
        *[Stop("/my/{key}", town.at[state]) for state in states],
        Stop("/my/{key}", town.at["child"]),
        Stop("/guardian/{key}", town.at["guardian"]),
        Stop("/my/{key}/withdraw", f"{town.at['asked']}/withdraw"),
        Stop("/my/{key}/change", f"{town.at['asked']}/change"),
        Stop("/my/{key}/change/{name}", f"{town.at['asked']}/change/when"),
        Stop("/my/{key}/seen", f"{town.at['agreed']}/seen"),
        Stop("/my/{key}/download", f"{town.at['asked']}/download"),
        Stop("/my/{key}/contact", f"{town.at['asked']}/contact"),
        Stop("/my/{key}/erase", f"{town.at['asked']}/erase"),
        Stop("/my/{key}/erase", f"{town.at['asked']}/erase", press=CODE),
        Stop("/my/{key}/erase", f"{town.at['asked']}/erase", press=SEND, status=422),
        *later_on,
    ]


def answers(town: Town) -> list[Stop]:
    asked = ("question", "answered", "club_question", "unknown_answer")
    shown = [Stop("/answer/{key}", town.at[one]) for one in asked]
    on = [Stop("/answer/{key}", town.at[f"{one}_answer"]) for one in STANDS]
    clubs = [Stop("/answer/{key}", town.at[f"{one}_club"]) for one in CLUBS_READ]
    unrated = Stop("/answer/{key}", town.at["rate_answer"], press=SEND_HOPES, status=422)
    taken_back = Stop("/answer/{key}", f"{town.at['answered']}?changed=")
    return [*shown, *on, *clubs, unrated, taken_back]


def work(town: Town) -> list[Stop]:
    """What guides and coordinators open."""
    both = [
        stop
        for who in ("guide", "coordinator")
        for stop in (
            Stop("/board", "/board", who),
            Stop("/day", "/day", who),
            Stop("/outbox", "/outbox", who),
        )
    ]
    ours, person = f"/cases/{town.at['case_ours']}", f"/people/{town.at['person_ours']}"
    report = f"/associations/{town.at['association']}/report"
    guided = [
        Stop("/cases/{case}/further", f"/cases/{town.at[f'{one}_case']}/further", "coordinator")
        for one in GUIDED
    ]
    return [
        *both,
        *guided,
        Stop("/cases/{case}", ours, "guide"),
        Stop("/cases/{case}/why", f"{ours}/why", "coordinator"),
        Stop("/people/{key}", person, "guide"),
        Stop("/people/{key}", person, "coordinator"),
        Stop("/people/{key}/change", f"{person}/change", "guide"),
        Stop("/people/{key}/change/{name}", f"{person}/change/when", "guide"),
        Stop("/looks", "/looks", "coordinator"),
        Stop("/cases/{case}", f"/cases/{town.at['rate_case']}", "coordinator"),
        Stop("/cases/{case}", f"/cases/{town.at['case_asked']}", "coordinator"),
        Stop("/cases/{case}/further", f"/cases/{town.at['case_asked']}/further", "coordinator"),
        Stop("/cases/{case}/further", f"/cases/{town.at['case_agreed']}/further", "coordinator"),
        Stop("/people/{key}", person, "guide", "main .why button"),
        Stop("/outbox", "/outbox?state=call", "coordinator"),
        Stop("/outbox", "/outbox?state=failed", "coordinator"),
        Stop("/cases/{case}", f"/cases/{town.at['case_lost']}", "guide"),
        Stop("/people/{key}/reach", f"/people/{town.at['person_lost']}", "guide", REACH),
        Stop("/outbox", f"/outbox?person={town.at['person_ours']}", "guide"),
        Stop("/board", "/board?stuck=yes&language=ar", "coordinator"),
        Stop("/cases/{case}/propose", f"/cases/{town.at['case_ours']}/propose", "guide"),
        Stop("/cases/{case}/notes", f"/cases/{town.at['case_ours']}/notes", "guide"),
        Stop("/exports", "/exports", "coordinator"),
        Stop("/erasures", "/erasures", "coordinator"),
        Stop("/guides", f"/guides?case={town.at['case_ours']}", "coordinator"),
        Stop("/board", "/board?show=unclaimed", "coordinator"),
        Stop("/associations", "/associations", "coordinator"),
        Stop("/associations/{key}/report", report, "guide"),
        Stop("/import", "/import", "coordinator"),
        Stop("/import", "/import", "coordinator", SEND, 422),
        Stop("/import/{key}", town.at["import"], "coordinator"),
        Stop("/accounts", "/accounts", "coordinator"),
        Stop("/accounts", "/accounts", "coordinator", 'form[action="/accounts"] button', 422),
        Stop("/account", "/account", "guide"),
        Stop("/guardians", "/guardians", "coordinator"),
        Stop("/people/{key}", f"/people/{town.at['child_id']}", "coordinator"),
        Stop("/classes", "/classes", "guide"),
        Stop("/classes/forms", "/classes/forms", "guide"),
        Stop("/classes/sheets", "/classes/sheets?count=5", "guide"),
        Stop("/classes", "/classes", "guide", 'form[action="/classes"] button'),
        Stop("/gatherings", "/gatherings", "coordinator"),
        Stop("/gatherings/{key}", town.at["draft_gathering"], "coordinator"),
        Stop("/gatherings/new", "/gatherings/new", "coordinator"),
        Stop("/gatherings/new", "/gatherings/new", "coordinator", SEND, 422),
        *[Stop(f"/{name}/dead", f"/{name}/dead", "coordinator") for name in SERVICES],
    ]


def matcher(town: Town) -> list[Stop]:
    """What is shown of how people and places are matched."""
    of_person = f"/cases/{town.at['case_ours']}/what-if"
    of_need = f"/cases/needs/{town.at['need'].partition('/')[0]}/what-if"
    return [
        Stop("/figures", "/figures", "coordinator"),
        Stop("/passes", "/passes", "coordinator"),
        Stop("/passes/{number}", town.at["pass"], "coordinator"),
        Stop("/policies", "/policies", "coordinator"),
        Stop("/policies", "/policies", "coordinator", PREVIEW),
        Stop("/cases/{case}/what-if", of_person, "guide"),
        Stop("/cases/needs/{need}/what-if", of_need, "coordinator"),
    ]


def clubs(town: Town) -> list[Stop]:
    """What associations open, and what everybody sees of them."""
    change = f"/needs/{town.at['need']}"
    return [
        Stop("/association/new", "/association/new"),
        Stop("/association/new", "/association/new", press=SEND, status=422),
        Stop("/association/registered", "/association/registered"),
        Stop("/needs/open", "/needs/open"),
        Stop("/needs", "/needs", "contact"),
        Stop("/needs/new", "/needs/new", "contact"),
        Stop("/needs/new", "/needs/new", "contact", SEND, 422),
        Stop("/needs/{key}/change", change, "contact"),
        Stop("/needs/{key}/change", change, "contact", SEND),
        Stop("/needs/{key}/again", f"/needs/{town.at['need'].partition('/')[0]}/again", "contact"),
        Stop("/still/{key}", town.at["doubted"], status=410),
        Stop("/association/contacts", "/association/contacts", "contact"),
        Stop("/association/contacts", "/association/contacts", "contact", SEND, 422),
        Stop("/candidates", "/candidates", "contact"),
        Stop("/account", "/account", "contact"),
        Stop("/gatherings", "/gatherings"),
        Stop("/gatherings/{key}", town.at["gathering"]),
    ]
