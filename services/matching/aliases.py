"""Aliases: what a person is called where no name may stand. Two plain words and two digits.

They come from the link secret, so that nobody can work out whose they are, and towards each
association another, so that two associations cannot tell that they mean the same person. Each is
taken once: its document's id is the alias itself.
"""

import hashlib
from typing import Final

from services.matching.records import SERVICE, Record
from shared.keys import Keys
from shared.store.collection import Collection, Store
from shared.store.document import Conflict

# Swedish words that say nothing about a person. All nouns take the same form of the adjective.
FIRST: Final = (
    "Blå", "Grön", "Lugn", "Klar", "Varm", "Ljus", "Frisk", "Glad", "Snabb", "Stilla", "Mild",
    "Fin", "Öppen", "Modig", "Pigg", "Kvick", "Vänlig", "Solig", "Lätt", "Tidig", "Vaken",
    "Munter", "Trygg", "Fri",
)  # fmt: skip
SECOND: Final = (
    "båt", "fyr", "vik", "sjö", "strand", "brygga", "våg", "vind", "sol", "måne", "stjärna", "ek",
    "björk", "lind", "tall", "gran", "fjäril", "svala", "lärka", "mås", "lax", "säl", "utter",
    "sten", "bäck", "å", "äng", "backe", "skog", "dal", "bro", "port", "park", "ros", "tulpan",
    "klocka", "trappa", "kanot", "segelbåt", "snäcka",
)  # fmt: skip
MOST_TRIES: Final = 1_000


class Alias(Record):
    """An alias that is taken, and by what."""

    owner: str


ALIASES: Final = Collection(SERVICE, "aliases", Alias)


class NoneLeft(Exception):
    """So many aliases are taken that none was found: the lists of words have to grow."""


def alias_of(secret: str) -> str:
    """The alias, "Blå fyr 27" say, that belongs to a secret text."""
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:8])
    number, digits = divmod(number, 90)
    number, second = divmod(number, len(SECOND))
    return f"{FIRST[number % len(FIRST)]} {SECOND[second]} {digits + 10}"


async def take_alias(store: Store, keys: Keys, *, region: str, case: str, towards: str) -> str:
    """The alias of a case towards somebody: the same whenever it is asked for."""
    owner = f"{case}|{towards}"
    for attempt in range(MOST_TRIES):
        alias = alias_of(keys.link_key("alias", case, towards, str(attempt)))
        if await _take(store, Alias(id=f"{region}|{alias}", region=region, owner=owner)):
            return alias
    raise NoneLeft(region)


async def _take(store: Store, alias: Alias) -> bool:
    known = await store.get(ALIASES, alias.id)
    if known is None:
        try:
            await store.save(ALIASES, alias)
        except Conflict:
            known = await store.get(ALIASES, alias.id)
    return known is None or known.owner == alias.owner
