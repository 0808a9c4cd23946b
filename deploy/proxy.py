"""The proxy's file, written from the table that says which service a path belongs to.

python -m deploy.proxy            print it
python -m deploy.proxy --write    write deploy/Caddyfile
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shared.contracts.paths import PREFIXES, SERVICES

WRITTEN: Final = Path(__file__).with_name("Caddyfile")
PORT: Final = 8000
"""Where every service listens inside its container."""
INSIDE: Final = ("/healthz", "/readyz", "/metrics")
"""What no one outside is told."""

FRAME: Final = """\
# Written from shared/contracts/paths.py by `python -m deploy.proxy --write`.
{{
	admin off
	auto_https disable_redirects
	http_port 8080
	https_port 8443
	skip_install_trust
}}

# For the container's own health check.
http://127.0.0.1:2020 {{
	bind 127.0.0.1
	respond "ready"
}}

http:// {{
	redir {{$LOTSA_URL:https://localhost:8443}}{{uri}} permanent
}}

# On `localhost` the certificate is Caddy's own; for a name of the outside it asks an authority.
{{$LOTSA_DOMAIN:localhost}} {{
	header -Server
	handle_errors {{
		header -Server
		header Retry-After 5
		header Cache-Control no-store
		header Content-Type "text/html; charset=utf-8"
		respond `{page}` 503
	}}
{handlers}}}
"""
# When no replica answers, since one is being replaced; a form bears an id, so it may be sent again.
PAGE: Final = (
    '<!doctype html><html lang="sv"><meta name="viewport" content="width=device-width">'
    "<title>Lotsa</title>"
    "<p>Vänta en liten stund och försök sedan igen. Det du har skrivit finns kvar om du går tillbaka."
    '<p lang="en">Wait a moment, then try again. What you wrote is still there when you go back.'
    '<p lang="ar" dir="rtl">انتظر لحظة ثم حاول مرة أخرى. ما كتبته ما زال موجودًا عندما تعود إلى الوراء.'
)
REFUSED: Final = """\
	@inside path {paths}
	handle @inside {{
		respond 404
	}}
"""
# A replica that was just killed is passed over, and one that starts is waited for.
HANDLED: Final = """\
	{matcher}handle{name} {{
		reverse_proxy {{
			dynamic a {service} {port} {{
				refresh 1s
			}}
			lb_policy random
			trusted_proxies {{$LOTSA_PROXY_BEFORE:127.0.0.1/32}}
			lb_try_duration 5s
		}}
	}}
"""


def caddyfile(prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The whole file; `prefixes` as `shared.contracts.paths` has them, "/" among them."""
    handlers = [REFUSED.format(paths=" ".join(INSIDE))]
    for service in SERVICES:
        own = [prefix for prefix, owner in prefixes.items() if owner == service and prefix != "/"]
        if own:
            handlers.append(handled(service, " ".join(f"{one} {one}/*" for one in own)))
    handlers.append(handled(prefixes["/"]))
    return FRAME.format(handlers="".join(handlers), page=PAGE)


def handled(service: str, paths: str = "") -> str:
    """Who answers under these paths, or under all others."""
    matcher = f"@{service} path {paths}\n\t" if paths else ""
    name = f" @{service}" if paths else ""
    return HANDLED.format(matcher=matcher, name=name, service=service, port=PORT)


def main() -> None:
    if "--write" in sys.argv:
        WRITTEN.write_text(caddyfile(), encoding="utf-8")
    else:
        sys.stdout.write(caddyfile())


if __name__ == "__main__":
    main()
