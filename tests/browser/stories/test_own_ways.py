"""Shorter stories of people with a private page: one who changes their mind and goes, and a child
whose parent decides; each in every language, on both devices.
"""

from typing import Final
from uuid import uuid4

import pytest

from tests.browser.stories.acting import DESK, PHONE, WAYS, Actor, Part, Theatre
from tests.browser.stories.own import Owner
from tests.browser.stories.people import Child, Guest

NATURE: Final = "nature"
YES: Final = "main button[name=answer][value=yes]"


def address() -> str:
    return f"{uuid4().hex[:8]}@example.org"


@pytest.mark.parametrize("way", WAYS[::2], ids=str)
def test_somebody_changes_their_mind_and_goes(theatre: Theatre, way: tuple[str, int]) -> None:
    with theatre.actors(Part(*way)) as (actor,):
        guest = Guest(actor, "Emre", NATURE, email=address())
        guest.fills_in("kind")
        owner = Owner(guest)
        owner.changes("sat_morning")
        owner.withdraws()
        owner.is_forgotten(owner.downloads())


@pytest.mark.parametrize("way", WAYS[1::2], ids=str)
def test_a_parent_says_yes_for_a_child(theatre: Theatre, way: tuple[str, int]) -> None:
    """The child at one device, the parent at the other."""
    language, width = way
    other = PHONE + DESK - width
    with theatre.actors(Part(language, width), Part(language, other)) as (child, parent):
        decides(child, parent)


def decides(child: Actor, parent: Actor) -> None:
    """Nothing is looked for before the parent has said yes; then they read on at the child's page."""
    email = address()
    hana = Child(child, "Hana", NATURE, email=email)
    hana.fills_in("kind")
    before = hana.says()
    parent.open(parent.link(email, "/guardian/"))
    assert "Hana" in parent.watch.page.inner_text("main")
    parent.press(YES)
    assert not parent.has(YES)
    parent.press(f"main a[href*='{hana.page}']")
    assert parent.path == hana.page
    child.open(hana.page)
    assert hana.says() != before
