import pytest

from services.matching.engine.errors import EngineError
from services.matching.engine.words import BITS_OF_CODE, bits, codes, cost_step, up_to
from shared.contracts.codes import BLOCKS, LANGUAGES


def test_codes_come_back_from_their_bits() -> None:
    assert codes(bits(["ar", "sv"], LANGUAGES), LANGUAGES) == ("sv", "ar")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(EngineError, match="unknown_id"):
        bits(["klingon"], LANGUAGES)


def test_every_bit_of_a_word_belongs_to_one_code() -> None:
    together = 0
    for its_bits in BITS_OF_CODE.values():
        assert not together & its_bits
        together |= its_bits
    assert together < 1 << 64
    assert set(BITS_OF_CODE) < set(BLOCKS)


def test_a_thermometer_holds_every_level_below() -> None:
    assert up_to(2) == 0b111


@pytest.mark.parametrize(("kronor", "step"), [(0, 0), (1, 1), (200, 1), (201, 2), (9e9, 5)])
def test_cost_in_steps(kronor: float, step: int) -> None:
    assert cost_step(kronor) == step


@pytest.mark.parametrize("kronor", [-1, float("nan"), float("inf")])
def test_a_cost_that_is_no_amount_is_refused(kronor: float) -> None:
    with pytest.raises(EngineError, match="bad_number"):
        cost_step(kronor)
