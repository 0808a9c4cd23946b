"""The one exception of the engine."""


class EngineError(ValueError):
    """Something the engine was asked for that it refuses.

    `slug` is one of: duplicate_id, unknown_id, bad_number, bad_region, bad_policy, already_locked,
    not_locked, no_seat. `field` names the field or the id's role; no value is ever repeated.
    """

    def __init__(self, slug: str, field: str = "") -> None:
        super().__init__(f"{slug}: {field}" if field else slug)
        self.slug = slug
        self.field = field
