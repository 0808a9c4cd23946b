"""Every part of the look on a few pages of sample content, to be looked at and to be tested.

`python -m tests.shared.web.gallery PORT` serves it on this machine until Enter; addresses end in
`/LANGUAGE/PAGE.html`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.shared.web.gallery_content import LANGUAGES, PAGES, TEXTS, WEB, contexts, frame

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
NAMES: Final = b'<ul><li data-person="person-1">Amina &lt;b&gt;</li></ul>'


def environment() -> Environment:
    """The templates, as strict as they can be: an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader([WEB / "templates", PAGES]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return env


def icon(name: str) -> Markup:
    return Markup(
        '<svg class="icon icon-{0}" aria-hidden="true" focusable="false">'
        '<use href="/static/icons.svg#{0}"></use></svg>'
    ).format(name)


def write(folder: Path) -> None:
    """Write every page in every language below `folder`, with the static files beside them."""
    env = environment()
    copytree(WEB / "static", folder / "static")
    for lang in LANGUAGES:
        (folder / lang).mkdir()
        common = {"t": TEXTS[lang].__getitem__, "icon": icon, "asset": "/static/{}".format}
        for name, special in contexts(lang).items():
            shown = env.get_template(f"{name}.html").render(
                {"page": frame(lang)} | common | special
            )
            (folder / lang / f"{name}.html").write_text(shown, "utf-8")


class Handler(SimpleHTTPRequestHandler):
    """Serves the folder under the policy of the real pages, and what a board listens to."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        if self.path.startswith("/stream"):
            self.answer("text/event-stream", b"event: moved\ndata: x\n\n")
        elif self.path.startswith("/names"):
            self.answer("text/html", NAMES)
        elif self.headers["HX-Request"]:
            page = Path(self.translate_path(self.path)).read_bytes()
            self.answer("text/html", page.replace(b"amber river 47", b"amber river 99"))
        else:
            super().do_GET()

    def answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: tests read the console."""


@contextmanager
def served(port: int = 0) -> Iterator[str]:
    """The gallery at an address of this machine, for as long as the block runs."""
    with TemporaryDirectory() as name:
        write(Path(name))
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=name))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


if __name__ == "__main__":
    with served(int(sys.argv[1])) as address:
        sys.stdout.write(f"{address}/sv/start.html\n")
        input("Enter ends it. ")
