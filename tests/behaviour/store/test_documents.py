"""Saving, reading and erasing one document."""

import pytest

from shared.store.collection import Store
from shared.store.document import Conflict, StillTelling, TooNew, Undeclared, Unfit
from shared.store.release import RELEASE
from tests.behaviour.store.places import Place
from tests.behaviour.store.things import (
    ELSEWHERE,
    GATHERINGS,
    PEOPLE,
    RECORDED_SCHEMA_1,
    Gathering,
    Person,
    left,
    someone,
)


async def test_what_was_saved_is_read_again(store: Store) -> None:
    saved = await store.save(PEOPLE, someone("a", name="Amal ✓ عَمَل", since=2**53 + 1))
    assert saved.version == 1
    assert await store.get(PEOPLE, "a") == saved


async def test_nothing_is_read_where_nothing_was_saved(store: Store) -> None:
    assert await store.get(PEOPLE, "a") is None


async def test_every_save_counts_the_version_up(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    doc = await store.save(PEOPLE, doc.model_copy(update={"name": "B"}))
    assert (doc.version, doc.name) == (2, "B")
    assert await store.get(PEOPLE, "a") == doc


async def test_a_second_insert_of_an_id_conflicts_and_changes_nothing(store: Store) -> None:
    first = await store.save(PEOPLE, someone("a", name="first"))
    with pytest.raises(Conflict):
        await store.save(PEOPLE, someone("a", name="second"), [left("a")])
    assert await store.get(PEOPLE, "a") == first


async def test_a_save_from_an_old_version_conflicts_and_changes_nothing(
    store: Store, place: Place
) -> None:
    old = await store.save(PEOPLE, someone("a"))
    new = await store.save(PEOPLE, old.model_copy(update={"name": "new"}))
    with pytest.raises(Conflict):
        await store.save(PEOPLE, old.model_copy(update={"name": "late"}), [left("a")])
    assert await store.get(PEOPLE, "a") == new
    assert (await place.beside(PEOPLE, "a")).outbox == []


async def test_a_save_of_what_is_gone_conflicts(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    await store.erase(PEOPLE, doc)
    with pytest.raises(Conflict):
        await store.save(PEOPLE, doc)


async def test_a_conflict_tells_nothing_about_the_document(store: Store) -> None:
    await store.save(PEOPLE, someone("secret-id"))
    with pytest.raises(Conflict) as refused:
        await store.save(PEOPLE, someone("secret-id"))
    assert "secret-id" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


async def test_fields_of_a_later_release_are_kept(store: Store) -> None:
    later = {"shoe.size": 41, "": "no name", "$set": {"x": [1, None, {"a.b": True}]}}
    await store.save(PEOPLE, someone("a", **later))
    doc = await store.get(PEOPLE, "a")
    assert doc is not None
    await store.save(PEOPLE, doc.model_copy(update={"name": "B"}))
    doc = await store.get(PEOPLE, "a")
    assert doc is not None
    assert doc.model_extra == later


async def test_a_document_of_an_older_schema_is_lifted_and_then_saved_as_the_new(
    store: Store, place: Place
) -> None:
    await place.plant(PEOPLE, RECORDED_SCHEMA_1)
    doc = await store.get(PEOPLE, "old")
    assert doc is not None
    assert (doc.name, doc.area, doc.version, doc.schema_number) == ("Amal", None, 3, 2)
    assert doc.model_extra == {"first": "Amal", "nickname": "A"}
    saved = await store.save(PEOPLE, doc, [left("old")])
    assert saved.told == {"intake-people-v1": 5}
    assert await store.get(PEOPLE, "old") == saved


async def test_a_document_that_does_not_fit_is_refused_without_its_words(
    store: Store, place: Place
) -> None:
    await place.plant(PEOPLE, {**RECORDED_SCHEMA_1, "schema": 2, "name": ["private"]})
    with pytest.raises(Unfit) as refused:
        await store.get(PEOPLE, "old")
    assert "name" in str(refused.value)
    assert "private" not in str(refused.value)


async def test_collections_of_other_services_are_refused(store: Store) -> None:
    doc = someone("a")
    calls = [
        store.get(ELSEWHERE, "a"),
        store.save(ELSEWHERE, doc),
        store.find(ELSEWHERE, {"name": "A"}),
        store.count(ELSEWHERE, {"name": "A"}),
        store.claim_due(ELSEWHERE, "me", limit=1),
        store.claim_outbox(ELSEWHERE, "me", limit=1),
        store.renew(ELSEWHERE, "due", "me", ["a"]),
        store.release(ELSEWHERE, "due", "me", ["a"]),
        store.erase(ELSEWHERE, doc),
    ]
    for call in calls:
        with pytest.raises(Undeclared):
            await call


async def test_collections_do_not_see_each_other(store: Store) -> None:
    await store.save(PEOPLE, someone("a"))
    assert await store.get(GATHERINGS, "a") is None
    await store.save(GATHERINGS, Gathering(id="a", region="malmo", seats=1))
    assert await store.get(PEOPLE, "a") == someone("a", version=1, schema=2)


async def test_what_is_erased_is_gone(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"))
    await store.erase(PEOPLE, doc)
    assert await store.get(PEOPLE, "a") is None
    with pytest.raises(Conflict):
        await store.erase(PEOPLE, doc)


async def test_what_changed_since_it_was_read_is_not_erased(store: Store) -> None:
    old = await store.save(PEOPLE, someone("a"))
    new = await store.save(PEOPLE, old)
    with pytest.raises(Conflict):
        await store.erase(PEOPLE, old)
    assert await store.get(PEOPLE, "a") == new


async def test_nothing_is_erased_before_everything_was_told(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")])
    with pytest.raises(StillTelling):
        await store.erase(PEOPLE, doc)
    [outgoing] = await store.claim_outbox(PEOPLE, "me", limit=10)
    await store.settle(PEOPLE, outgoing)
    await store.erase(PEOPLE, doc)
    assert await store.get(PEOPLE, "a") is None


async def test_preparing_again_changes_nothing(store: Store, place: Place) -> None:
    doc = await store.save(PEOPLE, someone("a"), [left("a")])
    await place.prepare()
    assert await store.get(PEOPLE, "a") == doc
    assert (await place.beside(PEOPLE, "a")).marked


async def test_the_next_release_is_read_and_the_one_after_it_stops_the_start(
    place: Place,
) -> None:
    await place.mark(RELEASE + 1)
    await place.prepare()
    await place.mark(RELEASE + 2)
    with pytest.raises(TooNew):
        await place.prepare()


async def test_the_store_answers(store: Store) -> None:
    await store.ping()


def test_an_error_about_a_document_does_not_repeat_it() -> None:
    with pytest.raises(ValueError, match="since") as refused:
        Person.model_validate({"id": "a", "region": "malmo", "since": "private"})
    assert "private" not in str(refused.value)
