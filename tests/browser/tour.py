"""A tour of all pages in one language: everything that is to be known of each, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.browser.looking import Reader, Watch, overflow, reading
from tests.browser.stops import THEN, Stop, stops
from tests.browser.town import Town

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST: Final = 320
LINKS: Final = "all => all.map(a => a.getAttribute('href'))"
RULES: Final = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
FAULTS: Final = """async rules => (await axe.run(document, rules)).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))"""
"""Only what is wrong leaves the page: all that axe found right takes longer to bring than to find."""
AXE: Final = Axe()


@dataclass(frozen=True)
class Seen:
    """One page in one language."""

    stop: Stop
    landed: str
    """The path that is looked at in the end."""
    status: int
    lang: str
    dir: str
    violations: Sequence[str]
    too_wide: Mapping[int, int]
    """By how many pixels it is wider than the screen, by the width of those where it is."""
    complaints: Sequence[str]
    foreign: Sequence[str]
    links: Sequence[str]
    html: str


def violations(page: Page) -> list[str]:
    """What axe finds wrong: the rule and the element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.axe_script)
    found: list[str] = page.evaluate(FAULTS, RULES)
    return found


def toured(browser: Browser, town: Town, language: str, widths: Sequence[int]) -> list[Seen]:
    """Every page, each looked at in these widths and in the narrowest."""
    readers = {**town.beginners(), **town.readers, "unanswered": {}}
    found = []
    for who, cookies in readers.items():
        with reading(browser, town.home, cookies, language=language) as reader:
            if who == "unanswered":
                begin(reader)
            found += [seen(reader, s, widths) for s in stops(town) if s.who == who]
    return found


def begin(reader: Reader) -> None:
    """A form with its first answer only."""
    watch = reader.open("/form/kind")
    # A page that is closed while it is on its way to the next may never say that it is closed.
    with watch.page.expect_navigation():
        watch.page.locator("main .choices button").first.click()
    watch.page.close()


def seen(reader: Reader, stop: Stop, widths: Sequence[int]) -> Seen:
    watch = arrive(reader, stop)
    page = watch.page
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{width}: {fault}" for fault in violations(page)]
    root = page.locator("html")
    result = Seen(
        stop=stop,
        landed=urlsplit(page.url).path,
        status=watch.status(),
        lang=root.get_attribute("lang") or "",
        dir=root.get_attribute("dir") or "",
        violations=faults,
        too_wide=too_wide(page, (NARROWEST, *widths)),
        complaints=watch.complaints,
        foreign=watch.foreign(),
        links=page.locator("a[href]").evaluate_all(LINKS),
        html=watch.html(),
    )
    page.close()
    return result


def too_wide(page: Page, widths: Sequence[int]) -> dict[int, int]:
    """By how much the page is wider than each of these screens, where it is."""
    return {width: wider for width in widths if (wider := overflow(page, width))}


def arrive(reader: Reader, stop: Stop) -> Watch:
    watch = reader.page()
    watch.page.route("**/my/*", stay)
    watch.page.route("**/answer/*", stay)
    watch.page.goto(reader.home + stop.path)
    for press in filter(None, stop.press.split(THEN)):
        with watch.page.expect_navigation():
            watch.page.locator(press).first.click()
    return watch


def stay(route: Route) -> None:
    """A page that waits comes again by itself, and would do so under our hands."""
    answer = route.fetch()
    headers = {name: text for name, text in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)
