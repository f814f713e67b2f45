"""The secret of this installation: signs sessions and hides names in logs."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from corpus.errors import RuleBridgeError

_LENGTH = 32


class UnusableSecret(RuleBridgeError):
    """The file with the secret is damaged or cannot be read or made."""

    code = "secret-unusable"


def secret_of(home: Path) -> bytes:
    """The secret in ``<home>/secret``, made on first use and readable by its owner alone.

    Raises:
        UnusableSecret: It cannot be read or made, or is too short to be one.
    """
    path = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                path.chmod(0o600)
        else:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_LENGTH))
        found = path.read_bytes().strip()
    except OSError as error:
        raise UnusableSecret(
            f"{path} cannot be used ({error.strerror}); let the server own it."
        ) from error
    if len(found) < _LENGTH:
        raise UnusableSecret(f"{path} is too short to be a secret; remove it for a new one.")
    return found


def pseudonym(secret: bytes, name: str) -> str:
    """A name as logs have it: the same for the same reader, and no way back without the secret."""
    if not name:
        return "-"
    return hmac.new(secret, f"log:{name}".encode(), hashlib.sha256).hexdigest()[:12]
