"""What intake hears, as one table."""

from typing import Any, Final

from shared.bus.listening import Heard

HEARS: Final[tuple[Heard[Any, Any], ...]] = ()
