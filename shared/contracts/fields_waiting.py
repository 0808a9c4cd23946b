"""The privacy registry of what waits for a coordinator: an association, an erasing, a report."""

from typing import Final

from shared.contracts.fields_messages import kind
from shared.contracts.fields_rows import HOLDER, Row, Table

TABLES: Final = (
    kind(
        "ErasureWaits", "one of us wants a person erased, and a second has to agree",
        Row("person coordinators", "id", "whom, and who can agree"),
        Row("asked_at", "time", "since when it waits"),
    ),
    kind(
        "AssociationReported", "one of us says that something is wrong with it",
        Row("association coordinators", "id", "which it is, and who can decide"),
        Row("reported_at", "time", "since when it waits"),
    ),
    Table(
        "intake", "Reported", "what one of us says is wrong with an association", HOLDER, (
            Row("by", "id", "whom to ask about it"),
            Row("reason", "code", "what is wrong"),
            Row("at", "time", "since when it waits for somebody to look"),
        ),
    ),
    kind(
        "AssociationWaits", "coordinators are reminded that it is not verified",
        Row("association coordinators", "id", "which it is, and who can verify it"),
        Row("registered_at", "time", "since when it waits"),
        Row("number", "figure", "how many have waited as long"),
    ),
    kind(
        "AssociationErasureAnnounced", "its contact is told that it goes, since nobody verified it",
        Row("association contacts", "id", "which it is, and who is told"),
        Row("registered_at at", "time", "since when it waits, and when it goes"),
    ),
    kind(
        "AssociationErased", "one that was never verified is gone",
        Row("association", "id", "which it was"),
        Row("why", "code", "why it went"),
    ),
)  # fmt: skip
