"""The Nu HTML checker: fetched once by npm, kept outside the repository, run by Java."""

import fcntl
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.live.engines.jars import OLDEST_JAVA, _java_version

PACKAGE: Final = "vnu-jar@26.9.27"
JAR: Final = "package/build/dist/vnu.jar"


class Missing(Exception):
    """The checker cannot run on this machine; the text says what is missing."""


def jar() -> Path:
    """The checker, fetched where it is not there yet. Raises Missing."""
    if _java_version() < OLDEST_JAVA:
        raise Missing(f"a Java runtime, {OLDEST_JAVA} or newer")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lotsa" / "checker"
    home.mkdir(parents=True, exist_ok=True)
    folder = home / PACKAGE
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            _fetch(part)
            part.rename(folder)
    return folder / "vnu.jar"


def _fetch(folder: Path) -> None:
    if shutil.which("npm") is None:
        raise Missing("npm")
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    packed = next(folder.glob("*.tgz"), None)
    if done.returncode or packed is None:
        raise Missing(f"{PACKAGE}, which npm could not fetch")
    with tarfile.open(packed) as archive:
        found = next(m for m in archive.getmembers() if m.name.endswith("/vnu.jar"))
        source = archive.extractfile(found)
        assert source
        with source, (folder / "vnu.jar").open("wb") as target:
            shutil.copyfileobj(source, target)
    packed.unlink()


def complaints(checker: Path, folder: Path) -> list[str]:
    """What is wrong with the pages in the folder: page, line, what, and the words around it."""
    command = ["java", "-jar", str(checker), "--format", "json", "--errors-only"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} | {one.get('extract', '')}"
        for one in json.loads(done.stderr)["messages"]
    ]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Two runs on one machine take turns."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
