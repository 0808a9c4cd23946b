"""The gallery in a real browser, under the policy of the real pages."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.looking import chromium
from tests.shared.web import gallery

pytestmark = pytest.mark.browser

PAGES = ("start", "choices", "cards", "slots", "fields", "shown", "board")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Look = tuple[str, int, Literal["dark", "light"]]
LOOKS: list[Look] = [
    ("sv", 360, "light"),
    ("ar", 360, "dark"),
    ("sv", 1280, "dark"),
    ("ar", 1280, "light"),
]
# An open language menu lies over what is below it, so it is opened where nothing is.
OPEN_DETAILS = "which => document.querySelectorAll(which).forEach(d => d.open = true)"
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, label.card, .slots label, .staff a, .menu a, .back a, input[type=text]")]
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gallery.served() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def opened(
    browser: Browser,
    width: int,
    *,
    color_scheme: Literal["dark", "light"] = "light",
    java_script_enabled: bool = True,
) -> tuple[Page, list[str]]:
    """A page of that width, and the list that its console's complaints go to."""
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=color_scheme,
        java_script_enabled=java_script_enabled,
    )
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def violations(page: Page) -> list[str]:
    chosen = {"runOnly": {"type": "tag", "values": TAGS}}
    answer = Axe().run(page, options=chosen).response
    return [f"{rule['id']}: {node['html'][:120]}" for rule in answer["violations"]
            for node in rule["nodes"]]  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_every_part(browser: Browser, address: str, look: Look) -> None:
    lang, width, scheme = look
    page, complaints = opened(browser, width, color_scheme=scheme)
    for name in PAGES:
        page.goto(f"{address}/{lang}/{name}.html")
        assert violations(page) == []
        page.evaluate(OPEN_DETAILS, "details" if name == "start" else "details:not(.menu)")
        assert violations(page) == []
        assert page.evaluate(SMALL_TARGETS) == []
    assert complaints == []
    page.close()


def test_axe_would_find_a_fault(browser: Browser, address: str) -> None:
    page, _ = opened(browser, 360)
    page.goto(f"{address}/sv/start.html")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(fault.startswith("label") for fault in violations(page))
    page.close()


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_overflows(browser: Browser, address: str, lang: str, width: int) -> None:
    page, _ = opened(browser, width)
    for name in PAGES:
        page.goto(f"{address}/{lang}/{name}.html")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, name
    page.close()


def test_board_follows_the_stream_and_keeps_names_and_open_details(
    browser: Browser, address: str
) -> None:
    page, complaints = opened(browser, 1280)
    page.goto(f"{address}/sv/board.html")
    page.locator("details.more").first.evaluate("details => details.open = true")
    page.get_by_text("amber river 99").wait_for(timeout=5000)
    named = page.locator("[data-person=person-1]").first
    named.locator(".name").wait_for(timeout=5000)
    assert named.inner_text() == "Amina <b> amber river 17"
    assert page.locator("details.more").first.evaluate("details => details.open")
    assert complaints == []
    page.close()


def test_without_javascript_errors_take_the_focus_and_aliases_stand(
    browser: Browser, address: str
) -> None:
    page, _ = opened(browser, 360, java_script_enabled=False)
    page.goto(f"{address}/sv/fields.html")
    assert page.locator(".error-summary:focus").count() == 1
    page.goto(f"{address}/sv/board.html")
    assert page.get_by_text("amber river 17").is_visible()
    page.close()


def test_language_menu_opens_and_closes_by_keyboard(browser: Browser, address: str) -> None:
    page, _ = opened(browser, 360)
    page.goto(f"{address}/sv/start.html")
    page.keyboard.press("Tab")
    assert page.locator(".skip:focus").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="العربية").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="العربية").is_visible()
    assert page.locator(".menu summary:focus").count() == 1
    page.close()


def test_icons_are_drawn_under_the_policy(browser: Browser, address: str) -> None:
    page, _ = opened(browser, 360)
    page.goto(f"{address}/sv/choices.html")
    sizes = page.locator(".card-icon use").evaluate_all("all => all.map(u => u.getBBox().width)")
    assert len(sizes) == 4
    assert min(sizes) > 10
    page.close()
