"""Names by which the records of one file are told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.bibliography.reference import Reference


def keys(references: Sequence[Reference]) -> list[str]:
    """One name for each reference, made of locator, version and language, in ASCII.

    The same provision cited twice gets a number at the end of the second name.
    """
    seen: Counter[str] = Counter()
    made = []
    for reference in references:
        whole = "-".join((reference.locator, reference.version, reference.language))
        key = re.sub(r"[^A-Za-z0-9._-]+", "_", whole).strip("_")
        seen[key] += 1
        made.append(key if seen[key] == 1 else f"{key}_{seen[key]}")
    return made
