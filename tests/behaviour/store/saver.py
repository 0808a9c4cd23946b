"""A process that saves until it is killed, and says of each save when it was acknowledged.

    python -m tests.behaviour.store.saver KIND WHERE …

Every document's `since` is its version, and every save announces one message.
"""

import asyncio
import itertools
import sys

from shared.store.collection import Store
from tests.behaviour.store.places import opened
from tests.behaviour.store.things import PEOPLE, left, someone

SAVERS = 8
SAVES_EACH = 5


async def save_on(store: Store, saver: int) -> None:
    for number in itertools.count():
        doc = someone(f"{saver}-{number}")
        for version in range(1, SAVES_EACH + 1):
            doc = doc.model_copy(update={"since": version})
            doc = await store.save(PEOPLE, doc, [left(doc.id)])
            sys.stdout.write(f"{doc.id} {doc.version}\n")
            sys.stdout.flush()


async def main(kind: str, *where: str) -> None:
    store = opened(kind, *where).store()
    await asyncio.gather(*(save_on(store, saver) for saver in range(SAVERS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
