"""What people say of themselves: their name, and the language of their letters."""

from pydantic import BaseModel, ConfigDict

from services.intake.accounts.account import Account
from services.intake.accounts.keeping import change_account
from services.intake.desk import Desk
from services.intake.lines import FirstName
from services.intake.typed import PageLanguage


class OwnDetails(BaseModel):
    """What people say of themselves; letters come in this language."""

    model_config = ConfigDict(extra="forbid")

    name: FirstName
    language: PageLanguage


async def change_own(desk: Desk, account: str, asked: OwnDetails) -> Account:
    return await change_account(
        desk, account, lambda known: known.model_copy(update=asked.model_dump())
    )
