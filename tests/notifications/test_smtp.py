"""A real SMTP conversation: what the server says decides how the delivery ends."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.running import free_port
from services.notifications.channels import Doubtful, Never, NotYet, Parcel, Smtp, channel_for
from services.notifications.letters import write
from services.notifications.paper import Writer
from shared.settings import Misconfigured, Settings
from shared.web.languages import LANGUAGES
from tests.stage import NOON


class Sink:
    """A mail server that takes letters, or answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.at_rcpt = "250 OK"
        self.at_data = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.at_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data == "silence":
            server.transport.close()
            return ""
        if self.at_data.startswith("250"):
            self.taken.append(envelope)
        return self.at_data


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def url(sink: Sink) -> Iterator[str]:
    port = free_port("127.0.0.1")
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def parcel() -> Parcel:
    operator = {"name": "Staden", "phone": "", "email": ""}
    writer = Writer(
        language=LANGUAGES[2], name="أمينة", link="https://x.example", operator=operator
    )
    return Parcel("d1", NOON, "amina@example.org", "أمينة", write("receipt", {}, writer))


async def test_a_letter_arrives_whole(sink: Sink, url: str) -> None:
    await Smtp(url, "lotsa@example.org").send(parcel())
    (envelope,) = sink.taken
    assert envelope.rcpt_tos == ["amina@example.org"]
    content = envelope.content
    assert isinstance(content, bytes)
    assert b"Message-ID: <d1@example.org>" in content
    assert b"Content-Language: ar" in content
    assert b"Content-Language: ar" in content
    assert b"text/html" in content


@pytest.mark.parametrize(
    ("at_rcpt", "at_data", "why"),
    [
        ("450 later", "250 OK", NotYet),
        ("550 nobody", "250 OK", Never),
        ("250 OK", "451 later", NotYet),
        ("250 OK", "554 no", Never),
        ("250 OK", "silence", Doubtful),
    ],
)
async def test_what_the_server_says_decides(
    sink: Sink, url: str, at_rcpt: str, at_data: str, why: type[Exception]
) -> None:
    sink.at_rcpt, sink.at_data = at_rcpt, at_data
    with pytest.raises(why):
        await Smtp(url, "lotsa@example.org").send(parcel())
    assert sink.taken == []


async def test_a_server_that_is_away_has_taken_nothing() -> None:
    with pytest.raises(NotYet):
        await Smtp("smtp://127.0.0.1:9", "lotsa@example.org").send(parcel())


@pytest.mark.parametrize("url", ["http://x", "smtp://", "x"])
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="LOTSA_SMTP_URL"):
        Smtp(url, "lotsa@example.org")


def test_a_demo_never_writes_to_anybody_whatever_is_set() -> None:
    chosen = {"smtp_url": "smtp://127.0.0.1:9"}
    assert channel_for(Settings.model_validate({**chosen, "demo": True})).name == "outbox"
    assert channel_for(Settings.model_validate(chosen)).name == "email"
    assert channel_for(Settings()).name == "outbox"
