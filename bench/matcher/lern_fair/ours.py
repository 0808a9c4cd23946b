"""Our way: every arrival is matched at once, by shared subjects minus the price of the offer.

At most once a day prices are made anew from sampled futures, as a pass does it: Poisson arrivals
of both sides at the rate of the last days, records dealt from the most recent ones; each future is
one assignment of everybody who waits and everybody who comes, where a day of waiting costs a part
of a subject. What an offer is worth there, on average over the latest plans, is its price. An offer that comes goes to
the waiting request with the most shared subjects, less what is added for how many of the latest
offers could take it: whoever few can help comes first. Nothing looks ahead: only arrivals up to
now are drawn from.
"""

from dataclasses import dataclass, field

import numpy as np

from bench.matcher.lern_fair.assign import assigned
from bench.matcher.lern_fair.records import Days
from bench.matcher.lern_fair.stream import Replay, Stream, replayed
from services.matching.engine.arrays import Ints
from services.matching.engine.prices import lowest_prices


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen on the first half of the data by date."""

    draws: int = 12
    every_days: float = 1.0  # between two plans
    plans: int = 3  # the latest ones, whose futures count together
    partners: int = 12  # best pairs that an assignment looks at, of every request and every offer
    horizon_days: float = 120
    rate_days: float = 45
    recent: int = 300
    day_cost: float = 0.05  # shared subjects
    price_share: float = 0.9  # of an offer's mean price that counts
    breadth: float = (
        0.001  # subjects of an offer that count as much as its price: narrow goes first
    )
    ease: float = 2.0  # shared subjects that a request which all the latest offers fit gives up
    matched: float = 20.0  # what being matched at all is worth, in shared subjects


UNIT = 10_000  # weights are whole: so many to a shared subject
BEST = Settings()


@dataclass(frozen=True, slots=True)
class Future:
    """One draw, solved: what each request in it has, and what each offer is worth."""

    requests: Ints  # records
    worth: Days
    price: Days


@dataclass
class Deck:
    """Who came lately, dealt from a pack that is shuffled anew when it is used up: over all futures
    of a plan each comes nearly equally often, so that less depends on luck.
    """

    cards: list[int]
    rng: np.random.Generator
    rest: list[int] = field(default_factory=list)

    def deal(self, expected: float) -> list[int]:
        """A Poisson number of them."""
        count = int(self.rng.poisson(expected)) if self.cards else 0
        while len(self.rest) < count:
            self.rest += self.rng.permutation(self.cards).tolist()
        dealt, self.rest = self.rest[:count], self.rest[count:]
        return dealt


@dataclass
class Online:
    """The pool between two arrivals; requests and offers by their number of arrival."""

    stream: Stream
    settings: Settings
    seed: int
    waiting: list[int] = field(default_factory=list)  # requests
    offers: list[int] = field(default_factory=list)
    heard: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    matches: list[tuple[int, int, float]] = field(default_factory=list)
    met: set[int] = field(default_factory=set)
    prices: dict[int, float] = field(default_factory=dict)
    worths: dict[int, tuple[float, ...]] = field(default_factory=dict)  # what each future said
    futures: list[Future] = field(default_factory=list)
    planned_at: float = float("-inf")

    def run(self) -> Replay:
        for now, side, number in self.stream.events():
            if now - self.planned_at >= self.settings.every_days:
                self.plan(now)
            if side:
                self.request_comes(number, now)
            else:
                self.offer_comes(number, now)
        self.clear_up()
        return replayed(self.stream, self.matches)

    def request_comes(self, request: int, now: float) -> None:
        self.heard[1].append(request)
        fitting = [offer for offer in self.offers if self.may(request, offer)]
        if fitting:
            best = max(fitting, key=lambda offer: (self.gain(request, offer), -offer))
            self.offers.remove(best)
            self.match(request, best, now)
        else:
            self.waiting.append(request)

    def offer_comes(self, offer: int, now: float) -> None:
        """To whoever shares most with it, and whom few others could help."""
        self.heard[0].append(offer)
        fitting = [request for request in self.waiting if self.may(request, offer)]
        if fitting:
            best = max(fitting, key=lambda one: (self.shared(one, offer) - self.eased(one), -one))
            self.waiting.remove(best)
            self.match(best, offer, now)
        else:
            self.offers.append(offer)

    def clear_up(self) -> None:
        """Their clock's last jump: whoever is left is assigned."""
        if not self.waiting or not self.offers:
            return
        here = np.ix_(self.stream.requests[self.waiting], self.stream.offers[self.offers])
        records = self.stream.records
        new = ~np.isin(records.same[here], list(self.met))
        weight = (records.shared[here] + int(self.settings.matched)) * UNIT
        _, seating = assigned(weight, records.allowed[here] & new)
        for at in np.flatnonzero(seating.seat >= 0).tolist():
            self.match(self.waiting[at], self.offers[int(seating.seat[at])], self.stream.end)

    def match(self, request: int, offer: int, now: float) -> None:
        self.met.add(self.pair(request, offer))
        self.matches.append((request, offer, now))

    # Values

    def may(self, request: int, offer: int) -> bool:
        allowed = self.stream.records.allowed
        one, other = self.stream.requests[request], self.stream.offers[offer]
        return bool(allowed[one, other]) and self.pair(request, offer) not in self.met

    def pair(self, request: int, offer: int) -> int:
        same = self.stream.records.same
        return int(same[self.stream.requests[request], self.stream.offers[offer]])

    def shared(self, request: int, offer: int) -> int:
        shared = self.stream.records.shared
        return int(shared[self.stream.requests[request], self.stream.offers[offer]])

    def gain(self, request: int, offer: int) -> float:
        breadth = int(self.stream.records.offered[self.stream.offers[offer]])
        price = self.settings.price_share * self.price(offer)
        return self.shared(request, offer) - price - self.settings.breadth * breadth

    def eased(self, request: int) -> float:
        """By the share of the latest offers that could have taken the request."""
        latest = self.stream.offers[self.heard[0][-self.settings.recent :]]
        allowed = self.stream.records.allowed[self.stream.requests[request], latest]
        return self.settings.ease * float(allowed.mean())

    def price(self, offer: int) -> float:
        """Of an offer that came after the last plan: what its best taker in each future would add."""
        if offer not in self.prices:
            record = self.stream.offers[offer]
            records, matched = self.stream.records, self.settings.matched
            best = [
                np.where(
                    records.allowed[one.requests, record],
                    matched + records.shared[one.requests, record] - one.worth,
                    0.0,
                ).max(initial=0.0)
                for one in self.futures
            ]
            self.prices[offer] = float(np.mean(best)) if best else 0.0
        return self.prices[offer]

    # Futures

    def plan(self, now: float) -> None:
        self.planned_at = now
        rng = np.random.default_rng((self.seed, int(now)))
        decks = tuple(Deck(side[-self.settings.recent :], rng) for side in self.heard)
        drawn = [self._draw(rng, now, decks) for _ in range(self.settings.draws)]
        fresh = [future for future in drawn if future is not None]
        counts = self.settings.plans * self.settings.draws
        self.futures = [*self.futures, *fresh][-counts:]
        self.worths = {
            offer: (*self.worths.get(offer, ()), *(float(one.price[at]) for one in fresh))[-counts:]
            for at, offer in enumerate(self.offers)
        }
        self.prices = {
            offer: float(np.mean(worths)) for offer, worths in self.worths.items() if worths
        }

    def _draw(self, rng: np.random.Generator, now: float, decks: tuple[Deck, ...]) -> Future | None:
        """Who waits comes first on both sides, at day 0 of the future."""
        stream, records = self.stream, self.stream.records
        coming = decks[1].deal(self._expected(now, 1)), decks[0].deal(self._expected(now, 0))
        requests = stream.requests[self.waiting + coming[0]]
        offers = stream.offers[self.offers + coming[1]]
        if not len(requests) or not len(offers):
            return None
        asked = self._days(rng, len(self.waiting), len(coming[0]))
        offered = self._days(rng, len(self.offers), len(coming[1]))
        here = np.ix_(requests, offers)
        wait = np.maximum(offered[None, :] - asked[:, None], 0)
        value = self.settings.matched + records.shared[here] - self.settings.day_cost * wait
        weight = (np.maximum(value, 0) * UNIT).astype(np.int64)
        weight += rng.integers(0, UNIT // 100, weight.shape)  # equals in no order
        problem, seating = assigned(weight, records.allowed[here], self.settings.partners)
        price = lowest_prices(problem, seating)
        return Future(requests, seating.after(price) / UNIT, price / UNIT)

    def _expected(self, now: float, side: int) -> float:
        """How many of a side come before the horizon, at the rate of the last days."""
        settings = self.settings
        at = self.stream.request_at if side else self.stream.offer_at
        span = min(settings.rate_days, max(now - self.stream.events_start, 7.0))
        lately = sum(1 for one in self.heard[side][-400:] if at[one] > now - settings.rate_days)
        return lately / span * settings.horizon_days

    def _days(self, rng: np.random.Generator, waiting: int, coming: int) -> Days:
        return np.concatenate([np.zeros(waiting), rng.random(coming) * self.settings.horizon_days])


def at_once(stream: Stream, seed: int, settings: Settings = BEST) -> Replay:
    return Online(stream, settings, seed).run()
