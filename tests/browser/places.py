"""Addresses of what the town's people have made: links, gatherings, needs, a pass."""

from datetime import datetime, timedelta
from uuid import uuid4

import httpx

from shared.keys import Keys
from shared.web.languages import STOCKHOLM
from tests.journeys import walking
from tests.journeys.lotsa import FIRST, Lotsa
from tests.journeys.reading import Browser, soon

FAR_DAYS = 150
"""Until a gathering, as the machine's clock counts: the town's is three months ahead of it."""


def keys(lotsa: Lotsa) -> dict[str, str]:
    """A one-time link, and links that are genuine and belong to nothing."""
    ours = Keys.load(lotsa.folder / "keys.json")
    browser = Browser(lotsa)
    before = links_to_sign_in(lotsa)
    browser.open("/sign-in")
    browser.send("/sign-in", email=FIRST)
    fresh = soon(lambda: links_to_sign_in(lotsa)[len(before) :])
    return {
        "one_time": fresh[-1],
        "unknown_person": f"/my/{ours.link_key('person', 'nobody', '1')}",
        "doubted": f"/still/{ours.link_key('still', 'nobody', '1')}",
        "unknown_answer": f"/answer/{ours.link_key('answer', 'nobody', 'person')}",
    }


def links_to_sign_in(lotsa: Lotsa) -> list[str]:
    """Those that the first account was sent, the newest last."""
    paths = [letter.path.partition("?")[0] for letter in lotsa.post.received(FIRST)]
    return [path for path in paths if path.startswith("/sign-in/")]


def calendar(chief: Browser) -> dict[str, str]:
    """A gathering that everybody sees, and a draft."""
    paths = []
    for title in ("Prova-på-kväll", "Utkast"):
        chief.open("/gatherings/new")
        chief.send(
            "/gatherings/new",
            title=title,
            place="Folkets hus",
            day=(datetime.now(STOCKHOLM) + timedelta(days=FAR_DAYS)).date().isoformat(),
            starts="18:00",
            ends="20:00",
            seats="40",
        )
        paths.append(chief.path)
    chief.open(paths[0])
    chief.send(f"{paths[0]}/publish")
    return {"gathering": paths[0], "draft_gathering": paths[1]}


def a_pass(chief: Browser) -> dict[str, str]:
    """The address of a look at the whole region, asked for and done."""
    chief.open("/passes")
    chief.send("/passes")

    def look() -> str:
        return chief.open("/passes").partition('href="/passes/')[2].partition('"')[0]

    return {"pass": f"/passes/{soon(look, within_s=40)}"}


def a_table(chief: Browser) -> dict[str, str]:
    """The address of a table that was put in."""
    head = "name,contact_name,contact_email"
    chief.open("/import")
    chief.send(
        "/import",
        kind="associations",
        table=f"{head}\nHusie odling,Ulla,ulla@example.org",
        go="put_in",
    )
    return {"import": chief.path}


def needs(choir: walking.Association) -> dict[str, str]:
    """The address where a need of the association is changed."""
    page = choir.browser.open("/needs")
    found = [part.partition('"')[0] for part in page.split('href="/needs/')[1:]]
    return {"need": next(one for one in found if one.endswith("/change"))}


def a_child(lotsa: Lotsa) -> dict[str, str]:
    """Somebody under 13 whose parent has not answered: their page, their id, the parent's link."""
    form = {
        "kind": "participant",
        "interests": ["football"],
        "age": "0-12",
        "first_name": "Hana",
        "guardian_email": "parent@example.org",
        "guardian_language": "ar",
        "consent": True,
    }
    url = lotsa.url("/intake/api/v1/people")
    answer = httpx.post(url, json=form, headers={"idempotency-key": str(uuid4())})
    receipt = answer.raise_for_status().json()
    ours = Keys.load(lotsa.folder / "keys.json")
    return {
        "child": "/my/" + receipt["status_link"].rpartition("/")[2],
        "child_id": receipt["person"],
        "guardian": f"/guardian/{ours.link_key('guardian', receipt['person'])}",
    }
