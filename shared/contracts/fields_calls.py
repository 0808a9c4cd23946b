"""The privacy registry of calls: letters that a guide has to read out, from telling to forgetting."""

from typing import Final

from shared.contracts.fields_messages import kind, part
from shared.contracts.fields_rows import DAY_MS, Retention, Row, Table

WAITING: Final = Retention(
    "until the person is erased; the id for 90 days more", "matching.calls.forget", 90 * DAY_MS
)

TABLES: Final = (
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
