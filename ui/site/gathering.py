"""Gathers what the page of a provision shows: its words, ours, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from assistant.answer import Citation
from assistant.composing.notices import notices
from corpus.digest import Digest, DigestEntry
from corpus.digest.describing import describes
from corpus.provision import Provision, enclosing
from corpus.provisions import ProvisionTable
from corpus.texts import text
from ui.service.reading import provision_view
from ui.service.requests import ProvisionRequest
from ui.service.results import ProvisionView
from ui.site.beside import beside, own_words_wanted
from ui.site.place import Choice, Gist, Link, Place, address, anchor
from ui.site.terms import TermIndex
from ui.site.words import block_of, notes_of
from ui.wording import instrument_name, language_name, standing, version_label


class Gathering:
    """Looks things up for the pages of provisions.

    Args:
        table: The words of the law.
        words: The digest.
        terms: Where terms are defined.
    """

    def __init__(self, table: ProvisionTable, words: Digest, terms: TermIndex) -> None:
        self.table = table
        self.words = words
        self.terms = terms

    def place(self, request: ProvisionRequest, marks: Sequence[tuple[int, int]] = ()) -> Place:
        """What the page of a provision shows.

        Args:
            request: Which one, and for whom.
            marks: Words to be marked in it, start and end in its characters.

        Raises:
            UnknownProvision: There is none as asked for.
        """
        view = provision_view(request, self.table, self.words)
        found = self.table.get(view.locator, view.language, view.version, view.authority)
        here = found[0] if found else None
        kept = {
            "version": request.version or "",
            "language": request.language or "",
            "as_at": request.as_at.isoformat() if request.as_at else "",
        }
        return _Page(self, view, here, request.reader, kept).made(
            request.as_at or date.today(), marks
        )


class _Page:
    """One provision, for one reader."""

    def __init__(
        self,
        of: Gathering,
        view: ProvisionView,
        here: Provision | None,
        reader: str,
        kept: dict[str, str],
    ) -> None:
        self.table, self.words, self.terms = of.table, of.words, of.terms
        self.view, self.here, self.reader, self.kept = view, here, reader, kept

    def made(self, day: date, marks: Sequence[tuple[int, int]]) -> Place:
        view, here, reader = self.view, self.here, self.reader
        name = instrument_name(view.instrument, reader)
        point = self.terms.pinpoint(view.locator, reader)
        question = text(reader, "browse.question", place=point, name=name)
        return Place(
            view=view,
            wording_from=here.in_force_from if here else None,
            name=name,
            pinpoint=point,
            heading=self._heading(),
            crumbs=self._crumbs(),
            badges=(
                version_label(view.instrument, view.version, reader),
                *standing(view, reader, view.status, view.applies_from),
            ),
            notices=tuple(n.text for n in notices([self._citation(point)], (), reader, day)),
            block=block_of(here, self.table, marks) if here else None,
            publisher_notes=notes_of(here, self.table) if here else (),
            gist=self._gist(),
            beside=beside(here, self.table) if here else None,
            others=self._others(),
            versions=self._versions(),
            languages=self._languages(),
            terms=self.terms.used_in(here) if here else (),
            parent=self._parent(),
            children=self._children(),
            previous=self._neighbour(-1),
            next=self._neighbour(1),
            topics=self._topics(),
            ask="/?" + urlencode({"q": question}),
            permalink=address(
                view.locator, version=view.version, language=view.language if here else ""
            ),
            kept=self.kept,
        )

    def _link(self, locator: str) -> Link:
        return Link(self.terms.pinpoint(locator, self.reader), address(locator, **self.kept))

    def _heading(self) -> str:
        """Its own heading, else that of the article it stands in."""
        here = self.here
        if here is None:
            return self.view.title
        if here.heading or here.is_root:
            return here.heading
        edition = here.edition
        roots = self.table.get(here.root, edition.language, edition.version, edition.authority)
        return roots[0].heading if roots else ""

    def _gist(self) -> Gist | None:
        view = self.view
        entry = self.words.nearest(view.locator)
        holds = entry is not None and describes(entry, view.version, self.table)
        return self._own(entry, self.reader) if entry and holds else None

    def _others(self) -> tuple[Gist, ...]:
        """Our words in those languages, beside the reader's, that have no text."""
        view = self.view
        entry = self.words.entry(view.locator)
        if self.here is None or entry is None:
            return ()
        if not describes(entry, view.version, self.table):
            return ()
        wanted = own_words_wanted(self.here, self.table)
        return tuple(self._own(entry, tag) for tag in wanted if tag != self.reader)

    def _own(self, entry: DigestEntry, language: str) -> Gist:
        whole = entry.locator == self.view.locator
        about = "" if whole else self.terms.pinpoint(entry.locator, language)
        return Gist(language, entry.heading.get(language), entry.gist.get(language), about)

    def _crumbs(self) -> tuple[Link, ...]:
        view, here = self.view, self.here
        query = ""
        if here is not None:
            query = "?" + urlencode({"version": view.version, "language": view.language})
        contents = f"/browse/{view.instrument}{query}"
        around = [
            found[0]
            for locator in reversed(enclosing(view.locator))
            if (found := self.table.get(locator, view.language, view.version))
        ]
        path = around[0].heading_path if around else view.heading_path
        return (
            Link(text(self.reader, "site.nav_browse"), "/browse"),
            Link(instrument_name(view.instrument, self.reader), contents),
            *(
                Link(heading, f"{contents}#{anchor(path[: n + 1])}", view.language)
                for n, heading in enumerate(path)
            ),
            *(self._link(p.locator) for p in around),
        )

    def _citation(self, point: str) -> Citation:
        """The provision as a citation, for what has to be said about it."""
        fields: dict[str, Any] = self.view.model_dump(include=set(Citation.model_fields))
        fields |= {"number": 1, "pinpoint": point, "heading": self.view.title}
        return Citation(**fields, quote="", quote_verified=False)

    def _versions(self) -> tuple[Choice, ...]:
        """The installed versions that have the provision."""
        view = self.view
        return tuple(
            Choice(
                version_label(view.instrument, version, self.reader),
                address(view.locator, version=version),
                version == view.version,
            )
            for version in dict.fromkeys(e.version for e in view.editions)
        )

    def _languages(self) -> tuple[Choice, ...]:
        """The languages of this version's text."""
        view, reader = self.view, self.reader
        own = {e.language: e for e in reversed(view.editions) if e.version == view.version}
        return tuple(
            Choice(
                text(
                    reader,
                    "browse.language_and_authority",
                    name=language_name(language, reader),
                    authority=text(reader, f"authority.{edition.authority.value}"),
                ),
                address(view.locator, version=edition.version, language=language),
                language == view.language,
            )
            for language, edition in own.items()
        )

    def _parent(self) -> Link | None:
        if self.here is not None:
            return self._link(self.view.parent.locator) if self.view.parent else None
        around = next((p for p in enclosing(self.view.locator) if self.words.entry(p)), None)
        return self._link(around) if around else None

    def _children(self) -> tuple[Link, ...]:
        if self.here is not None:
            return tuple(self._link(child.locator) for child in self.view.children)
        inside = self.words.within(self.view.locator)
        return tuple(self._link(e.locator) for e in inside if e.locator != self.view.locator)

    def _neighbour(self, step: int) -> Link | None:
        if self.here is not None:
            neighbour = self.view.previous if step < 0 else self.view.next
            return self._link(neighbour.locator) if neighbour else None
        places = [e.locator for e in self.words.within(self.view.instrument)]
        at = places.index(self.view.locator) + step
        return self._link(places[at]) if 0 <= at < len(places) else None

    def _topics(self) -> tuple[Link, ...]:
        topics = self.words.topics
        return tuple(
            Link(topics[t].name.get(self.reader), "/compare?" + urlencode({"topic": t}))
            for t in self.view.topics
            if t in topics
        )
