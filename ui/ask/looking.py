"""Looking at a source: what the panel asks for and what there is to show."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from assistant.composing.citation import pinpoint
from corpus.digest.describing import describes
from corpus.errors import UnknownProvision
from corpus.provision import Authority, Provision
from corpus.provisions import ProvisionTable
from ui.service.requests import Id, Language, Locator, ProvisionRequest
from ui.service.results import Neighbour, ProvisionView
from ui.service.service import Service
from ui.site.beside import Beside, beside, own_words_wanted
from ui.site.words import Block, block_of, notes_of


class Look(BaseModel):
    """A provision in one edition, as a mark of an answer names it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    locator: Locator
    version: Id | None = None
    language: str | None = Field(None, max_length=20)
    authority: Authority | None = None
    spans: tuple[tuple[int, int], ...] = Field((), max_length=200)
    number: int = Field(0, ge=0, le=10_000, description="The mark; 0 where there is none.")
    reader: Language = "en"


@dataclass(frozen=True)
class Seen:
    """What the panel shows.

    Attributes:
        view: The provision, as every face reads it.
        pinpoint: As the reader cites it.
        here: The provision as stored; None where only our digest has it.
        block: The top-level provision around it, cut into its parts.
        notes: The publisher's notes to it.
        others: Languages in which it can be read as well, and what kind of text each is.
        beside: The languages aligned, where there are several.
        ours: Our own words, in languages without a text.
        previous: The top-level provision before.
        next: The one after.
        permalink: Address of its page.
    """

    view: ProvisionView
    pinpoint: str
    here: Provision | None
    block: Block | None = None
    notes: tuple[str, ...] = ()
    others: tuple[tuple[str, Authority], ...] = ()
    beside: Beside | None = None
    ours: tuple[tuple[str, str], ...] = ()
    previous: Neighbour | None = None
    next: Neighbour | None = None
    permalink: str = ""


def look_at(look: Look, service: Service) -> Seen:
    """Find what the panel shows.

    Args:
        look: What was asked for.
        service: Where to find it.

    Raises:
        UnknownProvision: There is none as asked for.
    """
    table: ProvisionTable = service.assistant.index.provisions
    digest_only = look.authority is Authority.OWN_DIGEST
    view = service.provision(
        ProvisionRequest(
            locator=look.locator,
            language=None if digest_only else look.language,
            version=None if digest_only else look.version,
            reader=look.reader,
        )
    )
    here = _stored(look, view, table)
    link = {"version": view.version, "lang": look.reader}
    if here is None:
        return Seen(
            view,
            pinpoint(view.locator, look.reader),
            None,
            permalink=f"/p/{view.locator}?{urlencode(link)}",
        )
    link["language"] = here.edition.language
    whole = service.provision(
        ProvisionRequest(
            locator=here.root,
            language=here.edition.language,
            version=here.edition.version,
            reader=look.reader,
        )
    )
    aligned = beside(here, table)
    ours = _ours(here, service, table)
    others = [(p.edition.language, p.edition.authority) for p in aligned.texts] if aligned else []
    return Seen(
        view,
        _named(here, look.reader),
        here,
        block_of(here, table, [s for s in look.spans if s[1] <= len(here.text)]),
        notes_of(here, table),
        tuple(o for o in others if o[0] != here.edition.language)
        + tuple((language, Authority.OWN_DIGEST) for language, _ in ours),
        aligned,
        ours,
        whole.previous,
        whole.next,
        f"/p/{here.locator}?{urlencode(link)}",
    )


def _stored(look: Look, view: ProvisionView, table: ProvisionTable) -> Provision | None:
    if not view.text:
        return None
    held = table.get(view.locator, view.language, view.version, look.authority or view.authority)
    if not held and look.authority not in (None, Authority.OWN_DIGEST):
        raise UnknownProvision(f"{look.locator} is not installed as quoted.", locator=look.locator)
    return held[0] if held else None


def _named(provision: Provision, reader: str) -> str:
    """Its pinpoint; a definition is named by its term where the reader's script has it."""
    term = provision.terms[0] if provision.terms else None
    if term is None or not provision.locator.rpartition("/")[2].startswith("def_"):
        return pinpoint(provision.locator, reader)
    fits = provision.edition.language.startswith("zh") == (reader != "en")
    return pinpoint(provision.locator, reader, (term.term if fits else term.other) or "")


def _ours(here: Provision, service: Service, table: ProvisionTable) -> tuple[tuple[str, str], ...]:
    entry = service.assistant.words.nearest(here.locator)
    if entry is None or not describes(entry, here.edition.version, table):
        return ()
    return tuple((tag, entry.gist.get(tag)) for tag in own_words_wanted(here, table))
