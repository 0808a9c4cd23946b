"""How a server starts."""

import gc

from starlette.types import Receive, Scope, Send

from deploy.running import free_port, server


async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that starts and stops."""
    assert scope["type"] == "lifespan"
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def test_what_was_loaded_at_the_start_is_not_searched_for_garbage_again() -> None:
    gc.unfreeze()
    alive = len(gc.get_objects())
    starting = server(bare, "127.0.0.1", free_port("127.0.0.1"))
    starting.config.load()
    starting.lifespan = starting.config.lifespan_class(starting.config)
    try:
        await starting.startup()
        assert gc.get_freeze_count() > alive / 2
        assert len(gc.get_objects()) < alive / 2
    finally:
        await starting.shutdown()
        gc.unfreeze()
