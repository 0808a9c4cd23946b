"""Tokens for programs: make, list, revoke. All of it with a cookie: a token makes no tokens."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from services.intake.accounts.account import ACCOUNTS, Token
from services.intake.desk import AtDesk
from services.intake.own_account import TokenAsked
from services.intake.tokens import make_token, owner, revoke
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1/tokens", tags=["tokens"])


class TokenShown(BaseModel):
    """A token of one's own; times are UTC ms."""

    id: str
    name: str
    made_at: int
    expires_at: int


class TokenMade(TokenShown):
    """A token just made. `token` is sent as `Authorization: Bearer …`; it is never shown again."""

    token: str


def shown(token: Token) -> TokenShown:
    return TokenShown(
        id=token.id, name=token.name, made_at=token.made_at, expires_at=token.expires * 1000
    )


@router.get("", summary="One's own tokens")
async def list_own(visit: Visiting, desk: AtDesk) -> list[TokenShown]:
    account = await desk.store.get(ACCOUNTS, owner(visit.reader).account)
    return [shown(token) for token in account.tokens] if account else []


@router.post("", status_code=201, summary="Make a token; it is shown this once")
async def make(asked: TokenAsked, visit: Visiting, desk: AtDesk) -> TokenMade:
    made = await make_token(desk, owner(visit.reader).account, asked.name)
    return TokenMade(**shown(made.token).model_dump(), token=made.text)


@router.delete("/{key}", status_code=204, summary="Revoke a token")
async def revoke_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await revoke(desk, owner(visit.reader).account, key)
    return Response(status_code=204)
