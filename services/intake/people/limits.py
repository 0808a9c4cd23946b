"""How often one address or one account may do something in intake, and what lifts it."""

from typing import Final

from shared.web.limits import HOUR_MS, Limit

# A phone network puts many people behind one address; a whole class has its code.
FORMS_PER_ADDRESS: Final = Limit("forms", 40)
FORMS_PER_ACCOUNT: Final = Limit("forms-of-account", 120)
FORMS_PER_CLASS: Final = Limit("forms-of-class", 60, 24 * HOUR_MS)
CODES_PER_ACCOUNT: Final = Limit("class-codes", 20)
DRAFTS_PER_ADDRESS: Final = Limit("drafts", 100)
WRONG_KEYS: Final = Limit("wrong-keys", 30)
