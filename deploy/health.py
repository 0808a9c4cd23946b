"""Whether the service of this container is ready, for the engine's health check.

    python -m deploy.health

Ends with 0 where it is, else with 1 and one word that says why. It asks only the standard library
for help: the engine starts it every few seconds.
"""

import http.client
import json
import os
import sys

PATIENCE_S = 4.0


def trouble(port: int) -> str | None:
    """Why the service on this port of this machine is not ready; None where it is."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        asked.request("GET", "/readyz")
        answer = asked.getresponse()
        if answer.status == http.HTTPStatus.OK:
            return None
        return str(json.loads(answer.read())["trouble"])
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return "no answer"
    finally:
        asked.close()


def main() -> None:
    found = trouble(int(os.environ.get("LOTSA_PORT", "8080")))
    if found is not None:
        print(found)
        sys.exit(1)


if __name__ == "__main__":
    main()
