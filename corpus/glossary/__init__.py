"""The trilingual glossary: legal and technical terms, and the words people really use.

A question in everyday words is led to the words of the law: 起底 is “disclosing personal data
without consent” in Cap. 486, a “hallucination” is a “confabulation” in the NIST profile. The
data file beside this module is edited by hand; its format is in ``README.md``.

Example:
    >>> [match.term.id for match in glossary().lookup("我俾人起底，點樣投訴？")]
    ['doxxing', 'complaint']
    >>> "data access request" in glossary().expand("我想睇返我啲資料", "en").words
    True
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from pydantic import ValidationError

from corpus.errors import UnreadableSource
from corpus.glossary.names import NameIndex, comparable
from corpus.glossary.term import LISTS, Term

__all__ = [
    "LISTS",
    "Equivalent",
    "Expansion",
    "Glossary",
    "Match",
    "Term",
    "glossary",
    "read_glossary",
]

_HAN_ONLY = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Match:
    """A term found in a text.

    Attributes:
        term: The term.
        name: The name that was found, as the glossary writes it.
    """

    term: Term
    name: str


@dataclass(frozen=True)
class Equivalent:
    """The words for one matched term in one language.

    Attributes:
        match: What was found.
        language: ``en``, ``zh-Hant``, ``zh-Hans`` or ``yue``.
        words: Names in that language that the text does not have, the law's own first.
    """

    match: Match
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Expansion:
    """What a text's terms are called in the languages asked for.

    Attributes:
        equivalents: One for each matched term and language that has other words for it.
    """

    equivalents: tuple[Equivalent, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in the order of the text, without repetition: what a search can add."""
        return tuple(dict.fromkeys(word for e in self.equivalents for word in e.words))


class Glossary:
    """All terms, with the look-ups that the rooms need.

    Args:
        terms: The terms, ids unique.
        not_within: Name → longer words in which it is not itself (個資 → 個資料).
        too_general: Terms of the ordinances that are not taken over: too common to find anything.

    Raises:
        UnreadableSource: An id stands twice, or a term refers to one that does not exist.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        not_within: Mapping[str, Sequence[str]] | None = None,
        too_general: Iterable[str] = (),
    ) -> None:
        self.terms = tuple(terms)
        self._by_id = {term.id: term for term in self.terms}
        self._not_within = dict(not_within or {})
        self._too_general = frozenset(map(comparable, too_general))
        if len(self._by_id) != len(self.terms):
            ids = [term.id for term in self.terms]
            twice = next(i for i in ids if ids.count(i) > 1)
            raise UnreadableSource(f"The glossary has two terms “{twice}”; merge them.")
        for term in self.terms:
            for other in term.see:
                if other not in self._by_id:
                    raise UnreadableSource(
                        f"The glossary's term “{term.id}” refers to “{other}”, which is not there."
                    )

    @cached_property
    def _index(self) -> NameIndex[str]:
        names = ((name, term.id) for term in self.terms for name in term.all_names())
        return NameIndex(names, self._not_within)

    def term(self, term_id: str) -> Term | None:
        """One term by id."""
        return self._by_id.get(term_id)

    def lookup(self, text: str) -> list[Match]:
        """The terms named in a text, in reading order, each once.

        A longer name wins over one that it covers or overlaps.

        >>> [match.name for match in glossary().lookup("Are deepfakes of a data subject banned?")]
        ['deepfake', 'data subject', 'banned']
        """
        first: dict[str, Match] = {}
        for found in self._index.find(text):
            first.setdefault(found.value, Match(self._by_id[found.value], found.name))
        return list(first.values())

    def expand(
        self,
        text: str,
        language: str | Sequence[str],
        *,
        jurisdictions: Iterable[str] = (),
        most: int | None = None,
    ) -> Expansion:
        """What the terms of a text are called, for a search in other words or languages.

        Args:
            text: A question.
            language: One language, or several.
            jurisdictions: Only terms that belong to one of these or to none in particular.
            most: At most this many words for a term in a language, the law's own first.

        Raises:
            UsageError: A language that the glossary does not have.
        """
        wanted = set(jurisdictions)
        said = comparable(text)
        equivalents = []
        for match in self.lookup(text):
            related = [match.term, *(self._by_id[other] for other in match.term.see)]
            chosen = [
                t
                for t in related
                if not (wanted and t.jurisdictions) or wanted & {*t.jurisdictions}
            ]
            for tag in [language] if isinstance(language, str) else language:
                names = [
                    n for t in chosen for n in t.names(tag)[:most] if comparable(n) not in said
                ]
                if names:
                    equivalents.append(Equivalent(match, tag, tuple(dict.fromkeys(names))))
        return Expansion(tuple(equivalents))

    def with_statutory(self, pairs: Iterable[tuple[str, str]]) -> Glossary:
        """This glossary together with the ordinances' own bilingual terms.

        A pair that a term has already, or that is too general to find anything, adds nothing.
        The others become terms of their own: our own lists are never changed by them.

        Args:
            pairs: English and Traditional Chinese term, as the definitions print them.
        """
        added: dict[str, Term] = {}
        seen: set[tuple[str, str]] = set()
        for english, chinese in pairs:
            en, zh = _printed(english), _printed(chinese)
            if len(en) < 2 or len(_HAN_ONLY.findall(zh)) < 2 or comparable(en) in self._too_general:
                continue
            if set(self._index.named(en)) & set(self._index.named(zh)):
                continue
            pair = (comparable(en).removesuffix("s"), comparable(zh))
            if pair in seen:
                continue
            seen.add(pair)
            stem = "statutory-" + (re.sub(r"[^a-z0-9]+", "-", comparable(en)).strip("-") or "term")
            term_id, number = stem, 2
            while term_id in added or term_id in self._by_id:
                term_id, number = f"{stem}-{number}", number + 1
            added[term_id] = Term(
                id=term_id, en=(en,), zh_hant=(zh,), jurisdictions=("hk",), statutory=True
            )
        return Glossary((*self.terms, *added.values()), self._not_within, self._too_general)


def _printed(term: str) -> str:
    """A term without the asterisks and quotation marks of its definition."""
    return " ".join(term.split()).strip(" *“”‘’「」《》")


def read_glossary(data: str, name: str = "terms.toml") -> Glossary:
    """The glossary in one data file.

    Args:
        data: The file's text, TOML.
        name: The file's name, for messages.

    Raises:
        UnreadableSource: Not TOML, or a term breaks the format; names the term.
    """
    try:
        raw = tomllib.loads(data)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSource(f"The glossary {name} is not valid TOML: {error}.") from error
    terms = []
    for number, item in enumerate(raw.get("term", []), start=1):
        try:
            terms.append(Term.model_validate({k: v for k, v in item.items() if k != "statutory"}))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "term"
            where = item.get("id", f"term {number}")
            raise UnreadableSource(
                f"In the glossary {name}, {where}: {field}: {first['msg']}."
            ) from error
    return Glossary(terms, raw.get("not_within", {}), raw.get("too_general", ()))


@cache
def glossary() -> Glossary:
    """The glossary of this installation, read once."""
    return read_glossary(files("corpus.glossary").joinpath("terms.toml").read_text("utf-8"))
