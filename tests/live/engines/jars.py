"""The engines' jars, fetched once by Maven and kept outside the repository."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
OLDEST_JAVA = 17


def missing_tools() -> list[str]:
    """What this machine lacks to run the engines as processes, in words for a person."""
    tools = {
        f"a Java runtime, {OLDEST_JAVA} or newer": _java_version() >= OLDEST_JAVA,
        "Maven (mvn)": shutil.which("mvn") is not None,
    }
    return [tool for tool, present in tools.items() if not present]


def _java_version() -> int:
    """The major version of `java`, 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else 0


def jar_folder() -> Path:
    """The folder with all the jars that `pom.xml` names, filled where it is not yet."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lotsa" / "engines"
    home.mkdir(parents=True, exist_ok=True)
    folder = home / hashlib.sha256(POM.read_bytes()).hexdigest()[:16]
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            _fetch(part)
            part.rename(folder)
    return folder


def _fetch(folder: Path) -> None:
    command = ["mvn", "-q", "-B", "-f", str(POM), "-Dmaven.wagon.http.retryHandler.count=3"]
    command += ["dependency:copy-dependencies", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Maven could not fetch the engines:\n{done.stdout[-2000:]}")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Two runs on one machine take turns; the system frees the lock of a run that died."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
