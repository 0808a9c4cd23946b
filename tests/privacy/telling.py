"""What somebody can tell two answers apart by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Final

import httpx

from tests.privacy.doors import TOKEN, Door
from tests.privacy.knocking import World

REFUSED: Final = {401, 403, 404}
DRAWN: Final = re.compile(
    r'"(?:form_token|x-form-token)": ?"[^"]+"|name="form_id[^>]*|"read_at":\d+', re.IGNORECASE
)
TAKEN_OUT: Final = "·"


@dataclass(frozen=True)
class Told:
    """All of an answer that somebody gets to see, but what they asked for themselves."""

    status: int
    headers: tuple[tuple[str, str], ...]
    length: int
    body: str
    is_refused: bool

    def unlike(self, other: "Told") -> str:
        """Where the two begin to differ; nothing where they are the same."""
        for name in ("status", "headers", "length", "body"):
            here, there = getattr(self, name), getattr(other, name)
            if here != there:
                pairs = zip(str(here), str(there), strict=False)
                at = next((at for at, (one, two) in enumerate(pairs) if one != two), 0)
                return f"{name}: {str(here)[at : at + 99]!r} {str(there)[at : at + 99]!r}"
        return ""


def told(world: World, who: str, door: Door, *, real: bool) -> Told:
    """What somebody is told at something real, or at what is not there."""
    path = world.path(door, real=real)
    parts = set(path.split("/")) - set(door.route.split("/"))
    # A number is no word of its own: it is taken out as part of the address alone.
    return seen_in(world.ask(who, door, path), [path, *(one for one in parts if len(one) > 8)])


def seen_in(answer: httpx.Response, asked: Sequence[str]) -> Told:
    """What an answer tells to whoever has asked for these, which are taken out of it."""
    without = [(name, text) for name, text in answer.headers.items() if name != "date"]
    headers = tuple(
        (name, " ".join(SimpleCookie(text)) if name == "set-cookie" else less(text, asked))
        for name, text in without
    )
    # The token of a form, its name and the hour differ each time.
    body = less(DRAWN.sub(TAKEN_OUT, TOKEN.sub(TAKEN_OUT, answer.text)), asked)
    return Told(answer.status_code, headers, len(answer.content), body, is_refused(answer))


def less(text: str, asked: Sequence[str]) -> str:
    for part in asked:
        text = text.replace(part, TAKEN_OUT)
    return text


def is_refused(answer: httpx.Response) -> bool:
    """Shut: as if nothing were there, or to be signed in for first."""
    asks = answer.is_redirect and answer.headers["location"].startswith("/sign-in")
    return answer.status_code in REFUSED or asks
