"""A start that is refused ends in one line and a code that is not 0; any other failure is told whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.running import free_port, server
from shared.settings import Misconfigured
from shared.store.document import TooNew


def refusing(why: Exception) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        raise why
        yield

    return FastAPI(lifespan=lifespan)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Misconfigured("set LOTSA_THIS"), "set LOTSA_THIS"),
        (TooNew("written by release 9"), "written by release 9; start that release"),
    ],
)
async def test_a_refusal_is_one_line(
    why: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Misconfigured, match=said):
        await server(refusing(why), "127.0.0.1", free_port("127.0.0.1")).serve()
    assert "Traceback" not in caplog.text


async def test_an_application_that_is_no_framework_is_refused_the_same() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise Misconfigured("set LOTSA_THIS")

    with pytest.raises(Misconfigured, match="set LOTSA_THIS"):
        await server(app, "127.0.0.1", free_port("127.0.0.1")).serve()


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise KeyError("x")


@pytest.mark.parametrize("app", [refusing(KeyError("x")), broken])
async def test_a_fault_of_ours_is_told_whole(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SystemExit) as ended:
        await server(app, "127.0.0.1", free_port("127.0.0.1")).serve()
    assert ended.value.code == 3
    assert "KeyError" in caplog.text
