"""Operator payloads reach no store, and no error says again what was sent (check 11)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.privacy.doors import NOBODY, PARAMETER, client, token_for
from tests.privacy.inside import Inside
from tests.privacy.walked import Walked

MARKER = "zqxcanary"
# As a document store would read them; none is ever a text of ours.
OBJECTS: list[Any] = [
    {"$ne": None},
    {"$gt": ""},
    {"$where": f"'{MARKER}'"},
    {"a.b": MARKER},
    [{"$ne": MARKER}],
    {"$in": [MARKER, ""]},
]
TEXTS = ["$ne", "$where", "a.b", "[$ne]", '{"$gt": ""}', f"'; drop table people; -- {MARKER}"]
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Input:
    """One place of one operation that takes a text: in its path, its query or its body."""

    method: str
    route: str
    where: str
    name: str
    several: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.where} {self.name}"


def inputs(inside: Inside) -> Iterator[Input]:
    """Every such place of every JSON route, as the services describe themselves."""
    for app in inside.apps.values():
        described = app.openapi()
        for route, methods in described["paths"].items():
            for method, operation in methods.items():
                yield from of_operation(method.upper(), route, operation, described)


def of_operation(method: str, route: str, operation: Schema, described: Schema) -> Iterator[Input]:
    for parameter in operation.get("parameters", ()):
        yield Input(method, route, parameter["in"], parameter["name"])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        name = body["schema"]["$ref"].rpartition("/")[2]
        fields = described["components"]["schemas"][name].get("properties", {})
        for field, schema in fields.items():
            yield Input(method, route, "body", field, schema.get("type") == "array")


def path_of(one: Input, text: str) -> str:
    filled = one.route.replace(
        "{" + one.name + "}", httpx.URL(path="/" + text).raw_path.decode()[1:]
    )
    return PARAMETER.sub(NOBODY, filled)


def send(at: httpx.Client, one: Input, payload: Any) -> httpx.Response:
    """The request with this payload at this place, and nothing else of use."""
    headers, query, body = {"x-form-token": token_for(at)}, {}, {}
    path = path_of(one, payload.replace("/", "") if one.where == "path" else "x")
    if one.where == "query":
        query = {one.name: payload, f"{one.name}[$ne]": payload}
    elif one.where == "header":
        headers[one.name] = payload
    elif one.where == "body":
        body = {one.name: [payload] if one.several else payload}
    return at.request(one.method, path, params=query, headers=headers, json=body)


def test_objects_in_place_of_texts_are_refused(inside: Inside, walked: Walked) -> None:
    bodies = [one for one in inputs(inside) if one.where == "body"]
    with client(inside, walked) as chief:
        answered = {
            (str(one), repr(payload)): send(chief, one, payload)
            for one in bodies
            for payload in OBJECTS
        }
    assert len(bodies) > 40
    assert {key: a.status_code for key, a in answered.items() if not refused(a)} == {}
    assert [key for key, answer in answered.items() if MARKER in answer.text] == []
    # Refused for what they are, not at the door.
    assert sum(answer.status_code == 422 for answer in answered.values()) > len(answered) / 2


def refused(answer: httpx.Response) -> bool:
    return 400 <= answer.status_code < 500


def test_operators_in_addresses_match_nothing(inside: Inside, walked: Walked) -> None:
    """A path that holds an operator is answered like any that names nothing."""
    addressed = [one for one in inputs(inside) if one.where in {"path", "query", "header"}]
    found, echoed = {}, []
    with client(inside, walked) as chief:
        for one in addressed:
            nothing = send(chief, one, NOBODY)
            for text in TEXTS:
                answer = send(chief, one, text)
                if not refused(answer) and answer.text != nothing.text:
                    found[str(one), text] = answer.text[:200]
                if refused(answer) and (MARKER in answer.text or text in answer.text):
                    echoed.append((str(one), text))
    assert len(addressed) > 15
    assert found == {}
    assert echoed == []


def test_a_wrong_value_is_not_said_again(inside: Inside, walked: Walked) -> None:
    """Wrong kinds, extra fields, broken JSON: where and which rule, never what."""
    routes = {(one.method, one.route) for one in inputs(inside) if one.where == "body"}
    with client(inside, walked) as chief:
        headers = {"x-form-token": token_for(chief), "content-type": "application/json"}
        for method, route in sorted(routes):
            path = PARAMETER.sub(NOBODY, route)
            for body in (
                f'{{"kind": "{MARKER}"',
                f'"{MARKER}"',
                f'{{"role": "{MARKER}"}}',
                f"[{MARKER}]",
            ):
                answer = chief.request(method, path, content=body, headers=headers)
                assert refused(answer), (method, route, answer.status_code)
                assert MARKER not in answer.text, (method, route)
                assert "Traceback" not in answer.text


@pytest.mark.usefixtures("walked")
def test_what_was_sent_stands_in_no_log(inside: Inside) -> None:
    assert MARKER not in inside.logs()


def test_an_echo_would_be_found(inside: Inside, walked: Walked) -> None:
    """The control: an accepted value does come back, so the marker would be seen in an answer."""
    with client(inside, walked) as chief:
        sent = {"x-form-token": token_for(chief)}
        accepted = chief.post("/intake/api/v1/tokens", json={"name": MARKER}, headers=sent)
    assert accepted.is_success
    assert MARKER in accepted.text
