"""Whether a need still holds: asked after 30 days, by a letter with a link; closed without a word.

The link belongs to one question. It shows how things stand for as long as no other is asked, so
that a second click changes nothing.
"""

import contextlib
from typing import Final, Literal

from services.intake.desk import Desk
from services.intake.needs.need import (
    DOUBT,
    GO_STALE,
    NEEDS,
    Need,
    closed,
    confirmed,
    doubted,
    holding,
    told_closed,
    told_doubted,
)
from services.intake.needs.posting import close, while_open
from shared.keys import Keys, hash_of
from shared.store.collection import Where
from shared.store.document import Conflict, Due
from shared.web.refusals import Refused

PAGE: Final = 200
Word = Literal["yes", "filled", "withdrawn"]
WORDS: Final[tuple[Word, ...]] = ("yes", "filled", "withdrawn")


def key_of(keys: Keys, need: str, number: int) -> str:
    """The private key of the question with this number; notifications derives the same."""
    return keys.link_key("still", need, str(number))


async def doubt(need: Need, desk: Desk) -> None:
    """Due "doubt": has the association asked, unless somebody was faster. Raises Conflict."""
    now = desk.now()
    if need.state != "open":
        await desk.store.save(NEEDS, need.without_due(DOUBT))
    elif now < need.doubted_at:
        await desk.store.save(NEEDS, need.with_due(Due(what=DOUBT, at=need.doubted_at)))
    else:
        key_hash = hash_of(key_of(desk.keys, need.id, need.doubts + 1))
        asked = doubted(need, key_hash, now)
        await desk.store.save(NEEDS, asked, [told_doubted(asked, asked.closes_at or now)])


async def go_stale(need: Need, desk: Desk) -> None:
    """Due "go_stale": nobody has said that it still holds. Raises Conflict."""
    if need.state != "open" or need.closes_at is None:
        await desk.store.save(NEEDS, need.without_due(GO_STALE))
    else:
        over = closed(need, "stale", desk.now())
        await desk.store.save(NEEDS, over, [told_closed(over, "stale")])


async def confirm(desk: Desk, key: str) -> Need:
    """Begins the 30 days anew. Raises Refused where the need is closed, or not there."""
    return await while_open(desk, key, lambda need: (confirmed(need, desk.now()), ()))


async def need_behind(desk: Desk, key: str) -> Need:
    """The need that this link asks about.

    Raises Refused: "not-found" for a key that we never made, "gone" for a question that was
    followed by another.
    """
    if not desk.keys.genuine(key):
        raise Refused("not-found")
    found = await desk.store.find(NEEDS, {"doubt_key": hash_of(key)}, limit=1)
    if not found:
        raise Refused("gone")
    return found[0]


async def answer(desk: Desk, key: str, word: Word) -> Need:
    """What the link's reader says. A question that is answered stays so. Raises Refused."""
    need = await need_behind(desk, key)
    if need.closes_at is None:
        return need
    try:
        return await (confirm(desk, need.id) if word == "yes" else close(desk, need.id, word))
    except Refused as no:
        if no.slug != "conflict":
            raise
        # Somebody else closed it between our look and our save.
        return await need_behind(desk, key)


async def start_doubting(desk: Desk) -> None:
    """At a start: every open need has a clock, also one that an older release has posted."""
    here: Where = {"region": desk.region, "state": "open"}
    after = None
    while needs := await desk.store.find(NEEDS, here, order="posted_at", limit=PAGE, after=after):
        for need in needs:
            if not {DOUBT, GO_STALE}.intersection(entry.what for entry in need.due):
                with contextlib.suppress(Conflict):
                    await desk.store.save(NEEDS, holding(need))
        after = (needs[-1].posted_at, needs[-1].id)
