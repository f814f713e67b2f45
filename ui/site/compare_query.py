"""What the address of a comparison asks for: read kindly, and written back into addresses.

Whatever cannot be read is said to the reader and left out; nothing in an address is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from urllib.parse import urlencode

from corpus.catalogue import LANGUAGES, catalogue
from corpus.provision import BindingForce
from corpus.texts import text
from ui.site.said import cleaned

MOST_TOPICS = 8
"""Topics on one page: more make a page that nobody reads and that takes seconds."""

LONGEST = 200
"""Characters of free words."""

_YES = "1"


@dataclass(frozen=True)
class CompareQuery:
    """A comparison as asked for.

    Attributes:
        topics: Ids or names of topics.
        words: Free words for a topic.
        jurisdictions: Ids; all where empty.
        as_at: The day whose law counts; today where not given.
        force: Only provisions of instruments with this force.
        figures: Only provisions with a figure.
        lang: The language in the address, empty where it has none.
        remarks: What of the address was left out, in the reader's language.
    """

    topics: tuple[str, ...] = ()
    words: str = ""
    jurisdictions: tuple[str, ...] = ()
    as_at: date | None = None
    force: BindingForce | None = None
    figures: bool = False
    lang: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Everything that names a topic, free words last."""
        return tuple(dict.fromkeys((*self.topics, *([self.words] if self.words else []))))

    @property
    def narrowed(self) -> bool:
        """Whether some provisions of the comparison are not to be shown."""
        return self.force is not None or self.figures

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address."""
        found = [("topic", topic) for topic in self.topics]
        found += [("q", self.words)] if self.words else []
        found += [("jurisdiction", place) for place in self.jurisdictions]
        found += [("as_at", self.as_at.isoformat())] if self.as_at else []
        found += [("force", self.force.value)] if self.force else []
        found += [("figures", _YES)] if self.figures else []
        found += [("lang", self.lang)] if self.lang else []
        return found

    def href(self, path: str = "/compare", **more: str) -> str:
        """An address of ours that asks for the same.

        >>> CompareQuery(topics=("consent",)).href("/compare/export", format="csv")
        '/compare/export?topic=consent&format=csv'
        """
        return f"{path}?{urlencode([*self.pairs, *more.items()])}"

    def about(self, *topics: str) -> CompareQuery:
        """The same comparison about other topics."""
        return replace(self, topics=topics, words="")


def read_query(pairs: Sequence[tuple[str, str]], language: str) -> CompareQuery:
    """What an address asks for.

    Args:
        pairs: Names and values of its query.
        language: The reader's, for the remarks.
    """
    remarks: list[str] = []
    values = partial(_values, pairs)
    named = _distinct(values("topic"))
    if len(named) > MOST_TOPICS:
        remarks.append(text(language, "compare_page.too_many", most=MOST_TOPICS))
    words = next(iter(values("q")), "")
    if any(len(topic) > LONGEST for topic in (*named[:MOST_TOPICS], words)):
        remarks.append(text(language, "compare_page.too_long", most=LONGEST))
    places = tuple(place.id for place in catalogue().jurisdiction)
    wanted = _distinct(values("jurisdiction"))
    unknown = islice((place for place in wanted if place not in places), 3)
    remarks += [text(language, "compare_page.no_place", asked=place[:40]) for place in unknown]
    day, asked_day = None, next(iter(values("as_at")), "")
    if asked_day:
        day = _day(asked_day)
        if day is None:
            remarks.append(text(language, "compare_page.no_day", asked=asked_day[:40]))
    asked_force = next(iter(values("force")), "")
    force = next((f for f in forces() if f.value == asked_force), None)
    if asked_force and force is None:
        remarks.append(text(language, "compare_page.no_force", asked=asked_force[:40]))
    lang = next(iter(values("lang")), "")
    return CompareQuery(
        topics=tuple(topic for topic in named[:MOST_TOPICS] if len(topic) <= LONGEST),
        words=words if len(words) <= LONGEST else "",
        jurisdictions=tuple(place for place in places if place in wanted),
        as_at=day,
        force=force,
        figures=_YES in values("figures"),
        lang=lang if lang in LANGUAGES else "",
        remarks=tuple(remarks),
    )


def forces() -> tuple[BindingForce, ...]:
    """The binding forces of the instruments known, the strongest first."""
    held = {instrument.binding_force for instrument in catalogue().instruments}
    return tuple(force for force in BindingForce if force in held)


def _values(pairs: Sequence[tuple[str, str]], name: str) -> list[str]:
    """The values of a name, cleaned, the empty ones left out."""
    return [words for key, value in pairs if key == name and (words := cleaned(value))]


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
