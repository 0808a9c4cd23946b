"""The privacy registry of events, of notifications, and of the machinery that every service has."""

from typing import Final

from shared.contracts.fields_rows import (
    DAY_MS,
    GOOD,
    HOLDER,
    Retention,
    Row,
    Table,
)

DOCUMENT: Final = ("shared.Document",)
WRITTEN: Final = Retention(
    "until the letter is queued, which is at once", "notifications.threads.write"
)
REACHED: Final = Retention(
    "until intake tells another, or that it is erased; its id for 90 days more",
    "notifications.contacts.forget",
)
WALKS: Final = Retention(
    "until the person is erased; the id for 90 days more", "notifications.guides.forget"
)
SUBJECT: Final = Retention(
    "400 days after the last news of a match or need, 30 days of a link to sign in; of a person"
    " or an association until 90 days after they are erased",
    "notifications.threads.forget",
    400 * DAY_MS,
)
LETTER: Final = Retention(
    "a year, 90 days where it is about no person, and no longer than its person",
    "notifications.deliveries.forget",
    365 * DAY_MS,
)
TOLD: Final = Retention("until it is told", "relay")
COUNTS: Final = Retention("1 h, 24 h for a class, after the last try", "*.limits.forget", DAY_MS)
DECIDED: Final = Retention(
    "until it is applied; where an operator decided, the first record for a year",
    "*.parked.forget",
    365 * DAY_MS,
)
REPLACED: Final = Retention(
    "until the sessions would be over", "intake.accounts.tidy", 365 * DAY_MS
)

EVENTS: Final = (
    Table(
        "events", "Gathering", "something that people attend", GOOD, (
            Row("id", "id", "stands for the gathering"),
            Row("title place", "public", "what it is, and where"),
            Row("starts_at ends_at published_at", "time", "when it is"),
            Row("seats", "figure", "for how many"),
            Row("state", "code", "whether it is open to everybody"),
            Row("made_by", "id", "the account that planned it"),
        ), DOCUMENT,
    ),
)  # fmt: skip

NOTIFICATIONS: Final = (
    Table(
        "notifications", "Contact", "how somebody is reached", REACHED, (
            Row("id", "id", "the person or account"),
            Row("key_id", "technical", "which key opens it"),
            Row("sealed", "sealed", "to write to them; opened only to send, or for who may read the letter", export=True),
        ), DOCUMENT,
    ),
    Table(
        "notifications", "GuideOf", "who walks with a person", WALKS, (
            Row("id", "id", "the person"),
            Row("guide", "id", "who may read the person's letters"),
            Row("ended", "code", "why the person's case is over, to tell it once"),
            Row("orders", "code", "the letter that tells it", WRITTEN),
        ), DOCUMENT,
    ),
    Table(
        "notifications", "Thread", "what is to be written about one subject", SUBJECT, (
            Row("id", "id", "the person, match, link or association it is about"),
            Row("orders", "code", "the letters to be written", WRITTEN),
            Row("generation", "figure", "which private link letters lead to"),
            Row("speakers", "id", "who is written to, where it is about an association"),
            Row("standing", "code", "where the match, person or association stands that it is about"),
            Row("calls", "time", "since when letters wait to be read out, so that it is told once"),
            Row("erased", "code", "to write nothing more about somebody erased"),
        ), DOCUMENT,
    ),
    Table(
        "notifications", "Order", "a letter in codes; its words are made when it is sent", HOLDER, (
            Row("message", "id", "the message that it answers"),
            Row("template", "code", "which letter it is", export=True),
            Row("recipient person", "id", "to whom, and about whom", export=True),
            Row("association", "id", "whose contacts get it"),
            Row("link", "id", "what its private link is worked out from"),
            Row("facts", "code", "codes, an alias, and what is public of a need or association", export=True),
            Row("once", "time", "the day for which it is written once, whatever asks for it"),
            Row("own_act_at from_hour good_until", "time", "when it may go, and until when"),
            Row("match", "id", "which match it is about"),
            Row("only_while while_case", "code", "where match or case has to stand for it still to go"),
            Row("after", "code", "the letter that its reader must have got before"),
            Row("shares", "code", "which side's details are put in when it is written"),
        ),
    ),
    Table(
        "notifications", "Delivery", "one letter to one recipient", LETTER, (
            Row("id", "id", "to send nothing twice"),
            Row("state channel reason", "code", "whether it went, how, and why not", export=True),
            Row("order", "code", "which letter it is", export=True),
            Row("recipient person", "id", "to whom, and about whom", export=True),
            Row("queued_at changed_at sent_at", "time", "when it went", export=True),
            Row("tries", "figure", "how often it was tried"),
            Row("by", "id", "the account that read it out"),
            Row("day", "time", "on which morning it goes, together with others"),
            Row("key_id", "technical", "which key opens its words"),
            Row("sealed", "sealed", "its words as they were handed over, for who may read the letter", export=True),
        ), DOCUMENT,
    ),
    Table(
        "notifications", "Printed", "the words of a letter, once opened", HOLDER, (
            Row("language dir", "personal", "in which language it was read", export=True),
            Row("subject paragraphs label", "personal", "what it said: no link, no code, no details of others", export=True),
            Row("greeting", "personal", "who was greeted; empty once their contact is erased", export=True),
        ), inside="notifications.Delivery.sealed",
    ),
    Table(
        "notifications", "Restored", "the backup that the store came out of", GOOD, (
            Row("id", "technical", "the one there is"),
            Row("until", "time", "what was announced until then is not sent by itself"),
        ), DOCUMENT,
    ),
)  # fmt: skip

SHARED: Final = (
    Table(
        "shared", "Document", "what every stored document has", HOLDER, (
            Row("id", "id", "which document it is"),
            Row("region", "code", "the municipality that it belongs to"),
            Row("schema_number version", "technical", "to read and save it safely"),
            Row("told heard", "technical", "the last message told and applied, by subject"),
            Row("due", "technical", "what it waits for"),
        ),
    ),
    Table(
        "shared", "Due", "work that a document waits for", HOLDER, (
            Row("what", "code", "which work"),
            Row("at", "time", "from when on"),
            Row("tries", "figure", "how often it failed"),
        ),
    ),
    Table(
        "shared", "Untold", "a message in a document's outbox", TOLD, (
            Row("topic", "technical", "where it goes"),
            Row("envelope", "technical", "who tells it about whom"),
            Row("data", "message", "what is told"),
        ),
    ),
    Table(
        "shared", "ParkedKey", "messages that could not be applied yet", DECIDED, (
            Row("id", "hash", "whose messages wait"),
            Row("topic partition", "technical", "where they came from"),
            Row("standing reason", "code", "whether they wait, and why"),
            Row("since", "time", "since when"),
            Row("tries", "figure", "how often they were tried"),
            Row("queue", "message", "the messages"),
            Row("decision", "code", "what an operator did"),
        ), DOCUMENT,
    ),
    Table(
        "shared", "Hold", "that nothing new may begin, for a backup or a move", GOOD, (
            Row("id", "technical", "why it holds"),
            Row("until", "time", "until when"),
        ), DOCUMENT,
    ),
    Table(
        "shared", "Kept", "a message as it came", HOLDER, (
            Row("topic partition offset", "technical", "where it came from"),
            Row("key", "id", "whom it is about"),
            Row("value headers", "message", "its bytes, which on the contact topic stay encrypted"),
        ),
    ),
    Table(
        "shared", "Decision", "what an operator did", HOLDER, (
            Row("by", "id", "who decided"),
            Row("what", "code", "what they decided"),
            Row("at", "time", "when they did"),
        ),
    ),
    Table(
        "shared", "Tries", "how often somebody tried something", COUNTS, (
            Row("id", "hash", "who and what, hashed with a key"),
            Row("at", "time", "when they tried"),
        ), DOCUMENT,
    ),
    Table(
        "shared", "EndedSessions", "sessions that count no longer", REPLACED, (
            Row("id", "id", "the account"),
            Row("sessions", "id", "to refuse them"),
        ), DOCUMENT,
    ),
)  # fmt: skip

TABLES: Final = (*EVENTS, *NOTIFICATIONS, *SHARED)
