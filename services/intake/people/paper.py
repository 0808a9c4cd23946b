"""The code on a printed form, which ties the sheet to what is typed in from it. Pure.

The form's id is worked out from the code with a key: so a sheet that is typed in twice is one form,
nothing has to be kept before, and who reads a code has no way to the form. Its last three digits
are worked out too, so that a slip of the hand is noticed.
"""

import hashlib
from typing import Final
from uuid import UUID

from services.intake.people.answers import digits_in_latin
from shared.keys import Keys

# Without vowels, so that no word comes about, and without what is taken for something else.
SIGNS: Final = "BCDFGHJKMNPQRTVWXYZ2346789"
LETTERS: Final = 8
CHECK: Final = 3


def code_of(number: int, keys: Keys) -> str:
    """The code that a random number below `len(SIGNS) ** LETTERS` stands for: ABCD-EFGH-123."""
    letters = ""
    for _ in range(LETTERS):
        number, place = divmod(number, len(SIGNS))
        letters += SIGNS[place]
    return f"{letters[:4]}-{letters[4:]}-{check_of(letters, keys)}"


def check_of(letters: str, keys: Keys) -> str:
    return keys.code("sheet", letters)[:CHECK]


def form_of(typed: str, keys: Keys) -> str | None:
    """The id of the form on the sheet with this code, or None where it is no code of ours."""
    plain = "".join(sign for sign in digits_in_latin(typed).upper() if sign.isalnum())
    letters, check = plain[:LETTERS], plain[LETTERS:]
    if len(letters) != LETTERS or check != check_of(letters, keys):
        return None
    said = f"form|{keys.link_key('sheet', letters)}".encode()
    return str(UUID(bytes=hashlib.sha256(said).digest()[:16], version=4))
