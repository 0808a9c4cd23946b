"""`lotsa backup`, `restore` and `move`: all of Lotsa in one file, back, and into MongoDB."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from deploy.backup import KEYS, STORE, Manifest, copied, owners_alone, take, unpack
from deploy.owning import owned
from deploy.progress import shown
from deploy.services import PARTS
from deploy.shipping import backed_up, shipped
from services.notifications.desk import Desk
from services.notifications.restored import hold_back
from shared.desk import Office
from shared.keys import Keys
from shared.service import message_id, utc_now
from shared.settings import Misconfigured, Settings
from shared.store.sqlite import SqliteFile, SqliteStore

Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup")]
Folder = Annotated[Path, typer.Argument(help="LOTSA_DATA of the embedded Lotsa, which is stopped")]
NOTIFICATIONS: Final = "notifications"
HOUR_MS: Final = 3_600_000


def backup(to: Backup) -> None:
    """Write all documents and the keys to one file; Lotsa may go on running."""
    settings = Settings.of()
    if settings.store:
        with shown("Copying the documents") as told:
            made = asyncio.run(backed_up(settings, to, told))
    else:
        made = take(settings.data, settings.keys_file, to, utc_now)
    typer.echo(f"{to}: {made.documents} documents, as of {moment(made)}. Keep it where nobody else")
    typer.echo("can read it: it holds names, addresses and the keys.")


def restore(source: Backup) -> None:
    """Make a Lotsa of a backup, where there is none. What may have been sent is not sent."""
    settings = Settings.of()
    if not settings.store:
        check_empty(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".lotsa-") as made_in:
        folder = Path(made_in)
        made = unpack(source, folder)
        held = asyncio.run(held_back(folder, settings, made.taken_at))
        if settings.store:
            ship(folder, settings)
        else:
            settings.keys_file.parent.mkdir(parents=True, exist_ok=True)
            (folder / KEYS).replace(settings.keys_file)
            # The store last: without it nothing of this counts, and it can be done again.
            (folder / STORE).replace(settings.data / STORE)
    where = "LOTSA_STORE" if settings.store else settings.data
    typer.echo(f"{made.documents} documents, as of {moment(made)}, are in {where}.")
    typer.echo(f"Letters that may have been sent since, to look at on the page Outbox: {held}.")
    old = age(made, utc_now())
    typer.echo(f"The backup is {old} old. Whoever was erased since is in it again, and has to be")
    typer.echo("erased once more (docs/operate.md, Backup).")


def move(source: Folder) -> None:
    """Take all that an embedded Lotsa holds into MongoDB (LOTSA_STORE). Harmless to repeat."""
    settings = Settings.of()
    if not settings.store:
        raise Misconfigured("set LOTSA_STORE to the mongodb:// address that all of it moves to")
    for name in (STORE, KEYS):
        if not (source / name).is_file():
            raise Misconfigured(f"the folder to move holds no {name}: name LOTSA_DATA as it was")
    with tempfile.TemporaryDirectory(prefix=".lotsa-") as made_in, owned(source):
        folder = Path(made_in)
        copied(source / STORE, folder / STORE)
        with owners_alone(folder / KEYS) as file:
            file.write((source / KEYS).read_bytes())
        ship(folder, settings)


def ship(folder: Path, settings: Settings) -> None:
    """Takes the store and the keys in `folder` into MongoDB, and says what came of it."""
    with shown("Moving the documents") as told:
        moved = asyncio.run(shipped(folder, settings, told))
    if moved is None:
        typer.echo("All of it was moved before; nothing is changed.")
    else:
        typer.echo(f"{moved.documents} documents moved and read again: SHA-256 {moved.sha256}")


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


def check_empty(settings: Settings) -> None:
    """Raises Misconfigured where the folder of the embedded mode holds a Lotsa."""
    for there in (settings.data / STORE, settings.keys_file):
        if there.exists():
            raise Misconfigured(f"{there.name} is there already: set LOTSA_DATA to another folder")


def age(made: Manifest, now: int) -> str:
    """How old a backup is at `now` (UTC ms), in days, or in hours below two of them."""
    hours = max(0, now - made.taken_at) // HOUR_MS
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"


def moment(made: Manifest) -> str:
    at = datetime.fromtimestamp(made.taken_at / 1000, UTC)
    return at.isoformat(sep=" ", timespec="seconds")
