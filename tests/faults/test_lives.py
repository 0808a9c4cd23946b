"""Half a year of several cases on the real engines, while anything is killed or frozen.

Proposed, approved, yes, yes, introduced, met, going on, asked again, over; and every other way that a
case may go, by the person, the association, a guide or a clock. The clock of all processes is moved
on between; the processes are the real ones.
"""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.faults.acting import City, city, until
from tests.faults.beginning import HOWS, begin, come_back
from tests.faults.conftest import started
from tests.faults.living import (
    Life,
    Lives,
    Time,
    go_on,
    is_over,
    lost,
    out_of_order,
    rate,
    twice,
)
from tests.faults.running import Breakable, Trouble, faults
from tests.faults.test_kills import stopped
from tests.journeys import walking
from tests.live.engines import Engines

pytestmark = [pytest.mark.faults, pytest.mark.live]
# Half a year takes a minute or two, so that there are fewer of them than of the other seeds.
HALF_YEARS = range(2 if int(os.environ.get("SEEDS", "3")) >= 20 else 1)
FAULTS_EACH = 1


@pytest.fixture(scope="module")
def time_of(tmp_path_factory: pytest.TempPathFactory) -> Time:
    file = Path(tmp_path_factory.mktemp("time")) / "shift"
    file.write_text("0")
    return Time(file)


@pytest.fixture(scope="module")
def running_city(
    tmp_path_factory: pytest.TempPathFactory, own_engines: Engines, time_of: Time
) -> Iterator[tuple[Breakable, City]]:
    folder, shift = tmp_path_factory.mktemp("lives"), str(time_of.file)
    shifted = started(own_engines, folder, program="tests.faults.shifted", LOTSA_TEST_SHIFT=shift)
    with shifted as running:
        yield running, city(running.lotsa)


@pytest.mark.parametrize("half_year", HALF_YEARS)
def test_half_a_year_loses_nothing_and_doubles_nothing(
    running_city: tuple[Breakable, City],
    time_of: Time,
    half_year: int,
    aloud: Callable[[str], None],
) -> None:
    seed = half_year
    breakable, here = running_city
    walking.need(here.choir, title=f"Kör {seed}", seats="100")
    walking.need(here.choir, title=f"Schack {seed}", seats="100", activities=("chess",))
    dice, lives = random.Random(seed), Lives(here, breakable.engines.mongo)

    def phase(*doing: Callable[[], object]) -> list[object]:
        """All at once, while something goes wrong; then everything is mended."""
        trouble = Trouble(faults(breakable, dice)[:FAULTS_EACH], dice)
        with ThreadPoolExecutor(len(HOWS)) as people, trouble:
            done = [people.submit(one) for one in doing]
        breakable.mend()
        return [one.result() for one in done]

    forms = [partial(begin, lives, how, f"10.7.{seed}.{at}") for at, how in enumerate(HOWS)]
    lives.all = [one for one in phase(*forms) if isinstance(one, Life)]
    well = [one for one in lives.all if one.how == "well"]
    silent = [one for one in lives.all if one.how in {"silent", "unheard"}]
    later = [one for one in lives.all if one.how == "later"]
    time_of.waits(4)
    phase(*(partial(come_back, lives, one) for one in later),
          *(partial(reminded, lives, one) for one in silent))  # fmt: skip
    time_of.waits(3)
    phase(*(partial(lives.state, one, "ended") for one in silent))
    time_of.passes(7.01)
    phase(*(partial(go_on, lives, one) for one in well))
    time_of.passes(91)
    phase(*(partial(rate, lives, one, "three_months") for one in well))
    time_of.passes(91)
    phase(*(partial(rate, lives, one, "six_months") for one in well))
    time_of.passes(28.01)
    phase(*(partial(lives.state, one, "ended") for one in well))
    with suppress(AssertionError):  # What did not come is told below, case by case.
        until(partial(come_to_an_end, lives), "not everything came to its end")
    tell(lives, seed, aloud)
    assert stopped(here) == []


def reminded(lives: Lives, life: Life) -> None:
    until(lambda: lives.match(life)["reminded"], f"{life.how}: nobody was reminded")


def come_to_an_end(lives: Lives) -> bool:
    return all(is_over(lives, one) and not lost(lives, one) for one in lives.all)


def tell(lives: Lives, seed: int, aloud: Callable[[str], None]) -> None:
    """Says the figures; raises AssertionError unless each is nought."""
    gone = [said for one in lives.all for said in lost(lives, one)]
    doubled = [said for one in lives.all for said in twice(lives, one)]
    wrong = [said for one in lives.all for said in out_of_order(lives, one)]
    came = [one.id for one in lives.city.lotsa.post.received()]
    doubled += sorted({one for one in came if came.count(one) > 1})
    aloud(f"lives, seed {seed}: CASES={len(lives.all)} LOST={len(gone)} TWICE={len(doubled)} "
          f"ORDER={len(wrong)}")  # fmt: skip
    assert (gone, doubled, wrong) == ([], [], [])
