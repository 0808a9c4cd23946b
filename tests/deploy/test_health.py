"""The health check says whether the service in the container is ready, and in one word why not."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy import health
from deploy.running import free_port

ANSWERS = {
    "ready": (200, b'{"ok": true, "trouble": null}', None),
    "waiting": (503, b'{"ok": false, "trouble": "store-unavailable"}', "store-unavailable"),
    "another program": (500, b"<html>", "no answer"),
}


@pytest.fixture
def service() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_answer_of_the_service_decides(service: HTTPServer, answer: str) -> None:
    status, body, trouble = ANSWERS[answer]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/readyz"
            self.send_response(status if found else 404)
            self.end_headers()
            self.wfile.write(body if found else b"")

        def log_message(self, *_words: object) -> None: ...

    service.RequestHandlerClass = Answers
    assert health.trouble(service.server_port) == trouble


def test_nobody_there_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSA_PORT", str(free_port("127.0.0.1")))
    with pytest.raises(SystemExit) as ended:
        health.main()
    assert ended.value.code == 1
    assert capsys.readouterr().out == "no answer\n"
