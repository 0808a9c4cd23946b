"""The privacy registry of what a form says, and of who agreed to it."""

from typing import Final

from shared.contracts.fields_rows import HOLDER, Row, Table

TABLES: Final = (
    Table(
        "intake", "Answers", "the form as it was filled in", HOLDER, (
            Row("kind interests skills hopes", "code", "what they look for or give", export=True),
            Row("register_check", "code", "whether a register extract may be asked for", export=True),
            Row("district area slots", "code", "where and when they can", export=True),
            Row("languages swedish", "code", "what they can speak together in", export=True),
            Row("age groups musts", "code", "what has to be so", export=True),
            Row("first_name phone email", "personal", "to fill in the form; empty once it is sent", export=True),
            Row("through_guide", "personal", "how they want to be reached", export=True),
            Row("guardian_phone guardian_email", "personal", "to ask a child's guardian; empty once it is sent", export=True),
            Row("guardian_language", "personal", "to ask in a language they read", export=True),
            Row("guardian_paper", "code", "whether a guide had the guardian's yes on paper", export=True),
            Row("consent", "code", "that they agreed", export=True),
        ),
    ),
    Table(
        "intake", "Consent", "that somebody agreed", HOLDER, (
            Row("text", "figure", "which text they agreed to", export=True),
            Row("at", "time", "when they did", export=True),
            Row("guide", "id", "on whose device they did"),
        ),
    ),
    Table(
        "intake", "Guardian", "the word of a child's guardian", HOLDER, (
            Row("key_hash", "hash", "to know the guardian's link again"),
            Row("asked_at reminded_at answered_at", "time", "when they were asked, and answered", export=True),
            Row("waits answer how day", "code", "what they said, and how and when it was said", export=True),
            Row("by", "id", "who had it on paper, or heard it"),
        ),
    ),
)  # fmt: skip
