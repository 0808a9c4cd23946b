"""What events hears."""

from typing import Final

from shared.bus.listening import hears
from shared.contracts.intake import SessionEnded
from shared.web.sessions import end, ended_of

HEARS: Final = (hears(SessionEnded, end, of=ended_of("events")),)
