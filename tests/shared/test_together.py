"""Side by side: in order of asking, and to the end of all before any trouble is told."""

import asyncio

import pytest

from shared.together import together


async def after(turns: int, value: str, ended: list[str]) -> str:
    for _ in range(turns):
        await asyncio.sleep(0)
    ended.append(value)
    return value


async def fails() -> str:
    raise ZeroDivisionError


async def test_they_run_side_by_side_and_answer_in_order() -> None:
    ended: list[str] = []
    found = await together([after(3, "slow", ended), after(1, "fast", ended)])
    assert found == ["slow", "fast"]
    assert ended == ["fast", "slow"]


async def test_nothing_goes_on_behind_the_back_of_trouble() -> None:
    ended: list[str] = []
    with pytest.raises(ZeroDivisionError):
        await together([fails(), after(3, "slow", ended)])
    assert ended == ["slow"]


async def test_who_goes_away_takes_all_along() -> None:
    ended: list[str] = []
    waiting = asyncio.create_task(together([after(1_000, "slow", ended)]))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0)
    assert ended == []
