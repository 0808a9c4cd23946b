"""Codes for a class: many people behind one address may then send forms in one hour.

A guide makes a code and shows its link; whoever opened the link carries the code in a cookie. The
store keeps the hash. A code has an end, and a number of forms that it is good for.
"""

import secrets
from typing import Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.people.limits import CODES_PER_ACCOUNT, WRONG_KEYS
from services.intake.qr import qr_code
from shared.keys import hash_of
from shared.store.collection import Collection
from shared.store.document import Document, Due
from shared.store.due import Step
from shared.web.limits import came_from
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

DAY_MS: Final = 24 * 3_600_000
GOOD_FOR_MS: Final = DAY_MS
FORGET: Final = "forget"

router = APIRouter(include_in_schema=False)


class ClassCode(Document):
    """A code that lifts the limit of an address; the id is its hash."""

    account: str
    made_at: int
    expires_at: int


CLASS_CODES: Final = Collection(
    "intake", "class_codes", ClassCode, indexes=(("account", "made_at"),)
)


async def forget_code(code: ClassCode, desk: Desk) -> None:
    """Due work: the code is over."""
    await desk.store.erase(CLASS_CODES, code)


FORGETTING: Final = Step(CLASS_CODES, FORGET, forget_code)


def made(code: str, account: str, region: str, now: int) -> ClassCode:
    """The document of a new code, which goes when the code is over."""
    over = now + GOOD_FOR_MS
    fresh = ClassCode(
        id=hash_of(code), region=region, account=account, made_at=now, expires_at=over
    )
    return fresh.with_due(Due(what=FORGET, at=over))


async def code_of(desk: Desk, code: str) -> ClassCode | None:
    """The code, where it is good now."""
    found = await desk.store.get(CLASS_CODES, hash_of(code)) if code else None
    return found if found and found.expires_at > desk.now() else None


async def class_of(visit: Visit, desk: Desk) -> ClassCode | None:
    """The class that this browser belongs to."""
    return await code_of(desk, visit.request.cookies.get(visit.site.cookies.class_code, ""))


async def lifts(visit: Visit, desk: Desk) -> bool:
    """Whether the limit of the address does not count for this visit."""
    return await class_of(visit, desk) is not None


@router.get("/classes")
async def show_classes(visit: Visiting, desk: AtDesk) -> Response:
    return await classes_page(visit, desk, None)


@router.post("/classes")
async def make_code(visit: Visiting, desk: AtDesk) -> Response:
    """Makes a code and shows it, this once: a redirect would have to carry it in an address."""
    link, _ = await new_code(visit, desk)
    return await classes_page(visit, desk, link)


async def new_code(visit: Visit, desk: Desk) -> tuple[str, ClassCode]:
    """The link of a new code, which is kept nowhere, and its document. Raises Refused."""
    session = visit.reader.must_be("guide", "coordinator")
    await desk.limits.take(CODES_PER_ACCOUNT, session.account, desk.now())
    code = secrets.token_urlsafe(12)
    kept = made(code, session.account, desk.region, desk.now())
    await desk.store.save(CLASS_CODES, kept)
    return f"{desk.settings.base_url}/class/{code}", kept


async def classes_page(visit: Visit, desk: Desk, link: str | None) -> Response:
    session = visit.reader.must_be("guide", "coordinator")
    of = {"account": session.account}
    codes = await desk.store.find(CLASS_CODES, of, order="-made_at", limit=20)
    now = desk.now()
    return visit.page(
        "classes.html",
        link=link,
        code=qr_code(link) if link else Markup(""),
        until=[visit.language.time(one.expires_at) for one in codes if one.expires_at > now],
    )


@router.get("/class/{code}")
async def enter_class(code: str, visit: Visiting, desk: AtDesk) -> Response:
    """Gives the browser the code of its class, and goes to the start page."""
    known = await code_of(desk, code)
    if known is None:
        await desk.limits.take(WRONG_KEYS, came_from(visit), desk.now())
        raise Refused("not-found")
    response = visit.go("/")
    left_s = (known.expires_at - desk.now()) // 1000
    visit.site.cookies.put(response, visit.site.cookies.class_code, code, left_s)
    return response
