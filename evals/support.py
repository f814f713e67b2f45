"""Do the words hold? Quotations and claims, checked again against the stored texts.

What the answer says of itself (``quote_verified``, the kind of support) is not believed: every
quotation is looked up in the provision and the edition it names.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.answer import Citation, Claim, Support
from assistant.verification import OMISSION, find_quote
from corpus.provision import Authority
from corpus.script import fold
from evals.case import Case, Score

_NUMBER = re.compile(r"\d+(?:[,.   ]\d{3})*")
_SCALES = (1, 1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000)
"""“35 million” and “3500万” stand for 35 000 000."""

_LARGEST_SMALL = 12
"""Numbers up to here are months and counts, written as words as often as in figures."""


def verbatim(case: Case) -> Score | None:
    """Share of quotations whose words stand in the provision cited."""
    quoted = [c for c in case.answer.citations if not _is_digest(c)]
    if not quoted:
        return None
    return Score(sum(quote_stands(case, c) for c in quoted), len(quoted))


def claim_support(case: Case) -> Score | None:
    """Share of claims that their citations carry.

    Every quotation cited has to stand. Besides, a verbatim claim has to be words of the
    provision, a digest claim the digest's gist for the provision, and in a claim that a language
    model wrote every figure has to occur in the provisions. The last is necessary, not
    sufficient: whether such a claim follows is for a reader or a model judge.
    """
    if not case.answer.claims:
        return None
    return Score(sum(supported(case, c) for c in case.answer.claims), len(case.answer.claims))


def quote_stands(case: Case, citation: Citation) -> bool:
    """Whether a citation's words are verbatim in its provision and edition."""
    text = case.texts.provision(citation.locator, citation.language, citation.version)
    return text is not None and find_quote(citation.quote, text) is not None


def supported(case: Case, claim: Claim) -> bool:
    """Whether the citations of a claim carry it, as far as code can tell."""
    by_number = {citation.number: citation for citation in case.answer.citations}
    cited = [by_number[number] for number in claim.citations if number in by_number]
    if len(cited) < len(claim.citations):
        return False
    if not all(_is_digest(c) or quote_stands(case, c) for c in cited):
        return False
    if claim.support is Support.DIGEST:
        gists = (case.texts.gist(c.locator, claim.language) for c in cited)
        # Folded, so that a wrong script is counted once, under language and script.
        return any(gist is not None and fold(gist) == fold(claim.text) for gist in gists)
    texts = [_words(case, c) for c in cited]
    if claim.support is Support.VERBATIM:
        said = OMISSION.join(map(fold, claim.text.split(OMISSION)))
        return any(find_quote(said, fold(text)) is not None for text in texts)
    return figures_stand(claim.text, " ".join(texts))


def figures_stand(claim: str, words: str) -> bool:
    """Whether every figure of a claim occurs in the words it rests on, at some scale.

    >>> figures_stand("a fine of up to 35 million euro", "fines of up to EUR 35 000 000")
    True
    >>> figures_stand("a fine of up to 20 million euro", "fines of up to EUR 35 000 000")
    False
    """
    held = _numbers(words)
    return all(
        number <= _LARGEST_SMALL or any(number * scale in held for scale in _SCALES)
        for number in _numbers(claim)
    )


def _numbers(text: str) -> set[int]:
    plain = unicodedata.normalize("NFKC", text)
    return {int(re.sub(r"\D", "", match)) for match in _NUMBER.findall(plain)}


def _words(case: Case, citation: Citation) -> str:
    text = case.texts.provision(citation.locator, citation.language, citation.version)
    return text or citation.gist


def _is_digest(citation: Citation) -> bool:
    """Whether a citation stands for a text that is not installed: nothing is quoted."""
    return citation.authority is Authority.OWN_DIGEST
