"""What events keeps."""

from typing import Final, Literal

from shared.store.collection import Collection
from shared.store.document import Document


class Gathering(Document):
    """Something that people attend. Times are UTC ms."""

    title: str
    place: str
    seats: int
    starts_at: int
    ends_at: int
    state: Literal["draft", "published"]
    made_by: str
    """Account of who planned it."""
    published_at: int | None = None


GATHERINGS: Final = Collection(
    "events", "gatherings", Gathering, indexes=(("state", "starts_at"), ("made_by", "starts_at"))
)
