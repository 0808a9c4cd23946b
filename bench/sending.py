"""Forms sent at a steady rate, whatever becomes of those before: as people do, who do not wait for
each other. A sender who is held up counts that as waiting: time runs from when it was their turn.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import httpx

PEOPLE: Final = "/intake/api/v1/people"


@dataclass(frozen=True)
class Sent:
    """A form that was answered with its receipt. `due` and `answered` are as `time.perf_counter`
    counts, `due_at` is UTC ms.
    """

    person: str
    email: str
    due: float
    answered: float
    due_at: float


def form(number: int) -> dict[str, Any]:
    """The shortest form that fits the need of `running.with_a_need`."""
    return {
        "kind": "participant",
        "interests": ["choir"],
        "age": "26-64",
        "first_name": "Amina",
        "email": email(number),
        "consent": True,
        "language": "sv",
    }


def email(number: int) -> str:
    return f"form-{number}@example.org"


def address(number: int) -> str:
    """The network address of sender `number`, of some sixteen million."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


async def send_steadily(url: str, *, rate: float, numbers: range) -> list[Sent]:
    """Sends these forms to `url`, `rate` a second. Raises where one is refused."""
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        begun = time.perf_counter()
        behind_utc = time.time() - begun
        turns = [(number, begun + place / rate) for place, number in enumerate(numbers)]
        tasks = [send(client, url, number, due) for number, due in turns]
        sent = await asyncio.gather(*tasks)
    return [Sent(*one, due_at=(one[2] + behind_utc) * 1000) for one in sent]


async def send(
    client: httpx.AsyncClient, url: str, number: int, due: float
) -> tuple[str, str, float, float]:
    """Sends one form when it is due: whose it became, the address, when it was due and answered."""
    await asyncio.sleep(due - time.perf_counter())
    headers = {"idempotency-key": str(uuid4()), "x-forwarded-for": address(number)}
    answer = await client.post(url, json=form(number), headers=headers)
    person: str = answer.raise_for_status().json()["person"]
    return person, email(number), due, time.perf_counter()
