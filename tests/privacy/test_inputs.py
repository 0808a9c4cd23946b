"""What may come in, and what may go out (checks 4 and 9), for every route that programs use."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from tests.contracts.reaching import ALL
from tests.privacy.doors import NOBODY, PARAMETER, Door, client, doors, token_for
from tests.privacy.inside import Inside
from tests.privacy.knocking import bodies
from tests.privacy.matrix import rows
from tests.privacy.test_foreign import at_rest
from tests.privacy.test_matrix import row_of
from tests.privacy.walked import CHOIR, Walked

Schema = Mapping[str, Any]
# Nobody says about themselves who they are, whose something is, or where it stands.
ASSUMED: Final = ("role", "roles_of", "owner", "status", "id", "person_id", "region", "is_admin")
# What says something of a natural person, and the rows of the matrix that may be told it.
CLOSE: Final = ("first_name", "phone", "email", "notes", "next_step")
EXTRACT: Final = b"UTDRAG UR BELASTNINGSREGISTRET"


def described(inside: Inside) -> Iterator[tuple[str, Schema, Schema]]:
    """Route, operation and the description it stands in, of all that is described."""
    for app in inside.apps.values():
        said = app.openapi()
        for path, methods in said["paths"].items():
            for method, operation in methods.items():
                yield f"{method.upper()} {path}", operation, said


def names_in(schema: Any, said: Schema, seen: frozenset[str] = frozenset()) -> set[str]:
    """The names of all fields that a schema allows, however deep."""
    if isinstance(schema, list):
        return set().union(*(names_in(one, said, seen) for one in schema))
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {}))
    if (ref := schema.get("$ref")) and ref not in seen:
        model = said["components"]["schemas"][ref.rpartition("/")[2]]
        found |= names_in(model, said, seen | {ref})
    return found.union(*(names_in(one, said, seen) for one in schema.values()))


def with_body(inside: Inside) -> dict[str, Any]:
    """The smallest right body of each route that takes one."""
    return {door: body for door, body in bodies(inside).items() if isinstance(body, dict)}


def takes(operation: Schema) -> bool:
    return "application/json" in operation.get("requestBody", {}).get("content", {})


@pytest.mark.parametrize("name", ASSUMED)
def test_what_nobody_may_say_is_refused_and_changes_nothing(
    inside: Inside, walked: Walked, name: str
) -> None:
    before, taken = at_rest(inside), {}
    known = with_body(inside)
    with client(inside, walked) as chief:
        headers = {"x-form-token": token_for(chief), "idempotency-key": NOBODY}
        for door, operation, said in described(inside):
            if not takes(operation) or name in accepted(operation, said):
                continue
            method, _, route = door.partition(" ")
            path = PARAMETER.sub(NOBODY, route)
            sent = {**known.get(door, {}), name: "admin"}
            answer = chief.request(method, path, json=sent, headers=headers)
            # What is not there is told first where a path names it; a wrong body never passes.
            if answer.status_code not in {422, 404, 409}:
                taken[door] = answer.status_code
    assert taken == {}
    assert at_rest(inside) == before


def accepted(operation: Schema, said: Schema) -> set[str]:
    """The fields that a route's body has by itself."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return names_in(schema, said)


def test_every_body_forbids_what_it_does_not_name(inside: Inside, walked: Walked) -> None:
    """Not only at the door: the description of each body says so, and of all that stands in it."""
    assert walked.case
    open_ones = {
        door
        for door, operation, said in described(inside)
        if takes(operation)
        and "application/json" in operation["requestBody"]["content"]
        and not closed(operation["requestBody"]["content"]["application/json"]["schema"], said)
    }
    assert open_ones == set()
    assert not closed({"type": "object", "properties": {"a": {}}}, {}), "the control"


def closed(schema: Schema, said: Schema) -> bool:
    if ref := schema.get("$ref"):
        return closed(said["components"]["schemas"][ref.rpartition("/")[2]], said)
    if schema.get("type") == "array":
        return closed(schema["items"], said)
    return schema.get("additionalProperties") is False


def test_who_may_read_what_is_close_is_a_row_of_the_matrix(inside: Inside) -> None:
    """Each route whose answer may name or reach somebody, or holds a guide's words, by who may."""
    told: dict[str, set[str]] = {}
    for door, operation, said in described(inside):
        answers = [
            one.get("content", {})
            for status, one in operation["responses"].items()
            if status.startswith("2")
        ]
        if found := names_in(answers, said) & set(CLOSE):
            told[door] = found
    may = rows()
    by_door = {str(one): one for one in doors(inside)}
    open_to_all = {
        door: sorted(fields)
        for door, fields in told.items()
        if "nobody" in may[row_of(by_door[door])] and not own_link(by_door[door])
    }
    assert open_to_all == {}
    assert told, "the look finds what there is"
    # Matching tells a guide's words to who works on the case, and nobody's name or address.
    assert all(
        fields <= {"notes", "next_step"} for door, fields in told.items() if "/matching/" in door
    )
    assert not any("/events/" in door or "/notifications/" in door for door in told)


def own_link(door: Door) -> bool:
    """Whether the address holds a private link, so that the reader is told of themselves."""
    links = ("/intake/api/v1/people", "/intake/api/v1/guardians")
    return "{key}" in door.route and door.route.startswith(links)


def test_nowhere_can_an_extract_be_kept(inside: Inside, walked: Walked) -> None:
    """No route takes a file of it, and only that it was shown, when and to whom has a place."""
    places = {
        f"{model.__name__}.{name}"
        for model in ALL
        for name in model.model_fields
        if "extract" in name
    }
    assert places == {"Match.extract_at", "Match.extract_by"}
    with client(inside, walked) as chief:
        token = token_for(chief)
        for door in doors(inside):
            if door.method in {"GET", "HEAD"} or "/session" in door.route:
                continue
            if door.route.startswith(("/sign-out", "/class")):
                continue
            files = {"extract": ("utdrag.pdf", EXTRACT, "application/pdf")}
            named = {"form_token": token, "extract": "x", "shown": "x"}
            chief.request(door.method, door.path, data=named, files=files,
                          headers={"x-form-token": token})  # fmt: skip
    at_rest(inside)
    for kept in inside.file.parent.glob("lotsa.sqlite*"):
        assert EXTRACT not in kept.read_bytes()
        assert b"utdrag.pdf" not in kept.read_bytes()
    assert EXTRACT.decode() not in inside.logs()
    assert CHOIR.encode() in inside.file.read_bytes(), "the control: what is kept is found"
