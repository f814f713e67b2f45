"""Correct claims: statements that a provision carries, as a model might write them.

Each claim is the first sentence of a digest entry's gist, which says what the provision is about,
with the provision in one of its official editions: in the claim's own language or in another. Three
forms take turns: the sentence alone (``gist``), the sentence with its place named before it
(``named``), and the official words themselves, which small models mostly copy (``official``; across
languages these are the words of the other edition).

The quotation is the whole provision where that is short, else its opening with the sentences
nearest to the claim. A claim is not made, before anything is verified, where by rule it does not
rest on the provision's words alone: our own examples, remarks on when something applies, references
to other places, provisions too long to quote from without choosing by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from assistant.composing.citation import pinpoint
from assistant.understanding.language import to_script
from assistant.verification import OMISSION, backing
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest, DigestEntry
from corpus.provision import Provision, instrument_of
from corpus.provisions import ProvisionTable

Vectors = NDArray[np.float32]
Centred = Callable[[Sequence[str], str], Vectors]
"""Vectors of texts in one language, that language's mean removed, shape (n, d)."""

LONGEST = {"en": 900, "zh": 300}
"""Characters of a provision from which a claim is made."""
WHOLE = {"en": 600, "zh": 200}
"""Characters of a provision quoted whole."""
QUOTED = {"en": 700, "zh": 230}
"""Characters of a quotation made of several sentences."""
COPIED = {"en": 300, "zh": 100}
"""Characters of official words that a claim may consist of."""
SHORTEST = {"en": 40, "zh": 12}
"""Characters of a claim."""

FORMS = ("gist", "named", "official")

_NOT_CARRIED = re.compile(
    r"[Oo]ur example|編者舉例|编者举例|Appl(?:ies|icable|y)(?: in full)? (?:from|since)|"
    r"has applied|起適用|起适用|not in operation|未實施|未实施|尚未|\bsee [A-Z]|[見见]\s?[A-Z第]|"
    r"約相當於|约相当于|所說的"
)
_ENGLISH_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_CHINESE_END = re.compile(r"(?<=[。！？])")
_SENTENCE = re.compile(
    r"(?:(?<![^\n])\w{1,4}\.[^\S\n]+)?"
    r"(?:[^\n。；！？;.!?]|\.(?!\s|$))*(?:[。；！？;!?]\n?|\.\n?|\n|$)"
)
_PLACE_NAMED = re.compile(
    r"(?:[Ss]ections?|Articles?|paragraphs?|points?|subsections?) [\d(][\w()]*|"
    r"第 ?\(?\d[^條条款點点項项]{0,12}[條条款點点項项]|"
    r"(?:GOVERN|MAP|MEASURE|MANAGE|GV|MP|MS|MG)[ -]\d[\d.-]*"
)
_PLACE_NUMBER = re.compile(r"\d+[A-Z]*")
_MOST_ADDED = 1.6
"""How much longer than the provision a claim may be; a longer one rests on more."""
_RULE_END = re.compile(r"[.;。；]\s*(?:and|or|及|或)?\s*$", re.MULTILINE)
_LABEL = re.compile(r"^\s*(?:\(\w{1,3}\)|（\w{1,3}）|\w{1,3}\.)\s*")
_NAMED = {"en": "Under {place} of the {law}, {words}", "zh": "根據{law}{place}，{words}"}


@dataclass(frozen=True)
class CorrectClaim:
    """A statement with the provision and the quotation that carry it.

    Attributes:
        locator: The digest entry and provision it is made from.
        language: Of the statement.
        form: One of `FORMS`.
        text: The statement.
        provision: In the edition quoted.
        quotation: Verbatim.
        around: The provisions enclosing it, nearest first.
        even: Whether it belongs to the half kept for the final figure.
    """

    locator: str
    language: str
    form: str
    text: str
    provision: Provision
    quotation: str
    around: tuple[Provision, ...]

    @property
    def even(self) -> bool:
        """Whether it belongs to the half kept for the final figure; the other is for tuning."""
        return draw(self.locator) % 2 == 0

    @property
    def instrument(self) -> str:
        """The instrument's id."""
        return instrument_of(self.locator)

    @property
    def pair(self) -> str:
        """The languages of statement and quotation."""
        return f"{self.language} ← {self.provision.edition.language}"


def draw(*what: str) -> int:
    """A number that looks random and is always the same for the same words."""
    return int.from_bytes(blake2b("\0".join(what).encode(), digest_size=8).digest())


def family(language: str) -> str:
    """``en`` or ``zh``, for limits counted in characters."""
    return "zh" if language.startswith("zh") else "en"


def correct_claims(words: Digest, table: ProvisionTable, centred: Centred) -> list[CorrectClaim]:
    """All claims that the rules allow: at most one for each entry and language.

    Args:
        words: The digest.
        table: The official texts.
        centred: For choosing the sentences that a quotation of a longer provision consists of.
    """
    claims = []
    for entry in words.entries.values():
        editions = _editions(entry.locator, table)
        for language in LANGUAGES:
            claim = _claim(entry, language, editions, table, centred)
            if claim:
                claims.append(claim)
    return claims


def _editions(locator: str, table: ProvisionTable) -> dict[str, Provision]:
    """The provision by language, in the latest version."""
    found = table.get(locator)
    latest = max((p.edition.version for p in found), default="")
    return {p.edition.language: p for p in found if p.edition.version == latest}


def _claim(
    entry: DigestEntry,
    language: str,
    editions: Mapping[str, Provision],
    table: ProvisionTable,
    centred: Centred,
) -> CorrectClaim | None:
    sentence = first_sentence(entry.gist.get(language), language)
    if not editions or _NOT_CARRIED.search(sentence) or len(sentence) < SHORTEST[family(language)]:
        return None
    quoted = sorted(editions)[draw(entry.locator, language, "edition") % len(editions)]
    provision = editions[quoted]
    if len(provision.body) > LONGEST[family(quoted)] or not _RULE_END.search(provision.body):
        return None
    if not _rests_on(sentence, provision):
        return None
    form = FORMS[draw(entry.locator, language, "form") % len(FORMS)]
    text = sentence
    if form == "official":
        copied = _official(editions, language)
        text, form = (copied, form) if copied else (sentence, "gist")
    elif form == "named":
        text = _named(sentence, provision, language)
    return CorrectClaim(
        locator=entry.locator,
        language=language,
        form=form,
        text=text,
        provision=provision,
        quotation=_quotation(provision, text, language, centred),
        around=backing(provision, "", table).around,
    )


def _rests_on(sentence: str, provision: Provision) -> bool:
    """Whether a sentence says no more than the provision has room for, and names no other place."""
    if _size(sentence) > _MOST_ADDED * _size(provision.body):
        return False
    held = set(_PLACE_NUMBER.findall(unicodedata.normalize("NFKC", provision.text)))
    held |= set(re.findall(r"\d+[A-Z]*", provision.locator.replace("_", " ")))
    return all(
        number in held
        for place in _PLACE_NAMED.findall(unicodedata.normalize("NFKC", sentence))
        for number in _PLACE_NUMBER.findall(place)
    )


def _size(text: str) -> int:
    """Length in Latin characters: a Chinese one says about as much as three."""
    return sum(1 if sign.isascii() else 3 for sign in text)


def first_sentence(gist: str, language: str) -> str:
    """The first sentence of a gist.

    >>> first_sentence("A kettle must whistle. It may sing.", "en")
    'A kettle must whistle.'
    """
    end = _ENGLISH_END if language == "en" else _CHINESE_END
    return end.split(gist)[0].strip()


def _official(editions: Mapping[str, Provision], language: str) -> str:
    """The official words in the claim's language, or converted from the other script."""
    same = editions.get(language)
    chinese = next((p for tag, p in editions.items() if tag.startswith("zh")), None)
    source = same or (chinese if language.startswith("zh") else None)
    if source is None or len(source.body) > COPIED[family(language)]:
        return ""
    if "\n" in source.body.strip() or not source.body.rstrip().endswith((".", ";", "。", "；")):
        return ""
    words = _LABEL.sub("", source.body.strip())
    if len(words) < SHORTEST[family(language)]:
        return ""
    return words if same else to_script(words, language)


def _named(sentence: str, provision: Provision, language: str) -> str:
    law = catalogue().instrument(provision.edition.instrument).short.get(language)
    place = pinpoint(provision.locator, language)
    start = sentence[0].lower() + sentence[1:] if sentence[:2] in ("A ", "Th") else sentence
    pattern = _NAMED["en"] if language == "en" else to_script(_NAMED["zh"], language)
    return pattern.format(law=law, place=place, words=start)


def _quotation(provision: Provision, claim: str, language: str, centred: Centred) -> str:
    """The whole provision, or its opening and the sentences nearest to the claim in meaning."""
    body = provision.body.strip() or provision.text.strip()
    sentences = [m.group() for m in _SENTENCE.finditer(body) if m.group().strip()]
    if len(body) <= WHOLE[family(provision.edition.language)] or len(sentences) < 2:
        return body
    said = centred([claim], language)[0]
    near = centred([s.strip() for s in sentences], provision.edition.language) @ said
    room = QUOTED[family(provision.edition.language)] - len(sentences[0])
    kept = {0}
    for number in np.argsort(-near, kind="stable")[:3].tolist():
        if number and len(sentences[number]) <= room:
            kept.add(number)
            room -= len(sentences[number])
    return _joined(sentences, sorted(kept))


def _joined(sentences: Sequence[str], kept: Iterable[int]) -> str:
    quotation, previous = "", None
    for number in kept:
        if previous is not None and number != previous + 1:
            quotation = f"{quotation.rstrip()} {OMISSION} "
        quotation += sentences[number]
        previous = number
    return quotation.strip()
