"""Turns the log on, in the form and from the level that the settings name."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import IO, Any

from pythonjsonlogger.json import JsonFormatter

from corpus.settings import Settings
from ui.logs.redaction import Redaction, secrets_of
from ui.logs.request_id import Naming
from ui.logs.whereabouts import whereabouts

_log = logging.getLogger(__name__)

_TEXT = "%(levelname)s:%(name)s:%(message)s"
_ADDRESSES = ("httpx", "httpx2", "qdrant_client")
"""Libraries that log whole addresses, queries included, at level INFO."""

_UVICORN = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


def start_logging(settings: Settings, stream: IO[str] | None = None) -> None:
    """Log to standard error from now on, whatever was set up before.

    As JSON, every line is an object with ``time`` (UTC), ``level``, ``logger``, ``message`` and
    ``request``, and whatever else a record carries. No secret setting, key, password or cookie is
    in a line of either form, and an exception is named by kind and place, because its message may
    quote a question; only text at level DEBUG has the whole of it.

    Args:
        settings: Form, level and secrets.
        stream: Where to; standard error where not given.

    Example:
        ```python
        from corpus.settings import settings
        from ui.logs.starting import start_logging

        start_logging(settings())
        ```
    """
    as_json = settings.log_format == "json"
    handler: logging.Handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if as_json else logging.Formatter(_TEXT))
    handler.addFilter(Naming())
    whole = not as_json and settings.log_level == "DEBUG"
    handler.addFilter(Redaction(secrets_of(settings), discreet=not whole))
    root = logging.getLogger()
    for old in root.handlers[:]:
        # What a test or a host program has put there stays.
        if type(old) is logging.StreamHandler:
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name in _UVICORN:
        # The web server would write its own lines in its own form.
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in _ADDRESSES:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(as_json)
    if as_json:
        threading.excepthook = _thread_failed


class _Json(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(
            timespec="milliseconds"
        )
        super().add_fields(log_data, record, message_dict)
        http = log_data.get("http")
        if isinstance(http, dict):
            # The access log's message is its fields once more.
            log_data["message"] = "{method} {path} {status}".format_map(http)


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    # Python would print the whole traceback with the exception's words.
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        _log.error("a thread ended: %s", whereabouts(failed.exc_value))
