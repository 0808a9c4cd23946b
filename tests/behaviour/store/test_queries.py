"""Finding and counting on declared indexes."""

from typing import Any

import pytest

from shared.store.collection import After, Before, OneOf, Since, Store, Where
from shared.store.document import Undeclared
from tests.behaviour.store.things import PEOPLE, Person, someone

CROWD: dict[str, dict[str, Any]] = {
    "a": {"area": "norr", "since": 3, "name": "Amal"},
    "b": {"area": "norr", "since": 1, "name": "Bo"},
    "c": {"area": "syd", "since": 2, "name": "Amal"},
    "d": {"area": "norr", "since": 3, "name": "Åke"},
    "e": {"area": None, "since": 5, "name": "zoe"},
    "f": {"area": "norr", "since": None, "name": "Zoe"},
}


@pytest.fixture
async def crowd(store: Store) -> Store:
    for key, fields in CROWD.items():
        await store.save(PEOPLE, someone(key, woken=key in "ab", **fields))
    return store


def ids(docs: list[Person]) -> str:
    return "".join(doc.id for doc in docs)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, "abcdef"),
        ({"area": "norr"}, "abdf"),
        ({"area": "ost"}, ""),
        ({"area": None}, "e"),
        ({"area": OneOf(("norr", "syd"))}, "abcdf"),
        ({"area": OneOf(())}, ""),
        ({"name": "Amal"}, "ac"),
        ({"since": Before(3)}, "bc"),
        ({"since": Since(3)}, "ade"),
        ({"name": Since("a")}, "de"),
        ({"area": "norr", "since": 3}, "ad"),
        ({"area": "norr", "since": Before(3)}, "b"),
        ({"since": None}, "f"),
        ({"woken": True}, "ab"),
        ({"woken": OneOf((False,))}, "cdef"),
    ],
)
async def test_what_matches_is_found_by_id_and_counted(
    crowd: Store, where: Where, found: str
) -> None:
    assert ids(await crowd.find(PEOPLE, where)) == found
    assert await crowd.count(PEOPLE, where) == len(found)


@pytest.mark.parametrize(
    ("where", "order", "found"),
    [
        ({}, "since", "fbcade"),
        ({}, "-since", "edacbf"),
        ({"area": "norr"}, "since", "fbad"),
        ({"area": "norr"}, "-since", "dabf"),
        ({"area": "norr", "since": Since(2)}, "-since", "da"),
        ({}, "name", "acbfed"),
        ({}, "-name", "defbca"),
    ],
)
async def test_documents_come_in_order_and_page_by_page(
    crowd: Store, where: Where, order: str, found: str
) -> None:
    assert ids(await crowd.find(PEOPLE, where, order=order)) == found
    assert ids(await crowd.find(PEOPLE, where, order=order, limit=2)) == found[:2]
    for size in (1, 2, 3):
        assert await by_pages(crowd, where, order, size) == found


@pytest.mark.parametrize("size", [1, 2, 4, 6])
async def test_without_an_order_pages_go_by_id(crowd: Store, size: int) -> None:
    assert await by_pages(crowd, {"area": "norr"}, None, size) == "abdf"


async def by_pages(store: Store, where: Where, order: str | None, size: int) -> str:
    """What all pages together hold, in the order in which they came."""
    seen, after = "", None
    while page := await store.find(PEOPLE, where, order=order, limit=size, after=after):
        seen += ids(page)
        after = end_of(page[-1], order)
        assert len(seen) <= len(CROWD), "a page came twice"
    return seen


def end_of(doc: Person, order: str | None) -> After:
    return (getattr(doc, order.removeprefix("-")) if order else None, doc.id)


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ({"region": "malmo"}, None),
        ({"name": "A", "area": "norr"}, None),
        ({"since": 3, "name": "A"}, None),
        ({"name": "A"}, "since"),
        ({"version": 1}, None),
        ({"$where": "1"}, None),
    ],
)
async def test_a_query_that_no_index_covers_is_refused(
    store: Store, where: Where, order: str | None
) -> None:
    with pytest.raises(Undeclared):
        await store.find(PEOPLE, where, order=order)
    if order is None:
        with pytest.raises(Undeclared):
            await store.count(PEOPLE, where)


@pytest.mark.parametrize("value", [{"$gt": ""}, {"$ne": None}, ["norr"], 1.5])
async def test_an_operator_payload_is_no_value(crowd: Store, value: Any) -> None:
    with pytest.raises(TypeError):
        await crowd.find(PEOPLE, {"name": value})
    with pytest.raises(TypeError):
        await crowd.count(PEOPLE, {"name": value})


@pytest.mark.parametrize("value", ["$name", "' OR 1=1 --", '"', "\\", "null", ".*"])
async def test_any_text_is_only_a_text(crowd: Store, value: str) -> None:
    assert await crowd.find(PEOPLE, {"name": value}) == []
    await crowd.save(PEOPLE, someone("x", name=value))
    assert ids(await crowd.find(PEOPLE, {"name": value})) == "x"


async def test_a_changed_field_is_found_by_its_new_value_alone(store: Store) -> None:
    doc = await store.save(PEOPLE, someone("a", name="before"))
    await store.save(PEOPLE, doc.model_copy(update={"name": "after"}))
    assert await store.find(PEOPLE, {"name": "before"}) == []
    assert ids(await store.find(PEOPLE, {"name": "after"})) == "a"
