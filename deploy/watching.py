"""Why an application did not start, in one line instead of a traceback."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.settings import Misconfigured
from shared.store.document import TooNew

FAILED = "lifespan.startup.failed"


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
        except (Misconfigured, TooNew) as why:
            if begun:
                raise
            self.refused = worded(why)
            await send({"type": FAILED, "message": ""})
        except BaseException:
            # Without words of the application's own, the server prints the exception itself.
            if failed["message"]:
                await send(failed)
            raise


def worded(why: Misconfigured | TooNew) -> str:
    """What to change before the next start."""
    return f"{why}; start that release, or a later one" if isinstance(why, TooNew) else str(why)
