"""What hindsight could have had: all arrivals known, waiting weighed against shared subjects."""

import numpy as np

from bench.matcher.lern_fair.assign import assigned
from bench.matcher.lern_fair.ours import UNIT
from bench.matcher.lern_fair.stream import Replay, Stream, replayed

MATCHED = 2_000.0  # shared subjects; so that everybody is matched before anything else is weighed


def hindsight(stream: Stream, day_cost: float) -> Replay:
    """The best assignment when a day of a request's waiting costs this part of a subject."""
    here = np.ix_(stream.requests, stream.offers)
    wait = np.maximum(stream.offer_at[None, :] - stream.request_at[:, None], 0)
    value = MATCHED + stream.records.shared[here] - day_cost * wait
    _, seating = assigned((value * UNIT).astype(np.int64), stream.records.allowed[here])
    matches = [
        (
            request,
            int(seating.seat[request]),
            float(stream.request_at[request] + wait[request, seating.seat[request]]),
        )
        for request in np.flatnonzero(seating.seat >= 0).tolist()
    ]
    return replayed(stream, matches)
