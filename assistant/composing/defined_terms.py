"""Where terms are defined: “definition of ‘personal data’” names no section, the index knows it."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.provision import Provision
from corpus.script import fold


class DefinedTerms:
    """The terms that provisions define, in every language that the texts give.

    Args:
        provisions: All of an index, or those of some instruments.

    Example:
        >>> terms = DefinedTerms([])
        >>> terms("personal data")
        ()
    """

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self._locators: dict[str, dict[str, None]] = {}
        for provision in provisions:
            for term in provision.terms:
                for written in (term.term, term.other):
                    if written:
                        self._locators.setdefault(fold(written), {})[provision.locator] = None
        self._items = tuple((term, tuple(places)) for term, places in self._locators.items())

    def __call__(self, term: str) -> tuple[str, ...]:
        """The locators of a term's definitions, in the order of the provisions.

        Args:
            term: In English or Chinese, either script.
        """
        return tuple(self._locators.get(fold(term), ()))

    def items(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every term, folded, with the locators of its definitions."""
        return self._items
