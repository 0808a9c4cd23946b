"""Who knocks: a guide with a case of their own, another guide, an association and another one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import httpx

from shared.keys import Keys
from shared.web.sessions import Role, Session
from tests.privacy.doors import client, token_for
from tests.privacy.inside import Inside
from tests.privacy.knocking import World, bodies
from tests.privacy.naming import named
from tests.privacy.walked import CHOIR, Walked


def signed_in(inside: Inside, role: Role, account: str, association: str) -> httpx.Client:
    session = Session(
        id=uuid4().hex, account=account, roles=frozenset({role}), regions=("malmo",),
        association=association or None, expires=4_000_000_000,
    )  # fmt: skip
    reader = client(inside)
    reader.cookies.set("lotsa-session", session.sign(Keys.load(inside.settings.keys_file)))
    return reader


@contextmanager
def peopled(inside: Inside, walked: Walked) -> Iterator[World]:
    """A guide with a case of their own, another guide, an association and another one."""
    with ExitStack() as open_ones, client(inside, walked) as chief:
        listed = chief.get("/intake/api/v1/associations").raise_for_status().json()
        choir = next(one["id"] for one in listed if one["name"] == CHOIR)
        account = chief.get("/intake/api/v1/session").raise_for_status().json()["account"]
        who: dict[str, tuple[Role, str]] = {
            "association": ("association", choir),
            "other association": ("association", str(uuid4())),
            "guide": ("guide", ""),
            "other guide": ("guide", ""),
            "coordinator": ("coordinator", ""),
            "admin": ("admin", ""),
        }
        made = World({"nobody": open_ones.enter_context(client(inside))})
        for name, (role, association) in who.items():
            # All but one have the one account that there is: roles decide, or whose something is.
            own = str(uuid4()) if name.startswith("other") else account
            reader = signed_in(inside, role, own, association)
            made.readers[name] = open_ones.enter_context(reader)
        made.tokens = {name: token_for(reader) for name, reader in made.readers.items()}
        made.bodies = bodies(inside)
        made.named = named(inside, walked, made, choir)
        yield made
