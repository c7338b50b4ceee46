"""The log: lines for people, or one JSON object a line for programs that collect them; both say the same."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.settings import Log

request_id: ContextVar[str] = ContextVar("register_request_id", default="")
"""The request that runs, as its answer names it in `X-Request-Id`."""


class Lines(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name that logging calls
        """The kind of an error only: its text may hold what somebody declared."""
        return ei[0].__name__ if isinstance(ei, tuple) and ei[0] else ""


class JsonLines(logging.Formatter):
    """One object a line; of an error its kind only."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_id.get():
            said["request"] = number
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
        return json.dumps(said | getattr(record, "what", {}), ensure_ascii=False)


_FORMS: dict[str, type[logging.Formatter]] = {"text": Lines, "json": JsonLines}


def configure(log: Log) -> None:
    """Write to standard error as the settings say."""
    if log.format not in _FORMS:
        raise NotConfigured(msg("There is no log format %(format)s; choose text or json.", format=log.format))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_FORMS[log.format]())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("register.requests").setLevel(logging.INFO)
