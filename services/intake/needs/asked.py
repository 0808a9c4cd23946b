"""What a need may say: one model for the two pages and for the API.

All of it is public, so every text is one short line, and everything else is a code or a figure.
"""

from datetime import date
from typing import Annotated, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from services.intake.lines import Line, cleaned, figure, nothing
from services.intake.typed import Codes, Once
from shared.contracts.codes import (
    ACTIVITIES,
    LANGUAGES,
    SKILLS,
    SLOTS,
    AgeBand,
    Groups,
    Kind,
    Swedish,
)
from shared.contracts.need_details import NeedDetails
from shared.contracts.regions import region

SEATS_AT_MOST: Final = 200
WEEKS_AT_MOST: Final = 104
COST_AT_MOST: Final = 5_000
ACTIVITIES_AT_MOST: Final = 5

Activity = Annotated[str, Codes(ACTIVITIES)]
Skill = Annotated[str, Codes(SKILLS)]
Slot = Annotated[str, Codes(SLOTS)]
Spoken = Annotated[str, Codes(LANGUAGES)]
Place = Annotated[str, BeforeValidator(cleaned), Field(max_length=80)]


class FirstPage(BaseModel):
    """What, how many, where and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    title: Line
    activities: Annotated[
        tuple[Activity, ...], Field(min_length=1, max_length=ACTIVITIES_AT_MOST), Once
    ]
    seats: Annotated[int, BeforeValidator(figure), Field(ge=1, le=SEATS_AT_MOST)]
    place: Place = ""
    area: Annotated[str | None, BeforeValidator(nothing)] = None
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=len(SLOTS)), Once]


class SecondPage(BaseModel):
    """Who it is for, and what it takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    swedish: Swedish = "none"
    languages: Annotated[tuple[Spoken, ...], Field(max_length=len(LANGUAGES)), Once] = ()
    ages: Annotated[tuple[AgeBand, ...], Field(min_length=1, max_length=6), Once]
    groups: Groups = "any"
    cost: Annotated[int, BeforeValidator(figure), Field(ge=0, le=COST_AT_MOST)] = 0
    step_free: bool = False
    skills: Annotated[tuple[Skill, ...], Field(max_length=len(SKILLS)), Once] = ()
    register_check: bool = False
    starts: Annotated[date | None, BeforeValidator(nothing)] = None
    weeks: Annotated[
        Annotated[int, BeforeValidator(figure), Field(ge=1, le=WEEKS_AT_MOST)] | None,
        BeforeValidator(nothing),
    ] = None


class NeedAsked(FirstPage, SecondPage):
    """A whole need, as it is asked for."""

    @model_validator(mode="after")
    def _register_check_is_for_givers(self) -> Self:
        if self.register_check and self.kind == "participant":
            raise PydanticCustomError("participants_show_nothing", "not for participants")
        return self

    def details(self) -> NeedDetails:
        said = self.model_dump(exclude={"starts"})
        starts = self.starts.isoformat() if self.starts else None
        return NeedDetails(**said, starts=starts)


def is_area(code: str | None, region_code: str) -> bool:
    """Whether the region has this area; none is the whole of it."""
    return code is None or any(area.code == code for area in region(region_code).areas)
