"""Random events of every kind on a full pool, as a week in a city has them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Final

from bench.matcher.generate import Made
from services.matching.engine.matcher import Matcher

PEOPLE_TO_A_NEED: Final = 10
Event = Callable[[], None]


@dataclass
class Life:
    """As there are ten people to a need, ten of eleven events are about a person; within each, every
    kind comes with the same chance. Newcomers and needs are taken from `fresh` in order.
    """

    engine: Matcher
    fresh: Made
    seed: int
    _rng: Random = field(init=False)
    _people: list[str] = field(init=False)
    _needs: list[str] = field(init=False)
    _new: int = 0

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)  # noqa: S311 - a rehearsal, not a secret
        self._people = list(self.engine.pool.person_of)
        self._needs = list(self.engine.pool.need_of)

    def next_event(self) -> Event:
        """Chosen now, done when called, so that only the engine's work is measured."""
        if self._rng.random() < 1 / (PEOPLE_TO_A_NEED + 1):
            return self._rng.choice((self._open, self._close))()
        of_people = (self._arrive, self._leave, self._change)
        of_pairs = (self._send, self._decline, self._expire)
        return self._rng.choice((*of_people, *of_pairs))()

    def _arrive(self) -> Event:
        self._new += 1
        person = self.fresh.people[self._new % len(self.fresh.people)]
        named = replace(person, id=f"new-{self._new}")
        self._people.append(named.id)
        return lambda: self.engine.arrive(named)

    def _leave(self) -> Event:
        person = self._people.pop(self._rng.randrange(len(self._people)))
        return lambda: self.engine.leave(person)

    def _change(self) -> Event:
        other = self.fresh.people[self._rng.randrange(len(self.fresh.people))]
        named = replace(other, id=self._rng.choice(self._people))
        return lambda: self.engine.change(named)

    def _open(self) -> Event:
        self._new += 1
        need = self.fresh.needs[self._new % len(self.fresh.needs)]
        named = replace(need, id=f"new-{self._new}")
        self._needs.append(named.id)
        return lambda: self.engine.open(named)

    def _close(self) -> Event:
        need = self._needs.pop(self._rng.randrange(len(self._needs)))
        return lambda: self.engine.close(need)

    def _send(self) -> Event:
        """The pair of the present seating, as a guide would approve it."""
        for person in self._rng.sample(self._people, len(self._people)):
            need = self.engine.seat_of(person)
            if need is not None:
                return partial(self.engine.send, person, need)
        return self._arrive()

    def _decline(self) -> Event:
        return self._answered(self.engine.drop)

    def _expire(self) -> Event:
        return self._answered(self.engine.expire)

    def _answered(self, answer: Callable[[str, str], None]) -> Event:
        pool = self.engine.pool
        sent = [one for one, need in pool.accepted.items() if need in pool.need_of]
        if not sent:
            return self._send()
        person = self._rng.choice(sorted(sent))
        need = pool.accepted[person]
        return lambda: answer(person, need)
