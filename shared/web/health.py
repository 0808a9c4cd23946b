"""Whether a service lives, is ready, and what its figures are."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

Check = Callable[[], Awaitable[str | None]]
"""None where all is well, else a slug of what is not."""


def health_routes(live: Check, ready: Check) -> APIRouter:
    """*Live* means that work is done or tried; *ready* that store and bus answer."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> Response:
        return answer(await live())

    @router.get("/readyz")
    async def readyz() -> Response:
        return answer(await ready())

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def answer(trouble: str | None) -> Response:
    return JSONResponse(
        {"ok": trouble is None, "trouble": trouble}, 200 if trouble is None else 503
    )
