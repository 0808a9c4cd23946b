"""All documents that match, however many: read a page at a time, by id."""

from collections.abc import AsyncIterator
from typing import Final

from shared.store.collection import Collection, D, Store, Where

PAGE: Final = 500


async def pages(store: Store, of: Collection[D], where: Where) -> AsyncIterator[list[D]]:
    """The documents, in lists of PAGE at most, none of them empty."""
    after: tuple[None, str] | None = None
    while page := await store.find(of, where, limit=PAGE, after=after):
        yield page
        after = (None, page[-1].id)


async def every(store: Store, of: Collection[D], where: Where) -> AsyncIterator[D]:
    """The documents one by one."""
    async for page in pages(store, of, where):
        for doc in page:
            yield doc
