"""`lotsa dead`: what a service could not apply, shown to an operator, who decides."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from deploy.services import PARTS
from deploy.stores import opened_store
from shared.bus.dead import Desk
from shared.bus.direct import DirectBus
from shared.bus.parking import ParkedKey, Standing
from shared.contracts.paths import SERVICES
from shared.keys import Keys
from shared.service import Running, Wiring
from shared.settings import Misconfigured, Settings

cli = typer.Typer(no_args_is_help=True, help="Messages that could not be applied.")
Service = Annotated[str, typer.Argument(help="intake, matching, events or notifications")]
Key = Annotated[str, typer.Argument(help="Id of the parked key, as `list` prints it")]
By = Annotated[str, typer.Option(help="Who decides; stands in the audit trail")]


@contextlib.asynccontextmanager
async def desk_of(service: str) -> AsyncIterator[Desk]:
    """The dead desk of a service, beside the service itself, which may be running."""
    if service not in SERVICES:
        raise Misconfigured(f"no such service: choose one of {', '.join(SERVICES)}")
    settings = Settings.of(service)
    parts = PARTS[service]
    async with opened_store(settings) as open_store:
        store = await open_store(service, parts.stored)
        wiring = Wiring(settings, Keys.load(settings.keys_file), open_store, DirectBus())
        yield Running(parts, wiring, store).dead


def at_desk(service: str, work: Callable[[Desk], Awaitable[None]]) -> None:
    async def run() -> None:
        async with desk_of(service) as desk:
            await work(desk)

    asyncio.run(run())


@cli.command("list")
def list_dead(service: Service, standing: str = "dead") -> None:
    """List the keys that are dead (or: parked, unknown, decided)."""
    known: dict[str, Standing] = {
        "dead": "dead",
        "parked": "parked",
        "unknown": "unknown",
        "decided": "decided",
    }
    if standing not in known:
        raise Misconfigured(f"standing is one of {', '.join(known)}")

    async def work(desk: Desk) -> None:
        keys = await desk.list(known[standing])
        for key in keys:
            typer.echo(line(key))
        if not keys:
            typer.echo(f"Nothing is {standing} in {service}.")

    at_desk(service, work)


@cli.command()
def show(service: Service, key: Key) -> None:
    """Show one key: where its records stand, since when, and what was decided."""

    async def work(desk: Desk) -> None:
        found = present(await desk.show(key))
        typer.echo(line(found))
        for kept in found.queue:
            typer.echo(f"  {kept.topic} partition {kept.partition} offset {kept.offset}")
        if found.decision:
            typer.echo(
                f"  {moment(found.decision.at)} {found.decision.what} by {found.decision.by}"
            )

    at_desk(service, work)


@cli.command()
def retry(service: Service, key: Key, by: By = "operator") -> None:
    """Try a key again, now; its later records follow in order."""

    async def work(desk: Desk) -> None:
        typer.echo(line(present(await desk.retry(key, by))))

    at_desk(service, work)


@cli.command()
def skip(service: Service, key: Key, by: By = "operator") -> None:
    """Give the record up that holds a key back; it stays in the audit trail."""

    async def work(desk: Desk) -> None:
        typer.echo(line(present(await desk.skip(key, by))))

    at_desk(service, work)


def present(key: ParkedKey | None) -> ParkedKey:
    if key is None:
        raise Misconfigured("no such key: `lotsa dead list` prints those that there are")
    return key


def line(key: ParkedKey) -> str:
    waiting = f"{len(key.queue)} waiting"
    return f"{key.id}  {key.standing}  {key.topic}  {key.reason}  {waiting}  {moment(key.since)}"


def moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")
