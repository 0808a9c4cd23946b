"""A browser without JavaScript: it opens pages, fills in their forms, and follows redirects."""

import re
import time
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import TypeVar

import httpx

from tests.journeys.lotsa import Lotsa

T = TypeVar("T")
Fields = dict[str, str | Sequence[str]]


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what stands in it already."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.found.append((said.get("action") or "", {}))
        elif tag == "input" and self.found and said.get("type") == "hidden":
            fields = self.found[-1][1]
            fields.setdefault(said.get("name") or "", []).append(said.get("value") or "")


class Browser:
    """One person's browser: its cookies, and the page that it shows."""

    def __init__(self, lotsa: Lotsa, language: str = "sv") -> None:
        self._lotsa = lotsa
        # No connection outlives its answer: processes are killed and replaced under a browser.
        once = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.Client(headers={"accept-language": language}, timeout=30, limits=once)
        self.path = "/"
        self.page = ""
        self.status = 0

    def open(self, path: str) -> str:
        """Opens a page and follows where it leads; returns its text."""
        return self._follow(self._http.get(self._lotsa.url(path)), path)

    def send(self, action: str = "", /, **fields: str | Sequence[str]) -> str:
        """Sends the form of the page whose action is `action`, or else starts with it."""
        found = [form for form in self.forms() if form[0].startswith(action)]
        assert found, f"no form {action} at {self.path} ({self.status}):\n{self.main()}"
        where, hidden = next((form for form in found if form[0] == action), found[0])
        path = where or self.path
        data = {**hidden, **fields}
        return self._follow(self._http.post(self._lotsa.url(path), data=data), path)

    def forms(self) -> list[tuple[str, dict[str, list[str]]]]:
        parser = Forms()
        parser.feed(self.page)
        return parser.found

    def token(self, name: str) -> str:
        """A bearer token for the API, made as the account page makes one."""
        self.open("/account")
        hidden = next(fields for _, fields in self.forms() if "form_token" in fields)
        made = self._http.post(
            self._lotsa.url("/intake/api/v1/tokens"),
            json={"name": name},
            headers={"x-form-token": hidden["form_token"][0]},
        )
        assert made.status_code == 201, made.text
        return str(made.json()["token"])

    def main(self) -> str:
        """What the page says, without its frame."""
        return self.page.partition("<main")[2].partition("</main>")[0]

    def has_form(self, action: str) -> bool:
        return any(where.startswith(action) for where, _ in self.forms())

    def json(self, path: str) -> dict[str, object]:
        """What an API answers, under this browser's cookies."""
        found: dict[str, object] = self._http.get(self._lotsa.url(path)).json()
        return found

    def _follow(self, response: httpx.Response, path: str) -> str:
        for _ in range(10):
            if not response.is_redirect:
                break
            path = re.sub(r"^https?://[^/]+", "", response.headers["location"])
            response = self._http.get(self._lotsa.url(path))
        self.path, self.page, self.status = path, response.text, response.status_code
        return self.page


def soon(what: Callable[[], T | None], *, within_s: float = 20.0) -> T:
    """What `what` returns as soon as it is something. Raises AssertionError when time is over."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing came within {within_s} s")
