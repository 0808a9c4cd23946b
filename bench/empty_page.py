"""An empty page behind the same server and the same guard: what any page costs at the least.

`python -m bench.empty_page`, on LOTSA_PORT.
"""

from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response

from deploy.running import server
from shared.settings import Settings
from shared.web.guard import stand_before


def app(settings: Settings) -> FastAPI:
    made = FastAPI(openapi_url=None)

    @made.get("/")
    @made.get("/readyz")
    async def show() -> Response:
        return HTMLResponse("<!doctype html><html lang=sv><title>.</title>")

    stand_before(made, base_url=settings.base_url, secure=settings.secure)
    return made


if __name__ == "__main__":
    own = Settings.of()
    server(app(own), own.host, own.port).run()
