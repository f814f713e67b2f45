"""Readers who may sign in, with Argon2id hashes of their passwords (RFC 9106)."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import UTC, datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from corpus.errors import UsageError
from ui.safety.ledger import Register

SHORTEST, LONGEST = 12, 1024
"""Length of a password, in characters."""

_LEAST_DIFFERENT = 5
_LONGEST_NAME = 64
_HASHER = PasswordHasher()


class Accounts(Register):
    """The file of readers. It is read again whenever it has changed.

    Args:
        path: The file; it need not exist.
    """

    def add(self, name: str, password: str, *, replace: bool = False) -> str:
        """Let somebody sign in.

        Args:
            name: Latin letters, Han characters, digits and ``. _ @ -``; upper and lower case are
                the same.
            password: At least 12 characters, and not the name.
            replace: Whether to change the password of somebody who is known already.

        Returns:
            The name as it is kept.

        Raises:
            UsageError: The name or password will not do, or the name is taken.
        """
        kept = checked_name(name)
        if kept in self._ledger.entries() and not replace:
            raise _taken(kept)
        check_password(kept, password)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"hash": _HASHER.hash(_normal(password)), "set": now}
        if not self._ledger.put(kept, entry, replace=replace):
            raise _taken(kept)
        return kept

    def remove(self, name: str) -> None:
        """Let somebody sign in no more; their sessions end at once.

        Raises:
            UsageError: There is no such user.
        """
        if not self._ledger.drop(_folded(name)):
            raise UsageError(f"There is no user “{name}”; `rulebridge users list` shows them.")

    def verify(self, name: str, password: str) -> str | None:
        """The name as kept if the password is right.

        An unknown name takes as long as a wrong password.
        """
        kept = _folded(name)
        entry = self._ledger.entries().get(kept, {})
        try:
            _HASHER.verify(str(entry.get("hash") or _nobody()), _normal(password)[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return None
        return kept if entry else None

    def stamp(self, name: str) -> str | None:
        """A short mark of the present password: a session made under another one is over."""
        entry = self._ledger.entries().get(name)
        if entry is None:
            return None
        return hashlib.sha256(str(entry.get("hash")).encode()).hexdigest()[:16]


def checked_name(name: str) -> str:
    """A name as it is kept.

    >>> checked_name("Ada.Lee")
    'ada.lee'

    Raises:
        UsageError: It is empty, too long, or has other characters.
    """
    kept = _folded(name)
    if not 0 < len(kept) <= _LONGEST_NAME or not all(map(_nameable, kept)):
        raise UsageError(
            f"A name has 1 to {_LONGEST_NAME} letters (Latin or Chinese), digits or . _ @ - and no "
            "spaces."
        )
    return kept


def _nameable(character: str) -> bool:
    """Whether a character may stand in a name: nothing that only looks like another (UTS 39).

    Accents may stand on Latin letters. Cyrillic, Greek and the Latin letters of phonetics have
    doubles of the plain ones.
    """
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii():
        return base.isalnum() or base in "._@-"
    return unicodedata.name(base, "").startswith("CJK UNIFIED IDEOGRAPH")


def _taken(name: str) -> UsageError:
    return UsageError(f"There is a user “{name}” already; --replace sets a new password.")


def check_password(name: str, password: str) -> None:
    """Refuse a password that is guessed first.

    Raises:
        UsageError: It is too short or long, or hardly more than the name or one character.
    """
    words = _normal(password)
    if not SHORTEST <= len(words) <= LONGEST:
        raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters.")
    folded = unicodedata.normalize("NFKC", words).casefold()
    if len(folded.replace(name, "")) < SHORTEST // 2:
        raise UsageError("The password must not be made of the name; choose another.")
    if len(set(folded)) < _LEAST_DIFFERENT:
        raise UsageError("The password has too few different characters; choose another.")


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _normal(password: str) -> str:
    # Keyboards differ in how they send accents (RFC 8265, section 4.2).
    return unicodedata.normalize("NFC", password)
