"""Structured logs: one JSON object a line, made of codes, counts and opaque ids only."""

import json
import logging
import sys
from typing import Final

STANDARD: Final = frozenset(vars(logging.makeLogRecord({})))


class Lines(logging.Formatter):
    """A record as JSON. Tracebacks are left out: they could print what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        extra = {name: text for name, text in vars(record).items() if name not in STANDARD}
        line = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
            **extra,
        }
        if record.exc_info and record.exc_info[0]:
            line["reason"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Sends all logs to standard error, ours and the libraries'."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They say per request or per poll what our own figures say better.
    for noisy in ("uvicorn.access", "aiokafka", "pymongo", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
