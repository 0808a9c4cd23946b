"""What holds after every event: no rule is broken, accepted pairs stay, failed ones never return."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.reach import UNLIMITED, Reach
from tests.matching.engine.test_repair import FALLING, Life, life


def proposed(lived: Life) -> set[tuple[str, str]]:
    """Every pair that is seated or ranked for anybody."""
    engine = lived.engine
    waiting = [one for one in engine.pool.person_of if one not in engine.pool.accepted]
    ranked = {(one, line.need) for one in waiting for line in engine.rank_for_person(one, 10)}
    return ranked | set(engine.seats().items())


@pytest.mark.parametrize("reach", [UNLIMITED, Reach(1, 0)], ids=["unlimited", "limited"])
@settings(max_examples=20)
@given(seed=st.integers(0, 1 << 32))
def test_rules_accepted_and_failed_pairs_hold_after_every_event(reach: Reach, seed: int) -> None:
    lived = life(seed, FALLING, reach)
    engine, failed = lived.engine, set[tuple[str, str]]()
    for _ in range(40):
        accepted = dict(engine.pool.accepted)
        lived.event()
        failed |= {(one, need) for one, needs in engine.pool.failed.items() for need in needs}
        found = proposed(lived)
        assert not [pair for pair in found if engine.why_not(*pair)]
        assert not found & failed
        still = accepted.keys() & engine.pool.accepted.keys()
        assert all(engine.pool.accepted[one] == accepted[one] for one in still)
        assert not {one for one, _ in found} & engine.pool.accepted.keys()


def test_such_pools_have_what_could_be_broken() -> None:
    """The control: they have pairs that a rule forbids, failed ones and accepted ones."""
    forbidden = failed = accepted = 0
    for seed in range(20):
        lived = life(seed, FALLING)
        for _ in range(40):
            lived.event()
        pool, engine = lived.engine.pool, lived.engine
        pairs = [(one, need) for one in pool.person_of for need in pool.need_of]
        forbidden += sum(bool(engine.why_not(*pair)) for pair in pairs)
        failed += sum(len(needs) for needs in pool.failed.values())
        accepted += len(pool.accepted)
    assert min(forbidden, failed, accepted) > 5
