"""Why a pack is refused, in the reader's language."""

from __future__ import annotations

from corpus.errors import PackRefused
from corpus.texts import text


def refused(reason: str, **values: object) -> PackRefused:
    """The error for a reason of the catalogue's section `evidence`, key `refused_<reason>`.

    >>> str(refused("not_zip"))
    'The evidence pack is refused: it is not a zip file.'
    """
    return PackRefused(_sentence("en", reason, values), reason=reason, **values)


def refusal_in(language: str, error: PackRefused) -> str:
    """The sentence of an error in a language."""
    values = {name: value for name, value in error.details.items() if name != "reason"}
    return _sentence(language, str(error.details["reason"]), values)


def _sentence(language: str, reason: str, values: dict[str, object]) -> str:
    why = text(language, f"evidence.refused_{reason}", **values)
    return text(language, "evidence.refused", why=why)
