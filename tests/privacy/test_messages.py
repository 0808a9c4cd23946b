"""No message but those on the contact topic says anything of a natural person (check 16)."""

import json
import re
from collections.abc import Sequence

from shared.contracts.intake import ContactChanged
from shared.contracts.topics import TOPICS, topic_of
from shared.store.collection import Untold
from tests.privacy.inside import Inside
from tests.privacy.walked import CANARIES, CHOIR, NEWCOMER, Walked

CONTACTS = topic_of(ContactChanged).name
# Nobody plans a gathering, signs out or is erased on this way.
# The walk sees no seven o'clock, at which `matching.guides.v1` says counts of cases.
QUIET = {
    "events.gatherings.v1",
    "intake.sessions.v1",
    "matching.guides.v1",
    "matching.looks.v1",
    "notifications.people.v1",
}
# Ids and hashes are random: some would look like a phone number now and then.
OPAQUE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}", re.IGNORECASE)
DETECTORS = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone": re.compile(r"(?<![\d.])(?:\+|00?)\d(?:[ -]?\d){7,}"),
    "personal number": re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+]?\d{4}(?!\d)"),
    "name": re.compile("|".join(CANARIES)),
}


def found_in(carried: Sequence[Untold]) -> list[tuple[str, str]]:
    """The topics and detectors that match, the contact topic left out."""
    return [
        (one.topic, name)
        for one in carried
        if one.topic != CONTACTS
        for name, detector in DETECTORS.items()
        if detector.search(OPAQUE.sub("", written(one)))
    ]


def written(one: Untold) -> str:
    """All that travels: body, key and headers."""
    headers = [text.decode() for _, text in one.envelope.headers()]
    return " ".join([json.dumps(one.data, ensure_ascii=False), one.envelope.subject, *headers])


def test_no_message_says_anything_of_a_person(inside: Inside, walked: Walked) -> None:
    assert walked.choir.name == CHOIR
    assert found_in(inside.bus.carried) == []


def test_the_way_told_of_every_subject(inside: Inside, walked: Walked) -> None:
    """The control: what was looked through is the whole way, not silence."""
    assert walked.person.name == NEWCOMER
    told = {one.topic for one in inside.bus.carried}
    assert {topic.name for topic in TOPICS} - told <= QUIET
    assert any(CHOIR in written(one) for one in inside.bus.carried)


def test_contacts_travel_sealed(inside: Inside, walked: Walked) -> None:
    contacts = [written(one) for one in inside.bus.carried if one.topic == CONTACTS]
    assert contacts
    assert walked.person.email not in " ".join(contacts)
    assert not DETECTORS["name"].search(" ".join(contacts))


def test_detectors_would_find_a_person(inside: Inside, walked: Walked) -> None:
    """The control: each detector finds what it is for, put into a message on purpose."""
    assert walked.case
    public = next(one for one in inside.bus.carried if one.topic != CONTACTS)
    for said, detector in {
        "Skriv till eva.larsson@example.org": "e-mail",
        "Ring 070-174 06 05": "phone",
        "Ring +46 70 174 06 05": "phone",
        "Född 19850312-1234": "personal number",
        f"Hälsa {NEWCOMER}": "name",
    }.items():
        data = {**public.data, "title": said}
        spoilt = Untold(topic=public.topic, envelope=public.envelope, data=data)
        assert (public.topic, detector) in found_in([spoilt])
