"""The privacy registry of what travels: every kind of message, and what stands inside one."""

from typing import Final

from shared.contracts.fields_rows import DAY_MS, HOLDER, Retention, Row, Table

TWO_WEEKS: Final = Retention("14 days on the topic", "broker", 14 * DAY_MS)
NEWEST: Final = Retention(
    "until a newer one of the same person or account; the older one goes when the broker compacts"
    " its segment, which a quiet partition may put off",
    "broker",
)


def kind(name: str, what: str, *rows: Row, extends: str | None = None) -> Table:
    """The table of a kind that stays as long as its topic keeps it."""
    bases = (f"messages.{extends}",) if extends else ()
    return Table("messages", name, what, TWO_WEEKS, rows, bases)


def part(name: str, what: str, *rows: Row, inside: str | None = None) -> Table:
    """The table of what stands inside kinds, and inside documents that hold the same."""
    return Table("messages", name, what, HOLDER, rows, inside=inside)


PEOPLE: Final = (
    part(
        "Wishes", "what a person said, in codes",
        Row("kinds interests skills hopes", "code", "what they look for or give", export=True),
        Row("register_check", "code", "whether a register extract may be asked for", export=True),
        Row("district area slots", "code", "where and when they can", export=True),
        Row("languages swedish", "code", "what they can speak together in", export=True),
        Row("age groups woman man", "code", "which groups they fit into", export=True),
        Row("step_free near free", "code", "what has to be so", export=True),
    ),
    kind(
        "PersonFacts", "a person in codes",
        Row("person", "id", "whom it is about"),
        Row("wishes", "code", "what they look for or give"),
        Row("registered_at", "time", "who waits longest"),
        Row("key_hash", "hash", "to know their private link again"),
        Row("generation", "figure", "which private link counts"),
        Row("guide", "id", "the account that filled in the form for them"),
    ),
    kind("PersonRegistered", "a form was accepted", extends="PersonFacts"),
    kind("PersonChanged", "answers or private link are others now", extends="PersonFacts"),
    kind(
        "PersonWithdrawn", "a person wants nothing more",
        Row("person", "id", "whom it is about"),
        Row("reason why", "code", "why they left, or were erased"),
    ),
    kind(
        "ErasureAnnounced", "a person is told that everything about them goes",
        Row("person", "id", "whom it is about"),
        Row("at", "time", "when it goes"),
        Row("why", "code", "why it goes"),
    ),
    kind(
        "CodeAsked", "a person asked for a code, to prove who is there",
        Row("person", "id", "whom it is about"),
        Row("number", "figure", "what the code is worked out from"),
        Row("expires_at", "time", "how long it is good"),
    ),
    kind(
        "GuardianAsked", "a child sent the form, and the guardian is asked",
        Row("person", "id", "the child"),
        Row("again", "code", "whether it is a reminder"),
        Row("answer_by", "time", "until when an answer is waited for"),
    ),
    kind(
        "PersonForgotten", "nothing of somebody erased is left in notifications",
        Row("person", "id", "whom it is about"),
    ),
    Table(
        "messages", "ContactChanged", "how somebody is reached", NEWEST, (
            Row("contact", "id", "whose contact it is"),
            Row("key_id", "technical", "which key opens it"),
            Row("sealed", "sealed", "to write letters; notifications alone opens it"),
        ),
    ),
    part(
        "SealedContact", "what a contact holds, once opened",
        Row("name language", "personal", "to write in their name and language", export=True),
        Row("email phone", "personal", "to reach them", export=True),
        Row("reach", "personal", "how they want to be reached", export=True),
        Row("letters", "code", "whether an association's news come once a day", export=True),
        inside="messages.ContactChanged.sealed",
    ),
    kind(
        "SignInAsked", "somebody with an account asked for a link",
        Row("sign_in account", "id", "which link, and whose"),
        Row("expires_at", "time", "how long it opens the door"),
    ),
    kind(
        "SessionEnded", "sessions that count no longer",
        Row("account sessions", "id", "which sessions, and whose"),
    ),
    kind(
        "RolesChanged", "who works here, in which role",
        Row("account", "id", "whose roles they are"),
        Row("roles regions", "code", "what they may do, and where"),
    ),
)  # fmt: skip

ASSOCIATIONS: Final = (
    kind(
        "AssociationFacts", "an association as the public may know it",
        Row("association contacts", "id", "which it is, and who speaks for it"),
        Row("name web", "public", "who they are"),
    ),
    kind("AssociationVerified", "a coordinator checked it", extends="AssociationFacts"),
    kind(
        "AssociationChanged", "others speak for it now",
        Row("arrived", "id", "who has only just come, to be told so"),
        extends="AssociationFacts",
    ),
    kind(
        "AssociationBlocked", "it may not ask for anybody",
        Row("association", "id", "which it is"),
    ),
    part(
        "NeedDetails", "what an association asks for",
        Row("kind title activities skills", "public", "whom they look for, and for what"),
        Row("place area slots starts weeks", "public", "where and when"),
        Row("seats cost", "public", "for how many, and what it costs"),
        Row("languages swedish ages groups", "public", "who fits"),
        Row("step_free register_check", "public", "what it is like, and what is asked for"),
    ),
    kind(
        "NeedFacts", "a need as the public may know it",
        Row("need association contacts", "id", "which it is, and who may answer"),
        Row("association_name details", "public", "what is asked for"),
        Row("posted_at", "time", "how new it is"),
    ),
    kind("NeedPosted", "a verified association asks for people", extends="NeedFacts"),
    kind("NeedChanged", "it asks for something else", extends="NeedFacts"),
    kind(
        "NeedDoubted", "its contacts are asked whether it still holds",
        Row("number", "figure", "what the link of the question is worked out from"),
        Row("closes_at", "time", "by when they have to say so"),
        extends="NeedFacts",
    ),
    kind(
        "NeedClosed", "it takes nobody more",
        Row("need", "id", "which it is"),
        Row("reason", "code", "why it closed"),
    ),
    kind(
        "GatheringPublished", "a gathering is open to everybody",
        Row("gathering", "id", "which it is"),
        Row("title place starts_at ends_at seats", "public", "what, where, when, for how many"),
    ),
)  # fmt: skip

MATCHING: Final = (
    kind(
        "CaseFacts", "one person's one wish, in codes",
        Row("case person guide", "id", "which it is, whose, and who walks with them"),
        Row("alias", "id", "what they are called where no name may stand"),
        Row("state waiting reason", "code", "where it stands"),
    ),
    kind("CaseMoved", "it stands somewhere else", extends="CaseFacts"),
    kind("CaseClaimed", "a guide took it", extends="CaseFacts"),
    part(
        "Asked", "what is public of the need that a match is about",
        Row("association_name title kind activity", "public", "who asks, and for what", export=True),
        Row("place slots cost", "public", "where, when, and what it costs", export=True),
    ),
    kind(
        "MatchFacts", "the pair of a person and a need, in codes",
        Row("match case person need association", "id", "whom it is about"),
        Row("contacts", "id", "who may answer for the association"),
        Row("alias", "id", "what the association calls the person"),
        Row("state person_answer association_answer", "code", "where it stands"),
        Row("round points", "figure", "how it was ranked"),
        Row("reasons facets", "code", "why it fits, and what the association may know"),
        Row("about", "public", "what is public of the need"),
    ),
    kind("MatchProposed", "a person and a need fit", extends="MatchFacts"),
    kind(
        "MatchApproved", "a guide stands behind it",
        Row("answer_by", "time", "until when the person can answer"),
        extends="MatchFacts",
    ),
    kind(
        "MatchAnswered", "one side said yes or no",
        Row("side why", "code", "which side, and why it was a no"),
        Row("answer_by", "time", "until when the other side can answer"),
        extends="MatchFacts",
    ),
    kind(
        "MatchAskedAgain", "the person wanted to be asked later",
        Row("answer_by", "time", "until when the person can answer"),
        extends="MatchFacts",
    ),
    kind(
        "MatchReminded", "one side has not answered yet",
        Row("side", "code", "which side"),
        Row("answer_by", "time", "until when it can"),
        extends="MatchFacts",
    ),
    kind(
        "MatchIntroduced", "a guide brings the two together",
        Row("level details", "code", "how much help, and whether details are shared by letter"),
        Row("web", "public", "the association's own page"),
        Row("ask_at", "time", "when both are asked whether they have met"),
        extends="MatchFacts",
    ),
    kind(
        "MatchInquired", "it is asked how it goes",
        Row("question", "code", "what is asked"),
        Row("answer_by", "time", "until when an answer is waited for"),
        extends="MatchFacts",
    ),
    kind(
        "MatchMoved", "it began, goes on, or is over",
        Row("why by_guide", "code", "why it is over, and whether a guide says so"),
        extends="MatchFacts",
    ),
    kind(
        "CaseOpened", "a coordinator opened a case of another guide",
        Row("look case person account", "id", "which look it was, whose case, and who opened it"),
        Row("reason", "code", "why"),
    ),
    kind(
        "DayBegan", "how much needs a guide today",
        Row("account", "id", "which guide"),
        Row("day until", "time", "which day, and until when it is of use"),
        Row("given call letter turn date stuck choose nobody", "figure", "how many cases, by why"),
    ),
)  # fmt: skip

TABLES: Final = (
    *PEOPLE,
    *ASSOCIATIONS,
    *MATCHING,
    part(
        "Envelope", "what stands outside a message",
        Row("id correlation causation", "id", "which message it is, and after which"),
        Row("kind kind_version source sequence", "technical", "to read it in its order"),
        Row("subject", "id", "whom it is about"),
        Row("region", "code", "the municipality that it belongs to"),
        Row("at", "time", "when it was told"),
        Row("trace", "technical", "to follow it through the services"),
    ),
)  # fmt: skip
