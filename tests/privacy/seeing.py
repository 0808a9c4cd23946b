"""Which fields each role may be told, and where the words of a person may stand before whom.

Both are what ../shared/privacy.md allows (role × action), written out. A field or a place more is a
decision: it is listed here by whoever makes it.
"""

from collections.abc import Mapping
from typing import Final

# The names of all fields in what the APIs answer: by role ("link" is whoever has a private link) and
# service. What anybody may be told, everybody may; "staff" is told to all who sign in.
FIELDS: Final = """
nobody intake: area activities ages association_name cost details groups id kind languages place
nobody intake: posted_at register_check seats skills slots starts state step_free swedish title weeks
nobody intake: person status status_link
nobody matching: content since version
nobody events: ends_at id place seats starts_at state title
link intake: account association expires_at form_token regions roles
link intake: age answer answer_by answer_link answers at by changed closes_at consent district email
link intake: erased first_name guardian_email guardian_language guardian_paper guardian_phone helps
link intake: hopes interests kept_until musts phone reason reasons registered_at revision role text
link intake: through_guide waiting waits what why withdrawn code alias saw parts until
link matching: about activity alias answer answer_by ask_again_at association_name cost ended facets
link matching: kind may_answer outcome place side slots standing state title
staff intake: account association expires_at form_token regions roles letters made_at name token email
staff intake: language
association intake: came changed_at closes_at contact_taken decided_at decided_by does doubted_at
association intake: ends_at reason registered_at web
association matching: about activity alias answer answer_by association_name can cost ended extract_at
association matching: facets id kind may_answer outcome over_at place report report_why side slots
association matching: standing state title why
guide intake: age alike answer_by answers consent district fared first_name guardian_paper interests
guide intake: link musts hopes noted phone reach revision rows sent_at through_guide wait_s wrong
guide intake: guardian_email guardian_language guardian_phone alone at by reason
guide matching: activity alias answer ask_again_at association association_answer association_id at by
guide matching: calls case
guide matching: cases change changed_at claimed code columns cost crowded ended facets goes_out_at
guide matching: health hints history id key mail mark match may_approve may_claim may_dismiss
guide matching: may_undo mine missed more need needs network new gone next_at next_step no_why notes
guide matching: obstacles others parts person person_answer place points policy possible price
guide matching: proposals question rated read_at reason reasons refused ring_by round says show
guide matching: letter letters lost to
guide matching: slots state swedish tasks then title today total waiting what why
guide notifications: channel id queued_at reason sent_at state template
coordinator intake: approved_at approved_by asked_at asked_by at by closes_at column done came
coordinator intake: changed_at contact_taken decided_at decided_by does doubted_at ends_at field known
coordinator intake: left line lines made problems reason registered_at remedy role taken total web what
coordinator matching: answered answers applied areas asked associations began bound changed changes
coordinator matching: costs count counted_at days ends figures gap groups hope hopes kinds median
coordinator matching: name number pairs people proposed ratio rated refusals rows seats serial served
coordinator matching: silent steps tied took taken value waited would_change
admin intake: at by reason role what partition since standing topic tries waiting
admin matching: answered answers areas asked associations association code count counted_at ends
admin matching: figures hope hopes id kinds median name needs partition question reason refusals rows
admin matching: silent standing state steps taken topic total tries waited waiting
admin events: partition reason standing since topic tries waiting
admin notifications: id partition reason since standing topic tries waiting
"""
MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "nobody": (),
    "link": ("nobody",),
    "staff": ("nobody",),
    "association": ("staff",),
    "guide": ("staff",),
    "coordinator": ("guide",),
    "admin": ("staff",),
}


def fields() -> dict[str, dict[str, set[str]]]:
    """The names that a role may be told, by service."""
    said: dict[str, dict[str, set[str]]] = {role: {} for role in MORE}
    for line in filter(None, FIELDS.splitlines()):
        who, _, names = line.partition(": ")
        role, service = who.split()
        said[role].setdefault(service, set()).update(names.split())
    for role, bases in MORE.items():
        for base in bases:
            for service, known in said[base].items():
                said[role].setdefault(service, set()).update(known)
    return said


EVERYBODY: Final = ("nobody", "association", "other association", "guide", "other guide",
                    "coordinator", "admin")  # fmt: skip
STAFF: Final = ("guide", "coordinator")
CHIEFS: Final = ("coordinator", "admin")
API: Final = "/intake/api/v1"
CONTACTS: Final = "/associations/{key}/contacts"
Places = Mapping[str, tuple[str, ...]]
# By whose word it is: the pages and answers it may stand in, and before whom. In the outbox stand
# letters about one's own people, and a coordinator's are all.
PERSON: Final[Places] = {"/people/{key}": STAFF, "/outbox": STAFF, f"{API}/names": STAFF}
SPEAKER: Final[Places] = {
    "/association/contacts": ("association",),
    f"{API}{CONTACTS}": ("association", "coordinator"),
    "/outbox": STAFF,
}
COLLEAGUE: Final[Places] = {
    "/accounts": CHIEFS, f"{API}/accounts": CHIEFS, "/outbox": ("coordinator",),
}  # fmt: skip
BY_LINK: Final[Places] = {
    "/my/{key}": EVERYBODY, f"{API}/people/{{key}}": EVERYBODY, "/outbox": STAFF,
    "/people/{key}": STAFF,
}  # fmt: skip
CHILD: Final[Places] = {
    "/guardian/{key}": EVERYBODY, f"{API}/guardians/{{key}}": EVERYBODY, "/guardians": STAFF,
    "/outbox": ("coordinator",),
}  # fmt: skip
PARENT: Final[Places] = {"/outbox": ("coordinator",)}
NOTES: Final[Places] = {
    "/cases/{case}": STAFF, "/cases/{case}/notes": STAFF,
    "/matching/api/v1/cases/{case}": STAFF,
}  # fmt: skip
NEXT: Final[Places] = {**NOTES, "/matching/api/v1/day": STAFF, "/day": STAFF}
