"""One provision in several languages, paragraph beside paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import LANGUAGES
from corpus.provision import Authority, Provision
from corpus.provisions import ProvisionTable
from ui.site.nesting import nested


@dataclass(frozen=True)
class Beside:
    """The languages and, row by row, the same place in each; an empty cell where one lacks it."""

    texts: tuple[Provision, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def characters(self) -> int:
        """Length of the longest text."""
        return max(len(p.text) for p in self.texts)


def beside(here: Provision, table: ProvisionTable) -> Beside | None:
    """A provision's words in every installed language of its version.

    The languages are aligned by the locators of what is directly inside the provision.

    Returns:
        None where there is one language only.
    """
    version = here.edition.version
    texts: list[Provision] = []
    for language in LANGUAGES:
        if language == here.edition.language:
            texts.append(here)
            continue
        held = [p for p in table.get(here.locator, language, version) if p.text.strip()]
        if held:
            texts.append(min(held, key=lambda p: p.edition.authority is not Authority.AUTHENTIC))
    if len(texts) < 2:
        return None
    columns = [_pieces(p, table) for p in texts]
    keys = _merged([list(column) for column in columns])
    rows = tuple(tuple(column.get(key, "") for column in columns) for key in keys)
    return Beside(tuple(texts), rows)


def own_words_wanted(here: Provision, table: ProvisionTable) -> tuple[str, ...]:
    """The languages in which this version of the provision has no text."""
    held = {p.edition.language for p in table.get(here.locator, version=here.edition.version)}
    return tuple(language for language in LANGUAGES if language not in held)


def _pieces(of: Provision, table: ProvisionTable) -> dict[str, str]:
    """The text cut at what is directly inside: locator → words, `>` behind what goes between."""
    base = 0 if of.is_root else of.span[0]
    pieces: dict[str, str] = {}
    at, last = 0, ""
    for child in nested(of, table)[of.locator]:
        start, end = child.span[0] - base, child.span[1] - base
        starts_line = start == 0 or of.text[start - 1] == "\n"
        if start < at or not starts_line:
            continue
        if of.text[at:start].strip():
            pieces[f"{last}>"] = of.text[at:start].strip("\n")
        pieces[child.locator] = of.text[start:end]
        at, last = end, child.locator
    if of.text[at:].strip():
        pieces[f"{last}>"] = of.text[at:].strip("\n")
    return pieces


def _merged(orders: list[list[str]]) -> list[str]:
    """All keys once, in an order that keeps that of each column as far as they agree."""
    merged = list(orders[0])
    for order in orders[1:]:
        at = 0
        for key in order:
            if key in merged:
                at = merged.index(key) + 1
            else:
                merged.insert(at, key)
                at += 1
    return merged
