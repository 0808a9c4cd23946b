"""Traces that cross the bus: a message carries the traceparent of whatever announced it.

Only OpenTelemetry's API is used; without an SDK the spans are empty and the ids still travel.
Attributes are codes and opaque ids, since a span is kept where nobody's data may be.
"""

from contextlib import AbstractContextManager

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

TRACEPARENT = "traceparent"
_carried = TraceContextTextMapPropagator()


def traceparent() -> str | None:
    """The span around this call, as a header says it; None where there is none."""
    headers: dict[str, str] = {}
    _carried.inject(headers)
    return headers.get(TRACEPARENT)


def following(parent: str | None, name: str, **codes: str) -> AbstractContextManager[trace.Span]:
    """A span called `name` that continues `parent`."""
    carried = _carried.extract({TRACEPARENT: parent} if parent else {})
    tracer = trace.get_tracer("lotsa")
    kind = trace.SpanKind.CONSUMER
    return tracer.start_as_current_span(name, carried, kind=kind, attributes=codes)
