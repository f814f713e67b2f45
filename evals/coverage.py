"""How much of each instrument the digest covers, as the table in the README: ``make coverage``.

The table is generated, so that it says what is there. ``--check`` fails where the README's table is
not the generated one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from corpus.catalogue import catalogue
from corpus.digest import digest
from corpus.provision import instrument_of

_TABLE = re.compile(r"(<!-- coverage:[^\n]*-->\n).*?(<!-- /coverage -->)", re.DOTALL)
README = Path(__file__).resolve().parent.parent / "README.md"


def table() -> str:
    """The coverage table in Markdown, one row an instrument."""
    entries = list(digest().entries.values())
    rows = [
        "| instrument | entries | top-level provisions | finer places | figures | ways of asking |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    total: Counter[str] = Counter()
    for instrument in catalogue().instruments:
        own = [e for e in entries if instrument_of(e.locator) == instrument.id]
        if not own:
            continue
        roots = {"/".join(e.locator.split("/")[:2]) for e in own}
        counts = Counter(
            entries=len(own),
            roots=len(roots),
            finer=sum(e.locator.count("/") > 1 for e in own),
            figures=sum(len(e.figures) for e in own),
            asked=sum(
                len(e.asked.en) + len(e.asked.in_language("zh-Hant")) + len(e.asked.zh_hans)
                for e in own
            ),
        )
        total += counts
        rows.append(_row(instrument.short.en, counts))
    rows.append(_row("**all**", total))
    return "\n".join(rows)


def _row(name: str, counts: Counter[str]) -> str:
    columns = ("entries", "roots", "finer", "figures", "asked")
    return f"| {name} | " + " | ".join(f"{counts[c]:,}" for c in columns) + " |"


def main() -> int:
    """Write the table into the README, or with ``--check`` compare it."""
    page = README.read_text("utf-8")
    made = _TABLE.sub(lambda m: f"{m[1]}{table()}\n{m[2]}", page)
    if "--check" in sys.argv:
        return int(made != page)
    README.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
