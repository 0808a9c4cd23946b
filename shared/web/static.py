"""Static files under a name that holds their content's hash, so that a browser keeps them."""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape
from starlette.responses import Response

from shared.web.refusals import Refused

FOLDER: Final = Path(__file__).parent / "static"
FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, media type, and hashed name."""

    body: bytes
    media_type: str
    hashed: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file, by its name below the folder."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            body = path.read_bytes()
            name = path.relative_to(FOLDER).as_posix()
            mark = hashlib.sha256(body).hexdigest()[:12]
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            hashed = f"{name.rpartition('.')[0]}.{mark}{path.suffix}"
            found[name] = Asset(body, kind, hashed)
    return found


@cache
def by_hashed_name() -> dict[str, Asset]:
    return {asset.hashed: asset for asset in assets().values()}


def asset(name: str) -> str:
    """The URL of a static file. Raises KeyError for one that is not there."""
    return f"/static/{assets()[name].hashed}"


def icon(name: str) -> Markup:
    """An icon of the sprite, hidden from screen readers: a text always stands beside it."""
    href = f"{asset('icons.svg')}#{escape(name)}"
    return Markup(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    ).format(name, href)


async def serve(path: str) -> Response:
    """The file of a hashed name. Raises Refused for any other."""
    found = by_hashed_name().get(path)
    if found is None:
        raise Refused("not-found")
    return Response(found.body, media_type=found.media_type, headers={"cache-control": FOR_EVER})
