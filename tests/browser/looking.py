"""A reader's browser: what a page complains of, asks for, and answers while it is looked at."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
CHROMIUM: Final = "/usr/bin/chromium"
OVERFLOW: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE: Final = """() => [...document.querySelectorAll("body *")]
  .filter((one) => { const at = one.getBoundingClientRect();
    return at.right > document.documentElement.clientWidth + 1 || at.left < -1; })
  .slice(0, 8).map((one) => `${one.tagName}.${one.className}`)"""
"""What sticks out, for a readable failure."""
# A page that answers with an error is told of in the console too, and is what was asked for.
EXPECTED: Final = "Failed to load resource: the server responded with a status of 4"
Cookies = Mapping[str, str]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What one page did since it was opened."""

    page: Page
    home: str
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    documents: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, said: ConsoleMessage) -> None:
        if not said.text.startswith(EXPECTED):
            self.complaints.append(said.text)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _response(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self.documents.append(response)

    def foreign(self) -> list[str]:
        """What was asked of anybody else."""
        own = urlsplit(self.home).netloc
        return [url for url in self.asked if urlsplit(url).netloc != own]

    def html(self) -> str:
        """The page as it was served last, before the browser made anything of it."""
        return next(d for d in reversed(self.documents) if not 300 <= d.status < 400).text()

    def status(self) -> int:
        return self.documents[-1].status


@dataclass
class Reader:
    """One person's browser at one Lotsa."""

    context: BrowserContext
    home: str

    def page(self) -> Watch:
        return Watch(self.context.new_page(), self.home)

    def open(self, path: str) -> Watch:
        watch = self.page()
        watch.page.goto(self.home + path)
        return watch

    def cookies(self) -> dict[str, str]:
        return {one["name"]: one["value"] for one in self.context.cookies()}


@contextmanager
def reading(
    browser: Browser,
    home: str,
    cookies: Cookies | None = None,
    *,
    language: str = "sv",
    width: int = 360,
    scripts: bool = True,
    by_tls: bool = False,
) -> Iterator[Reader]:
    """A browser of its own, with these cookies; closed with all its pages.

    `by_tls` takes a certificate that no authority has signed.
    """
    context = browser.new_context(
        ignore_https_errors=by_tls,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        locale=language,
        extra_http_headers={"accept-language": language},
    )
    context.set_default_timeout(15_000)
    kept = {**(cookies or {}), "lang": language}
    context.add_cookies([{"name": name, "value": text, "url": home} for name, text in kept.items()])
    try:
        yield Reader(context, home)
    finally:
        context.close()


def overflow(page: Page, width: int) -> int:
    """By how many pixels the page is wider than a screen of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate(OVERFLOW))


def unanswered(faults: Mapping[str, Sequence[object]]) -> dict[str, list[object]]:
    """Only the pages with faults, for a readable failure."""
    return {name: list(found) for name, found in faults.items() if found}
