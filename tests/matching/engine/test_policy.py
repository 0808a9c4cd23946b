from pathlib import Path

import pytest

from services.matching.engine import policy as policies
from services.matching.engine.errors import EngineError
from services.matching.engine.policy import FULL_POINTS, packaged_policy, policy_from

TEXT = Path(policies.__file__).with_name("policy.toml").read_text(encoding="utf-8")


def test_the_packaged_policy_has_a_version_and_a_million_points() -> None:
    policy = packaged_policy()
    assert policy.version
    assert policy.weights.interests + policy.weights.travel < FULL_POINTS


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('version = "2026-11.1"', "", "version"),
        ("interests = 350_000", "interests = 350_001", "weights"),
        ("interests = 350_000", "interests = -1", "weights.interests"),
        ("interests = 350_000", "interests = nan", "weights.interests"),
        ("interests = 350_000", "interests = true", "weights.interests"),
        ("interests = 350_000", "interest = 350_000", "weights.interest"),
        ("zero_minutes = 60", "zero_minutes = 10", "travel.zero_minutes"),
        ("first_seat = 4_000_000", "first_seat = 9e99", "fairness.first_seat"),
        ("served_ratio = 0.0", "served_ratio = 1.5", "fairness.served_ratio"),
        ("served_ratio = 0.0", "served_ratio = nan", "fairness.served_ratio"),
        ("per_need = 40", "per_need = 1.5", "pass.per_need"),
        ("[pass]", "[pass", "toml"),
    ],
)
def test_a_bad_policy_names_its_field(old: str, new: str, field: str) -> None:
    assert old in TEXT
    with pytest.raises(EngineError) as caught:
        policy_from(TEXT.replace(old, new))
    assert (caught.value.slug, caught.value.field) == ("bad_policy", field)
