"""All of compose.yaml, really up, as a Lotsa that journeys can be walked on."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from shared.contracts.paths import SERVICES
from tests.containers.mailbox import Mailbox
from tests.journeys.lotsa import FIRST, OPERATOR, ROOT, Lotsa
from tests.live.engines.ports import free_port

PROJECT: Final = "lotsa-tests"
WAIT_S: Final = 300
EVERY: Final = ("kafka", "mongo", "mail", *SERVICES, "caddy")
"""Everything that stays; `prepare` ends."""


class ComposeFailed(Exception):
    """A command of the engine failed; the text ends with what it said."""


@cache
def no_engine() -> str | None:
    """Why there is no engine to test on, or None."""
    for words in (["docker", "info"], ["docker", "compose", "version"]):
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired) as why:
            return f"{' '.join(words)}: {type(why).__name__}"
        if done.returncode:
            return f"{' '.join(words)}: {done.stderr.strip() or 'failed'}; see .ci/engines"
    return None


def ports() -> dict[str, str]:
    """Ports of its own, so that it stands beside whatever runs here."""
    return {
        name: str(free_port())
        for name in ("LOTSA_HTTPS_PORT", "LOTSA_HTTP_PORT", "LOTSA_MAIL_PORT")
    }


@dataclass(frozen=True)
class Compose:
    """The containers of one project."""

    project: str = PROJECT
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            **OPERATOR,
            "LOTSA_QUIET_HOURS": "0-0",
            "LOTSA_UNDO_SECONDS": "1",
            "LOTSA_PARTITIONS": "3",
            "LOTSA_FIRST_EMAIL": FIRST,
            # Nobody waits long for what was mended.
            "LOTSA_HEALTH_EVERY": "3s",
            # The tests come from one address and say themselves whom they come for.
            "LOTSA_PROXY_BEFORE": "172.16.0.0/12 192.168.0.0/16 10.0.0.0/8",
            **self.more,
        }

    def of(self, image: str) -> "Compose":
        """The same, with our services from another image."""
        return replace(self, more={**self.more, "LOTSA_IMAGE": image})

    def run(self, *words: str, limit_s: float = 120) -> str:
        """What `docker compose WORDS…` prints. Raises ComposeFailed."""
        done = self.tried(*words, limit_s=limit_s)
        if done.returncode:
            raise ComposeFailed(
                f"{' '.join(words[:3])}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        return done.stdout

    def tried(self, *words: str, limit_s: float = 120) -> subprocess.CompletedProcess[str]:
        """The same, however it ended."""
        return subprocess.run(
            ["docker", "compose", "-p", self.project, *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )

    def up(self, *words: str) -> None:
        """Everything runs and is healthy. Raises ComposeFailed with the last words of all."""
        begin = ["up", "--detach", "--no-build", "--wait", "--wait-timeout", str(WAIT_S)]
        try:
            self.run(*begin, *words, limit_s=WAIT_S + 60)
        except ComposeFailed as why:
            raise ComposeFailed(f"{why}\n{self.last_words()}") from None

    def down(self) -> None:
        """Nothing is left of it, its data neither."""
        self.run("down", "--volumes", "--remove-orphans", "--timeout", "30", limit_s=300)

    def last_words(self) -> str:
        return self.tried("logs", "--no-color", "--tail", "30").stdout[-20000:]

    def careless(self, service: str) -> str:
        """Starts a replica of a service that commits before it does; returns its container."""
        control = f"{ROOT / 'tests/containers/careless.py'}:/careless.py:ro"
        words = ["--detach", "--no-deps", "--use-aliases", "--volume", control]
        return self.run(
            "run", *words, "--entrypoint", "python", service, "/careless.py", service
        ).strip()

    def containers(self) -> dict[str, list[dict[str, Any]]]:
        """What the engine says of each container, by service."""
        ids = self.run("ps", "--all", "--quiet").split()
        said = subprocess.run(
            ["docker", "inspect", *ids], capture_output=True, text=True, check=True
        ).stdout
        found: dict[str, list[dict[str, Any]]] = {}
        for one in json.loads(said):
            service = one["Config"]["Labels"]["com.docker.compose.service"]
            found.setdefault(service, []).append(one)
        return found


class Composed(Lotsa):
    """The Lotsa that a `Compose` runs: by TLS, through the proxy."""

    def __init__(self, compose: Compose, folder: Path) -> None:
        office = Mailbox(f"http://127.0.0.1:{compose.more['LOTSA_MAIL_PORT']}")
        super().__init__({}, dict(compose.more), office, folder)
        self.compose = compose

    def url(self, path: str) -> str:
        return f"https://localhost:{self.compose.more['LOTSA_HTTPS_PORT']}{path}"

    def command(self, *words: str) -> str:
        return self.compose.run("exec", "-T", "intake", "lotsa", *words)

    def logs(self) -> str:
        return self.compose.run("logs", "--no-color")

    def authority(self) -> Path:
        """The certificate that the proxy's own ones are signed with, in a file."""
        root = "/data/caddy/pki/authorities/local/root.crt"
        certificate = self.folder / "root.crt"
        certificate.write_text(self.compose.run("exec", "-T", "caddy", "cat", root))
        return certificate

    def take_keys(self) -> None:
        """Its keys into the folder, for tests that make links themselves."""
        kept = self.compose.run("exec", "-T", "intake", "cat", "/keys/keys.json")
        (self.folder / "keys.json").write_text(kept)


def one_line(said: str) -> str:
    """The one line of ours in what a container said. Raises AssertionError where there are more."""
    lines = [line for line in said.splitlines() if re.match(r"(\S+\s+\| )?lotsa: ", line)]
    assert len(lines) == 1, said
    return lines[0]
