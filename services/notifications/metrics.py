"""How letters fare: by state, and how long the hand-over took."""

from prometheus_client import Counter, Histogram

DELIVERED = Counter(
    "lotsa_deliveries_total", "Deliveries that came into a state", ["state", "template"]
)
DAILY = Histogram(
    "lotsa_letters_of_a_day",
    "How many letters were sent together, to somebody who wants one a day",
    buckets=(1, 2, 3, 5, 8),
)
HAND_OVER = Histogram(
    "lotsa_hand_over_seconds",
    "From queued to handed to a provider; 99 % within 10 s is the promise",
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 600, 3600, 43200),
)
