"""What a test may do to an engine, whichever way it was started."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds an engine may take to answer; a machine with two busy cores needs some of them."""


class EngineFailed(Exception):
    """An engine did not come up, or ended by itself; the text ends with its last words."""


class Server(ABC):
    """One engine at an address that never changes. What it stored outlives everything but `close`.

    All calls block: from a coroutine, use `asyncio.to_thread`.
    """

    breakable = True
    """Whether this run owns the engine; where not, only reading the log is allowed."""

    def __init__(self, name: str, answers: Callable[[], object]) -> None:
        """`answers` asks the engine for a proof of life and raises where there is none."""
        self.name = name
        self._answers = answers

    def start(self) -> None:
        """Start, or start again, and return when the engine answers. A running one is left alone."""
        if not self.running():
            self._begin()
        self.wait_until_it_answers()

    def restart(self) -> None:
        """Kill and start again: same address, same data."""
        self.kill()
        self.start()

    def mend(self) -> None:
        """Bring back whatever a test did to it."""
        if self.running():
            self.resume()
        self.start()

    def wait_until_it_answers(self, patience: float = PATIENCE) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                self._answers()
            except Exception as reason:
                if not self.running() or time.monotonic() > deadline:
                    raise EngineFailed(f"{self.name}: {reason!r}\n{self.last_words()}") from reason
                time.sleep(0.1)
            else:
                return

    @abstractmethod
    def running(self) -> bool:
        """True from the start to the end of the process, paused or not."""

    @abstractmethod
    def stop(self) -> None:
        """Ask it to end, as an operator would, and wait."""

    @abstractmethod
    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""

    @abstractmethod
    def pause(self) -> None:
        """SIGSTOP: it holds its connections and says nothing."""

    @abstractmethod
    def resume(self) -> None:
        """SIGCONT."""

    @abstractmethod
    def last_words(self, lines: int = 40) -> str:
        """The end of its log."""

    @abstractmethod
    def close(self) -> None:
        """End it for good."""

    @abstractmethod
    def _begin(self) -> None:
        """Start the process; nobody waits yet."""
