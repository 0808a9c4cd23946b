"""What is typed into one line: cleaned once, so that it can stand anywhere a line may."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

# Marks that turn the direction of what follows: with them a title could rewrite the page round it.
TURNING: Final = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)
ADDRESS: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:localhost|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])"
)
LONGEST_ADDRESS: Final = 254
WEB: Final = re.compile(r"https?://[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9](?::\d{1,5})?(?:[/?#]\S*)?")


def one_line(text: str) -> str:
    """`text` in one line: composed, without control characters, runs of space made one.

    A line break or a tab counts as a space, so that no header, log line or calendar property can
    begin inside it.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if is_gap(sign) else sign for sign in composed if sign not in TURNING)
    return " ".join("".join(kept).split())


def is_gap(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}


def address(text: str) -> str:
    """An e-mail address as it is kept and compared. Raises ValueError for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if len(plain) > LONGEST_ADDRESS or not ADDRESS.fullmatch(plain):
        raise ValueError("no e-mail address")
    return plain


def web_page(text: str) -> str:
    """The address of a web page; one typed without its beginning gets it. Raises ValueError."""
    plain = one_line(text)
    whole = plain if "://" in plain else f"https://{plain}"
    scheme, _, rest = whole.partition("://")
    host, slash, path = rest.partition("/")
    whole = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    if not WEB.fullmatch(whole):
        raise ValueError("no web address")
    return whole


def cleaned(value: object) -> object:
    """One line where it is a text; what is none is left for the type to refuse."""
    return one_line(value) if isinstance(value, str) else value


def figure(value: object) -> object:
    """A number typed with the digits of any script, as one of ours; what is none is left alone."""
    if not isinstance(value, str):
        return value
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in value.strip())


def nothing(value: object) -> object:
    """None for a field left empty."""
    return None if isinstance(value, str) and not value.strip() else value


Line = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=2, max_length=80)]
Note = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=300)]
FirstName = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=40)]
# The length is looked at first: a megabyte is not worth a regular expression.
Address = Annotated[str, Field(max_length=1000), AfterValidator(address)]
WebPage = Annotated[str, Field(max_length=200), AfterValidator(web_page)]
