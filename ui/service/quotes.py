"""Where a quotation stands among all installed texts: the same check that answers pass."""

from __future__ import annotations

from assistant.composing.citation import pinpoint
from assistant.verification.quotation import OMISSION, find_quote, folded
from corpus.catalogue import catalogue
from corpus.errors import UnknownProvision, UsageError
from corpus.provision import Provision
from corpus.provisions import ProvisionTable
from ui.service.requests import QuoteRequest
from ui.service.results import FoundQuote, QuoteCheck

LEAST = 8
"""Characters of a quotation, white space aside, to look for everywhere: less proves nothing."""


class Quotations:
    """Looks for quotations in a provision table.

    Args:
        provisions: The words of the law.
    """

    def __init__(self, provisions: ProvisionTable) -> None:
        self._provisions = provisions
        self._roots: list[tuple[str, Provision]] | None = None

    def check(self, request: QuoteRequest) -> QuoteCheck:
        """Whether and where the words stand verbatim.

        Raises:
            UnknownProvision: The place named is not in the installed texts.
            UsageError: Too short to be looked for everywhere.
        """
        if request.locator is None:
            candidates = self._containing(request)
        else:
            candidates = self._editions(request)
            if not candidates:
                raise UnknownProvision(
                    f"{request.locator} is not in the installed texts.", locator=request.locator
                )
        found = [at for p in candidates if (at := self._found(p, request)) is not None]
        return QuoteCheck(
            verified=bool(found), found=tuple(found), searched=self._searched(request)
        )

    def _editions(self, request: QuoteRequest) -> list[Provision]:
        assert request.locator is not None
        return self._provisions.get(request.locator, request.language, request.version)

    def _searched(self, request: QuoteRequest) -> tuple[str, ...]:
        instrument = request.locator.split("/")[0] if request.locator else None
        return tuple(
            f"{e.instrument}@{e.version} {e.language}"
            for e in self._provisions.editions()
            if instrument in (None, e.instrument)
            and request.language in (None, e.language)
            and request.version in (None, e.version)
        )

    def _containing(self, request: QuoteRequest) -> list[Provision]:
        """The top-level provisions that have the first piece of the quotation."""
        pieces = [folded(piece)[0] for piece in request.quote.split(OMISSION)]
        longest = max(pieces, key=len)
        if len(longest) < LEAST:
            raise UsageError(
                f"A quotation of less than {LEAST} characters can be anywhere: quote more, or say "
                "in which provision it stands.",
                least=LEAST,
            )
        if self._roots is None:
            # Folding all texts takes seconds; they do not change while an index is open.
            self._roots = [(folded(p.text)[0], p) for p in self._provisions if p.is_root]
        return [
            root
            for words, root in self._roots
            if longest in words
            and request.language in (None, root.edition.language)
            and request.version in (None, root.edition.version)
        ]

    def _found(self, provision: Provision, request: QuoteRequest) -> FoundQuote | None:
        spans = find_quote(request.quote, provision.text)
        if spans is None:
            return None
        finest = provision if request.locator else self._finest(provision, request.quote)
        edition = finest.edition
        return FoundQuote(
            locator=finest.locator,
            pinpoint=pinpoint(finest.locator, request.reader),
            language=edition.language,
            version=edition.version,
            authority=edition.authority,
            spans=find_quote(request.quote, finest.text) or spans,
            url=catalogue().url_of(finest.locator, edition.version, edition.language, finest.page),
        )

    def _finest(self, provision: Provision, quote: str) -> Provision:
        edition = provision.edition
        inside = self._provisions.children(provision.locator, edition.language, edition.version)
        for child in inside:
            if child.edition == edition and find_quote(quote, child.text) is not None:
                return self._finest(child, quote)
        return provision
