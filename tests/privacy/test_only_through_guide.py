"""Contact me only through my guide: nobody else reads name, contact or that wish (check 17).

Two of the same, one of whom wishes it, walk the same way, each in a Lotsa of their own; their guide
writes down what they say. What the association reads of the two is held side by side.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from tests.faults.running import Client
from tests.journeys import walking
from tests.journeys.post import Post
from tests.journeys.reading import soon
from tests.privacy.inside import Inside, running
from tests.privacy.walked import NEWCOMER, PHONE

EMAIL: Final = "zebulonia@example.org"
TITLE: Final = "Kör för alla"
CLOSE: Final = (NEWCOMER, PHONE, PHONE.removeprefix("0"), EMAIL)
WISH: Final = "through_guide"
BEFORE: Final = ("proposed", "asked", "agreed")
STAGES: Final = (*BEFORE, "introduced", "started")
APART: Final = re.compile(
    r"https?://\S+|[0-9a-f]{8}@example\.org|[0-9a-f]{8}-[0-9a-f-]{27}|\d{1,2}[:.]\d\d|\b\d{13}\b"
    r"|[a-zåäö]+dag \d{1,2} [a-z]+|[A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+ \d+"
)
"""Links, ids, the association's own address, times, days and aliases differ between any two."""
HREF: Final = re.compile(r'href="(/[^"#?]*(?:\?[^"#]*)?)')


@dataclass
class Seen:
    """What an association read of one of them, by stage, as it came and as its words."""

    raw: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


def words_of(html: str) -> str:
    """The text of a page or letter, without what differs between any two people."""
    return " ".join(APART.sub("…", re.sub(r"<[^>]+>", " ", html)).split())


@dataclass
class Twin:
    """One of the two, on the way."""

    inside: Inside
    choir: walking.Association
    guide: Client
    case: str
    seen: Seen

    def act(self, what: str, **body: Any) -> None:
        self.guide.ask("POST", f"/matching/api/v1/cases/{self.case}/{what}", json=body)

    def look(self, stage: str) -> None:
        """All that the association can open now, and every letter that it has."""
        letters = [
            f"{one.subject}\n{one.text}" for one in self.inside.post.received(self.choir.email)
        ]
        pages = crawled(self.inside, self.choir)
        self.seen.raw[stage] = [*pages.values(), *letters]
        self.seen.words[stage] = sorted(words_of(one) for one in self.seen.raw[stage])


def crawled(inside: Inside, choir: walking.Association) -> dict[str, str]:
    """Every page that links lead to from the needs, and what programs of theirs are told."""
    found, queue = dict[str, str](), ["/needs", "/candidates", "/matching/api/v1/candidates"]
    while queue:
        path = queue.pop()
        if path in found or "lang=" in path or path.startswith("/static"):
            continue
        answer = choir.browser._http.get(inside.url(path))
        found[path] = answer.text if answer.is_success else ""
        queue += HREF.findall(found[path])
    return found


def walk(inside: Inside, *, wish: bool, level: str) -> Seen:
    chief = walking.coordinator(inside)
    choir = walking.association(inside, chief, "Kören")
    walking.need(choir, title=TITLE)
    sent(inside, wish=wish)
    (proposal,) = soon(lambda: walking.proposals(chief, TITLE))
    guide = Client(inside, {"authorization": f"Bearer {chief.token('twin')}"})
    twin = Twin(inside, choir, guide, proposal.case, Seen())
    # The link that was asked for comes a while after the one that everybody gets at first.
    soon(lambda: letters(twin, "/sign-in/")[1:])
    twin.look("proposed")
    (again,) = walking.proposals(chief, TITLE)
    chief.send(again.action)
    soon(lambda: guide.ask("GET", f"/matching/api/v1/cases/{twin.case}")["state"] == "asked")
    twin.act("answers", side="person", answer="yes")
    soon(lambda: letters(twin, "/answer/"))
    twin.look("asked")
    walking.answer(inside, choir.email, "yes", "sv")
    soon(lambda: guide.ask("GET", f"/matching/api/v1/cases/{twin.case}")["state"] == "agreed")
    twin.look("agreed")
    twin.act("introduce", level=level)
    soon(lambda: letters(twin, "/answer/")[1:])
    twin.look("introduced")
    twin.act("met")
    twin.look("started")
    return twin.seen


def letters(twin: Twin, leading: str) -> list[str]:
    came = twin.inside.post.received(twin.choir.email)
    return [one.text for one in came if one.path.startswith(leading)]


def sent(inside: Inside, *, wish: bool) -> None:
    form = {
        "kind": "participant",
        "interests": ["choir"],
        "age": "26-64",
        "first_name": NEWCOMER,
        "phone": PHONE,
        "email": EMAIL,
        WISH: wish,
        "consent": True,
        "language": "sv",
    }
    url = inside.url("/intake/api/v1/people")
    httpx.post(url, json=form, headers={"idempotency-key": str(uuid4())}).raise_for_status()


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What is seen of the one who wishes it, of the other, and where a guide shares nothing."""
    ways = {"wish": (True, "details"), "other": (False, "details"), "unshared": (False, "website")}
    found = {}
    for name, (wish, level) in ways.items():
        with Post() as post, running(tmp_path_factory.mktemp("twin"), post) as inside:
            found[name] = walk(inside, wish=wish, level=level)
    return found


@pytest.mark.parametrize("stage", BEFORE)
def test_an_association_reads_the_same_of_both(twins: dict[str, Seen], stage: str) -> None:
    assert twins["wish"].words[stage] == twins["other"].words[stage]
    assert any(TITLE in text for text in twins["wish"].words["asked"]), "there is something to read"


@pytest.mark.parametrize("stage", STAGES)
def test_it_reads_neither_name_nor_contact(twins: dict[str, Seen], stage: str) -> None:
    assert [text for text in twins["wish"].raw[stage] if told(text)] == []


def told(text: str) -> list[str]:
    return [one for one in CLOSE if one in text]


@pytest.mark.parametrize("stage", ["introduced", "started"])
def test_it_reads_what_it_reads_where_a_guide_shares_nothing(
    twins: dict[str, Seen], stage: str
) -> None:
    """So that no name comes tells nobody of a wish."""
    assert twins["wish"].words[stage] == twins["unshared"].words[stage]


def test_of_the_other_it_is_told_both_once_they_are_introduced(twins: dict[str, Seen]) -> None:
    """The control: the same look finds them where they are told."""
    assert [stage for stage in STAGES if any(map(told, twins["other"].raw[stage]))] == [
        "introduced",
        "started",
    ]
