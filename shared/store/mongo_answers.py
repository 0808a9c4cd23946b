"""Which of the driver's errors mean that the store does not answer."""

import contextlib
from collections.abc import Iterator

from pymongo import errors

from shared.store.document import Unavailable

# Its disk is full; its majority cannot be read yet.
CANNOT_NOW = {14_031, 134}


def is_silence(error: errors.PyMongoError) -> bool:
    """Whether the server, or the majority behind it, does not answer; it may have done the work."""
    silent = (errors.ConnectionFailure, errors.WriteConcernError, errors.InvalidOperation)
    if isinstance(error, errors.OperationFailure) and error.code in CANNOT_NOW:
        return True
    return (
        isinstance(error, silent) or error.timeout or error.has_error_label("RetryableWriteError")
    )


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Turns every error that means "does not answer" into Unavailable, and no other."""
    try:
        yield
    except errors.PyMongoError as error:
        if not is_silence(error):
            raise
        raise Unavailable(f"the store does not answer: {type(error).__name__}") from error
