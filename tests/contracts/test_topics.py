"""Topics, kinds and the AsyncAPI document say the same."""

import json
from typing import Any

import pytest

from shared.contracts import asyncapi, coordinators, events, intake, matching, notifications
from shared.contracts.message import Message
from shared.contracts.paths import SERVICES
from shared.contracts.topics import TOPICS, heard_by, topic_of


def leaves(kind: type[Message]) -> set[type[Message]]:
    """The kinds that have no kinds below them: what is told."""
    below = kind.__subclasses__()
    return {leaf for one in below for leaf in leaves(one)} if below else {kind}


def owner_of(kind: type[Message]) -> str:
    """Whose word it is: a module is called like its service, but for one of intake's."""
    module = kind.__module__.removeprefix("shared.contracts.")
    return {"coordinators": "intake"}.get(module, module)


def test_every_kind_is_on_exactly_one_topic_of_its_owner() -> None:
    on_topics = [kind for topic in TOPICS for kind in topic.kinds]
    modules = {
        module.__name__ for module in (intake, coordinators, matching, events, notifications)
    }
    declared = {kind for kind in leaves(Message) if kind.__module__ in modules}

    assert len(on_topics) == len(set(on_topics))
    assert set(on_topics) == declared
    for topic in TOPICS:
        assert {owner_of(kind) for kind in topic.kinds} == {topic.owner}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_is_declared_whole(topic: Any) -> None:
    owner, subject, version = topic.name.split(".")

    assert (owner, version) == (topic.owner, "v1")
    assert subject
    assert topic.listeners, "nobody listens"
    assert {topic.owner, *topic.listeners} <= set(SERVICES)
    assert topic.owner not in topic.listeners or topic.owner == "matching"
    assert all(topic.key in kind.model_fields for kind in topic.kinds)
    assert topic.max_message_bytes > 1_000_000


def test_what_one_service_hears_has_one_number_of_partitions() -> None:
    for service in SERVICES:
        assert len({topic.partitions for topic in heard_by(service)}) <= 1


def test_only_the_contact_topic_is_compacted() -> None:
    assert [topic.name for topic in TOPICS if topic.compacted] == ["intake.contacts.v1"]
    assert topic_of(intake.ContactChanged).compaction_lag_ms <= 12 * 3_600_000


def test_the_checked_in_document_is_the_generated_one() -> None:
    assert asyncapi.WRITTEN.read_text() == asyncapi.text(), (
        "run: python -m shared.contracts.asyncapi --write"
    )


def test_the_document_has_every_topic_kind_teller_and_listener() -> None:
    document = json.loads(asyncapi.text())

    assert set(document["channels"]) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        channel = document["channels"][topic.name]
        assert len(channel["messages"]) == len(topic.kinds)
        assert channel["bindings"]["kafka"]["partitions"] == topic.partitions
        assert f"{topic.owner}.tells.{topic.name}" in document["operations"]
        for listener in topic.listeners:
            assert f"{listener}.hears.{topic.name}" in document["operations"]


def test_every_reference_in_the_document_leads_somewhere() -> None:
    document = json.loads(asyncapi.text())
    found = list(references(document))

    assert len(found) > 50
    for path in found:
        node: Any = document
        for step in path.removeprefix("#/").split("/"):
            node = node[step]
        assert node


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [path for value in node.values() for path in references(value)]
    return [path for value in node for path in references(value)] if isinstance(node, list) else []
