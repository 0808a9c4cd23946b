"""What people say of themselves: their name, and how and in which language letters come."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from services.intake.accounts.account import LETTERS, Account
from services.intake.accounts.keeping import change_account
from services.intake.desk import Desk
from services.intake.lines import FirstName
from services.intake.typed import Codes, PageLanguage


class OwnDetails(BaseModel):
    """What people say of themselves; letters come in this language."""

    model_config = ConfigDict(extra="forbid")

    name: FirstName
    language: PageLanguage
    letters: Annotated[str, Codes(LETTERS)] | None = None
    """"day": the news of an association in one letter a day. Left out, it stays as it is."""


async def change_own(desk: Desk, account: str, asked: OwnDetails) -> Account:
    said = asked.model_dump(exclude_none=True)
    return await change_account(desk, account, lambda known: known.model_copy(update=said))
