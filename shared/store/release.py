"""Which releases of stored documents this code may meet."""

from shared.store.document import TooNew

# The release of the documents that this code writes. A changed field takes two releases: the first
# reads the new shape, the next writes it. So the next release's documents can be read as well.
RELEASE = 1


def release_after(marked: int | None, release: int = RELEASE) -> int:
    """The release a store bears once `release` works on it. Raises TooNew."""
    if marked is None:
        return release
    if marked > release + 1:
        raise TooNew(f"the store was written by release {marked}; this is release {release}")
    return max(marked, release)
