"""What people do in a journey, each in their own browser, on the pages that everybody uses."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote
from uuid import uuid4

from tests.journeys.lotsa import FIRST, Lotsa
from tests.journeys.post import Received
from tests.journeys.reading import Browser, soon

SIGN_IN_LINK = re.compile(r"https?://[^\s/]+(/sign-in/\S+)")
APPROVAL = re.compile(r'action="(/cases/[^"]+/approve[^"]*)".*?</form>', re.DOTALL)


def coordinator(lotsa: Lotsa) -> Browser:
    """The first account, signed in by the link that the machine's owner makes."""
    printed = lotsa.command("user", "link", FIRST)
    found = SIGN_IN_LINK.search(printed)
    assert found, printed
    return signed_in(Browser(lotsa), found[1])


def signed_in(browser: Browser, path: str) -> Browser:
    """After the button behind a one-time link."""
    browser.open(path)
    browser.send("/sign-in/")
    assert browser.status == 200, browser.page
    return browser


def letter(lotsa: Lotsa, to: str, leading: str, within_s: float = 20.0) -> Received:
    """The newest letter to an address whose link leads to a path like this."""

    def look() -> Received | None:
        found = [one for one in lotsa.post.received(to) if one.path.startswith(leading)]
        return found[-1] if found else None

    return soon(look, within_s=within_s)


@dataclass
class Association:
    """An association with one contact, who has a browser."""

    name: str
    email: str
    browser: Browser
    id: str


def association(lotsa: Lotsa, verifier: Browser, name: str, language: str = "sv") -> Association:
    """Registers, is verified, and signs in by the link in a letter."""
    email = f"{uuid4().hex[:8]}@example.org"
    browser = Browser(lotsa, language)
    browser.open("/association/new")
    browser.send(
        "/association/new",
        name=name,
        web="",
        does="Vi sjunger tillsammans.",
        contact_name="Eva",
        contact_email=email,
        language=language,
    )
    assert browser.status == 200, browser.page
    verifier.open("/associations")
    found = re.search(
        r'action="(/associations/[^"]+/verify)"(?:(?!/verify).)*', verifier.page, re.DOTALL
    )
    assert found, verifier.page
    verifier.send(found[1])
    soon(lambda: lotsa.post.received(email))
    browser.open("/sign-in")
    browser.send("/sign-in", email=email)
    signed_in(browser, letter(lotsa, email, "/sign-in/").path)
    return Association(name, email, browser, found[1].split("/")[2])


def need(at: Association, **details: str | tuple[str, ...]) -> None:
    """Posts a need in two pages."""
    first = {
        "kind": "participant",
        "title": f"Kör hos {at.name}",
        "seats": "3",
        "activities": ("choir",),
        "place": "Folkets hus",
        "slots": ("tue_evening", "wed_evening"),
    }
    second = {
        "ages": ("18-25", "26-64", "65+"),
        "groups": "any",
        "swedish": "none",
        "cost": "0",
    }
    said = {**first, **second, **details}
    at.browser.open("/needs/new")
    at.browser.send("/needs/new", go="second", **{name: said[name] for name in first})
    at.browser.send("/needs/new", go="post", **{name: said[name] for name in second})
    assert at.browser.path.startswith("/needs?"), at.browser.page


@dataclass
class Person:
    """Somebody who filled in the form, and the private page that came of it."""

    name: str
    email: str
    page: str
    browser: Browser


def newcomer(
    lotsa: Lotsa,
    name: str,
    language: str = "ar",
    interests: tuple[str, ...] = ("choir",),
    at: str = "example.org",
) -> Person:
    """Answers one question a page, the shortest way, checks the answers and sends them. `at` is where
    they have their e-mail.
    """
    email = f"{uuid4().hex[:8]}@{at}"
    browser = Browser(lotsa, language)
    browser.open("/form/kind")
    browser.send("/form/kind", kind="participant")
    browser.send("/form/interests", interests=interests)
    for step in ("district", "when", "languages", "age", "hopes"):
        if step == "age":
            browser.send("/form/age", age="26-64")
        elif step == "district":
            browser.send("/form/district", district="unknown")
            if browser.path == "/form/place":
                browser.send("/form/place")
        else:
            browser.send(f"/form/{step}")
    browser.send("/form/contact", first_name=name, email=email, consent="yes")
    assert browser.path == "/form/check", browser.page
    browser.send("/form/check")
    assert browser.path.startswith("/my/"), browser.page
    return Person(name, email, unquote(browser.path), browser)


def state_of(person: Person) -> str:
    """Where the person's case stands, as the person may know."""
    key = person.page.removeprefix("/my/")
    return str(person.browser.json(f"/intake/api/v1/people/{key}")["state"])


@dataclass
class Proposal:
    """A card of the board that can be approved."""

    case: str
    action: str


def proposals(guide: Browser, title: str) -> list[Proposal]:
    """What the board offers to approve now of the need with this title."""
    page = guide.open("/board")
    return [
        Proposal(case=found[1].split("/")[2], action=unescape(found[1]))
        for found in APPROVAL.finditer(page)
        if title in unescape(found[0])
    ]


def answer(lotsa: Lotsa, to: str, said: str, language: str) -> Browser:
    """Follows the newest link to an answer page, and answers in two taps."""
    found = letter(lotsa, to, "/answer/")
    assert found.language == language
    browser = Browser(lotsa, language)
    browser.open(found.path)
    assert browser.status == 200, browser.page
    browser.send(answer=said)
    assert browser.status == 200, browser.page
    return browser
