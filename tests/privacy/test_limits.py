"""How often something may be tried, on a Lotsa that runs; and how much may be sent (check 8)."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from services.intake.people.limits import FORMS_PER_ADDRESS, WRONG_KEYS
from services.intake.signing_in.tries import ASKED_FOR, REGISTERED_FROM
from shared.web.guard import MAX_BODY
from tests.journeys import walking
from tests.journeys.post import Post
from tests.journeys.reading import Browser
from tests.privacy.doors import client, token_for, unsafe
from tests.privacy.inside import Inside, running
from tests.privacy.walked import Walked

OTHER = {"x-forwarded-for": "203.0.113.7"}
NEEDED = {"age": {"age": "26-64"}, "district": {"district": "unknown"}}
FORM = {"kind": "participant", "interests": ["chess"], "first_name": "Eva", "consent": True}
CLUB = {"name": "Klubben", "contact_name": "Eva", "language": "sv"}


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Inside]:
    """A Lotsa that trusts the machine that these tests run on as its proxy."""
    folder = tmp_path_factory.mktemp("behind")
    with running(folder, post, LOTSA_TRUSTED_PROXY="127.0.0.1") as lotsa:
        yield lotsa


def send_form(at: httpx.Client, number: int, **headers: str) -> httpx.Response:
    form = {**FORM, "email": f"person{number}@example.org"}
    sent = {"idempotency-key": str(uuid4()), **headers}
    return at.post("/intake/api/v1/people", json=form, headers=sent)


def until_refused(most: int, answers: Iterator[httpx.Response]) -> httpx.Response:
    """The answer after `most` that went well."""
    for number in range(most):
        answer = next(answers)
        assert answer.status_code < 400, (number, answer.status_code, answer.text)
    return next(answers)


def is_too_often(answer: httpx.Response) -> bool:
    return answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 3600


def test_forms_of_one_address(inside: Inside) -> None:
    with client(inside) as nobody:
        sent = (send_form(nobody, number) for number in range(1000))
        refused = until_refused(FORMS_PER_ADDRESS.most, sent)
        assert is_too_often(refused)
        assert refused.json()["slug"] == "too-often"
        # Nobody but the trusted proxy says where a request comes from.
        assert is_too_often(send_form(nobody, 0, **OTHER))


def test_a_class_may_go_on_and_the_form_is_kept(inside: Inside) -> None:
    """The address is over its limit here: the page keeps the answers and says when."""
    chief = walking.coordinator(inside)
    person = Browser(inside, "sv")
    fill_in(person)
    assert person.status == 429
    assert "Zebulonia" in person.page
    chief.open("/classes")
    link = chief.send("/classes").partition("/class/")[2].partition("<")[0].partition('"')[0]
    person.open(f"/class/{link.strip()}")
    person.open("/form/check")
    person.send("/form/check")
    assert person.path.startswith("/my/")


def fill_in(person: Browser) -> None:
    """The shortest way to the check, and the form sent from there."""
    person.open("/form/kind")
    person.send("/form/kind", kind="participant")
    person.send("/form/interests", interests="chess")
    while person.path not in {"/form/contact", "/form/check"}:
        name = person.path.rpartition("/")[2]
        person.send(person.path, **NEEDED.get(name, {}))
        assert person.status == 200, person.page
    person.send("/form/contact", first_name="Zebulonia", through_guide="yes", consent="yes")
    person.send("/form/check")


def test_sign_in_of_one_account(inside: Inside) -> None:
    with client(inside) as nobody:

        def ask(email: str) -> httpx.Response:
            sent = {"form_token": token_for(nobody), "email": email}
            return nobody.post("/sign-in", data=sent)

        refused = until_refused(ASKED_FOR.most, (ask("eva@example.org") for _ in range(1000)))
        assert is_too_often(refused)
        assert "eva@example.org" in refused.text
        assert ask("another@example.org").status_code == 303


def test_keys_that_nobody_made(inside: Inside) -> None:
    with client(inside) as nobody:
        answers = [nobody.get(f"/my/{number:022}") for number in range(WRONG_KEYS.most)]
        assert {one.status_code for one in answers} == {404}
        assert is_too_often(nobody.get("/my/" + "1" * 22))


def test_associations_of_one_address(behind_proxy: Inside) -> None:
    with client(behind_proxy) as nobody:

        def register(number: int, **headers: str) -> httpx.Response:
            club = {**CLUB, "contact_email": f"klubb{number}@example.org"}
            sent = {"idempotency-key": str(uuid4()), **headers}
            return nobody.post("/intake/api/v1/associations", json=club, headers=sent)

        sent = (register(number, **OTHER) for number in range(1000))
        assert is_too_often(until_refused(REGISTERED_FROM.most, sent))
        # Behind the trusted proxy another address is another address; its last entry counts.
        told = {"x-forwarded-for": "203.0.113.7, 203.0.113.8"}
        assert register(500, **told).status_code < 400


def test_large_bodies_are_refused_at_every_door(inside: Inside) -> None:
    walker = walking.coordinator(inside)
    walked = Walked(walker, walking.Association("", "", walker, ""), None, "", "")  # type: ignore[arg-type]
    with client(inside, walked) as chief:
        answered = {}
        for door in unsafe(inside):
            kind = "application/json" if door.is_api else "application/x-www-form-urlencoded"
            body = b"a=" + b"x" * MAX_BODY
            sent = {"content-type": kind}
            answered[str(door)] = chief.request(
                door.method, door.path, content=body, headers=sent
            ).status_code
            in_pieces = chief.request(
                door.method, door.path, content=iter([body[:1000], body[1000:]]), headers=sent
            )
            answered[f"{door} in pieces"] = in_pieces.status_code
    # A door that reads no body refuses the missing token without reading it.
    assert {door: status for door, status in answered.items() if status not in {403, 413}} == {}
    assert list(answered.values()).count(413) > 60
