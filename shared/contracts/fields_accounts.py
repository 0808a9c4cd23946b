"""The privacy registry of those who sign in."""

from typing import Final

from shared.contracts.fields_rows import ACCOUNT, DAY_MS, HOLDER, Retention, Row, Table

DOCUMENT: Final = ("shared.Document",)
ONE_DAY_LINK: Final = Retention("24 h after it was asked for", "intake.sign_ins.forget", DAY_MS)
SESSION: Final = Retention("12 h", "intake.accounts.tidy", DAY_MS // 2)
TOKEN: Final = Retention("1 year", "intake.accounts.tidy", 365 * DAY_MS)
ENDED: Final = Retention("until it would be over", "intake.accounts.tidy", 365 * DAY_MS)

ACCOUNTS: Final = (
    Table(
        "intake", "Account", "somebody who signs in", ACCOUNT, (
            Row("id", "id", "stands for the account; worked out from the address with a key", export=True),
            Row("email", "personal", "to send the link that signs in", export=True),
            Row("name language", "personal", "to write to them", export=True),
            Row("roles regions staff", "code", "what they may do, and where", export=True),
            Row("association", "id", "whom they speak for", export=True),
            Row("letters", "code", "whether its news come one by one or once a day", export=True),
            Row("made_at came_at", "time", "since when, and when they first signed in", export=True),
            Row("changed_by", "id", "who gave them their roles"),
            Row("sessions", "technical", "to end them before their time", SESSION, export=True),
            Row("tokens", "technical", "to end them before their time", TOKEN, export=True),
            Row("ended", "technical", "to refuse what was ended", ENDED),
        ), DOCUMENT,
    ),
    Table(
        "intake", "Started", "a session", HOLDER, (
            Row("id", "id", "which session it is"),
            Row("expires", "time", "when it is over", export=True),
        ),
    ),
    Table(
        "intake", "Token", "a session of long life, for programs", HOLDER, (
            Row("name", "personal", "what its owner calls it", export=True),
            Row("hash", "hash", "to know it again; the token is kept nowhere"),
            Row("made_at", "time", "since when", export=True),
        ), ("intake.Started",),
    ),
    Table(
        "intake", "SignIn", "a link that was asked for, to sign in once", ONE_DAY_LINK, (
            Row("id", "id", "which link it is"),
            Row("account", "id", "the account an address has or would have"),
            Row("key_hash", "hash", "to know the link again"),
            Row("expires_at used_at", "time", "whether it still opens the door"),
        ), DOCUMENT,
    ),
)  # fmt: skip
