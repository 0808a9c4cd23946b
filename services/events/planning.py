"""The rules of a gathering: what it takes to plan one. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.events.documents import Gathering
from shared.contracts.events import GatheringPublished
from shared.web.languages import STOCKHOLM, say_later

TITLE_LENGTH: Final = 100
PLACE_LENGTH: Final = 100
MOST_SEATS: Final = 2_000


class GatheringForm(BaseModel):
    """What somebody types who plans a gathering; all of it as text, so that nothing is lost."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    seats: str = ""


class Wrong(Exception):
    """Fields that have to be mended: name to message."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def plan(form: GatheringForm, *, key: str, region: str, by: str, now: int) -> Gathering:
    """A gathering as a draft. Raises Wrong."""
    wrong: dict[str, str] = {}
    title, place = cleaned(form.title), cleaned(form.place)
    if not 0 < len(title) <= TITLE_LENGTH:
        wrong["title"] = say_later("Write a title, at most 100 letters.")
    if not 0 < len(place) <= PLACE_LENGTH:
        wrong["place"] = say_later("Write where it is, at most 100 letters.")
    if not (form.seats.isdecimal() and 0 < int(form.seats[:6]) <= MOST_SEATS):
        wrong["seats"] = say_later("Write how many people there is room for, 1 to 2000.")
    starts_at, ends_at = moment(form.day, form.starts), moment(form.day, form.ends)
    if starts_at is None or starts_at <= now:
        wrong["day"] = say_later("Choose a day and a time that are not past.")
    if ends_at is None or (starts_at is not None and ends_at <= starts_at):
        wrong["ends"] = say_later("Choose an end that is later than the start.")
    if wrong or starts_at is None or ends_at is None:
        raise Wrong(wrong)
    return Gathering(
        id=key,
        region=region,
        title=title,
        place=place,
        seats=int(form.seats),
        starts_at=starts_at,
        ends_at=ends_at,
        state="draft",
        made_by=by,
    )


def publish(gathering: Gathering, now: int) -> tuple[Gathering, GatheringPublished]:
    """The gathering as everybody may see it, and what is told of it."""
    public = gathering.model_copy(update={"state": "published", "published_at": now})
    told = GatheringPublished(
        gathering=public.id,
        title=public.title,
        starts_at=public.starts_at,
        ends_at=public.ends_at,
        place=public.place,
        seats=public.seats,
    )
    return public, told


def moment(day: str, clock: str) -> int | None:
    """UTC ms of a day and a clock time in Stockholm, or None where they are none."""
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), STOCKHOLM)
    except ValueError:
        return None
    return int(local.timestamp() * 1000)


def cleaned(text: str) -> str:
    """One line without control characters: it is printed in calendars and letters too."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
