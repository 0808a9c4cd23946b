"""What happened to a case: one line each, in codes. Pure."""

from pydantic import BaseModel, ConfigDict


class Happening(BaseModel):
    """One line of a case's history: a code of what, by whom (an account, or a side), and why."""

    model_config = ConfigDict(frozen=True)

    at: int
    what: str
    by: str
    why: str | None = None
    match: str | None = None
