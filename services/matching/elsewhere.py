"""Running a pass where it keeps nobody waiting: in a process of its own, with the lowest priority.

A thread would not do: most of a pass is small steps of Python, and a page would wait for each. The
process gets plain data, piece by piece so that no piece takes long to pack, and writes back one
result. A small pool is solved at once, since a process takes longer to start.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, Final

from services.matching.engine.policy import Policy
from services.matching.solving import Came, Copy, solve, solve_twice

PIECE: Final = 500
SMALL: Final = 20_000
"""Pairs of a person and a need up to which a pool is small: some milliseconds' work."""
LOWEST_PRIORITY: Final = 15


class PassFailedError(Exception):
    """The process ended without a result."""


async def solved(copy: Copy) -> Came:
    """What the pass comes to."""
    found: Came = await _answer(copy, None)
    return found


async def solved_twice(copy: Copy, other: Policy) -> tuple[Came, Came]:
    """The pool by its own policy and by another."""
    found: tuple[Came, Came] = await _answer(copy, other)
    return found


def answer(copy: Copy, other: Policy | None) -> Any:
    return solve(copy) if other is None else solve_twice(copy, other)


async def _answer(copy: Copy, other: Policy | None) -> Any:
    if len(copy.people) * len(copy.needs) <= SMALL:
        return await asyncio.to_thread(answer, copy, other)
    return await _in_a_process(copy, other)


async def _in_a_process(copy: Copy, other: Policy | None) -> Any:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise PassFailedError
        for piece in pieces(copy, other):
            process.stdin.write(piece)
            await process.stdin.drain()
        process.stdin.close()
        said = await process.stdout.read()
        if await process.wait() or not said:
            raise PassFailedError
        return await asyncio.to_thread(pickle.loads, said)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def pieces(copy: Copy, other: Policy | None) -> Iterator[bytes]:
    """The copy in pieces: all but people and needs first, then these, then an end."""
    yield pickle.dumps((replace(copy, people=(), needs=()), other))
    yield from _packed(copy.needs)
    yield from _packed(copy.people)


def _packed(rows: Sequence[object]) -> Iterator[bytes]:
    for start in range(0, len(rows), PIECE):
        yield pickle.dumps(rows[start : start + PIECE])
    yield pickle.dumps(())


def read_pieces(source: BinaryIO) -> tuple[Copy, Policy | None]:
    """What `pieces` wrote."""
    # Written by the process that started this one, through a pipe that nobody else has.
    copy, other = pickle.load(source)  # noqa: S301
    needs, people = list(_unpacked(source)), list(_unpacked(source))
    return replace(copy, needs=tuple(needs), people=tuple(people)), other


def _unpacked(source: BinaryIO) -> Iterator[Any]:
    while rows := pickle.load(source):  # noqa: S301
        yield from rows


if __name__ == "__main__":
    os.nice(LOWEST_PRIORITY)
    sys.stdout.buffer.write(pickle.dumps(answer(*read_pieces(sys.stdin.buffer))))
