"""What an association asks for, as intake tells it and as it is kept."""

from pydantic import BaseModel, ConfigDict

from shared.contracts.codes import AgeBand, Groups, Kind, Swedish


class NeedDetails(BaseModel):
    """What an association asks for. All of it is public."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    title: str
    seats: int
    activities: tuple[str, ...]
    skills: tuple[str, ...] = ()
    place: str = ""
    area: str | None = None
    slots: tuple[str, ...]
    starts: str | None = None
    """ISO date; None is at once."""
    weeks: int | None = None
    """How long it goes on; None is until further notice."""
    languages: tuple[str, ...] = ()
    swedish: Swedish = "none"
    ages: tuple[AgeBand, ...]
    groups: Groups = "any"
    cost: int = 0
    """SEK a month."""
    step_free: bool = False
    register_check: bool = False
