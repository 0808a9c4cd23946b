"""Forms sent at a steady rate, whatever becomes of those before: as people do, who do not wait for
each other. A sender who is held up counts that as waiting: time runs from when it was their turn.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import httpx

PEOPLE: Final = "/intake/api/v1/people"
TRIES: Final = 3


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
    # The server closes what was idle for five seconds: never meet it at the door.
    limits = httpx.Limits(max_connections=1_000, keepalive_expiry=2)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        begun = time.perf_counter()
        behind_utc = time.time() - begun
        turns = [(number, begun + place / rate) for place, number in enumerate(numbers)]
        tasks = [send(client, url, number, due) for number, due in turns]
        sent = await asyncio.gather(*tasks)
    return [Sent(*one, due_at=(one[2] + behind_utc) * 1000) for one in sent]


async def posted(
    client: httpx.AsyncClient, url: str, body: object, headers: dict[str, str]
) -> httpx.Response:
    """The answer; asked for again where the line broke, since the same key gets the same receipt."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(httpx.ReadError, httpx.RemoteProtocolError):
            return await client.post(url, json=body, headers=headers)
    return await client.post(url, json=body, headers=headers)


async def send(
    client: httpx.AsyncClient, url: str, number: int, due: float
) -> tuple[str, str, float, float]:
    """Sends one form when it is due: whose it became, the address, when it was due and answered."""
    await asyncio.sleep(due - time.perf_counter())
    headers = {"idempotency-key": str(uuid4()), "x-forwarded-for": address(number)}
    answer = await posted(client, url, form(number), headers)
    person: str = answer.raise_for_status().json()["person"]
    return person, email(number), due, time.perf_counter()
