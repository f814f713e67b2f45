"""Words of the reader's own documents beside an answer: found, checked, never mixed into the law.

An excerpt carries no claim and is handed to no language model. It stands in `Answer.excerpts`, also
where the law has no answer.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from assistant.answer import Answer
from assistant.answering import timed
from assistant.verification.quotation import find_quote
from corpus.catalogue import LANGUAGES
from corpus.documents import Documents, Excerpt
from corpus.documents.placing import headings_of, paragraph_of
from corpus.embedding import Embedder
from corpus.errors import RuleBridgeError

LIMIT = 5
"""Most excerpts beside an answer."""

_NO_QUESTION = frozenset(("empty", "too_long", "language", "demand"))
"""Codes of answers to what is no question; documents are not searched for it either."""


def with_excerpts(
    answer: Answer,
    documents: Documents,
    embedder: Embedder,
    *,
    wanted: Collection[str],
    owner: str,
) -> Answer:
    """The law's answer with the passages of own documents that bear on the question.

    Args:
        answer: The law's answer, or its reason to give none.
        documents: The own documents.
        embedder: The embedding model.
        wanted: Ids of the documents to look in; all that the reader sees where empty.
        owner: Who asks.

    Returns:
        The same answer with excerpts, best first, whose words stand in the stored document.

    Raises:
        UnknownDocument: One of the ids is none that this reader sees.
    """
    if answer.reason_code in _NO_QUESTION:
        return answer
    started = time.perf_counter()
    found = documents.search(
        answer.understanding.question or answer.question,
        embedder,
        owner=owner,
        documents=wanted or None,
        limit=LIMIT,
    )
    checked = (checked_excerpt(excerpt, documents, owner) for excerpt in found)
    excerpts = tuple(excerpt for excerpt in checked if excerpt is not None)
    spent = {"documents": time.perf_counter() - started}
    return timed(answer.model_copy(update={"excerpts": excerpts}), spent)


def checked_excerpt(excerpt: Excerpt, documents: Documents, owner: str) -> Excerpt | None:
    """An excerpt whose words stand in the stored document, marked so; None where they do not.

    Args:
        excerpt: As it was found, or as it came back from a browser.
        documents: The own documents.
        owner: Who asks: what belongs to somebody else is not there.
    """
    try:
        provision = documents.provision(excerpt.locator, owner)
        title = documents.get(excerpt.locator, owner).title
    except RuleBridgeError:
        return None
    start, end = excerpt.span
    stored = provision.text[start:end]
    whole = 0 <= start < end <= len(provision.text) and find_quote(excerpt.text, stored)
    if not whole or (excerpt.document, excerpt.title) != (provision.edition.instrument, title):
        return None
    facts = {
        "text": stored,
        "heading_path": headings_of(provision),
        "paragraph": paragraph_of(provision.locator),
        "language": excerpt.language if excerpt.language in LANGUAGES else provision.language,
        "verified": True,
    }
    return excerpt.model_copy(update=facts)
