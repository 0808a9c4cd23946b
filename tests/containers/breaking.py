"""What can happen to a container: it is killed from outside and comes back by itself, or freezes."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass

from tests.containers.composing import Compose

FROZEN_S = 20.0
PATIENCE_S = 180.0


@dataclass(frozen=True)
class Container:
    """The containers of one service, all of its replicas."""

    compose: Compose
    service: str

    def happen(self, what: str) -> None:
        """`what` is kill or freeze; returns when all is well again."""
        {"kill": self.kill, "freeze": self.freeze}[what]()
        self.wait_until_healthy()

    def kill(self) -> None:
        """SIGKILL to the first process, as the kernel does when memory is short.

        By its process id, since the engine takes its own `kill` for a wish that it stay down.
        """
        killed = self._processes()
        for process in killed:
            os.kill(process, signal.SIGKILL)
        until = time.monotonic() + PATIENCE_S
        while len(self._processes() - killed) < len(killed):
            if time.monotonic() > until:
                raise AssertionError(f"{self.service} does not come back")
            time.sleep(0.2)

    def _processes(self) -> set[int]:
        """The first process of each container that runs now."""
        found = [int(one["State"]["Pid"]) for one in self.compose.containers()[self.service]]
        return {process for process in found if process}

    def freeze(self) -> None:
        """It holds its connections and says nothing for twenty seconds."""
        self.compose.run("pause", self.service)
        time.sleep(FROZEN_S)
        self.compose.run("unpause", self.service)

    def wait_until_healthy(self) -> None:
        """Raises AssertionError naming the service."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            states = [one["State"] for one in self.compose.containers()[self.service]]
            if states and all(one.get("Health", {}).get("Status") == "healthy" for one in states):
                return
            time.sleep(1)
        raise AssertionError(f"{self.service} is not healthy again")


def used(compose: Compose) -> str:
    """Memory and processor time of each container now, a line each."""
    ids = compose.run("ps", "--quiet").split()
    words = ["docker", "stats", "--no-stream", "--format", "{{.Name}}  {{.MemUsage}}  {{.CPUPerc}}"]
    return subprocess.run([*words, *ids], capture_output=True, text=True, check=True).stdout
