"""Every topic, declared once: who tells, who listens, what is kept and for how long.

`lotsa prepare` makes them so; a service compares and refuses to start when the broker disagrees.
Several kinds share the topic of their subject, so that their order per subject holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.contracts import coordinators, events, intake, matching, notifications
from shared.contracts.message import Message

PARTITIONS = 6
DAY_MS = 86_400_000
TWELVE_HOURS_MS = 43_200_000


@dataclass(frozen=True)
class Topic:
    """A topic `<owner>.<subject>.v1`; the record key is the subject's id.

    Compacted topics keep the newest record of each key and roll within `compaction_lag_ms`.
    """

    name: str
    owner: str
    key: str
    kinds: tuple[type[Message], ...]
    listeners: tuple[str, ...]
    partitions: int = PARTITIONS
    retention_ms: int = 14 * DAY_MS
    compacted: bool = False
    compaction_lag_ms: int = TWELVE_HOURS_MS
    max_message_bytes: int = 1_048_576

    @property
    def slug(self) -> str:
        """The name without dots, which a store may not like in a field's name."""
        return self.name.replace(".", "-")

    def kind(self, name: str, version: int) -> type[Message] | None:
        """The declared kind of this name and version, or None where this release knows none."""
        for kind in self.kinds:
            if kind.kind() == name and kind.kind_version == version:
                return kind
        return None


TOPICS: tuple[Topic, ...] = (
    Topic(
        name="intake.people.v1",
        owner="intake",
        key="person",
        kinds=(
            intake.PersonRegistered,
            intake.PersonChanged,
            intake.PersonWithdrawn,
            intake.ErasureAnnounced,
            coordinators.ErasureWaits,
            intake.CodeAsked,
            intake.GuardianAsked,
        ),
        listeners=("matching", "notifications"),
    ),
    Topic(
        name="intake.contacts.v1",
        owner="intake",
        key="contact",
        kinds=(intake.ContactChanged,),
        listeners=("notifications",),
        compacted=True,
    ),
    Topic(
        name="intake.associations.v1",
        owner="intake",
        key="association",
        kinds=(
            intake.AssociationVerified,
            intake.AssociationChanged,
            intake.AssociationBlocked,
            coordinators.AssociationReported,
            coordinators.AssociationWaits,
            intake.AssociationErasureAnnounced,
            intake.AssociationErased,
        ),
        listeners=("matching", "notifications"),
    ),
    Topic(
        name="intake.needs.v1",
        owner="intake",
        key="need",
        kinds=(intake.NeedPosted, intake.NeedChanged, intake.NeedDoubted, intake.NeedClosed),
        listeners=("matching", "notifications"),
    ),
    Topic(
        name="intake.signins.v1",
        owner="intake",
        key="sign_in",
        kinds=(intake.SignInAsked,),
        listeners=("notifications",),
    ),
    Topic(
        name="intake.sessions.v1",
        owner="intake",
        key="account",
        kinds=(intake.SessionEnded,),
        listeners=("matching", "events", "notifications"),
    ),
    Topic(
        name="intake.accounts.v1",
        owner="intake",
        key="account",
        kinds=(intake.RolesChanged,),
        listeners=("matching",),
    ),
    Topic(
        name="matching.cases.v1",
        owner="matching",
        key="case",
        kinds=(matching.CaseMoved, matching.CaseClaimed),
        listeners=("intake", "notifications"),
    ),
    Topic(
        name="matching.matches.v1",
        owner="matching",
        key="match",
        kinds=(
            matching.MatchProposed,
            matching.MatchApproved,
            matching.MatchAnswered,
            matching.MatchAskedAgain,
            matching.MatchReminded,
            matching.MatchIntroduced,
            matching.MatchInquired,
            matching.MatchMoved,
        ),
        listeners=("intake", "notifications"),
    ),
    Topic(
        name="matching.looks.v1",
        owner="matching",
        key="look",
        kinds=(matching.CaseOpened,),
        listeners=("intake",),
    ),
    Topic(
        name="matching.guides.v1",
        owner="matching",
        key="account",
        kinds=(matching.DayBegan,),
        listeners=("notifications",),
    ),
    Topic(
        name="events.gatherings.v1",
        owner="events",
        key="gathering",
        kinds=(events.GatheringPublished,),
        listeners=("notifications",),
    ),
    Topic(
        name="notifications.people.v1",
        owner="notifications",
        key="person",
        kinds=(notifications.CallsChanged, notifications.PersonForgotten),
        listeners=("intake", "matching"),
    ),
    Topic(
        name="notifications.letters.v1",
        owner="notifications",
        key="letter",
        kinds=(notifications.LetterMoved,),
        listeners=("matching",),
    ),
)


BY_KIND = {kind: topic for topic in TOPICS for kind in topic.kinds}
BY_NAME = {topic.name: topic for topic in TOPICS}


def topic_of(kind: type[Message]) -> Topic:
    """The one topic that carries this kind. Raises KeyError for an undeclared one."""
    return BY_KIND[kind]


def topic_named(name: str) -> Topic | None:
    return BY_NAME.get(name)


def heard_by(service: str) -> Iterator[Topic]:
    """The topics that a service listens to, in the order of the table."""
    return (topic for topic in TOPICS if service in topic.listeners)
