import pytest

from shared.contracts.regions import UnknownRegionError, region, slug, travel_minutes


def test_malmo_has_ten_districts_and_136_areas_with_codes_of_their_own() -> None:
    malmo = region("malmo")
    assert (len(malmo.districts), len(malmo.areas)) == (10, 136)
    assert len({area.code for area in malmo.areas}) == 136
    assert {area.district for area in malmo.areas} == {one.code for one in malmo.districts}
    assert all(area.code.isascii() for area in malmo.areas)


def test_a_code_is_plain_ascii() -> None:
    assert slug("Östra Sjöstaden, Å") == "ostra-sjostaden-a"


def test_neighbours_are_near() -> None:
    names = [area.name for area in region("malmo").neighbours("mollevangen", 3)]
    assert names == ["Norra Sofielund", "Rådmansvången", "Västra Sorgenfri"]


def test_minutes_are_the_same_both_ways_and_shortest_at_home() -> None:
    malmo = region("malmo")
    table = travel_minutes(malmo)
    first, last = malmo.areas[0].code, malmo.areas[-1].code
    assert malmo.minutes(first, last) == malmo.minutes(last, first) == table[0][135]
    assert all(min(row) == row[at] for at, row in enumerate(table))


@pytest.mark.parametrize("code", ["lund", "../malmo", "", "MALMO"])
def test_an_unknown_region_is_refused(code: str) -> None:
    with pytest.raises(UnknownRegionError):
        region(code)
