"""Looking closely at a page: by axe once in each state, language and width, however often it comes.

What of a page makes its state is its skeleton: which elements stand in which, with what says how
they look and what they are. Texts, addresses and how long a list is leave it as it was.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

from tests.browser.tour import violations

SKELETON: Final = """() => {
  const telling = new Set(["autocomplete", "class", "dir", "lang", "role", "type"]);
  const said = (one) => one.localName + [...one.attributes].map(({ name, value }) =>
    telling.has(name) || /^aria-(?!label|describedby|controls)/.test(name)
      ? `[${name}=${value}]` : `[${name}]`).sort().join("") + (one.checked ? ":checked" : "");
  const mark = (text, from) => {
    let [one, two] = [from ^ 0x9e3779b1, from ^ 0x85ebca6b];
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
    }
    return (one ^ (two >>> 13)) >>> 0;
  };
  const counts = new Map();
  const walk = (one, above) => {
    const path = mark(said(one), above);
    counts.set(path, (counts.get(path) ?? 0) + 1);
    [...one.children].forEach((child) => walk(child, path));
  };
  walk(document.documentElement, 0);
  return [...counts].map(([path, count]) => `${path}${count > 1 ? "+" : ""}`).sort().join(" ");
}"""
DISABLED: Final = "Emulation.setScriptExecutionDisabled"
KEYS: Final = re.compile(r"[0-9a-f-]{36}|[\w-]{20,}|\d+")


@dataclass
class Seen:
    """What axe has looked at already, and how often it had to."""

    states: set[tuple[str, str, int, str]] = field(default_factory=set)
    looks: int = 0

    def faults(self, page: Page, language: str, width: int) -> list[str]:
        """What axe finds wrong with a page that stands in a state it was not seen in."""
        place = KEYS.sub("…", urlsplit(page.url).path)
        state = (place, language, width, str(page.evaluate(SKELETON)))
        if state in self.states:
            return []
        self.looks += 1
        found = violations(page)
        if not found:
            self.states.add(state)
        return found


@dataclass
class Switch:
    """Turns scripts off in somebody's browser, and on again for as long as axe looks.

    What stood on the page while they were off stays as it is: no script of its own runs later.
    """

    session: CDPSession

    def off(self) -> None:
        self.session.send(DISABLED, {"value": True})

    @contextmanager
    def on(self) -> Iterator[None]:
        self.session.send(DISABLED, {"value": False})
        try:
            yield
        finally:
            self.off()
