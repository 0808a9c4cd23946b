"""The arithmetic behind the table."""

import math
import random

import pytest

from bench.figures import Between, median, outside, quantile, ratio_of_pairs, share_within


def test_a_quantile_is_a_value_that_was_measured() -> None:
    values = [5.0, 1.0, 3.0, 2.0, 4.0]
    assert quantile(values, 0.5) == 3.0
    assert quantile(values, 0.99) == 5.0
    assert quantile(values, 0.2) == 1.0
    assert quantile(values, 0.21) == 2.0
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.0


def test_a_hundredth_is_the_last_but_one_of_two_hundred() -> None:
    assert quantile([float(n) for n in range(1, 201)], 0.99) == 198.0


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing"):
        quantile([], 0.5)


def test_what_never_came_counts_as_late() -> None:
    assert share_within([1.0, 2.0, 11.0], 10.0, of=4) == 0.5
    assert share_within([], 10.0, of=0) == 0.0


@pytest.mark.parametrize("number", [6, 7, 20, 99, 200])
def test_the_interval_is_as_sure_as_it_says_and_no_wider(number: int) -> None:
    def sureness(cut: int) -> float:
        """That neither end of the sorted values, `cut` taken off each, misses the median."""
        return 1 - 2 * sum(math.comb(number, k) for k in range(cut + 1)) / 2**number

    cut = outside(number)
    assert sureness(cut) >= 0.95
    assert sureness(cut + 1) < 0.95


def test_five_pairs_are_too_few() -> None:
    with pytest.raises(ValueError, match="5 pairs"):
        outside(5)


def test_equal_pairs_have_ratio_one_whatever_the_noise_they_share() -> None:
    noise = random.Random(7)
    shared = [noise.lognormvariate(0, 1) for _ in range(200)]
    pairs = [(s * noise.lognormvariate(0, 0.1), s * noise.lognormvariate(0, 0.1)) for s in shared]
    found = ratio_of_pairs(pairs)
    assert found.lies_within(0.9, 1.1)
    assert found.low <= 1 <= found.high


def test_a_difference_of_a_fifth_is_found() -> None:
    noise = random.Random(7)
    pairs = [(1.2 * noise.lognormvariate(0, 0.1), noise.lognormvariate(0, 0.1)) for _ in range(200)]
    found = ratio_of_pairs(pairs)
    assert not found.lies_within(0.9, 1.1)
    assert found.low > 1.1


def test_an_interval_lies_within_only_as_a_whole() -> None:
    assert Between(1.0, 0.95, 1.05).lies_within(0.9, 1.1)
    assert not Between(1.0, 0.95, 1.15).lies_within(0.9, 1.1)
    assert not Between(1.0, 0.85, 1.05).lies_within(0.9, 1.1)
