"""`lotsa backup` and `lotsa restore`: the embedded mode in one file, and back."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.backup import KEYS, STORE, Manifest, take, unpack
from deploy.services import PARTS
from services.notifications.desk import Desk
from services.notifications.restored import hold_back
from shared.desk import Office
from shared.keys import Keys
from shared.service import message_id, utc_now
from shared.settings import Misconfigured, Settings
from shared.store.sqlite import SqliteFile, SqliteStore

Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup")]
NOTIFICATIONS = "notifications"


def backup(to: Backup) -> None:
    """Write the store and the keys of this machine's Lotsa to one file; it may go on running."""
    settings = embedded()
    made = take(settings.data, settings.keys_file, to, utc_now)
    typer.echo(f"{to}: {made.documents} documents, as of {moment(made)}. Keep it where nobody else")
    typer.echo("can read it: it holds names, addresses and the keys.")


def restore(source: Backup) -> None:
    """Make a Lotsa of a backup, in a folder without one. What may have been sent is not sent."""
    settings = embedded()
    for there in (settings.data / STORE, settings.keys_file):
        if there.exists():
            raise Misconfigured(f"{there.name} is there already: set LOTSA_DATA to another folder")
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".lotsa-") as folder:
        made = unpack(source, Path(folder))
        held = asyncio.run(held_back(Path(folder), settings, made.taken_at))
        settings.keys_file.parent.mkdir(parents=True, exist_ok=True)
        (Path(folder) / KEYS).replace(settings.keys_file)
        # The store last: without it nothing of this counts, and it can be done again.
        (Path(folder) / STORE).replace(settings.data / STORE)
    typer.echo(f"{made.documents} documents, as of {moment(made)}, are in {settings.data}.")
    typer.echo(f"Letters that may have been sent since, to look at on the page Outbox: {held}.")


async def held_back(folder: Path, settings: Settings, until: int) -> int:
    """Makes letters that waited in a restored store wait for a person; says how many.

    `until` is the moment of the backup, UTC ms.
    """
    file = SqliteFile(folder / STORE)
    try:
        parts = PARTS[NOTIFICATIONS]
        store = SqliteStore(file, parts.collections, utc_now, message_id)
        await store.prepare()
        keys = Keys.load(folder / KEYS)
        desk = parts.desk(Office(NOTIFICATIONS, settings, keys, store, utc_now))
        if not isinstance(desk, Desk):
            raise TypeError("the desk of notifications is another")
        return await hold_back(desk, until)
    finally:
        file.close()


def embedded() -> Settings:
    """The settings of the embedded mode. Raises Misconfigured where the store is MongoDB."""
    settings = Settings.of()
    if settings.store:
        raise Misconfigured("LOTSA_STORE is MongoDB: use its own tools, see docs/operate.md")
    return settings


def moment(made: Manifest) -> str:
    at = datetime.fromtimestamp(made.taken_at / 1000, UTC)
    return at.isoformat(sep=" ", timespec="seconds")
