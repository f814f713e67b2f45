"""The edition of a reader's own document: whose words these are, and that they are not law."""

from __future__ import annotations

import hashlib

from corpus.provision import Authority, BindingForce, Edition

JURISDICTION = "own"
"""Own documents belong to no jurisdiction; this keeps them apart from all of them."""


def instrument_id(slug: str) -> str:
    """The first step of every locator of a document: ``own:<slug>``."""
    return f"{JURISDICTION}:{slug}"


def own_edition(data: bytes, slug: str, language: str) -> Edition:
    """The edition that stamps every provision of a document.

    Its version is the beginning of the file's hash: the same file is the same version, and a
    changed one stands beside it.
    """
    digest = hashlib.sha256(data).hexdigest()
    return Edition(
        instrument=instrument_id(slug),
        jurisdiction=JURISDICTION,
        version=digest[:12],
        language=language,
        authority=Authority.OWN_DOCUMENT,
        binding_force=BindingForce.NOT_LAW,
        source_url="",
        source_sha256=digest,
    )
