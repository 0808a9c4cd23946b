"""Doing things side by side, for what shares a wait: writes of one moment share one commit."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What they return, in their order. Raises what the first of them raised, after all have ended:
    none goes on behind the back of whoever waits here.
    """
    ended: list[T] = []
    for end in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(end, BaseException):
            raise end
        ended.append(end)
    return ended
