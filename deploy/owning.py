"""A data folder belongs to one process at a time: two on one file would free each other's leases."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from shared.settings import Misconfigured


@contextlib.contextmanager
def owned(data: Path) -> Iterator[None]:
    """The folder is this process's alone until the end, however it ends. Raises Misconfigured."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misconfigured(
                "another Lotsa works on the folder of LOTSA_DATA: stop it, or name another folder"
            ) from None
        yield
