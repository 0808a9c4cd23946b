"""What an operator does to a running Lotsa: another release, more replicas, a stop and a start."""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.contracts.paths import SERVICES
from tests.containers.composing import Compose
from tests.journeys.lotsa import ROOT

PREVIOUS: Final = "lotsa:previous"
SIDE_BY_SIDE_S: Final = 60.0
REPLICAS_S: Final = 15.0


def build_previous() -> None:
    """Builds the image of the commit before this one, by its own recipe, as `lotsa:previous`."""
    archive = subprocess.run(
        ["git", "archive", commit_before()], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory(prefix="lotsa-previous-") as made:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(made, filter="data")
        folder = Path(made)
        if os.environ.get("LOTSA_STAND_INS") == "1":
            subprocess.run(["bash", "deploy/wheels.sh"], cwd=folder, check=True)
        env = {**os.environ, "LOTSA_IMAGE": PREVIOUS}
        subprocess.run(["bash", "deploy/image.sh"], cwd=folder, env=env, check=True)


def commit_before() -> str:
    """The commit before this one; this one, and loudly, where a clone holds no other."""
    ask = ["git", "rev-parse", "--verify", "--quiet", "HEAD^"]
    found = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not found:
        sys.stdout.write("\nThis clone holds one commit alone: the upgrade is from itself.\n")
    return found.strip() or "HEAD"


@dataclass(frozen=True)
class Changes:
    """Everything is up again when a change has been made."""

    compose: Compose

    def downgrade(self) -> None:
        """Our services from the image of the commit before."""
        self.compose.of(PREVIOUS).up()

    def upgrade(self) -> None:
        """Old and new replicas of every service side by side for a minute, then new ones alone."""
        self._scaled(dict.fromkeys(SERVICES, 2))
        time.sleep(SIDE_BY_SIDE_S)
        self.compose.up()

    def more_and_fewer(self) -> None:
        """Three replicas of matching and two of notifications, then one of each again."""
        self._scaled({"matching": 3, "notifications": 2})
        time.sleep(REPLICAS_S)
        self._scaled({"matching": 1, "notifications": 1})

    def _scaled(self, replicas: dict[str, int]) -> None:
        """Leaves the containers that run as they are, of whichever image."""
        scale = [f"--scale={name}={number}" for name, number in replicas.items()]
        self.compose.up("--no-recreate", *scale)

    def stop_and_start(self) -> None:
        """All of it, as on a machine that is restarted; the data stay."""
        self.compose.run("stop", limit_s=300)
        self.compose.up("--no-recreate")
