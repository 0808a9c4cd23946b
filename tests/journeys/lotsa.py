"""A Lotsa that really runs: one process, or four on a real broker and a document server.

A journey talks to either by HTTP alone and cannot tell them apart.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.running import free_port
from shared.contracts.paths import SERVICES, service_of
from tests.journeys.post import Post

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0
FIRST = "first@example.org"
OPERATOR = {
    "LOTSA_OPERATOR_NAME": "Staden",
    "LOTSA_OPERATOR_PHONE": "040-00 00 00",
    "LOTSA_OPERATOR_EMAIL": "staden@example.org",
}


@dataclass
class Process:
    """One process of ours, started again with the same words after it was killed."""

    words: list[str]
    env: Mapping[str, str]
    port: int
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *self.words],
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
            )

    def signal(self, number: signal.Signals) -> None:
        if self.running is not None:
            self.running.send_signal(number)

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()

    def stop(self) -> int | None:
        """SIGTERM, and how it ended."""
        if self.running is None:
            return None
        self.signal(signal.SIGCONT)
        self.running.terminate()
        try:
            return self.running.wait(70)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.running is not None and self.running.poll() is not None:
                raise RuntimeError(f"{self.words} ended:\n{self.last_words()}")
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"{self.words} is not ready:\n{self.last_words()}")

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]


@dataclass
class Lotsa:
    """All processes of one Lotsa, and the mail server that its letters go to."""

    processes: dict[str, Process]
    env: dict[str, str]
    post: Post
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="lotsa-journey-")))

    def url(self, path: str) -> str:
        """Where `path` is served; a proxy would decide the same by the same table."""
        name = service_of(path.partition("?")[0])
        process = self.processes.get(name) or self.processes["all"]
        return f"http://127.0.0.1:{process.port}{path}"

    def start(self) -> None:
        for process in self.processes.values():
            process.start()
        try:
            for process in self.processes.values():
                process.wait_until_ready()
        except BaseException:
            for process in self.processes.values():
                process.kill()
            raise

    def stop(self) -> list[int | None]:
        return [process.stop() for process in self.processes.values()]

    def command(self, *words: str) -> str:
        """What `lotsa WORDS…` prints on this machine."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy.lotsa", *words],
            cwd=ROOT,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"lotsa {words}: {done.stderr[-2000:]}")
        return done.stdout

    def logs(self) -> str:
        return "\n".join(
            process.log.read_text(errors="replace") for process in self.processes.values()
        )


def settings_for(folder: Path, post: Post, **more: str) -> dict[str, str]:
    """The settings that every way of running shares in a journey."""
    return {
        **OPERATOR,
        "LOTSA_DATA": str(folder),
        "LOTSA_SMTP_URL": post.url,
        "LOTSA_SMTP_FROM": "lotsa@example.org",
        # Journeys are walked at any hour, and do not wait half a minute for an undo.
        "LOTSA_QUIET_HOURS": "0-0",
        "LOTSA_UNDO_SECONDS": "1",
        "LOTSA_FIRST_EMAIL": FIRST,
        **more,
    }


def embedded(folder: Path, post: Post, **more: str) -> Lotsa:
    """One process on one file."""
    port = free_port("127.0.0.1")
    env = settings_for(folder, post, LOTSA_PORT=str(port), **more)
    process = Process(["deploy.run"], env, port, folder / "lotsa.log")
    return Lotsa({"all": process}, env, post, folder)


def distributed(folder: Path, post: Post, kafka: str, mongo: str, **more: str) -> Lotsa:
    """Four processes on a broker and a document server, prepared."""
    lotsa = unprepared(folder, post, kafka, mongo, **more)
    lotsa.command("prepare")
    return lotsa


def unprepared(folder: Path, post: Post, kafka: str, mongo: str, **more: str) -> Lotsa:
    """The same, before anything was made for them."""
    ports = {name: free_port("127.0.0.1") for name in SERVICES}
    shared = settings_for(
        folder,
        post,
        LOTSA_KAFKA=kafka,
        LOTSA_STORE=mongo,
        LOTSA_PARTITIONS="3",
        LOTSA_URL=f"http://127.0.0.1:{ports['intake']}",
        **more,
    )
    processes = {
        name: Process(
            ["deploy.lotsa", "serve", name],
            {**shared, "LOTSA_PORT": str(port), "LOTSA_MEMBER": f"{name}-0"},
            port,
            folder / f"{name}.log",
        )
        for name, port in ports.items()
    }
    return Lotsa(processes, shared, post, folder)
