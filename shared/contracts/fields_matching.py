"""The privacy registry of matching: codes, ids and figures. No name, no contact; of words only what
a guide writes down about a case.
"""

from typing import Final

from shared.contracts.fields_figures import FIGURES
from shared.contracts.fields_rows import (
    ASSOCIATION,
    DAY_MS,
    GOOD,
    HOLDER,
    Retention,
    Row,
    Table,
)

RECORD: Final = ("matching.Record",)
ERASABLE: Final = Retention(
    "until the person is erased; then only ids, states and times", "matching.cases.propose"
)
NOTES: Final = Retention(
    "90 days after the case is over, or until the person is erased", "matching.cases.forget", 90 * DAY_MS
)  # fmt: skip
WORKS: Final = Retention(
    "until 90 days after they take no cases any more", "matching.guides.forget", 90 * DAY_MS
)
REFUSED: Final = Retention(
    "as long as intake keeps it; the id of one that was refused and is erased, 90 days longer",
    "matching.associations.forget",
    90 * DAY_MS,
)
TODAY: Final = Retention("24 h; intake keeps that somebody looked", "matching.looks.forget", DAY_MS)
ONCE: Final = Retention("for good, since an alias is never given twice", "never")

TABLES: Final = (
    Table(
        "matching", "Record", "what every document of matching has", HOLDER, (
            Row("touched", "time", "to follow what changed"),
        ), ("shared.Document",),
    ),
    Table(
        "matching", "Profile", "a person in codes", ERASABLE, (
            Row("id", "id", "the person", export=True),
            Row("wishes", "code", "to find what fits", export=True),
            Row("registered_at", "time", "who waits longest", export=True),
            Row("withdrawn", "code", "why they want nothing more", export=True),
            Row("guide", "id", "the account that filled in the form for them"),
            Row("line", "code", "what intake's clock did, until the case's history has it"),
        ), RECORD,
    ),
    Table(
        "matching", "Need", "a need as it is matched", ASSOCIATION, (
            Row("id", "id", "the need"),
            Row("association contacts", "id", "who asks, and who may answer for them"),
            Row("association_name details", "public", "what is asked for"),
            Row("posted_at", "time", "how new it is"),
            Row("closed blocked", "code", "whether it still takes people"),
            Row("held", "id", "the matches that have a seat"),
        ), RECORD,
    ),
    Table(
        "matching", "Association", "whether an association may ask at all", REFUSED, (
            Row("id", "id", "the association"),
            Row("blocked", "code", "whether it may ask for people"),
            Row("offers", "id", "the offers it got lately, so that it is not sent too many"),
            Row("web", "public", "its own page, for who is to go there"),
        ), RECORD,
    ),
    Table(
        "matching", "Offered", "an offer that an association got", HOLDER, (
            Row("match", "id", "which one it was"),
            Row("at", "time", "when it went out"),
        ),
    ),
    Table(
        "matching", "Case", "one person's one wish, and what happened to it", ERASABLE, (
            Row("id person", "id", "the case, and whose it is", export=True),
            Row("state waiting reason", "code", "where it stands", export=True),
            Row("since", "time", "since when", export=True),
            Row("alias aliases", "id", "what they are called where no name may stand", export=True),
            Row("facets district", "code", "what a guide reads on the card", export=True),
            Row("current placed dropped", "id", "the match, and the needs that were tried", export=True),
            Row("sent", "id", "the need of an offer that waits for an answer", export=True),
            Row("held_until", "time", "until when its proposals keep still for a reader"),
            Row("hints", "code", "what would help", export=True),
            Row("history", "code", "to show how it came about", export=True),
            Row("notes next_step", "personal", "what their guide wants to remember", NOTES, export=True),
            Row("next_at", "time", "when their guide does what is next", NOTES, export=True),
            Row("calls", "figure", "how many letters wait to be read out to them", export=True),
            Row("call_at", "time", "since when the oldest waits", export=True),
            Row("lost", "code", "which letters did not arrive", export=True),
            Row("lost_at", "time", "since when the oldest is missing", export=True),
            Row("guide", "id", "who walks with them"),
            Row("given_at", "time", "that their guide has not opened it since it was given to them"),
            Row("asking", "id", "an approval that can still be undone"),
        ), RECORD,
    ),
    Table(
        "matching", "LostLetter", "a letter that did not arrive", HOLDER, (
            Row("letter", "id", "which it is"),
            Row("what state", "code", "which kind of letter, and what is known of it", export=True),
            Row("at", "time", "since when", export=True),
        ),
    ),
    Table(
        "matching", "Asking", "an approval that can still be undone", HOLDER, (
            Row("match need", "id", "what was approved, and for which need"),
            Row("at", "time", "when it goes out"),
            Row("by", "id", "who approved it"),
            Row("claims", "code", "whether it took the case as well"),
        ),
    ),
    Table(
        "matching", "Hint", "what stands in the way", HOLDER, (
            Row("code change", "code", "which rule, and what would change it", export=True),
            Row("needs", "figure", "for how many needs", export=True),
        ),
    ),
    Table(
        "matching", "Happening", "one line of a case's history", HOLDER, (
            Row("at", "time", "when it happened", export=True),
            Row("what why", "code", "what happened, and why", export=True),
            Row("match", "id", "to which match", export=True),
            Row("by", "id", "who did it: an account, or a side"),
        ),
    ),
    Table(
        "matching", "Match", "the pair of a person and a need", ERASABLE, (
            Row("id", "id", "the match", export=True),
            Row("case person need association", "id", "whom it is about", export=True),
            Row("contacts", "id", "who may answer for the association"),
            Row("alias", "id", "what the association calls the person", export=True),
            Row("state ended", "code", "where it stands, and why it is over", export=True),
            Row("round points parts price", "figure", "how it was ranked", export=True),
            Row("bonus keep tie", "figure", "what else decided its rank", export=True),
            Row("reasons crowded", "code", "why it was proposed", export=True),
            Row("policy", "code", "by which rules", export=True),
            Row("facets", "code", "what the association may know after the person's yes", export=True),
            Row("about", "public", "what is public of the need", export=True),
            Row("person_answer association_answer no_why", "code", "what each side said", export=True),
            Row("later", "figure", "how often they wanted to be asked later", export=True),
            Row("ask_again_at", "time", "when they are asked again", export=True),
            Row("person_key association_key", "hash", "to know the answer links again"),
            Row("by by_hand", "id", "who dismissed it, and who proposed it by hand"),
            Row("proposed_at asked_at answered_at", "time", "when it moved", export=True),
            Row("introduced_at started_at active_at", "time", "when it went on", export=True),
            Row("passed_on_at association_at", "time", "how fast an association answers", export=True),
            Row("extract_at", "time", "that a register extract was shown; nothing of it is kept", export=True),
            Row("extract_by", "id", "which contact was shown it"),
            Row("level", "code", "how much the guide helped", export=True),
            Row("question inquired reminded", "code", "what was asked of whom", export=True),
            Row("stuck", "code", "why it waits for the guide, maybe as the association says", named=True),
            Row("rated", "figure", "how the hopes came true", export=True),
            Row("report report_why", "code", "how it goes, as the association says", named=True),
            Row("report_at", "time", "when it said so", named=True),
            Row("log", "code", "what the case's history takes over", export=True),
        ), RECORD,
    ),
    Table(
        "matching", "Rated", "how somebody rated the three hopes", HOLDER, (
            Row("question", "code", "after how long", export=True),
            Row("at", "time", "when they said it", export=True),
            Row("network swedish health", "figure", "from 1 to 5, what they chose to say", export=True),
        ),
    ),
    Table(
        "matching", "Alias", "an alias that is taken", ONCE, (
            Row("id", "id", "the alias: plain words that say nothing about anybody", export=True),
            Row("owner", "id", "which case it is, towards which association"),
        ), RECORD,
    ),
    Table(
        "matching", "AppliedPolicy", "the rules that proposals were made by", GOOD, (
            Row("id number", "id", "which version it is"),
            Row("since", "time", "since when it counts"),
            Row("content serial", "figure", "the weights and rules, and how often they changed"),
            Row("by", "id", "which account changed them"),
        ), RECORD,
    ),
    Table(
        "matching", "Region", "when a region is looked at as a whole", GOOD, (
            Row("id", "code", "which region it is"),
            Row("number", "figure", "how often that was done"),
            Row("why", "code", "why it is done next"),
            Row("asked_by", "id", "which account asked for it"),
        ), RECORD,
    ),
    Table(
        "matching", "Pass", "what looking at a whole region came to", GOOD, (
            Row("id", "id", "which one it is"),
            Row("number took figures prices moved_all", "figure", "what it came to"),
            Row("began", "time", "when it began"),
            Row("why policy", "code", "why, and by which rules"),
            Row("asked_by", "id", "which account asked for it"),
            Row("moved todo", "id", "the cases whose proposals it changed"),
        ), RECORD,
    ),
    Table(
        "matching", "Moved", "what a pass changed for one case", HOLDER, (
            Row("case new gone", "id", "the case, and the needs that came and went"),
        ),
    ),
    Table(
        "matching", "Figures", "the figures of a pass", HOLDER, (
            Row("people needs seats served", "figure", "how many there were"),
            Row("points value bound gap pairs tied", "figure", "how good it is, and the proof"),
            Row("ratio costs", "figure", "what fairness came to, and what it cost"),
            Row("groups", "figure", "who has found a place, by group"),
        ),
    ),
    Table(
        "matching", "Cell", "one group of people, five or more, or no figure", HOLDER, (
            Row("code", "code", "which group"),
            Row("people served days", "figure", "how many, and how long the others have waited"),
        ),
    ),
    Table(
        "matching", "Guide", "somebody who takes cases, and their mail in the morning", WORKS, (
            Row("id", "id", "the account"),
            Row("roles regions", "code", "what they may do, and where"),
            Row("mail", "code", "whether they want the mail"),
            Row("told_day", "time", "the day they were told of last"),
        ), RECORD,
    ),
    Table(
        "matching", "Look", "that a coordinator may read a case of another guide today", TODAY, (
            Row("id", "id", "which look it is"),
            Row("account", "id", "who looks"),
            Row("case person", "id", "at whose case"),
            Row("reason", "code", "why they look"),
            Row("at", "time", "when they said so"),
        ), RECORD,
    ),
    *FIGURES,
)  # fmt: skip
