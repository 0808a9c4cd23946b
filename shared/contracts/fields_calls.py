"""The privacy registry of how letters fare: calls that a guide has to make, and what did not arrive."""

from typing import Final

from shared.contracts.fields_messages import kind, part
from shared.contracts.fields_rows import DAY_MS, Retention, Row, Table

WAITING: Final = Retention(
    "until the person is erased; the id for 90 days more", "matching.calls.forget", 90 * DAY_MS
)

LETTER: Final = Retention(
    "a year, as the letter itself; until the person is erased",
    "matching.letters.forget",
    365 * DAY_MS,
)

TABLES: Final = (
    kind(
        "LetterMoved", "how a letter about somebody fares, for their guide",
        Row("letter", "id", "which it is"),
        Row("person match", "id", "whom and what it is about"),
        Row("what to", "code", "which kind of letter, and for which side"),
        Row("state", "code", "whether it went"),
        Row("queued_at", "time", "when it was written, so that it is forgotten in time"),
    ),
    Table(
        "matching", "Letter", "a letter, as a line of the case", LETTER, (
            Row("id", "id", "the letter"),
            Row("person match", "id", "whom and what it is about"),
            Row("what to", "code", "which kind of letter, and for which side", export=True),
            Row("state", "code", "whether it went", export=True),
            Row("queued_at at heard_at", "time", "when it was written, fared so, and was heard of", export=True),
        ), ("matching.Record",),
    ),
    kind(
        "CallsChanged", "how many letters wait to be read out to somebody",
        Row("person", "id", "whom it is about"),
        Row("number", "figure", "how many wait, so that a guide's day shows it"),
        Row("since", "time", "since when the oldest waits"),
        Row("ended", "code", "how the last one ended"),
    ),
    part(
        "CallEnd", "how a call ended",
        Row("how", "code", "whether it was made, or is needed no more"),
        Row("by", "id", "the account that says so"),
    ),
    Table(
        "matching", "Calls", "how many calls wait for a person", WAITING, (
            Row("id", "id", "the person"),
            Row("number", "figure", "how many wait"),
            Row("since heard_at", "time", "since when, and when that was heard"),
            Row("line", "code", "what happened last, until the case's history has it"),
        ), ("matching.Record",),
    ),
)  # fmt: skip
