"""Pictures of pages, and what is kept beside each: which page it shows, and how large it is.

Two walks never agree to the pixel: days pass, and made-up names are others with other keys. What
has to agree is the page and its parts, the width, and about the height.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page
from pydantic import BaseModel, ConfigDict

from tests.browser.looking import Reader

MOST_BYTES: Final = 100_000
EDGE: Final = 12
QUALITY: Final = 60
PLACE: Final = """(part, edge) => {
  const box = part.getBoundingClientRect();
  return {
    x: box.x + scrollX - edge, y: box.y + scrollY - edge,
    width: box.width + 2 * edge, height: box.height + 2 * edge,
  };
}"""
HEADINGS: Final = """main => [...main.querySelectorAll("h1, h2")].map((heading) => {
  const words = heading.cloneNode(true);
  words.querySelectorAll("bdi").forEach((name) => name.remove());
  const said = words.textContent.replace(/[0-9]+/g, "").replace(/\\s+/g, " ").trim();
  return heading.closest("li, article") ? "" : said;
}).filter((said, at) => said || at === 0)"""
"""The headings of a page and of its parts, without names, figures, and what stands in a list."""
NAMED: Final = """() => document.readyState === "complete" && (
  !document.querySelector("[data-names] [data-person]")
  || Boolean(document.querySelector("[data-names] bdi.name")))"""
"""Names are asked for once a page stands; whoever is in the pictures may read those of their own."""
WIDER: Final = 8
TALLER: Final = 0.25
"""By which share of the height two pictures of the same page may differ: a longer list, a name."""
ALIKE: Final = 0.5
"""Which share of its headings a page has to have in common with itself of another day."""


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it; `show` opens it in the browser."""

    name: str
    route: str
    show: Callable[[Page, str], None]
    wide: int = 1000
    tall: int = 900
    part: str = "main"


class Shown(BaseModel):
    """What is kept beside a picture: the page's route and headings, the picture's width and height
    in pixels, and its own mark.
    """

    model_config = ConfigDict(frozen=True)

    route: str
    headings: tuple[str, ...]
    wide: int
    tall: int
    mark: str


@dataclass(frozen=True)
class Taken:
    """A picture as WebP, its width and height in pixels, and the page that it was taken of."""

    picture: Picture
    webp: bytes
    wide: int
    tall: int
    path: str
    headings: tuple[str, ...]

    @property
    def shown(self) -> Shown:
        return Shown(
            route=self.picture.route,
            headings=self.headings,
            wide=self.wide,
            tall=self.tall,
            mark=mark_of(self.webp),
        )


def taken(reader: Reader, picture: Picture) -> Taken:
    """Opens the page, waits until names stand on it, and takes the picture."""
    page = reader.context.new_page()
    page.set_viewport_size({"width": picture.wide, "height": picture.tall})
    picture.show(page, reader.home)
    page.wait_for_function(NAMED)
    box = page.locator(picture.part).first.evaluate(PLACE, EDGE)
    clip = {**box, "height": min(box["height"], picture.tall), "scale": 1}
    wanted = {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True}
    shot = reader.context.new_cdp_session(page).send("Page.captureScreenshot", wanted)
    headings = tuple(page.locator("main").evaluate(HEADINGS))
    path = urlsplit(page.url).path
    page.close()
    # Known from what was asked for: browsers do not agree on which form of WebP they write.
    wide, tall = round(clip["width"]), round(clip["height"])
    return Taken(picture, base64.b64decode(shot["data"]), wide, tall, path, headings)


def mark_of(webp: bytes) -> str:
    """By which a picture is known among others."""
    return hashlib.sha256(webp).hexdigest()[:16]


def shows(route: str, path: str) -> bool:
    """Whether this is an address of that route."""
    parts = re.split(r"\{[^}]+\}", route)
    return re.fullmatch("[^/]+".join(map(re.escape, parts)), path) is not None


def differences(now: Taken, kept: bytes, known: Shown) -> list[str]:
    """Why a picture that is kept does not show the page that was just seen; empty where it does."""
    found = []
    if not shows(known.route, now.path):
        found.append(f"shows {known.route}, not {now.path}")
    if known.mark != mark_of(kept):
        found.append("is another file than the one that was taken")
    if not alike(now.headings, known.headings):
        found.append(f"was taken under {known.headings}, where now is {now.headings}")
    if abs(now.wide - known.wide) > WIDER:
        found.append(f"is {known.wide} px wide, not {now.wide}")
    if abs(now.tall - known.tall) > TALLER * max(now.tall, known.tall):
        found.append(f"is {known.tall} px tall, not {now.tall}")
    return found


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Under the same first heading, and with most of the others in common."""
    both, any_of_them = set(one) & set(other), set(one) | set(other)
    return one[:1] == other[:1] and len(both) >= ALIKE * len(any_of_them)


def outdated(
    walked: Mapping[str, Taken], kept: Mapping[str, bytes], known: Mapping[str, Shown]
) -> dict[str, list[str]]:
    """By picture, what is wrong with it; a picture that only one of the three has is wrong, too."""
    names = walked.keys() | kept.keys() | known.keys()
    whole = walked.keys() & kept.keys() & known.keys()
    found = {name: differences(walked[name], kept[name], known[name]) for name in whole}
    missing = {name: ["is not walked, kept and written down alike"] for name in names - whole}
    return {**{name: why for name, why in found.items() if why}, **missing}
