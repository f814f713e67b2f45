"""Whose law a question names, and where that says to look.

A question that names a jurisdiction or an instrument is only ever searched there. Law that is
known by name and not held is recognised before anything is searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.understanding.held import held
from assistant.understanding.mention import Mention, known
from assistant.understanding.names import levelled
from corpus.catalogue import catalogue
from corpus.scope import OutsideName

_GENERIC = re.compile(
    r"AI Act|AIA|Artificial Intelligence Act|人工智能法|人工智慧法|AI ?法", re.IGNORECASE
)
"""Names of the AI Act that the acts of other places go by as well."""


_PLACES = r"(?:jurisdictions|countries|places|regions|regimes|legal systems)"
_ASKED_EVERYWHERE = re.compile(
    r"\b(?:which|what|any|other|all|across|between|among|various|different)\b (?:\w+ ){0,2}"
    r"(?:jurisdictions|countries|regimes|legal systems)"
    r"|\b(?:each|every) (?:jurisdiction|country|place|region|regime|legal system)\b"
    rf"|\b(?:how|do|does)\b.{{0,20}}\b(?:the )?(?:different |various |four )?"
    rf"(?:laws?|rules|regulations|approaches|instruments|frameworks|{_PLACES})(?: \w+){{0,3}} "
    r"(?:differ|compare|vary|diverge)"
    r"|\b(?:compare|contrast|differences? between|similarit\w+ between) (?:all )?(?:the )?"
    rf"(?:different |various |four )?(?:laws?|rules|regulations|instruments|frameworks|{_PLACES})\b"
    r"|各(?:地|国|个?地方|个?地区|个?国家|个?法域|个?司法管辖区|部法|份法|个?辖区)"
    r"|(?:唔同|不同)(?:的|嘅)?(?:地方|地区|国家|法域|司法管辖区|辖区)"
    r"|(?:边|哪)(?:啲|些|几?个|几个)?(?:地方|地区|国家|法域|司法管辖区|辖区)"
    r"|[三四几](?:地|个地方|个?地区|个国家|个法域|个司法管辖区|部法律)(?!址|方面)"
    r"|(?:法例|法律)(?:规定|要求)?(?:之?间|上)?有(?:咩|乜|什么|甚么|何|冇|没有)?"
    r"(?:分别|区别|差别|差异|唔同|不同|异同)"
)
"""Asked of all places at once, in the form of :func:`levelled`: 各地, “which countries”."""


_COMPARING = re.compile(
    r"\bcompare\b|\bside by side\b|\bplease\b|[請请]?比[較较]|[對对]比|[橫横]向"
    r"|有[咩甚什][麼么]?(?:分[別别]|[區区][別别]|不同)|有何[異异]同|[擺摆]埋一[齊齐]|[對对]照表",
    re.IGNORECASE,
)
"""Words that ask for a comparison, and say nothing of what is compared."""

_HOLLOW = re.compile(r"《\s*》|「\s*」|“\s*”|\(\s*\)|（\s*）")
"""Marks left standing around a name that was taken out."""

_BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff，。？、])\s+|\s+(?=[\u3400-\u9fff，。？、])")


def named(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The jurisdictions and the instruments that a text names, in order of mention.

    >>> named("歐盟同大陸對AI生成內容嘅標示要求有咩分別？")
    (('eu', 'cn'), ())
    >>> named("What does the PDPO say about us?")
    (('hk',), ('cap-486',))
    """
    further = _further(question)
    laws = _beside(further, known(question, "instrument"))
    if not all(law.implied for law in further):
        # The body that issued a guideline is no name of the law that it enforces besides.
        laws = [law for law in laws if not law.implied or held().intersection(law.instruments)]
    places = _beside(further, known(question, "jurisdiction"))
    found = sorted([*places, *laws], key=lambda mention: mention.start)
    return (
        tuple(dict.fromkeys(mention.jurisdiction for mention in found)),
        tuple(dict.fromkeys(i for mention in laws for i in mention.instruments)),
    )


def _further(question: str) -> list[Mention]:
    """The names of further instruments that can be searched."""
    if not held():
        return []
    return [m for m in known(question, "instrument") if held().intersection(m.instruments)]


def _beside(further: Sequence[Mention], mentions: Iterable[Mention]) -> list[Mention]:
    """Names that are no part of a longer one: “Europe” in “Council of Europe Convention”."""
    return [
        m
        for m in mentions
        if not any(
            law.start <= m.start and m.end <= law.end and m.instruments != law.instruments
            for law in further
        )
    ]


def asks_everywhere(question: str) -> bool:
    """Whether a question asks what all places say, without naming any.

    >>> asks_everywhere("Which jurisdictions require labels?"), asks_everywhere("各地點規管深偽？")
    (True, True)
    >>> asks_everywhere("Which countries in the EU have a market surveillance authority?")
    False
    """
    if any(known(question)):
        return False
    return _ASKED_EVERYWHERE.search(levelled(question)) is not None


def everywhere() -> tuple[str, ...]:
    """The jurisdictions that have an instrument, in the catalogue's order."""
    book = catalogue()
    with_law = {instrument.jurisdiction for instrument in book.instruments}
    return tuple(place.id for place in book.jurisdiction if place.id in with_law)


def subject(question: str) -> str:
    """The question without the places and laws it names, for searching.

    Where to look is settled by then; left in, “Hong Kong” finds every provision that says it.
    What only implies a law (the Privacy Commissioner) is part of the matter and stays; words that
    ask for a comparison say nothing of what is compared, and go.

    >>> subject("Who is the author of an AI-generated work in Hong Kong?")
    'Who is the author of an AI-generated work in ?'
    >>> subject("《私隱條例》對保留個人資料有咩要求？")
    '對保留個人資料有咩要求？'
    """
    kept, at = "", 0
    for named_here in known(question, "jurisdiction", "instrument"):
        if not named_here.implied:
            kept += f"{question[at : named_here.start]} "
            at = named_here.end
    kept = _COMPARING.sub(" ", kept + question[at:])
    kept = _HOLLOW.sub(" ", kept)
    kept = _BESIDE_HAN.sub("", " ".join(kept.split())).strip()
    return kept if re.search(r"\w", kept) else question


def outside(question: str) -> tuple[OutsideName, ...]:
    """Laws and places that a question names and that are not held here.

    >>> [name.name.en for name in outside("Does the UK have its own GDPR?")]
    ['United Kingdom', 'General Data Protection Regulation (GDPR)']
    """
    found = [m for kind in ("place", "law") for m in known(question, kind)]
    beside = (m.outside for m in _beside(_further(question), found))
    return tuple({name.name.en: name for name in beside if name is not None}.values())


def ours(question: str, strange: Sequence[OutsideName]) -> bool:
    """Whether a question that names law not held here also names an instrument that is.

    A place of ours is enough beside a place that is not (“the EU and the UK”), but not beside a
    law: “fines under the GDPR in the EU” is not answered by the AI Act. Nor is a body enough beside
    an instrument that is known and not installed: the Privacy Commissioner's framework is not the
    ordinance.
    """
    if any(name.jurisdiction != "eu" for name in strange):
        question = _GENERIC.sub(" ", question)
    places, laws = named(question)
    if any(name.instrument for name in strange):
        laws = tuple(
            i for m in known(question, "instrument") if not m.implied for i in m.instruments
        )
    return bool(laws) or (bool(places) and all(name.kind == "place" for name in strange))


def searched(places: Sequence[str], laws: Sequence[str]) -> tuple[str, ...]:
    """The instruments to search: those named; all of a jurisdiction named without one.

    Further instruments are searched where they are named, or where their place is and has no
    other: what Hong Kong law says is not answered from a voluntary guideline.
    """
    book = catalogue()
    if not places and not laws:
        return tuple(i.id for i in book.instruments)
    settled = {book.instrument(law).jurisdiction for law in laws}
    further = settled | {place.id for place in book.jurisdiction}
    return tuple(
        i.id
        for i in book.every
        if i.id in laws
        or (
            i.jurisdiction in places
            and i.jurisdiction not in (further if book.is_further(i.id) else settled)
        )
    )
