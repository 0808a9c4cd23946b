"""The municipalities that Lotsa runs in: districts, areas, and how long it takes to get about.

Where the data comes from, and under which licence, stands in README.md beside the files.
"""

import csv
import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

EARTH_RADIUS_KM: Final = 6371.0
HERE: Final = Path(__file__).parent


class UnknownRegionError(LookupError):
    """No region has this code."""


@dataclass(frozen=True, slots=True)
class District:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a district; `lat` and `lon` are the centre point in WGS 84 degrees."""

    code: str
    name: str
    district: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Travel:
    """How minutes come from kilometres; the terms are explained in the region's file."""

    detour: float
    walk_kmh: float
    ride_kmh: float
    wait_minutes: float
    own_area_km: float

    def minutes(self, straight_km: float) -> int:
        way = max(straight_km, self.own_area_km) * self.detour
        walking = way / self.walk_kmh * 60
        riding = self.wait_minutes + way / self.ride_kmh * 60
        return round(min(walking, riding))


@dataclass(frozen=True, slots=True)
class Region:
    """The order of `areas` is the order of the file; an engine keeps an area as its position."""

    code: str
    name: str
    municipality: str
    districts: tuple[District, ...]
    areas: tuple[Area, ...]
    travel: Travel

    def area(self, code: str) -> Area:
        return self.areas[self.position(code)]

    def position(self, code: str) -> int:
        """Raises LookupError for a code that the region does not have."""
        for position, area in enumerate(self.areas):
            if area.code == code:
                return position
        raise LookupError(f"{self.code} has no such area")

    def minutes(self, area_a: str, area_b: str) -> int:
        """Travel minutes between two areas, the same in both directions."""
        return self.travel.minutes(kilometres(self.area(area_a), self.area(area_b)))

    def neighbours(self, code: str, count: int = 6) -> tuple[Area, ...]:
        """The nearest other areas, nearest first; equal distances in the order of their codes."""
        home = self.area(code)
        others = [area for area in self.areas if area.code != code]
        others.sort(key=lambda area: (kilometres(home, area), area.code))
        return tuple(others[:count])


def kilometres(one: Area, other: Area) -> float:
    """The straight line between two centre points (haversine)."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    half_lat = (south - north) / 2
    half_lon = math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(north) * math.cos(south) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


@cache
def travel_minutes(region: Region) -> tuple[tuple[int, ...], ...]:
    """Minutes from every area (row) to every area (column), in the order of `region.areas`."""
    return tuple(
        tuple(region.travel.minutes(kilometres(home, there)) for there in region.areas)
        for home in region.areas
    )


def slug(name: str) -> str:
    """A name as a code: ASCII, lower case, words joined by hyphens."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@cache
def region(code: str) -> Region:
    """Raises UnknownRegionError when no file bears the code."""
    file = HERE / f"{code}.toml"
    if not re.fullmatch(r"[a-z-]+", code) or not file.is_file():
        raise UnknownRegionError(code)
    with file.open("rb") as opened:
        facts = tomllib.load(opened)
    with (HERE / facts["areas"]).open(encoding="utf-8", newline="") as opened:
        return region_from(facts, list(csv.DictReader(opened)))


def region_from(facts: dict[str, Any], rows: list[dict[str, str]]) -> Region:
    names = sorted({row["district"] for row in rows})
    return Region(
        code=facts["code"],
        name=facts["name"],
        municipality=facts["municipality"],
        districts=tuple(District(slug(name), name) for name in names),
        areas=tuple(_area(row) for row in rows),
        travel=Travel(**facts["travel"]),
    )


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=slug(row["name"]),
        name=row["name"],
        district=slug(row["district"]),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )
