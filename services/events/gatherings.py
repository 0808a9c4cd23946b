"""The calendar: gatherings that everybody sees, planned by those who work here."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from services.events.desk import AtDesk, Desk
from services.events.documents import GATHERINGS, Gathering
from services.events.planning import GatheringForm, Wrong, plan, publish
from shared.store.collection import Since, Where
from shared.store.document import Conflict
from shared.web.refusals import Refused
from shared.web.sessions import Role, Session
from shared.web.visits import Visit, Visiting, value

router: Final = APIRouter()
PLANNERS: Final[tuple[Role, ...]] = ("association", "guide", "coordinator")
API: Final = "/events/api/v1/gatherings"
FormId = Annotated[UUID, Header()]


class GatheringAnswer(BaseModel):
    """A gathering, for the API."""

    id: str
    title: str
    place: str
    seats: int
    starts_at: int
    ends_at: int
    state: str


@router.get("/gatherings", include_in_schema=False)
async def show_gatherings(visit: Visiting, desk: AtDesk) -> Response:
    """What comes, the nearest first, and the drafts of those who plan."""
    drafts = await drafts_of(visit.reader.session, desk)
    return visit.page("gatherings.html", coming=await coming(desk), drafts=drafts)


@router.get("/gatherings/new", include_in_schema=False)
async def show_form(visit: Visiting) -> Response:
    visit.reader.must_be(*PLANNERS)
    return form_page(visit, GatheringForm(), str(uuid4()))


@router.post("/gatherings/new", include_in_schema=False)
async def make(visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be(*PLANNERS)
    sent = await visit.form()
    form = GatheringForm(**{name: value(sent, name) for name in GatheringForm.model_fields})
    key = value(sent, "form_id")
    try:
        gathering = await keep(form, key, session, desk)
    except Wrong as no:
        return form_page(visit, form, key, wrong=no.fields)
    return visit.go(f"/gatherings/{gathering.id}")


@router.get("/gatherings/{key}", include_in_schema=False)
async def show_gathering(visit: Visiting, desk: AtDesk, key: str) -> Response:
    session = visit.reader.session
    gathering = await seen(key, session, desk)
    may_publish = session is not None and "coordinator" in session.roles
    return visit.page("gathering.html", gathering=gathering, may_publish=may_publish)


@router.post("/gatherings/{key}/publish", include_in_schema=False)
async def publish_from_page(visit: Visiting, desk: AtDesk, key: str) -> Response:
    await make_public(key, visit.reader.must_be("coordinator"), desk)
    return visit.go(f"/gatherings/{key}")


@router.get(API, summary="Gatherings that come")
async def list_gatherings(_visit: Visiting, desk: AtDesk) -> Sequence[GatheringAnswer]:
    """The nearest first; open to everybody."""
    return [answer(one) for one in await coming(desk)]


@router.post(API, status_code=201, summary="Plan a gathering")
async def make_by_api(
    visit: Visiting, desk: AtDesk, form: GatheringForm, idempotency_key: FormId
) -> GatheringAnswer:
    """A draft, until a coordinator publishes it. The same key twice is one gathering."""
    session = visit.reader.must_be(*PLANNERS)
    try:
        return answer(await keep(form, str(idempotency_key), session, desk))
    except Wrong as no:
        fields = {name: visit.say(text) for name, text in no.fields.items()}
        raise Refused("invalid", fields=fields) from None


@router.get(API + "/{key}", summary="One gathering")
async def read_gathering(visit: Visiting, desk: AtDesk, key: str) -> GatheringAnswer:
    """Drafts are seen by whoever planned them, and by coordinators."""
    return answer(await seen(key, visit.reader.session, desk))


@router.post(API + "/{key}/publish", summary="Publish a gathering")
async def publish_by_api(visit: Visiting, desk: AtDesk, key: str) -> GatheringAnswer:
    """For coordinators. Publishing again changes nothing."""
    return answer(await make_public(key, visit.reader.must_be("coordinator"), desk))


async def coming(desk: Desk) -> list[Gathering]:
    where: Where = {"state": "published", "starts_at": Since(desk.now())}
    return await desk.store.find(GATHERINGS, where, order="starts_at")


async def drafts_of(session: Session | None, desk: Desk) -> list[Gathering]:
    """A coordinator sees all drafts, others who plan their own, everybody else none."""
    if session is None or not session.roles.intersection(PLANNERS):
        return []
    if "coordinator" in session.roles:
        return await desk.store.find(GATHERINGS, {"state": "draft"}, order="starts_at")
    own = await desk.store.find(GATHERINGS, {"made_by": session.account}, order="starts_at")
    return [one for one in own if one.state == "draft"]


async def keep(form: GatheringForm, key: str, session: Session, desk: Desk) -> Gathering:
    """Saves a draft; the same key sent twice is the same gathering. Raises Wrong, Refused."""
    try:
        key = str(UUID(key))
    except ValueError:
        raise Refused("invalid") from None
    region = desk.region
    gathering = plan(form, key=key, region=region, by=session.account, now=desk.now())
    try:
        return await desk.store.save(GATHERINGS, gathering)
    except Conflict:
        return await seen(key, session, desk)


async def make_public(key: str, _by: Session, desk: Desk) -> Gathering:
    gathering = await desk.store.get(GATHERINGS, key)
    if gathering is None:
        raise Refused("not-found")
    if gathering.state == "published":
        return gathering
    public, told = publish(gathering, desk.now())
    return await desk.store.save(GATHERINGS, public, [told])


async def seen(key: str, session: Session | None, desk: Desk) -> Gathering:
    """The gathering, where this reader may see it; else refused as if it were not there."""
    gathering = await desk.store.get(GATHERINGS, key)
    if gathering is None:
        raise Refused("not-found")
    own = session is not None and (
        "coordinator" in session.roles or session.account == gathering.made_by
    )
    if gathering.state != "published" and not own:
        raise Refused("not-allowed")
    return gathering


def answer(gathering: Gathering) -> GatheringAnswer:
    return GatheringAnswer(**gathering.model_dump(include=set(GatheringAnswer.model_fields)))


def form_page(
    visit: Visit, form: GatheringForm, key: str, *, wrong: Mapping[str, str] | None = None
) -> Response:
    """The form, with what was typed and what has to be mended."""
    said = {name: visit.say(text) for name, text in (wrong or {}).items()}
    return visit.page(
        "gathering-new.html",
        status=422 if said else 200,
        form=form,
        form_id=key,
        errors=[{"field": name, "text": text} for name, text in said.items()],
        wrong=said,
    )
