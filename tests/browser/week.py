"""`python -m tests.browser.week`: the pictures of docs/a-week.md, taken of the demo's first guide.

The demo is made for eight in the morning of the coming Monday, and its clock stands there: the same
people, cases and proposals come out at every making, and only the dates differ.
"""

import asyncio
import base64
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from deploy.demo import DEFAULTS, planned
from deploy.demo_making import Made, make
from deploy.running import free_port
from shared.keys import Keys
from shared.service import utc_now
from shared.web.languages import STOCKHOLM
from shared.web.sessions import Role, Session
from tests.browser.looking import Reader, chromium, reading
from tests.browser.screenshots import DRAWN, IMAGES
from tests.deploy.making import settings_in
from tests.journeys.lotsa import Process
from tests.journeys.timed import PROGRAM, set_ahead

FOLDER: Final = IMAGES / "week"
MOST_BYTES: Final = 100_000
DESK: Final = 1000
WHOLE: Final = 1440
"""Wide enough for all columns of the board."""
EDGE: Final = 12
PLACE: Final = """(part, edge) => {
  const box = part.getBoundingClientRect();
  return {
    x: box.x + scrollX - edge, y: box.y + scrollY - edge,
    width: box.width + 2 * edge, height: box.height + 2 * edge,
  };
}"""
QUALITY: Final = 60
NEVER: Final = 4_000_000_000
CARD: Final = "section[aria-labelledby=column-{}] article.case"
APPROVE: Final = "form[action*='/approve'] button"
UNDO: Final = "form[action*='/undo']"


@dataclass(frozen=True)
class Picture:
    """A page as the guide sees it; `show` opens it in the browser, from the board on."""

    name: str
    route: str
    show: Callable[[Page, str], None]
    wide: int = DESK
    tall: int = 900
    part: str = "main"

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.webp"


def case_of(page: Page, home: str, column: str) -> str:
    """The address of the guide's first case in a column."""
    page.goto(f"{home}/board?show=mine")
    # Not the one whose proposal was approved a moment ago.
    card = page.locator(f"{CARD.format(column)}:not(:has({UNDO}))").first
    return f"{home}/cases/{str(card.get_attribute('id')).removeprefix('case-')}"


def opening(path: str) -> Callable[[Page, str], None]:
    def show(page: Page, home: str) -> None:
        page.goto(home + path)

    return show


def of_case(column: str, after: str = "") -> Callable[[Page, str], None]:
    """A page of the first case in a column."""

    def show(page: Page, home: str) -> None:
        page.goto(case_of(page, home, column) + after)

    return show


def approved(page: Page, home: str) -> None:
    """The first proposal, approved, while it can be taken back."""
    page.goto(f"{home}/board?show=mine")
    page.locator(CARD.format("proposed")).locator(APPROVE).first.click()
    page.locator(UNDO).first.wait_for()


def by_hand(page: Page, home: str) -> None:
    """The first case of the guide's for which something else is possible, too."""
    page.goto(f"{home}/board?show=mine")
    cards = page.locator(CARD.format("proposed")).all()
    for path in [str(card.get_attribute("id")).replace("case-", "/cases/") for card in cards]:
        page.goto(f"{home}{path}/propose")
        if page.locator("main form button[name=need]").count():
            return


def what_if(page: Page, home: str) -> None:
    """What it would bring somebody for whom nothing fits to be free at any time."""
    page.goto(case_of(page, home, "registered") + "/what-if")
    for box in page.locator("main input[name=slots]").all():
        box.check()
    with page.expect_navigation():
        page.locator("main form[method=get] .actions button").click()


def noted(page: Page, home: str) -> None:
    """A note, and what is next on Friday."""
    page.goto(case_of(page, home, "agreed") + "/notes")
    page.fill("[name=notes]", "Works until four. Would rather not go alone the first time.")
    page.fill("[name=next_step]", "Call, and choose a day to go there together")
    friday = datetime.fromtimestamp(monday(utc_now()) / 1000, STOCKHOLM) + timedelta(days=4)
    page.fill("[name=next_day]", friday.date().isoformat())


def introducing(page: Page, home: str) -> None:
    page.goto(case_of(page, home, "agreed") + "/further")


def ending(page: Page, home: str) -> None:
    """The reasons for which a case can end."""
    page.goto(case_of(page, home, "agreed") + "/further")
    page.locator("main details.more > summary").last.click()


PICTURES: Final = (
    Picture("monday-my-day", "/day", opening("/day")),
    Picture("monday-board", "/board", opening("/board?show=mine"), wide=WHOLE),
    Picture("monday-undo", "/board", approved, part=f"article.case:has({UNDO})", tall=1300),
    Picture("tuesday-case", "/cases/{case}", of_case("proposed"), tall=1300),
    Picture("tuesday-what-if", "/cases/{case}/what-if", what_if, part="#answers"),
    Picture("tuesday-by-hand", "/cases/{case}/propose", by_hand),
    Picture("wednesday-phone", "/cases/{case}/further", of_case("asked", "/further")),
    Picture("wednesday-calls", "/outbox", opening("/outbox?state=call")),
    Picture("thursday-introduce", "/cases/{case}/further", introducing),
    Picture("thursday-notes", "/cases/{case}/notes", noted),
    Picture("friday-end", "/cases/{case}/further", ending, part="main details[open]"),
)


def monday(now: int) -> int:
    """Eight in the morning of the next Monday in Stockholm (UTC ms)."""
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone(STOCKHOLM).date()
    day = today + timedelta(days=7 - today.weekday())
    return int(datetime.combine(day, time(8), STOCKHOLM).timestamp() * 1000)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lotsa-week-") as name:
        folder, port, at = Path(name) / "demo", free_port("127.0.0.1"), monday(utc_now())
        settings = settings_in(folder)
        made = asyncio.run(make(settings, planned(settings, at), lambda _done, _of: None))
        set_ahead(folder, at - utc_now())
        env = {**DEFAULTS, "LOTSA_DATA": str(folder), "LOTSA_PORT": str(port), "LOTSA_DEMO": "true"}
        lotsa = Process([PROGRAM], env, port, Path(name) / "log")
        lotsa.start()
        try:
            lotsa.wait_until_ready()
            take(f"http://127.0.0.1:{port}", cookie(made, folder))
        finally:
            lotsa.stop()


def cookie(made: Made, folder: Path) -> str:
    """The first guide, signed in."""
    roles: frozenset[Role] = frozenset({"guide"})
    session = Session("week", made.guide, roles, ("malmo",), None, NEVER)
    return session.sign(Keys.load(folder / "keys.json"))


def take(home: str, signed: str) -> None:
    """Takes all pictures, in the order of the week."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    cookies = {"lotsa-session": signed}
    with (
        chromium() as browser,
        reading(browser, home, cookies, language="en", width=DESK) as reader,
    ):
        for picture in PICTURES:
            picture.file.write_bytes(taken(reader, home, picture))


def taken(reader: Reader, home: str, picture: Picture) -> bytes:
    """One picture as WebP. Raises ValueError where it is too large."""
    page = reader.context.new_page()
    page.set_viewport_size({"width": picture.wide, "height": picture.tall})
    picture.show(page, home)
    page.evaluate(DRAWN)
    box = page.locator(picture.part).first.evaluate(PLACE, EDGE)
    clip = {**box, "height": min(box["height"], picture.tall), "scale": 1}
    wanted = {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True}
    shot = reader.context.new_cdp_session(page).send("Page.captureScreenshot", wanted)
    page.close()
    picture_bytes = base64.b64decode(shot["data"])
    if len(picture_bytes) > MOST_BYTES:
        raise ValueError(f"{picture.name} has {len(picture_bytes)} bytes")
    return picture_bytes


if __name__ == "__main__":
    main()
