"""From both yeses to the first meeting: a guide introduces, letters give the details, both tell."""

from tests.journeys import walking
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import Received
from tests.journeys.reading import soon

THEIRS = "Eva"


def introductions(lotsa: Lotsa, to: str) -> list[Received]:
    """Letters with an answer link, after the question that was answered."""
    return [one for one in lotsa.post.received(to) if "/answer/" in one.path][1:]


def test_details_come_by_letter_once_a_guide_has_introduced_them(lotsa: Lotsa) -> None:
    guide = walking.coordinator(lotsa)
    choir = walking.association(lotsa, guide, "Sofielunds kör")
    walking.need(choir)
    person = walking.newcomer(lotsa, "Zebulonia", language="ar")
    (proposal,) = soon(lambda: walking.proposals(guide, "Sofielunds kör"))
    guide.send(proposal.action)
    walking.answer(lotsa, person.email, "yes", "ar")
    walking.answer(lotsa, choir.email, "yes", "sv")
    soon(lambda: walking.state_of(person) == "agreed")
    before = [*lotsa.post.received(person.email), *lotsa.post.received(choir.email)]
    assert not any(person.email in one.text or choir.email in one.text for one in before)
    assert not any(person.name in one.text for one in lotsa.post.received(choir.email))

    guide.open(f"/cases/{proposal.case}/further")
    guide.send(do="introduce:details")
    assert guide.path.startswith(f"/cases/{proposal.case}"), guide.page
    (to_person,) = soon(lambda: introductions(lotsa, person.email))
    (to_choir,) = soon(lambda: introductions(lotsa, choir.email))
    assert choir.email in to_person.text
    assert THEIRS in to_person.text
    assert person.email in to_choir.text
    assert person.name in to_choir.text

    page = soon(lambda: met_link(person))
    person.browser.open(page)
    person.browser.send(answer="met")
    soon(lambda: walking.state_of(person) == "started")
    assert len({one.id for one in lotsa.post.received()}) == len(lotsa.post.received())


def met_link(person: walking.Person) -> str:
    """Where the status page leads to tell that they have met."""
    found = person.browser.open(person.page).partition('href="/answer/')[2].partition('"')[0]
    introduced = walking.state_of(person) == "introduced"
    return f"/answer/{found}" if found and introduced else ""
