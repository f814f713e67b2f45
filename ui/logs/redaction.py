"""Takes out of a log line what must not stand there: keys, passwords, cookies, words of errors.

Nothing of ours logs a secret. This is the second lock: libraries log headers and addresses, and
somebody may one day put a key where no key belongs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from pydantic import SecretStr

from corpus.settings import Settings
from ui.logs.whereabouts import whereabouts

HIDDEN = "[hidden]"
_SHORTEST = 4
"""Shorter secrets would be found in ordinary words."""

_PATTERNS = (
    # A header or a setting with its value: the name stays, so that the line still says something.
    re.compile(
        r"""(?ix) (?P<kept> ["']? \b
            (?: (?:proxy-)?authorization | (?:x-)?api[-_]?key | (?:set-)?cookie | password
                | secret | token | [a-z_]*_api_key )
            \b ["']? \s* (?:[:=,]|=>) \s* )
        (?P<secret> (?: b?["'] [^"'\r\n]* ["'] ) | (?: (?:bearer|basic) \s+ )? [^\s,;"'&}\]]+ )"""
    ),
    re.compile(r"(?i)(?P<kept>\b(?:bearer|basic)\s+)(?P<secret>[A-Za-z0-9._~+/=-]{8,})"),
    # User and password in an address.
    re.compile(r"(?P<kept>\b[a-z][a-z0-9+.-]*://)(?P<secret>[^\s/@?#]+)(?=@)"),
    # Our own API keys, and those that language model services give out.
    re.compile(r"(?P<kept>)(?P<secret>\b(?:rb_|sk-)[A-Za-z0-9_-]{16,})"),
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Redaction(logging.Filter):
    """Rewrites every record that passes: no secret, and no error message but those meant for it.

    An exception's message may quote a reader's words; with `discreet`, only its kind and place
    are kept.

    Args:
        secrets: Values that are hidden wherever they stand.
        discreet: Whether exceptions lose their messages.

    Example:
        >>> Redaction(["hunter22"]).clean("api-key: abcdef, and hunter22")
        'api-key: [hidden], and [hidden]'
    """

    def __init__(self, secrets: Iterable[str] = (), *, discreet: bool = True) -> None:
        super().__init__()
        self._discreet = discreet
        known = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; every record passes."""
        try:
            message = record.getMessage()
        except Exception:
            # A template that its arguments do not fit: the arguments may be anything.
            message = str(record.msg)
        if record.exc_info and self._discreet:
            error = record.exc_info[1]
            place = whereabouts(error) if error else "unknown"
            message = f"{message} ({place})"
            record.exc_info, record.exc_text = None, None
        record.msg, record.args = self.clean(message), ()
        if self._discreet:
            # One record, one line: nobody writes a line of their own into the log.
            record.msg = _CONTROLS.sub(" ", record.msg).strip()
        record.stack_info = None if self._discreet else record.stack_info
        for name in vars(record).keys() - _STANDARD:
            setattr(record, name, self._cleaned(getattr(record, name)))
        return True

    def clean(self, words: str) -> str:
        """The words without secrets."""
        if self._known:
            words = self._known.sub(HIDDEN, words)
        for pattern in _PATTERNS:
            words = pattern.sub(lambda found: found["kept"] + HIDDEN, words)
        return words

    def _cleaned(self, value: Any) -> Any:
        if isinstance(value, SecretStr):
            return HIDDEN
        if isinstance(value, bool | int | float | None):
            return value
        if isinstance(value, dict):
            return {str(key): self._cleaned(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._cleaned(inner) for inner in value]
        return self.clean(str(value))


def secrets_of(settings: Settings) -> list[str]:
    """The values of all secret settings.

    >>> secrets_of(Settings(llm_api_key="kettle-key"))
    ['kettle-key']
    """
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
