"""Which errors of the driver mean that the store does not answer."""

import pytest
from pymongo import errors

from shared.store.document import Unavailable
from shared.store.mongo_answers import answering

LABELLED = errors.OperationFailure("stepping down", 11602, {"errorLabels": ["RetryableWriteError"]})


@pytest.mark.parametrize(
    "error",
    [
        errors.AutoReconnect("gone"),
        errors.NetworkTimeout("slow"),
        errors.NotPrimaryError("no longer primary"),
        errors.ServerSelectionTimeoutError("nobody"),
        errors.WaitQueueTimeoutError("pool"),
        errors.ExecutionTimeout("too long"),
        errors.WTimeoutError("no majority"),
        errors.WriteConcernError("no majority"),
        errors.InvalidOperation("closed"),
        errors.OperationFailure("disk full", 14_031),
        LABELLED,
    ],
)
def test_silence_is_unavailable(error: errors.PyMongoError) -> None:
    with pytest.raises(Unavailable) as raised, answering():
        raise error
    assert str(raised.value) == f"the store does not answer: {type(error).__name__}"


@pytest.mark.parametrize(
    "error",
    [
        errors.DuplicateKeyError("taken", 11000),
        errors.OperationFailure("not authorised", 13),
        errors.OperationFailure("unknown operator", 2),
        errors.DocumentTooLarge("16 MB"),
        ZeroDivisionError(),
    ],
)
def test_anything_else_is_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, answering():
        raise error
    assert raised.value is error
