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
            Row("answers associations", "figure", "how fast people and associations answer"),
            Row("hopes", "figure", "how people rate their hopes after three months and six"),
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
    Table(
        "matching", "AssociationAnswers", "how an association answers", HOLDER, (
            Row("association", "id", "which one"),
            Row("name", "public", "its name"),
            Row("median count silent", "figure", "how long, how often, and how often not at all"),
        ),
    ),
    Table(
        "matching", "FollowUp", "a question of how it goes, five answers or more", HOLDER, (
            Row("question", "code", "which question"),
            Row("asked answered", "figure", "how many were asked, and answered"),
            Row("hopes", "figure", "what they said, by hope"),
        ),
    ),
    Table(
        "matching", "HopeRated", "how a hope was rated, by five or more", HOLDER, (
            Row("hope", "code", "which hope"),
            Row("median count", "figure", "the figure in the middle, and how many rated it"),
        ),
    ),
)  # fmt: skip
