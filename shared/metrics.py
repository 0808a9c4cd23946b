"""The figures that show whether messages move; labels hold codes only, never ids."""

from prometheus_client import Counter, Gauge, Histogram

OUTBOX_SENT = Counter("lotsa_outbox_sent_total", "Messages told")
OUTBOX_TROUBLE = Counter("lotsa_outbox_trouble_total", "Times that telling failed and waits")
HEARD = Counter("lotsa_heard_total", "Records heard, by how they ended", ["service", "outcome"])
HEARD_AGE = Histogram(
    "lotsa_heard_age_seconds",
    "From a message being told to its effect",
    ["service", "kind"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600),
)
LAG = Gauge(
    "lotsa_lag_messages", "Records of a partition not handled", ["service", "topic", "partition"]
)
GAPS = Counter(
    "lotsa_gaps_total", "Records that came while one before them is missing", ["service"]
)
PARKED = Gauge("lotsa_parked", "Records that wait behind trouble", ["service"])
DEAD = Gauge("lotsa_dead", "Records that an operator has to decide on", ["service"])
DUE_DONE = Counter("lotsa_due_done_total", "Due work done", ["service", "what"])
DUE_TROUBLE = Counter(
    "lotsa_due_trouble_total", "Due work that failed and waits", ["service", "what"]
)
REQUESTS = Histogram(
    "lotsa_request_seconds", "Answer time by route pattern", ["service", "route", "status"]
)
