"""A trace goes on across the bus, with nothing but codes in it."""

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from shared.store.telling import told_by
from shared.tracing import following, traceparent
from tests.behaviour.bus.tallies import SUBJECTS, Subject, posted

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def told(now: int = 0) -> str | None:
    subject = Subject(id="a", region="malmo")
    _, (untold,) = told_by(
        SUBJECTS, subject, [posted("a")], now=now, new_id=lambda: "id", cause=None
    )
    return untold.envelope.trace


def test_without_a_span_nothing_is_carried() -> None:
    assert traceparent() is None
    assert told() is None


def test_what_is_told_inside_a_span_carries_it() -> None:
    span = NonRecordingSpan(SpanContext(0xABC, 0xDEF, False, TraceFlags(1)))
    with trace.use_span(span):
        assert told() == f"00-{0xABC:032x}-{0xDEF:016x}-01"


def test_what_is_told_while_hearing_belongs_to_the_same_trace() -> None:
    with following(PARENT, "matching hears", kind="NeedPosted"):
        carried = told()
    assert carried is not None
    assert carried.split("-")[1] == PARENT.split("-")[1]
    assert traceparent() is None


def test_a_parent_that_is_none_of_ours_begins_anew() -> None:
    with following("not a traceparent", "matching hears"):
        assert told() is None
