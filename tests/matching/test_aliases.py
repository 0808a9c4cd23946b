"""Aliases are stable, taken once, and tell two associations nothing."""

import asyncio
from pathlib import Path

from services.matching.aliases import FIRST, SECOND, alias_of, take_alias
from services.matching.matches import MATCHES
from tests.matching.stage import staged


def test_an_alias_is_two_words_and_two_digits() -> None:
    for number in range(500):
        first, second, digits = alias_of(str(number)).split()
        assert first in FIRST
        assert second in SECOND
        assert len(digits) == 2


async def test_the_same_owner_keeps_it_and_no_other_gets_it(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        desk = stage.desk

        async def take(case: str, towards: str) -> str:
            return await take_alias(
                desk.store, desk.keys, region="malmo", case=case, towards=towards
            )

        owners = [(f"case {n}", towards) for n in range(60) for towards in ("staff", "ifk", "kor")]
        taken = await asyncio.gather(*(take(*owner) for owner in owners))
        assert len(set(taken)) == len(taken)
        assert [await take(*owner) for owner in owners[:5]] == taken[:5]


async def test_two_associations_know_one_person_by_two_aliases(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.need("football")
        await stage.need("more football", "ifk")
        await stage.need("choir", "kor", activities=("choir",))
        person = await stage.person("amira")
        await stage.settle()
        found = await stage.desk.store.find(MATCHES, {"region": "malmo"})
        aliases = {match.association: match.alias for match in found}
        assert len(found) == 3
        assert len(set(aliases.values())) == 2
        assert (await stage.case_of(person)).aliases == aliases
