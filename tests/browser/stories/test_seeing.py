"""A page is looked at once as it stands, and again as soon as it stands otherwise."""

import pytest
from playwright.sync_api import Browser

from tests.browser.stories.acting import DESK, PHONE, Part, Theatre
from tests.browser.stories.seeing import Seen
from tests.journeys.lotsa import Lotsa

NAMELESS = "document.querySelector('main').append(document.createElement('button'))"
PAGE = "/privacy"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_fault_on_a_page_that_was_clean_is_seen(
    lotsa: Lotsa, browser: Browser, scripts: bool
) -> None:
    theatre = Theatre(lotsa, browser, Seen())
    with theatre.actors(Part("sv", PHONE, scripts)) as (actor,):
        actor.open(PAGE)
        actor.open(PAGE)
        assert theatre.seen.looks == 1
        assert any(".js" in url for url in actor.watch.asked) is scripts
        actor.watch.page.evaluate(NAMELESS)
        for _ in range(2):
            with pytest.raises(AssertionError, match="button-name"):
                actor.look()


def test_every_language_and_width_is_looked_at(lotsa: Lotsa, browser: Browser) -> None:
    theatre = Theatre(lotsa, browser, Seen())
    with theatre.actors(Part("sv", PHONE), Part("sv", DESK), Part("ar", PHONE)) as actors:
        for actor in actors:
            actor.open(PAGE)
    assert theatre.seen.looks == len(actors)
