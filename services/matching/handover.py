"""Going on with the engine that a pass left, which was made from the pool as it was a while ago."""

from services.matching.engine.matcher import Matcher
from services.matching.pools import RegionPool


def hand_over(
    pool: RegionPool, matcher: Matcher, held: dict[str, str], *, number: int, now: int
) -> None:
    """Puts `matcher` in the place of the pool's own, and takes in what changed since on the spot.

    `held` are the pairs that it holds seats for. Nothing else may look at the pool meanwhile, so
    this awaits nothing.
    """
    matcher.note_offers(pool.offered(now))
    _needs_again(matcher, pool)
    _people_again(matcher, pool)
    pool.matcher, pool.number, pool.told_dirty = matcher, number, False
    pool.held = {one: need for one, need in held.items() if one in pool.people}
    failed = {one for people in pool.failed.values() for one in people}
    for person in sorted(pool.held.keys() | pool.seats.keys() | failed):
        pool.settle(person, pool.needs_about(person))


def _needs_again(matcher: Matcher, pool: RegionPool) -> None:
    known = dict(matcher.pool.need_of)
    for closed in known.keys() - pool.needs.keys():
        matcher.close(closed)
    for key, need in pool.needs.items():
        if key not in known:
            matcher.open(need)
        elif known[key] != need:
            matcher.revise(need)


def _people_again(matcher: Matcher, pool: RegionPool) -> None:
    known = dict(matcher.pool.person_of)
    for gone in known.keys() - pool.people.keys():
        matcher.leave(gone)
    for key, person in pool.people.items():
        if key not in known:
            matcher.arrive(person)
        elif known[key] != person:
            matcher.change(person)
