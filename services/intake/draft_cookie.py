"""The draft that belongs to a browser: a cookie holds its key, and nothing else does."""

import contextlib

from starlette.responses import Response

from services.intake.desk import Desk
from services.intake.drafts import (
    KEPT_AT_A_GUIDES_MS,
    KEPT_MS,
    Draft,
    Opened,
    forget,
    is_fresh,
    keep,
    new_key,
    open_draft,
)
from services.intake.people.sender import helper_of
from shared.store.document import Conflict
from shared.web.visits import Visit


def draft_key(visit: Visit) -> str | None:
    return visit.request.cookies.get(visit.site.cookies.draft)


async def draft_of(visit: Visit, desk: Desk) -> Opened | None:
    """The draft of this browser. A guide's device keeps none that is not in use."""
    opened = await open_draft(desk, draft_key(visit))
    if opened and helper_of(visit) and not is_fresh(opened, desk.now()):
        return None
    return opened


async def put(visit: Visit, desk: Desk, draft: Draft, response: Response) -> Response:
    """Keeps the draft, with the response that tells the browser its key."""
    kept_ms = KEPT_AT_A_GUIDES_MS if helper_of(visit) else KEPT_MS
    key = draft_key(visit) or new_key()
    await keep(desk, key, draft, kept_ms)
    visit.site.cookies.put(response, visit.site.cookies.draft, key, kept_ms // 1000)
    return response


async def drop(visit: Visit, desk: Desk, response: Response) -> Response:
    """Forgets the draft of this browser, here and there."""
    if opened := await open_draft(desk, draft_key(visit)):
        with contextlib.suppress(Conflict):  # a second click has forgotten it already
            await forget(opened.document, desk)
    visit.site.cookies.drop(response, visit.site.cookies.draft)
    return response
