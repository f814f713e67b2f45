"""Two versions of invented articles in a provision table, for histories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kettles import edition, provision

from corpus.provision import Edition, Provision
from corpus.provisions import ProvisionTable

OLD, NEW = "2024-07-12", "2026-07-27"
HOSTILE = "1. Kettles <b>whistle</b> softly."


def article(number: int, of: Edition, words: str) -> Iterator[Provision]:
    head = f"Article {number}\n"
    locator = f"eu-ai-act/art_{number}"
    text = head + words
    yield provision(locator, of, text, label=head.strip(), heading="Kettles", body_start=len(head))
    span = (len(head), len(text))
    yield provision(f"{locator}/par_1", of, words).model_copy(
        update={"root": locator, "span": span}
    )


def versions(folder: Path) -> ProvisionTable:
    """Article 5 is amended, article 6 stays."""
    table = ProvisionTable.create(folder / "provisions.sqlite")
    for version, words in ((OLD, "1. Kettles sing."), (NEW, HOSTILE)):
        of = edition("eu-ai-act", version, "en")
        table.write([*article(5, of, words), *article(6, of, "1. Lids fit.")])
    return table
