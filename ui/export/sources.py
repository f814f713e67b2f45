"""The sources of a document: each with its words, what kind of text it is, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.answer import Citation
from corpus.catalogue import catalogue
from corpus.provision import Authority, Status
from corpus.texts import text, written_date
from ui.export.outline import Block, Fact, Facts, Heading, Quote, Run, Weight
from ui.export.setting import Setting, publisher_link
from ui.wording import instrument_name, language_name, version_label

_DOT = " · "


def source_blocks(
    citations: Iterable[Citation], language: str, setting: Setting
) -> Iterator[Block]:
    """The list of sources, in the order of their numbers; nothing where there are none.

    Args:
        citations: What is cited.
        language: Language of the document.
        setting: How it is exported.
    """
    ordered = sorted(citations, key=lambda citation: citation.number)
    if ordered:
        yield Heading(2, (Run(text(language, "answer.sources"), language),))
    for citation in ordered:
        yield _title(citation, language)
        if citation.quote:
            yield Quote(Run(citation.quote, citation.language, lines=True))
        yield Facts(tuple(_facts(citation, language, setting)))


def _title(citation: Citation, language: str) -> Heading:
    name = instrument_name(citation.instrument, language)
    words = f"[{citation.number}] {name}{_DOT}{citation.pinpoint}"
    return Heading(3, (Run(words, language),), source=citation.number)


def _facts(citation: Citation, language: str, setting: Setting) -> Iterator[Fact]:
    own = citation.authority is Authority.OWN_DIGEST

    def fact(key: str, *value: Run) -> Fact:
        return Fact(Run(text(language, key), language), value)

    def said(key: str, words: str) -> Fact:
        return fact(key, Run(words, language))

    kind = text(language, f"authority.{citation.authority.value}")
    tongue = language_name(citation.language, language)
    words = text(language, "export.kind", kind=kind, written=tongue)
    yield said("cli.column_authority", kind if own else words)
    if citation.gist:
        yield said("compare.gist", citation.gist)
    if citation.quote:
        key = "ui.verified" if citation.quote_verified else "answer.unverified"
        yield said("answer.quotation", text(language, key))
    else:
        yield said("answer.quotation", text(language, "export.no_quotation"))
    path = " › ".join(filter(None, citation.heading_path)) or citation.heading
    if path:
        yield fact("ui.where", Run(path, language if own else citation.language))
    title = _full_title(citation.instrument, language)
    if title not in ("", instrument_name(citation.instrument, language)):
        yield said("compare.instrument", title)
    yield said("compare.force", text(language, f"binding_force.{citation.binding_force.value}"))
    if status := _status(citation, language):
        yield said("export.status", status)
    if citation.applies_from is not None:
        day = written_date(language, citation.applies_from)
        yield said("compare.dates", text(language, "answer.applies_from", date=day))
    yield said("answer.version", _edition(citation, language))
    if citation.page is not None:
        yield said("export.page", str(citation.page))
    if citation.url:
        link = publisher_link(citation.url)
        yield fact("export.publisher", Run(citation.url, "", link=link))
    if setting.base_url:
        address = f"{setting.base_url.rstrip('/')}/p/{citation.locator}?lang={language}"
        yield fact("export.permalink", Run(address, ""))
    yield fact("compare.locator", Run(citation.locator, ""))
    if reference := setting.references.get(citation.number):
        label = Run(text(language, "export.cite_as", style=setting.style), language)
        yield Fact(label, (Run(reference, setting.references_language or language),))


def _status(citation: Citation, language: str) -> str:
    """Whether it operates; empty where that would mislead, as `ui.wording.standing` has it."""
    common = citation.status is Status.OPERATIVE
    voluntary = citation.binding_force.is_voluntary
    # Whether a provision is in operation is read off the official text, not off the digest.
    if common and (voluntary or citation.authority is Authority.OWN_DIGEST):
        return ""
    return text(language, f"status.{citation.status.value}")


def _full_title(instrument: str, language: str) -> str:
    known = catalogue().find(instrument)
    return known.title.get(language) if known else ""


def _edition(citation: Citation, language: str) -> str:
    """The version by its name, and by its date where the name does not say it."""
    label = version_label(citation.instrument, citation.version, language)
    try:
        day = date.fromisoformat(citation.version)
    except ValueError:
        return label
    if label == citation.version or written_date(language, day) in label:
        return label
    return text(language, "export.edition", label=label, date=written_date(language, day))


def soft(words: str, language: str) -> Run:
    """Words beside the matter."""
    return Run(words, language, weight=Weight.SOFT)
