"""A letter that the mail server refuses: the guide sees it on the case, mends the address, sends again."""

from html import unescape
from typing import Any

from tests.journeys import walking
from tests.journeys.lotsa import Lotsa
from tests.journeys.post import REFUSED
from tests.journeys.reading import Browser, soon

CHOIR = "Kirsebergs kör"
RIGHT = "khadija@example.org"


def read(guide: Browser, case: str) -> dict[str, Any]:
    return guide.json(f"/matching/api/v1/cases/{case}")


def test_a_refused_letter_is_mended_and_arrives(lotsa: Lotsa) -> None:
    guide = walking.coordinator(lotsa)
    walking.need(walking.association(lotsa, guide, CHOIR))
    person = walking.newcomer(lotsa, "Khadija", at=REFUSED)
    case = soon(lambda: walking.proposals(guide, CHOIR))[0].case
    lost = soon(lambda: read(guide, case)["lost"])
    assert (lost["what"], lost["state"]) == ("receipt", "failed")
    assert lotsa.post.received(person.email) == []
    letter = f"/outbox?person={read(guide, case)['person']}&letter={lost['letter']}"
    assert letter in unescape(guide.open(f"/cases/{case}"))

    page = f"/people/{read(guide, case)['person']}"
    guide.open(page)
    guide.send(f"{page}/why", reason="asked")
    guide.send(f"{page}/contact", reason="mend")
    guide.open(f"{page}/reach?{guide.path.partition('?')[2]}")
    guide.send(f"{page}/reach", email=RIGHT, first_name="Khadija")
    assert RIGHT in guide.page

    guide.open(letter)
    guide.send(f"/outbox/{lost['letter']}/again")
    soon(lambda: lotsa.post.received(RIGHT))
    soon(lambda: read(guide, case)["lost"] is None)
    states = {one["id"]: one["state"] for one in read(guide, case)["letters"]}
    assert states[lost["letter"]] == "sent"
