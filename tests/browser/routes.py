"""Every page there is: the routes as the four applications have them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fastapi.routing import iter_route_contexts

from deploy.services import PARTS
from shared.bus.direct import DirectBus
from shared.keys import Keys
from shared.service import Wiring, make_service
from shared.settings import Settings
from shared.store.collection import Store

# What is no page: machines read it, or it leads on to a page at once.
NO_PAGES: Final = frozenset(
    {
        "/healthz",
        "/readyz",
        "/metrics",
        "/static/{path:path}",
        "/names",
        "/board/stream",
        "/class/{code}",
        "/import/{kind}/template",
        "/export/{kind}",
    }
)


async def unopened(*_: object) -> Store:
    """The store of an application that is never started."""
    raise AssertionError("the applications are made for their routes alone")


def page_routes() -> set[str]:
    """The routes of all pages, as the applications answer them."""
    with TemporaryDirectory() as folder:
        keys = Keys.load_or_make(Path(folder) / "keys.json")
    wiring = Wiring(Settings(), keys, unopened, DirectBus())
    return {
        context.path
        for name, parts in PARTS.items()
        for context in iter_route_contexts(make_service(parts, wiring).routes)
        if "GET" in (context.methods or ()) and not context.path.startswith(f"/{name}/api/")
    } - NO_PAGES
