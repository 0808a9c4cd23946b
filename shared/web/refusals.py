"""Refusals: everything that is said no to has a slug, turned into HTTP in one place.

A page shows the reader's own words again, beside what is wrong and how to mend it. An API answers
`application/problem+json`. Neither echoes a submitted value, a path, or anything of the machine.
"""

from collections.abc import Mapping
from typing import Final

# What HTTP calls it. A slug that is not here is a mistake in the program, and a test finds it.
STATUS: Final[Mapping[str, int]] = {
    "invalid": 422,
    "not-found": 404,
    "not-allowed": 404,  # indistinguishable from a wrong id, on purpose
    "sign-in": 401,
    "foreign-request": 403,
    "form-token": 403,
    "say-why": 403,
    "too-large": 413,
    "too-often": 429,
    "conflict": 409,
    "gone": 410,
    "erased": 410,
    "guardian-no": 410,
    "guardian-silent": 410,
    "not-ready": 503,
    "method": 405,
    "unsupported": 415,
}


class Refused(Exception):
    """A request that is refused.

    `fields` maps a field's name to the message (an English msgid) that says how to mend it;
    `retry_after` is seconds; `mended_at` is the page on which the reader says what is missing.
    """

    def __init__(
        self,
        slug: str,
        *,
        fields: Mapping[str, str] | None = None,
        retry_after: int | None = None,
        mended_at: str | None = None,
    ) -> None:
        super().__init__(slug)
        self.slug = slug
        self.fields = dict(fields or {})
        self.retry_after = retry_after
        self.mended_at = mended_at

    @property
    def status(self) -> int:
        return STATUS[self.slug]
