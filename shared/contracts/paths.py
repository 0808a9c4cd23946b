"""Which service a path belongs to: one table for the embedded mounts, the proxy and the ingress."""

from typing import Final

SERVICES: Final[tuple[str, ...]] = ("intake", "matching", "events", "notifications")

PREFIXES: Final[dict[str, str]] = {
    "/board": "matching",
    "/cases": "matching",
    "/day": "matching",
    "/answer": "matching",
    "/candidates": "matching",
    "/figures": "matching",
    "/passes": "matching",
    "/policies": "matching",
    "/matching": "matching",
    "/gatherings": "events",
    "/events": "events",
    "/outbox": "notifications",
    "/notifications": "notifications",
    # Everything else, the start page first of all, is intake's.
    "/": "intake",
}


def service_of(path: str) -> str:
    """The service whose page or API stands at `path`."""
    for prefix, service in PREFIXES.items():
        if path == prefix or path.startswith(prefix.rstrip("/") + "/"):
            return service
    return "intake"
