"""A browser at the proxy, by TLS: what people see, with every part in a container.

After the journeys, which know all that is proposed: the people who come here stay on the board.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import CHROMIUM, chromium, reading
from tests.browser.test_form import CONTINUE, Hand
from tests.browser.town import cookies_of
from tests.containers.composing import Composed
from tests.journeys import walking
from tests.journeys.reading import soon
from tests.live.engines.fixtures import not_run

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        not_run("this machine lacks Chromium; .ci/system can install it")
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("language", "scripts"), [("ar", False), ("sv", True)])
def test_a_newcomer_fills_in_the_form_and_follows_the_link_in_the_letter(
    browser: Browser, lotsa: Composed, language: str, scripts: bool
) -> None:
    home = lotsa.url("")
    with reading(browser, home, language=language, scripts=scripts, by_tls=True) as reader:
        person = Hand(reader.open("/").page)
        email = f"{language}@example.org"
        person.tap("main a[href='/form/kind']")
        person.fill_in()
        person.page.goto(f"{home}/form/contact")
        person.page.fill("#email", email)
        person.tap(CONTINUE)
        person.tap(CONTINUE)
        assert "/my/" in person.page.url
        letter = walking.letter(lotsa, email, "/my/", within_s=60)
        watch = reader.open(letter.path)
        assert "Amina" in watch.page.inner_text("main")
        assert watch.complaints == []
        assert watch.foreign() == []


def test_a_guide_sees_the_board_fill_by_itself(browser: Browser, lotsa: Composed) -> None:
    guide = walking.coordinator(lotsa)
    choir = walking.association(lotsa, guide, "Kör vid proxyn")
    with reading(browser, lotsa.url(""), cookies_of(guide), by_tls=True, width=1280) as reader:
        board = reader.open("/board").page
        walking.need(choir, title="Kör vid proxyn")
        walking.newcomer(lotsa, "Amina", language="ar")
        soon(lambda: board.get_by_text("Kör vid proxyn").count(), within_s=30)
