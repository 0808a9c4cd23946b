"""`lotsa user`: accounts, from the machine itself; for the first day and for locked doors."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated

import typer

from deploy.services import PARTS
from deploy.stores import opened_store
from services.intake.accounts.account import STAFF, NewAccount
from services.intake.accounts.keeping import account_of, invite
from services.intake.desk import Desk
from services.intake.lines import address
from services.intake.signing_in.sign_in import ready_link
from shared.desk import Office
from shared.keys import Keys
from shared.service import utc_now
from shared.settings import Misconfigured, Settings
from shared.web.sessions import Role

cli = typer.Typer(no_args_is_help=True, help="Accounts of those who work here.")
Email = Annotated[str, typer.Argument(help="E-mail address of the account")]


@contextlib.asynccontextmanager
async def intake_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Intake's desk, beside the service itself, which may be running."""
    async with opened_store(settings) as open_store:
        store = await open_store("intake", PARTS["intake"].collections)
        keys = Keys.load(settings.keys_file)
        yield Desk(Office("intake", settings, keys, store, utc_now))


@cli.command()
def add(
    email: Email,
    role: Annotated[list[str], typer.Option(help=f"One or more of {', '.join(STAFF)}")],
    name: Annotated[str, typer.Option(help="First name, for letters")] = "",
) -> None:
    """Give somebody an account with these roles, or these roles too; a letter with a link follows."""
    roles = known_roles(role)
    asyncio.run(added(Settings.of("intake"), normal(email), roles, name))
    typer.echo("Added. A letter with a link is on its way; `lotsa user link` prints one here.")


async def added(settings: Settings, email: str, roles: tuple[Role, ...], name: str) -> None:
    async with intake_desk(settings) as desk:
        await invite(desk, NewAccount(email=email, name=name, language="sv", roles=roles))


@cli.command()
def link(email: Email) -> None:
    """Print a one-time link for an account, good for 15 minutes."""
    typer.echo(asyncio.run(linked(Settings.of("intake"), normal(email))))


async def linked(settings: Settings, email: str) -> str:
    """Raises Misconfigured where the address has no account with a role."""
    async with intake_desk(settings) as desk:
        account = await account_of(desk, email)
        if account is None or not account.roles:
            raise Misconfigured("no such account: `lotsa user add` makes one")
        return await ready_link(desk, account.id)


def normal(email: str) -> str:
    try:
        return address(email)
    except ValueError:
        raise Misconfigured("that is no e-mail address") from None


def known_roles(names: list[str]) -> tuple[Role, ...]:
    roles = tuple(role for role in STAFF if role in names)
    if not roles or set(names) - set(roles):
        raise Misconfigured(f"--role is one of {', '.join(STAFF)}")
    return roles
