"""One pass of 100 000 × 5 000 in a process of its own; prints peak megabytes, seconds, gap."""

import sys
from time import perf_counter

from bench.matcher.generate import make_pool
from bench.matcher.setting import filled
from bench.matcher.speed import peak_megabytes


def main(seed: int, people: int = 100_000, needs: int = 5_000) -> None:
    made = make_pool(people, needs, seed)
    start = perf_counter()
    engine = filled(made)
    taken = perf_counter() - start
    sys.stdout.write(f"{peak_megabytes():.0f} {taken:.1f} {engine.proof.gap}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
