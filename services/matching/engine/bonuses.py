"""What rules add to the points of pairs; how much, and for whom, the pass decides."""


class Bonuses:
    """What is added to points: to all pairs of a person, and to the pair they hold already."""

    def __init__(self) -> None:
        self.of_person: dict[str, int] = {}
        self.keep: int = 0
        self.kept: dict[str, str] = {}  # person → need
        self.keepers: dict[str, set[str]] = {}  # need → people

    def of(self, person_id: str, need_id: str) -> int:
        kept = self.keep if self.kept.get(person_id) == need_id else 0
        return self.of_person.get(person_id, 0) + kept

    def set(self, of_person: dict[str, int], kept: dict[str, str], keep: int) -> None:
        self.of_person, self.kept, self.keep = of_person, kept, keep
        self.keepers = {}
        for person_id, need_id in kept.items():
            self.keepers.setdefault(need_id, set()).add(person_id)
