"""`python -m tests.browser.screenshots`: the pictures in README, taken of the demo."""

import asyncio
import re
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, ViewportSize

from deploy.demo import planned
from deploy.demo_making import make
from deploy.running import free_port
from shared.service import utc_now
from tests.browser.looking import chromium, reading
from tests.deploy.making import settings_in
from tests.journeys.lotsa import ROOT, Process

IMAGES: Final = ROOT / "docs" / "images"
DESK: Final[ViewportSize] = {"width": 1280, "height": 920}
MOST_BYTES: Final = 200_000
GUIDE: Final = re.compile(r"Guide:\s+http://[^/]+(\S+)")
DRAWN: Final = "new Promise((drawn) => setTimeout(drawn, 500))"
"""Scripts fill in names a moment after they were answered."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lotsa-pictures-") as name:
        folder, port = Path(name) / "demo", free_port("127.0.0.1")
        settings = settings_in(folder)
        asyncio.run(make(settings, planned(settings, utc_now()), lambda _done, _of: None))
        env = {"LOTSA_DATA": str(folder), "LOTSA_PORT": str(port)}
        demo = Process(["deploy.demo"], env, port, Path(name) / "log")
        demo.start()
        try:
            demo.wait_until_ready()
            take(f"http://127.0.0.1:{port}", demo.last_words())
        finally:
            demo.stop()


def take(home: str, said: str) -> None:
    """Takes all pictures; `said` is what the console said."""
    found = GUIDE.search(said)
    if found is None:
        raise LookupError("the demo printed no link for a guide")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        board(browser, home, found[1])
        form(browser, home)


def board(browser: Browser, home: str, link: str) -> None:
    """A guide's board, in Swedish, on a desk."""
    with reading(browser, home, language="sv", width=1280) as reader:
        page = reader.open(link).page
        page.set_viewport_size(DESK)
        with page.expect_response("**/names?*"):
            page.click("main form button")
        page.evaluate(DRAWN)
        kept(page.screenshot(), "board.png")


def form(browser: Browser, home: str) -> None:
    """The form's second question, in Arabic, on a phone."""
    with reading(browser, home, language="ar", width=360) as reader:
        page = reader.open("/form/kind").page
        page.click("main form button")
        page.wait_for_url("**/form/interests*")
        page.evaluate(DRAWN)
        kept(page.screenshot(), "form-ar.png")


def kept(picture: bytes, name: str) -> None:
    """Raises ValueError for a picture that would make the README slow."""
    if len(picture) > MOST_BYTES:
        raise ValueError(f"{name} has {len(picture)} bytes")
    (IMAGES / name).write_bytes(picture)


if __name__ == "__main__":
    main()
