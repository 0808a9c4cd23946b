"""The access matrix: every route has a row, and every role is answered as its row says (1 to 3)."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from shared.contracts.paths import SERVICES
from tests.journeys.post import Post
from tests.privacy.doors import PARAMETER, Door, doors
from tests.privacy.ending import ACTS, Ending, ending_in
from tests.privacy.inside import Inside, running
from tests.privacy.knocking import PLAIN, World
from tests.privacy.matrix import MACHINES, ROLES, rows
from tests.privacy.telling import is_refused, seen_in, told


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Inside]:
    """A Lotsa that believes a proxy where a request comes from: nobody has asked too often."""
    folder = tmp_path_factory.mktemp("matrix")
    with running(folder, post, LOTSA_TRUSTED_PROXY="127.0.0.1") as lotsa:
        yield lotsa


@pytest.fixture(scope="module")
def ending(inside: Inside, world: World) -> Ending:
    return ending_in(inside, world)


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


@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_who_may_not_is_told_what_a_wrong_id_is_told(
    inside: Inside, world: World, who: str
) -> None:
    """Nothing tells them that something is there. Who has not signed in is asked to, or told so."""
    may, open_to = rows(), {}
    for door in for_people(inside):
        if who in may[row_of(door)]:
            continue
        real, wrong = told(world, who, door, real=True), told(world, who, door, real=False)
        wanted = {404} if who != "nobody" else {303, 401}
        if real != wrong or real.status not in wanted or not real.is_refused:
            open_to[str(door)] = f"{real.status} {real.unlike(wrong)}"
    assert not open_to, lines(open_to)


@pytest.mark.parametrize("who", ["nobody", *ROLES])
def test_who_may_is_let_in(inside: Inside, world: World, ending: Ending, who: str) -> None:
    """The control: the same knock is answered for them, be it by what is wrong with it; and what
    would end what the others need is done, to something of its own.
    """
    may, shut = rows(), {}
    for door in for_people(inside):
        if who not in may[row_of(door)]:
            continue
        done = ending.act(who, door) if str(door) in ACTS else world.knock(who, door, real=True)
        if is_refused(done) or done.status_code >= (400 if str(door) in ACTS else 500):
            shut[str(door)] = f"{done.status_code} {done.text[-300:]!r}"
    assert not shut, lines(shut)


def test_every_place_of_an_address_is_named(inside: Inside, world: World) -> None:
    """No door is left out since nobody stands behind it."""
    unnamed = [
        str(door)
        for door in for_people(inside)
        if set(PARAMETER.findall(door.route)) - PLAIN.keys() and not world.names(door)
    ]
    assert unnamed == []


def is_public(route: str) -> bool:
    """Whether it is about a need or an association, of which every guide may ask or tell."""
    return "/what-if" in route or "/associations/{key}/report" in route


@pytest.mark.parametrize(
    ("owner", "other"), [("guide", "other guide"), ("association", "other association")]
)
def test_whose_it_is_not_sees_nothing(inside: Inside, world: World, owner: str, other: str) -> None:
    """A second user of the same role is told what a wrong id is told."""
    may, seen, told_apart = rows(), 0, {}
    for door in for_people(inside):
        private = "{" in door.route and world.names(door) and not is_public(door.route)
        if not private or owner not in may[row_of(door)] or "nobody" in may[row_of(door)]:
            continue
        real, wrong = told(world, other, door, real=True), told(world, other, door, real=False)
        # What is wrong with the request itself may be told first, if it is told alike.
        if real != wrong or real.status not in {404, 422}:
            told_apart[str(door)] = f"{real.status} {real.unlike(wrong)}"
        seen += 1
    assert not told_apart, lines(told_apart)
    assert seen > 8
    assert set(SERVICES) == set(inside.apps)


def test_what_is_named_is_there_and_what_is_unlike_it_is_not(inside: Inside, world: World) -> None:
    """The control of both: whoever may is told something else of what is there."""
    may, alike = rows(), []
    for door in for_people(inside):
        if door.method != "GET" or not world.names(door):
            continue
        for who in may[row_of(door)]:
            real, wrong = told(world, who, door, real=True), told(world, who, door, real=False)
            if not real.unlike(wrong) or wrong.status < 400:
                alike.append((str(door), who, real.status, wrong.status))
    assert alike == []


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({}, True),
        ({"text": "Hej 22222222, nej"}, True),
        ({"text": "Hej 11111111, ja"}, False),
        ({"status_code": 403}, False),
        ({"headers": {"cache-control": "no-cache"}}, False),
        ({"headers": {"set-cookie": "other=1"}}, False),
    ],
)
def test_a_word_a_header_or_a_cookie_tells_two_answers_apart(
    given: dict[str, Any], *, same: bool
) -> None:
    """The control: what was asked for is all that two answers may differ by."""
    usual: dict[str, Any] = {"status_code": 404, "text": "Hej 11111111, nej",
                             "headers": {"set-cookie": "browser=1"}}  # fmt: skip
    one = seen_in(httpx.Response(**usual), ["11111111"])
    other = seen_in(httpx.Response(**{**usual, **given}), ["11111111", "22222222"])
    assert (one.unlike(other) == "") is same
