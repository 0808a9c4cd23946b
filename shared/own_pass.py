"""A pass: who has proved to intake who they are takes it to the other services for their part.

It says whose it is and until when, and proves that we made it, so that nobody has to keep it. It is
good for a quarter of an hour and opens nothing but what its holder gets of themselves. Services do
not call each other: it is the reader's browser that goes from one to the next.
"""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from shared.keys import Keys

PASS_MS: Final = 15 * 60_000
HOLDERS: Final = ("intake", "matching", "notifications")
"""The services that hold something of a person. Gatherings are public."""
FILE: Final = "lotsa.json"


def pass_for(person: str, until: int, keys: Keys) -> str:
    """The pass of a person (id), good until then (UTC ms)."""
    return f"{person}.{until}.{keys.link_key('everything', person, str(until))}"


def holder_of(token: str, now: int, keys: Keys) -> str | None:
    """Whose pass it is; None where it is over, or we have not made it."""
    person, _, rest = token.partition(".")
    until, _, proof = rest.partition(".")
    right = keys.link_key("everything", person, until)
    if not compare_digest(right.encode(), proof.encode()):
        return None
    return person if int(until) > now else None


def links(token: str) -> dict[str, str]:
    """Where each service gives its part, by service."""
    return {service: f"/{service}/api/v1/everything/{token}" for service in HOLDERS}


def as_file(service: str) -> Mapping[str, str]:
    """The header by which a browser keeps a part as a file."""
    return {"content-disposition": f'attachment; filename="lotsa-{service}.json"'}
