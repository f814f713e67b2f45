"""An answer that comes back from outside: held against the installed texts before it is used.

A browser keeps a conversation, a program posts an answer to have it exported: either may have been
changed on the way. What a citation says of its provision is therefore taken from the index again,
and words shown as quoted have to stand there. The lead and a language model's sentences are not
quotations; they pass as they are, with sources that are true.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from assistant.answer import Answer, Citation, Claim, Support
from assistant.composing.citation import pinpoint
from assistant.composing.clause import citation_of
from assistant.excerpts import checked_excerpt
from assistant.verification.quotation import find_quote
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest
from corpus.documents import Documents
from corpus.errors import Unverifiable
from corpus.provision import LOCATOR, Authority, Provision, instrument_of
from corpus.provisions import ProvisionTable


def verified(
    answer: Answer,
    provisions: ProvisionTable,
    words: Digest | None = None,
    documents: Documents | None = None,
    owner: str = "",
) -> Answer:
    """The answer with all that it says of its sources confirmed or put right.

    An answer as the assistant gave it comes back equal, as long as the same texts are installed.
    Excerpts of own documents that cannot be confirmed are left out: the document may have been
    removed, or belong to somebody else.

    Args:
        answer: As it was received.
        provisions: The words of the law.
        words: The digest; with it our gists are compared too.
        documents: Own documents; without them there are no excerpts.
        owner: Who hands it in, as own documents know them.

    Raises:
        Unverifiable: Words are quoted that are not there, or the answer does not hold together.
    """
    languages = (answer.language, answer.understanding.reply_language)
    if not set(languages) <= set(LANGUAGES):
        raise _refused(answer.language)
    numbers = {citation.number for citation in answer.citations}
    if len(numbers) < len(answer.citations) or min(numbers, default=1) < 1:
        raise _refused("[…]")
    marks = chain(
        answer.lead_citations,
        *(claim.citations for claim in answer.claims),
        *(notice.citations for notice in answer.notices),
    )
    _known(marks, numbers, "[{}]")
    positions = range(len(answer.claims))
    _known(chain(*(cell.claims for cell in answer.comparison)), positions, "claims[{}]")
    citations = tuple(confirmed(c, answer.language, provisions, words) for c in answer.citations)
    held = (checked_excerpt(e, documents, owner) for e in answer.excerpts) if documents else ()
    excerpts = tuple(excerpt for excerpt in held if excerpt is not None)
    checked = answer.model_copy(update={"citations": citations, "excerpts": excerpts})
    for claim in checked.claims:
        _carried(claim, checked)
    return checked


def _known(said: chain[int], there: Collection[int], form: str) -> None:
    """Every number that is referred to has something behind it."""
    for number in said:
        if number not in there:
            raise _refused(form.format(number))


def confirmed(
    citation: Citation, language: str, provisions: ProvisionTable, words: Digest | None
) -> Citation:
    """A citation as the index has it.

    Args:
        citation: As it was received.
        language: Language of the answer it belongs to.
        provisions: The words of the law.
        words: The digest, to compare our gist with.

    Raises:
        Unverifiable: It quotes words that are not there.
    """
    if not LOCATOR.fullmatch(citation.locator):
        # Not repeated in the sentence: it may be anything.
        raise _refused(f"[{citation.number}]")
    entry = words.nearest(citation.locator) if words else None
    known = entry.gist.get(language) if entry else ""
    if citation.gist and words is not None and citation.gist != known:
        raise _refused(citation.locator)
    if citation.authority is Authority.OWN_DIGEST:
        return _of_digest(citation, language)
    provision = _installed(citation, provisions)
    spans = find_quote(citation.quote, provision.text)
    if spans is None:
        raise _refused(citation.locator)
    found = citation_of(provision, citation.quote, spans, language, citation.gist)
    return found.model_copy(update={"number": citation.number})


def _installed(citation: Citation, provisions: ProvisionTable) -> Provision:
    held = provisions.get(citation.locator, citation.language, citation.version, citation.authority)
    if not held:
        raise _refused(citation.locator)
    return held[0]


def _of_digest(citation: Citation, language: str) -> Citation:
    """A citation of our own words: it quotes nothing and points to the publisher."""
    book = catalogue()
    of = instrument_of(citation.locator)
    known = book.find(of)
    inside = "/" in citation.locator
    if known is None or not inside or citation.quote or not citation.gist:
        raise _refused(citation.locator)
    if citation.language != language or book.version(of, citation.version) is None:
        raise _refused(citation.locator)
    facts = {
        "instrument": of,
        "jurisdiction": known.jurisdiction,
        "binding_force": known.binding_force,
        "quote_verified": False,
        "spans": (),
        "pinpoint": pinpoint(citation.locator, language),
        "url": book.url_of(citation.locator, citation.version, language),
        "page": None,
    }
    return citation.model_copy(update=facts)


def _carried(claim: Claim, answer: Answer) -> None:
    """A claim that is said to be a quotation or a gist is one of its citations'."""
    if claim.support is Support.ENTAILED:
        return
    cited = [answer.citation(number) for number in claim.citations]
    ours = claim.support is Support.DIGEST
    if claim.text not in {c.gist if ours else c.quote for c in cited}:
        raise _refused(cited[0].locator)


def _refused(place: str) -> Unverifiable:
    return Unverifiable(
        f"The installed texts do not bear this answer out at {place}; ask the question again.",
        place=place,
    )
