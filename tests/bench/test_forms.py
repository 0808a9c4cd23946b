"""What is made of a run: who was late, who never came, and what stands beside."""

import httpx
import pytest

from bench.forms import Load, Run, bars
from bench.sending import Sent, address, email, form, posted
from services.intake.people.answers import Answers, problems
from services.intake.people.api import PersonForm


def sent(number: int, due: float = 0.0) -> Sent:
    return Sent(f"person-{number}", email(number), due, due + 0.02, due_at=due * 1000)


def test_warming_up_is_not_counted() -> None:
    warm, counted = Load(rate=50, seconds=20).numbers()
    assert (len(warm), len(counted)) == (150, 1_000)
    assert not set(warm) & set(counted)


def test_time_runs_from_a_forms_turn() -> None:
    run = Run(1, [sent(1, due=2.0)], came={email(1): 2.5}, hops=[0.1], proposed={"person-1": 2_750})
    assert run.to_letter == [0.5]
    assert run.to_proposal == [0.75]
    assert run.to_receipt == [pytest.approx(0.02)]


def test_a_letter_that_never_came_misses_the_bar() -> None:
    came = {email(number): 0.5 for number in range(98)}
    run = Run(100, [sent(number) for number in range(100)], came, hops=[0.1])
    found = {bar.bar.partition(" (")[0]: bar for bar in bars(run, "here")}
    share = found["letters handed over within 10 s"]
    assert (share.value, share.holds) == (0.98, False)
    assert found["form POST → letter handed over ÷ bare hops, p50"].value == pytest.approx(5)
    assert not found["form POST → proposals, p99"].holds


def test_the_form_is_one_that_is_accepted() -> None:
    answers = PersonForm.model_validate(form(7)).model_dump(exclude={"language"})
    assert problems(Answers.model_validate(answers), "malmo") == {}


def test_no_two_senders_share_an_address() -> None:
    numbers = [*range(2_000), 65_535, 65_536, 1_000_000]
    assert len({address(number) for number in numbers}) == len(numbers)


async def test_a_broken_line_is_tried_again_under_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            raise httpx.ReadError("closed")
        return httpx.Response(201)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        key = {"idempotency-key": "one"}
        got = await posted(client, "http://127.0.0.1/", form(1), key)
    assert (got.status_code, keys) == (201, ["one", "one"])
