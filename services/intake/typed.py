"""What was typed into a form: kept as it came, so that a page can show it again with what is wrong.

One model holds the rules of a form; a page and the API both build it. A page turns what Pydantic
finds into one sentence a field, which says how to mend it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from shared.contracts.codes import PAGE_LANGUAGES
from shared.web.languages import say_later

SOMETHING: Final = say_later("Look at this answer once more.")


class Typed(dict[str, Any]):
    """Fields by name; a field that was not sent is an empty text, so that templates need no ifs."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True)
class Codes:
    """In an annotation: the value is one of `known`, and the message says no more than that."""

    known: Sequence[str]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, code: str) -> str:
        if code not in self.known:
            raise ValueError("unknown code")
        return code


PageLanguage = Annotated[str, Codes(PAGE_LANGUAGES)]


def once(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Each code once, in the order in which it first stands."""
    return tuple(dict.fromkeys(codes))


Once = AfterValidator(once)


def wrong_in(wrong: ValidationError, mending: Mapping[str, str]) -> dict[str, str]:
    """The first thing that is wrong with each field, as the sentence that says how to mend it."""
    named = [str(error["loc"][0]) if error["loc"] else "" for error in wrong.errors()]
    return {name: mending.get(name, SOMETHING) for name in named}


def told(say: Callable[[str], str], errors: Mapping[str, str] | None) -> dict[str, Any]:
    """What a page prints of errors: beside each field, and all of them on top."""
    said = {name: say(text) for name, text in (errors or {}).items()}
    return {
        "errors": Typed(said),
        "summary": [{"field": name, "text": text} for name, text in said.items()],
    }
