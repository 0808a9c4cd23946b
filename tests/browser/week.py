"""A guide's week, walked in the demo: what docs/a-week.md tells, with a picture of each page.

test_week.py walks it at every run. `python -m tests.browser.week` walks it and keeps the pictures.

The demo is made for eight in the morning of the coming Monday, and its clock stands there: the same
people, cases and proposals come out at every making, and only dates and made-up names differ.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page
from pydantic import TypeAdapter

from deploy.demo import DEFAULTS, planned
from deploy.demo_making import Made, make
from deploy.running import free_port
from shared.keys import Keys
from shared.service import utc_now
from shared.web.languages import STOCKHOLM
from shared.web.sessions import Role, Session
from tests.browser.looking import chromium, reading
from tests.browser.photographing import MOST_BYTES, Picture, Shown, Taken, taken
from tests.browser.screenshots import IMAGES
from tests.deploy.making import settings_in
from tests.journeys.lotsa import Process
from tests.journeys.timed import PROGRAM, set_ahead

FOLDER: Final = IMAGES / "week"
KNOWN: Final = IMAGES / "week.json"
"""What each picture that is kept shows."""
SHOWN: Final = TypeAdapter(dict[str, Shown])
DESK: Final = 1000
WHOLE: Final = 1440
"""Wide enough for all columns of the board."""
NEVER: Final = 4_000_000_000
CARD: Final = "section[aria-labelledby=column-{}] article.case"
APPROVE: Final = "form[action*='/approve'] button"
UNDO: Final = "form[action*='/undo']"


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


@contextmanager
def office(folder: Path) -> Iterator[tuple[str, str]]:
    """The demo, running: its address, and the session of its first guide."""
    data, port, at = folder / "demo", free_port("127.0.0.1"), monday(utc_now())
    settings = settings_in(data)
    making = make(settings, planned(settings, at), lambda _done, _of: None)
    # A browser that runs already keeps an event loop in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        made = elsewhere.submit(asyncio.run, making).result()
    set_ahead(data, at - utc_now())
    env = {**DEFAULTS, "LOTSA_DATA": str(data), "LOTSA_PORT": str(port), "LOTSA_DEMO": "true"}
    lotsa = Process([PROGRAM], env, port, folder / "log")
    lotsa.start()
    try:
        lotsa.wait_until_ready()
        yield f"http://127.0.0.1:{port}", session(made, data)
    finally:
        lotsa.stop()


def session(made: Made, data: Path) -> str:
    """The cookie of the first guide, signed in."""
    roles: frozenset[Role] = frozenset({"guide"})
    signed_in = Session("week", made.guide, roles, ("malmo",), None, NEVER)
    return signed_in.sign(Keys.load(data / "keys.json"))


def walked(browser: Browser, home: str, signed: str) -> Iterator[Taken]:
    """All pictures, taken in the order of the list: what was done for one is seen on the next."""
    cookies = {"lotsa-session": signed}
    with reading(browser, home, cookies, language="en", width=DESK) as reader:
        for picture in PICTURES:
            yield taken(reader, picture)


def keep(pictures: Sequence[Taken]) -> None:
    """Writes the pictures, and what they show, to where the story reads them.

    Raises ValueError where one would make the story slow.
    """
    for one in pictures:
        if len(one.webp) > MOST_BYTES:
            raise ValueError(f"{one.picture.name} has {len(one.webp)} bytes")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one in pictures:
        file_of(one.picture.name).write_bytes(one.webp)
    shown = SHOWN.dump_json({one.picture.name: one.shown for one in pictures}, indent=2)
    KNOWN.write_bytes(shown + b"\n")


def file_of(name: str) -> Path:
    return FOLDER / f"{name}.webp"


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="lotsa-week-") as name,
        office(Path(name)) as (home, signed),
        chromium() as browser,
    ):
        keep(list(walked(browser, home, signed)))


if __name__ == "__main__":
    main()
