"""Names a reader's document: short, ASCII, the same for the same file name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePath

MAX_SLUG = 40
"""Longest slug, in characters."""

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,9}$")


def stem_of(name: str) -> str:
    r"""A file name without folders and extension.

    >>> stem_of(r"C:\Users\me\Guidance v1.2.docx"), stem_of("notes/.hidden")
    ('Guidance v1.2', '.hidden')
    """
    last = re.split(r"[\\/]", name.strip())[-1]
    return _EXTENSION.sub("", last) or last


def shown_name(name: str) -> str:
    r"""A file name as it may stand in a sentence: one line, at most 80 characters.

    >>> shown_name("../../etc/kettle\nrules.pdf")
    'kettle rules.pdf'
    """
    last = PurePath(re.split(r"[\\/]", name)[-1]).name
    plain = " ".join("".join(c if c.isprintable() else " " for c in last).split())
    return (plain[:79] + "…" if len(plain) > 80 else plain) or "The document"


def slug_of(name: str, taken: Collection[str] = ()) -> str:
    """The slug under which a document is cited: ``own:<slug>/p_12/par_3``.

    Args:
        name: The file's name, or the title the reader gives it.
        taken: Slugs in use; the answer is none of them.

    Returns:
        Lower-case ASCII letters, digits and hyphens, 1 to 40 characters. A name that loses
        letters that way (Chinese) gets six digits of its hash, so that two names stay two.

    >>> slug_of("Kettle Guidance (v1.2).PDF"), slug_of("Kettle.pdf", {"kettle", "kettle-2"})
    ('kettle-guidance-v1-2', 'kettle-3')
    >>> slug_of("電水壺指引2025.pdf")
    '2025-50808c'
    """
    stem = unicodedata.normalize("NFKC", stem_of(name))
    letters = unicodedata.normalize("NFKD", stem)
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    plain = re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
    if not plain or any(c.isalnum() and not c.isascii() for c in letters):
        digest = hashlib.sha256(stem.encode("utf-8", "replace")).hexdigest()[:6]
        plain = f"{plain[: MAX_SLUG - 7].strip('-')}-{digest}".lstrip("-")
    slug = plain = plain[:MAX_SLUG].strip("-")
    number = 1
    while slug in taken:
        number += 1
        end = f"-{number}"
        slug = plain[: MAX_SLUG - len(end)].rstrip("-") + end
    return slug
