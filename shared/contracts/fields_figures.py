"""The privacy registry of matching's figures: counts of five or more, of nobody in particular."""

from typing import Final

from shared.contracts.fields_rows import GOOD, HOLDER, Row, Table

RECORD: Final = ("matching.Record",)

FIGURES: Final = (
    Table(
        "matching", "Overview", "the figures of a region", GOOD, (
            Row("id", "code", "which region it is"),
            Row("counted_at", "time", "when they were counted"),
            Row("figures", "figure", "what was counted, none below 5"),
        ), RECORD,
    ),
    Table(
        "matching", "RegionFigures", "what a coordinator sees of the whole", HOLDER, (
            Row("taken kinds areas", "figure", "the places of open needs, and those that are taken"),
            Row("waiting waited steps", "figure", "how long people wait"),
            Row("ends refusals", "figure", "why it ended"),
            Row("answers", "figure", "how fast people and associations answer"),
        ),
    ),
    Table(
        "matching", "Coverage", "the open needs of a kind or area", HOLDER, (
            Row("code", "code", "which one"),
            Row("needs asked taken", "figure", "how many, and their places"),
        ),
    ),
    Table(
        "matching", "Counts", "a table of counts", HOLDER, (
            Row("total rows", "figure", "how many, by code"),
        ),
    ),
    Table(
        "matching", "Count", "how many, five or more, or no figure", HOLDER, (
            Row("code", "code", "of what"),
            Row("count", "figure", "how many"),
        ),
    ),
    Table(
        "matching", "Took", "how long something took, of five or more", HOLDER, (
            Row("code", "code", "what it was"),
            Row("median count", "figure", "how long, and how often"),
        ),
    ),
)  # fmt: skip
