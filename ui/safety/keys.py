"""API keys: shown once when made, kept only as a hash.

A key is 256 random bits, so that a plain SHA-256 is as good as a slow hash: nothing can be guessed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from corpus.errors import UsageError
from ui.safety.accounts import checked_name
from ui.safety.ledger import Register

_PREFIX = "rb_"
_LONGEST = 200


class Keys(Register):
    """The file of API keys. It is read again whenever it has changed.

    Args:
        path: The file; it need not exist.
    """

    def add(self, name: str) -> str:
        """Make a key.

        Returns:
            The key itself, which cannot be had again.

        Raises:
            UsageError: The name will not do or is taken.
        """
        kept = checked_name(name)
        if kept in self._ledger.entries():
            raise _taken(kept)
        key = _PREFIX + secrets.token_urlsafe(32)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if not self._ledger.put(kept, {"sha256": _digest(key), "made": now}, replace=False):
            raise _taken(kept)
        return key

    def remove(self, name: str) -> None:
        """Accept a key no more, at once.

        Raises:
            UsageError: There is no such key.
        """
        if not self._ledger.drop(name.strip().casefold()):
            raise UsageError(f"There is no key “{name}”; `rulebridge keys list` shows them.")

    def holder(self, key: str) -> str | None:
        """The name of the key, if it is one of ours."""
        if len(key) > _LONGEST:
            return None
        digest = _digest(key)
        found = None
        for name, entry in self._ledger.entries().items():
            if hmac.compare_digest(digest, str(entry.get("sha256", ""))):
                found = name
        return found


def _taken(name: str) -> UsageError:
    return UsageError(f"There is a key “{name}” already; remove it first.")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
