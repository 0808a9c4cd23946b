"""What every document of matching has besides, and how changes are read."""

from collections.abc import AsyncIterator
from typing import Final, TypeVar

from shared.store.collection import Collection, Since, Store, Where
from shared.store.document import Document

SERVICE: Final = "matching"
PAGE: Final = 500
TRIES: Final = 20


class Record(Document):
    """`touched` is when it was last saved, UTC ms: whoever follows the store reads by it."""

    touched: int = 0


R = TypeVar("R", bound=Record)


async def changed_since(
    store: Store, of: Collection[R], region: str, start: int
) -> AsyncIterator[R]:
    """The documents of a region that were saved at `start` or later, oldest first."""
    after: tuple[int, str] | None = None
    while True:
        where: Where = {"region": region, "touched": Since(start)}
        page = await store.find(of, where, order="touched", limit=PAGE, after=after)
        for doc in page:
            yield doc
        if len(page) < PAGE:
            return
        after = (page[-1].touched, page[-1].id)
