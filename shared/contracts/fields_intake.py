"""The privacy registry of intake: the one service that knows people by name."""

from typing import Final

from shared.contracts import fields_accounts, fields_forms
from shared.contracts.fields_rows import (
    ASSOCIATION,
    DAY_MS,
    HOLDER,
    Retention,
    Row,
    Table,
)

DOCUMENT: Final = ("shared.Document",)
DRAFT: Final = Retention(
    "14 days after it was last touched, 1 h on a guide's device",
    "intake.drafts.forget",
    14 * DAY_MS,
)
ONE_DAY_CODE: Final = Retention("24 h after it was made", "intake.class_codes.forget", DAY_MS)
NOT_VERIFIED: Final = Retention(
    "90 days where nobody ever verified it, 90 days after it was refused; a verified one as long as"
    " it is here",
    "intake.associations.end",
    90 * DAY_MS,
)
KNOWN_AS_ENDED: Final = Retention(
    "90 days longer than all else", "intake.associations.forget", (90 + 90) * DAY_MS
)
UNTIL_OPEN: Final = Retention(
    "until the contact's account is open, which is at once", "intake.associations.open_account"
)
UNTIL_IN: Final = Retention(
    "until they speak for it, or the invitation is removed", "intake.associations.let_in"
)
UNTIL_GONE: Final = Retention(
    "until their account speaks for nobody, which is at once", "intake.associations.let_go"
)
ONE_DAY_IMPORT: Final = Retention("24 h after it was put in", "intake.imports.forget", DAY_MS)
UNTIL_PUT_IN: Final = Retention(
    "until the line is put in, which is at once", "intake.imports.put_in"
)
LOOKS: Final = Retention("until the person it is about is erased", "intake.people.erase")
ERASABLE: Final = Retention(
    "a year without a sign, half a year after it is over, or until the person asks",
    "intake.people.stay",
    365 * DAY_MS,
)
KNOWN_AS_ERASED: Final = Retention(
    "90 days longer than all else", "intake.people.forget", (365 + 90) * DAY_MS
)
OWN_CODE: Final = Retention(
    "until the next is asked for, or the person is erased", "intake.people.stay", 365 * DAY_MS
)
REPLACED: Final = Retention("until the person is erased", "intake.people.erase")
ONE_YEAR: Final = Retention("a year after it was asked for", "intake.exports.forget", 365 * DAY_MS)
TICK: Final = Retention("for good, since it says nothing about a person", "never")

PEOPLE: Final = (
    Table(
        "intake", "Person", "somebody who sent the form", ERASABLE, (
            Row("id", "id", "stands for the person everywhere", KNOWN_AS_ERASED, export=True),
            Row("region", "code", "the municipality that they belong to", KNOWN_AS_ERASED),
            Row("first_name", "personal", "what to call them", export=True),
            Row("phone email", "personal", "to reach them, or a child's guardian", export=True),
            Row("guardian", "code", "to know whether a child's guardian has said yes", KNOWN_AS_ERASED, export=True),
            Row("reach", "personal", "how they want to be reached", export=True),
            Row("language", "personal", "to write in a language they read", export=True),
            Row("answers wishes", "code", "to find what fits", export=True),
            Row("revision", "figure", "to notice a page with older answers"),
            Row("registered_at withdrawn_at", "time", "when they came, and left", KNOWN_AS_ERASED, export=True),
            Row("stayed_at", "time", "when they last did something about themselves", export=True),
            Row("leaving_at", "time", "when everything is erased, once they were told", export=True),
            Row("consents", "code", "to show that they agreed, and to what", export=True),
            Row("case offer", "code", "to show them where it stands", export=True),
            Row("given", "code", "to show them what an association got of them", export=True),
            Row("guide", "id", "the account that filled in the form for them"),
            Row("key_hash", "hash", "to know their private link again", KNOWN_AS_ERASED),
            Row("generation", "figure", "which private link counts", KNOWN_AS_ERASED),
            Row("code", "technical", "to know that it is they who ask, not only who has the link", OWN_CODE),
            Row("erasure", "code", "that one of us wants it erased", export=True),
            Row("erased_at", "time", "since when nothing is left", KNOWN_AS_ERASED),
            Row("erased_in", "code", "which services have told so", KNOWN_AS_ERASED),
        ), DOCUMENT,
    ),
    Table(
        "intake", "CaseSeen", "a case as matching told it", HOLDER, (
            Row("state waiting reason", "code", "where it stands", export=True),
            Row("moved_at", "time", "since when", export=True),
            Row("alias", "id", "what the case is called where no name may stand", export=True),
            Row("guide", "id", "who may see name and contact"),
        ),
    ),
    Table(
        "intake", "OfferSeen", "what somebody was asked about last", HOLDER, (
            Row("match", "id", "which question it is"),
            Row("about", "public", "what is public of the need", export=True),
            Row("reasons state", "code", "why it fits, and where it stands", export=True),
            Row("asked_at", "time", "since when they were asked", export=True),
            Row("level question", "code", "how the guide helped, and what was asked since", export=True),
            Row("fell", "code", "whether the association could not", export=True),
        ),
    ),
    Table(
        "intake", "ErasureAsked", "that one of us wants somebody erased", HOLDER, (
            Row("by", "id", "who asked, since another has to agree"),
            Row("reason", "code", "why", export=True),
            Row("at", "time", "when", export=True),
            Row("alone", "code", "that there is nobody else to agree", export=True),
        ),
    ),
    Table(
        "intake", "Given", "that an association got something of a person", HOLDER, (
            Row("match", "id", "because of which question", export=True),
            Row("what saw", "code", "what it got, and of what kind", export=True),
            Row("at", "time", "when it got it", export=True),
            Row("association", "public", "which association it is", export=True),
            Row("alias", "id", "what it calls the person", export=True),
        ),
    ),
    Table(
        "intake", "OwnCode", "a code that proves who is there", HOLDER, (
            Row("number", "figure", "what the code is worked out from"),
            Row("asked_at expires_at", "time", "how long it is good"),
            Row("tries", "figure", "how often a wrong one was written"),
        ),
    ),
    Table(
        "intake", "Tick", "what keeps the contact topic moving, so that the broker compacts it", TICK, (
            Row("id", "id", "which region it is for"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Rounds", "when everybody is looked over, so that all have a clock", TICK, (
            Row("id", "id", "which region it is for"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "OldLink", "a private link that counts no longer", REPLACED, (
            Row("id", "hash", "to say that the link was replaced"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Access", "that somebody looked at a person's name, contact or case", LOOKS, (
            Row("id", "id", "which look it was"),
            Row("account", "id", "who looked"),
            Row("role what", "code", "in which role they looked, and at what", export=True),
            Row("person", "id", "whom it was about", export=True),
            Row("reason", "code", "why they looked", export=True),
            Row("at", "time", "when they looked", export=True),
        ), DOCUMENT,
    ),
    Table(
        "intake", "ContactExport", "that somebody asked for the list of all contacts", ONE_YEAR, (
            Row("id", "id", "which request it was"),
            Row("asked_by approved_by", "id", "who asked, and who agreed"),
            Row("reason", "code", "why"),
            Row("asked_at approved_at", "time", "when"),
            Row("taken", "figure", "how often the list was taken"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Taken", "that the list was taken", HOLDER, (
            Row("at", "time", "when"),
            Row("people", "figure", "how many stood in it"),
        ),
    ),
    Table(
        "intake", "SealedDraft", "a form that is not sent yet", DRAFT, (
            Row("id", "hash", "to find the draft of a cookie"),
            Row("sealed", "sealed", "to go on later; only the reader's cookie opens it"),
            Row("touched_at", "time", "to ask who is there before it is shown"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Draft", "what a draft holds, once opened", HOLDER, (
            Row("form_id", "id", "to make one person of a form sent twice"),
            Row("way", "code", "which form it is"),
            Row("answers", "personal", "what was filled in so far"),
            Row("revision", "figure", "which answers are being changed"),
        ), inside="intake.SealedDraft.sealed",
    ),
    Table(
        "intake", "ClassCode", "a code that lets a whole class send forms", ONE_DAY_CODE, (
            Row("id", "hash", "to know the code again"),
            Row("account", "id", "who made it"),
            Row("made_at expires_at", "time", "how long it is good"),
        ), DOCUMENT,
    ),
)  # fmt: skip

ASSOCIATIONS: Final = (
    Table(
        "intake", "Association", "an association that registered", NOT_VERIFIED, (
            Row("id", "id", "stands for the association", KNOWN_AS_ENDED),
            Row("region", "code", "the municipality that it belongs to", KNOWN_AS_ENDED),
            Row("name web does", "public", "who they are; open to all once they are verified"),
            Row("state contact_taken", "code", "whether they may ask for people"),
            Row("contacts", "id", "the accounts that speak for it"),
            Row("contact", "personal", "whom to open the account for", UNTIL_OPEN, export=True),
            Row("invited", "personal", "who is to speak for it, too", UNTIL_IN, export=True),
            Row("leaving", "id", "who does not speak for it any more", UNTIL_GONE),
            Row("registered_at decided_at", "time", "when they came, and were checked"),
            Row("decided_by", "id", "who checked them"),
            Row("reports", "id", "what one of us says is wrong, until somebody has looked"),
        ), DOCUMENT,
    ),
    Table(
        "intake", "ContactAsked", "who is to speak for an association", HOLDER, (
            Row("name email language", "personal", "to open an account and write to them", export=True),
        ),
    ),
    Table(
        "intake", "Import", "a table of associations or needs that a coordinator sent in", ONE_DAY_IMPORT, (
            Row("id", "id", "which table it is"),
            Row("kind verify", "code", "what it is a table of, and whether it counts as verified"),
            Row("total made known left", "figure", "how far it is"),
            Row("by", "id", "who sent it in"),
            Row("rows", "personal", "lines to put in, some with a contact's name and address", UNTIL_PUT_IN, export=True),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Row", "a line of such a table", HOLDER, (
            Row("line", "figure", "to say which line it was"),
            Row("fields", "personal", "what a form would have sent", export=True),
        ),
    ),
    Table(
        "intake", "Invited", "who is invited to speak for an association", HOLDER, (
            Row("account by", "id", "whose address it is or would be, and who invited them"),
            Row("trusted", "code", "whether a coordinator did"),
        ), ("intake.ContactAsked",),
    ),
    Table(
        "intake", "Need", "what an association asks for", ASSOCIATION, (
            Row("id", "id", "stands for the need"),
            Row("association contacts", "id", "who asks, and who may answer for them"),
            Row("association_name details", "public", "what is asked for"),
            Row("state reason", "code", "whether it still takes people"),
            Row("posted_at changed_at", "time", "how new it is"),
            Row("confirmed_at closes_at", "time", "whether it still holds, and until when it may"),
            Row("doubts", "figure", "how often it was asked whether it still holds"),
            Row("doubt_key", "hash", "to know the link of that question again"),
        ), DOCUMENT,
    ),
)  # fmt: skip

TABLES: Final = (*PEOPLE, *fields_forms.TABLES, *fields_accounts.ACCOUNTS, *ASSOCIATIONS)
