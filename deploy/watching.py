"""Why an application did not start, in one line instead of a traceback."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.settings import Misconfigured
from shared.store.document import TooNew, Unavailable

FAILED = "lifespan.startup.failed"
REFUSED = (Misconfigured, TooNew, Unavailable, OSError)
"""What an operator can mend: it ends in one line, not in a traceback."""


@dataclass
class Watched:
    """ASGI: passes everything on to `app`, and keeps why it refused to start."""

    app: ASGIApp
    refused: str = ""
    """One line for the operator; empty while nothing was refused."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        failed: Message = {"type": FAILED, "message": ""}
        begun = False

        async def told(message: Message) -> None:
            nonlocal failed, begun
            if message["type"] == FAILED:
                failed = message
                return
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, told)
        except REFUSED as why:
            if begun:
                raise
            self.refused = worded(why)
            await send({"type": FAILED, "message": ""})
        except BaseException:
            # Without words of the application's own, the server prints the exception itself.
            if failed["message"]:
                await send(failed)
            raise


def worded(why: BaseException) -> str:
    """What to change before the next start."""
    match why:
        case TooNew():
            return f"{why}; start that release, or a later one"
        case Unavailable():
            return f"{why}; see that its disk is there, is not full and may be written to"
        case OSError():
            return f"{why.strerror}: {why.filename}; see that its disk is not full"
    return str(why)
