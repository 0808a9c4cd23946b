"""Ties, broken by a hash of the two ids and never by the order in which things arrived.

A weight is `points · 2^20 + hash20`: points decide, and among equal sums of points the ids do,
the same on every machine and after every restart.
"""

from hashlib import blake2b
from typing import Final

import numpy as np

from services.matching.engine.arrays import Ints, Words

LOW_BITS: Final = 20
# Odd 64-bit multipliers of the splitmix64 generator (Steele, Lea, Flood, OOPSLA 2014).
MIX_ONE: Final = np.uint64(0xBF58476D1CE4E5B9)
MIX_TWO: Final = np.uint64(0x94D049BB133111EB)


def hash_of(stable_id: str, side: bytes) -> int:
    """64 bits of an id; `side` keeps a person and a need with the same id apart."""
    return int.from_bytes(blake2b(stable_id.encode(), digest_size=8, person=side).digest())


def hash20(people: Words, needs: Words) -> Ints:
    """The low bits of each pair, from the hashes of its two sides; broadcasts."""
    mixed = (people + (needs << np.uint64(1))) * MIX_ONE
    mixed ^= mixed >> np.uint64(31)
    mixed *= MIX_TWO
    return (mixed >> np.uint64(64 - LOW_BITS)).astype(np.int64)


def weight(points: Ints, tie: Ints) -> Ints:
    return (points << LOW_BITS) + tie
