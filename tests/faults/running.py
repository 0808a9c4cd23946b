"""What can go wrong, and a client that goes on all the same, as people and browsers do."""

import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx

from shared.contracts.paths import SERVICES
from tests.journeys.lotsa import Lotsa
from tests.live.engines import Engines

FREEZE_S = 10.0
PATIENCE_S = 120.0


@dataclass
class Breakable:
    """A running Lotsa and its engines."""

    lotsa: Lotsa
    engines: Engines

    def kill(self, name: str) -> None:
        """SIGKILL, and started again at once as a supervisor would."""
        process = self.lotsa.processes[name]
        process.kill()
        process.start()

    def freeze(self, name: str) -> None:
        """SIGSTOP for ten seconds: it wakes as if nothing had happened."""
        process = self.lotsa.processes[name]
        process.signal(signal.SIGSTOP)
        time.sleep(FREEZE_S)
        process.signal(signal.SIGCONT)

    def kill_broker(self) -> None:
        self.engines.kafka_server.restart()

    def freeze_broker(self) -> None:
        self.engines.kafka_server.pause()
        time.sleep(FREEZE_S)
        self.engines.kafka_server.resume()

    def kill_store(self) -> None:
        self.engines.mongo_server.restart()

    def mend(self) -> None:
        """Everything runs and is ready, whatever was done before."""
        self.engines.mend()
        for process in self.lotsa.processes.values():
            process.wait_until_ready()


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, as a failed run's timeline names it."""

    what: str
    happen: Callable[[], None]


def faults(breakable: Breakable, dice: random.Random) -> list[Fault]:
    """What goes wrong for one seed: kills of any process, a freeze, and something of the engines."""
    killed = [dice.choice(SERVICES) for _ in range(3)]
    frozen = dice.choice(SERVICES)
    engines = [
        Fault("kill the broker", breakable.kill_broker),
        Fault("freeze the broker", breakable.freeze_broker),
        Fault("kill the store", breakable.kill_store),
    ]
    chosen = [
        *(Fault(f"kill {name}", partial(breakable.kill, name)) for name in killed),
        Fault(f"freeze {frozen}", partial(breakable.freeze, frozen)),
        dice.choice(engines),
    ]
    dice.shuffle(chosen)
    return chosen


class Trouble:
    """A thread that lets things go wrong, one after another, while work goes on."""

    def __init__(self, chosen: list[Fault], dice: random.Random) -> None:
        self._chosen = [(dice.uniform(0.2, 1.5), fault) for fault in chosen]
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Trouble":
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._thread.join()
        if self._failed:
            raise self._failed[0]

    @property
    def lasts(self) -> bool:
        """Whether something may still go wrong."""
        return self._thread.is_alive()

    def _run(self) -> None:
        began = time.monotonic()
        try:
            for pause, fault in self._chosen:
                time.sleep(pause)
                print(f"{time.monotonic() - began:5.1f} s  {fault.what}")
                fault.happen()
        except BaseException as why:  # noqa: BLE001 - handed to the test's own thread
            self._failed.append(why)


@dataclass
class Client:
    """A program that tries again until it is answered: the same request, the same key."""

    lotsa: Lotsa
    headers: dict[str, str]

    def ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        """The answer's body. A refusal that will not change raises."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            body = self.once(method, path, **what)
            if body is not None:
                return body
            time.sleep(0.3)
        raise AssertionError(f"{method} {path.rpartition('/')[0]}: no answer in {PATIENCE_S} s")

    def once(self, method: str, path: str, **what: Any) -> dict[str, Any] | None:
        """The answer's body; None where it is worth asking again, after reading again."""
        headers = {**self.headers, **what.pop("headers", {})}
        try:
            answer = httpx.request(method, self.lotsa.url(path), headers=headers, timeout=5, **what)
        except httpx.TransportError:
            return None
        # 502 is what a proxy says of a replica that is gone.
        if answer.status_code in {409, 500, 502, 503}:
            return None
        if answer.status_code >= 400:
            raise AssertionError(f"{method} {path.rpartition('/')[0]}: {answer.text[:500]}")
        body: dict[str, Any] = answer.json()
        return body
