"""Whether the time of an answer tells if an address has an account: privacy check 7.

Interleaved pairs, the known address first in every other one. The page that the answer leads to is
timed too: by then the look-up runs behind, and would show there first.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Final
from uuid import uuid4

import httpx

from bench.figures import Between, ratio_of_pairs
from bench.matcher.setting import Bar
from bench.running import Sink, folder, one_process, staff
from bench.sending import address
from bench.table import in_ms
from tests.journeys.lotsa import Lotsa

ACCOUNTS: Final = 50
# An address may ask six times an hour.
TIMES: Final = 4
# What one request sets off is over before the next one.
PAUSE_S: Final = 0.3
NEAR: Final = (0.9, 1.1)

Pair = tuple[float, float]


def bars() -> Iterator[Bar]:
    with folder() as at, Sink() as office, one_process(at, office) as lotsa:
        known, unknown = accounts(lotsa), nobodys()
        with httpx.Client(base_url=lotsa.url("/"), headers={"accept-language": "sv"}) as client:
            asked, shown = timed(client, list(zip(known, unknown, strict=True)) * TIMES)
    yield bar("sign-in, the answer: known ÷ unknown address", asked)
    yield bar("sign-in, the page after it: known ÷ unknown address", shown)


def accounts(lotsa: Lotsa) -> list[str]:
    """Addresses of guides who were invited, their letters sent."""
    made = [f"{uuid4().hex[:8]}@example.org" for _ in range(ACCOUNTS)]
    with closing(staff(lotsa)) as admin:
        for email in made:
            invited = {"email": email, "name": "Eva"}
            admin.post("/intake/api/v1/accounts", json=invited).raise_for_status()
    until = time.monotonic() + 60
    while time.monotonic() < until and not all(lotsa.post.received(email) for email in made):
        time.sleep(0.2)
    return made


def nobodys() -> list[str]:
    """As many addresses, as long, that nobody has."""
    return [f"{uuid4().hex[:8]}@example.org" for _ in range(ACCOUNTS)]


def timed(client: httpx.Client, pairs: list[tuple[str, str]]) -> tuple[list[Pair], list[Pair]]:
    """Seconds of the answer, and of the page after it, for known and unknown of each pair."""
    senders = itertools.count(1)
    asked, shown = [], []
    for turn, pair in enumerate(pairs):
        order = (0, 1) if turn % 2 else (1, 0)
        taken = {which: ask(client, pair[which], next(senders)) for which in order}
        asked.append((taken[0][0], taken[1][0]))
        shown.append((taken[0][1], taken[1][1]))
    return asked, shown


def ask(client: httpx.Client, email: str, sender: int) -> Pair:
    """Asks for a link from a network address of its own, and follows as a browser does."""
    start = time.perf_counter()
    answer = client.post(
        "/sign-in", data={"email": email}, headers={"x-forwarded-for": address(sender)}
    )
    answered = time.perf_counter()
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"asking for a link answered {answer.status_code}")
    client.get(answer.headers["location"]).raise_for_status()
    ended = time.perf_counter()
    client.cookies.clear()
    time.sleep(PAUSE_S)
    return answered - start, ended - answered


def bar(title: str, pairs: list[Pair]) -> Bar:
    """The ratio; it holds where its whole interval lies near one."""
    found: Between = ratio_of_pairs(pairs)
    middle = ratio_of_pairs([(known, 1.0) for known, _ in pairs]).middle
    beside = f"95 % interval {found}; {len(pairs)} pairs, {in_ms(middle)}"
    wanted = f"{NEAR[0]:g} … {NEAR[1]:g}"
    return Bar(title, found.middle, "×", beside, wanted, found.lies_within(*NEAR))
