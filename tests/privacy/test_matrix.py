"""The access matrix: every route has a row, and every role is answered as its row says (1 to 3)."""

from collections.abc import Mapping
from typing import Final

import httpx
import pytest

from shared.contracts.paths import SERVICES
from tests.privacy.doors import Door, doors
from tests.privacy.inside import Inside
from tests.privacy.knocking import World
from tests.privacy.matrix import MACHINES, ROLES, rows

# What these do when they are let in would end what the others need; their own tests let them in.
NOT_WALKED: Final = ("/sign-out", "/session", "/withdraw", "/erase", "/block", "/close", "/remove",
                     "/end", "/stream", "/form/", "/claim",
                     "/approve", "/dismiss", "/contacts/{account}",
                     "{number}", "{decision}", "POST /cases/{case}/propose",
                     "v1/cases/{case}/propose", "POST /import")  # fmt: skip
REFUSED: Final = {401, 403, 404}


def row_of(door: Door) -> str:
    """The services' own name stands as `{service}`."""
    return (
        f"{door.method} {door.route.replace(f'/{door.service}/', '/{service}/', 1)}"
        if any(
            part in door.route for part in (f"/{door.service}/dead", f"/{door.service}/api/v1/dead")
        )
        else str(door)
    )


def for_people(inside: Inside) -> list[Door]:
    """All doors but those that machines alone ask."""
    return [
        door
        for door in doors(inside)
        if door.method != "HEAD" and not any(part in door.route for part in MACHINES)
    ]


def test_every_route_has_a_row_and_every_row_a_route(inside: Inside) -> None:
    known = {row_of(door) for door in for_people(inside)}
    assert known - rows().keys() == set()
    assert rows().keys() - known == set()


def test_every_description_names_the_routes_that_are_there(inside: Inside) -> None:
    """Both ways: what is described is there, and what is there for programs is described."""
    for name, app in inside.apps.items():
        described = {
            f"{method.upper()} {path}"
            for path, methods in app.openapi()["paths"].items()
            for method in methods
        }
        there = {str(d) for d in for_people(inside) if d.service == name and d.is_api}
        assert described == there


def lines(found: Mapping[str, object]) -> str:
    return "\n".join(f"{door}: {how}" for door, how in found.items())


def is_refused(answer: httpx.Response) -> bool:
    """Shut: as if nothing were there, or to be signed in for first."""
    asks = answer.is_redirect and answer.headers["location"].startswith("/sign-in")
    return answer.status_code in REFUSED or asks


@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_who_may_not_is_told_what_a_wrong_id_is_told(
    inside: Inside, world: World, who: str
) -> None:
    """Nothing tells them that something is there. Who has not signed in is asked to, or told so."""
    may, open_to = rows(), {}
    for door in for_people(inside):
        if who in may[row_of(door)]:
            continue
        real, wrong = world.knock(who, door, real=True), world.knock(who, door, real=False)
        told = (real.status_code, len(real.content), real.headers.get("location"))
        same = (wrong.status_code, len(wrong.content), wrong.headers.get("location"))
        wanted = {404} if who != "nobody" else {303, 401}
        if told != same or real.status_code not in wanted or not is_refused(real):
            open_to[str(door)] = (told, same)
    assert not open_to, lines(open_to)


@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_who_may_is_let_in(inside: Inside, world: World, who: str) -> None:
    """The control: the same knock is answered for them, be it by what is wrong with it."""
    may, shut = rows(), {}
    for door in for_people(inside):
        # An address that we have nobody for names nothing, and is told so whoever asks.
        unnamed = "{" in door.route and not world.names(door)
        if who not in may[row_of(door)] or unnamed or any(p in str(door) for p in NOT_WALKED):
            continue
        answer = world.knock(who, door, real=True)
        if is_refused(answer) or answer.status_code >= 500:
            shut[str(door)] = answer.status_code
    assert not shut, lines(shut)


@pytest.mark.parametrize(
    ("owner", "other"), [("guide", "other guide"), ("association", "other association")]
)
def test_whose_it_is_not_sees_nothing(inside: Inside, world: World, owner: str, other: str) -> None:
    """A second user of the same role is told what a wrong id is told."""
    may, seen, told_apart = rows(), 0, {}
    for door in for_people(inside):
        private = "{" in door.route and world.names(door) and "/what-if" not in door.route
        if not private or owner not in may[row_of(door)] or "nobody" in may[row_of(door)]:
            continue
        real, wrong = world.knock(other, door, real=True), world.knock(other, door, real=False)
        told = (real.status_code, len(real.content), real.headers.get("location"))
        same = (wrong.status_code, len(wrong.content), wrong.headers.get("location"))
        # What is wrong with the request itself may be told first, if it is told alike.
        if told != same or real.status_code not in {404, 422}:
            told_apart[str(door)] = (told, same)
        seen += 1
    assert not told_apart, lines(told_apart)
    assert seen > 8
    assert set(SERVICES) == set(inside.apps)
