"""Answers, provisions and tables in a terminal, at any width and also where it is no terminal.

Texts and questions are data: they are printed as they are, without rich's mark-up, and without
the control characters with which a text could steer a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Candidate, Citation, Claim, Part, Support
from corpus.catalogue import catalogue
from corpus.index import IndexedText, Manifest
from corpus.provision import Authority, Provision
from corpus.texts import joined, text
from ui.wording import (
    claim_groups,
    installed_texts,
    instrument_name,
    language_name,
    standing,
    version_label,
)
from ui.wrapping import Words

_INDENT = 4
_QUOTE_INDENT = 6
_DOT = " · "


def plain(words: str) -> str:
    r"""The words without control characters; line breaks and tabs stay.

    >>> plain("a\x1b[31mb\nc")
    'a[31mb\nc'
    """
    return "".join(c for c in words if c in "\n\t" or unicodedata.category(c) != "Cc")


def show_answer(console: Console, answer: Answer) -> None:
    """Print a cited answer, or the reason why there is none."""
    language = answer.language
    _say(console, _text(answer.reason if answer.abstained else answer.lead, "bold"))
    for name, positions in claim_groups(answer, language):
        if name:
            console.print()
            _say(console, _text(name, "bold underline"))
        if not positions:
            _say(console, _text(text(language, "ui.nothing_here"), "dim"), _INDENT)
        for position in positions:
            console.print()
            _show_claim(console, answer.claims[position], answer)
    if answer.notices or answer.withheld:
        console.print()
        _say(console, _text(text(language, "ui.notices"), "bold yellow"))
        for notice in answer.notices:
            marks = "".join(f"[{number}]" for number in notice.citations)
            _say(console, _text(f"{notice.text} {marks}".strip(), "yellow"), _INDENT)
        if answer.withheld:
            words = text(language, "ui.withheld", count=answer.withheld)
            _say(console, _text(words, "yellow"), _INDENT)
    if answer.citations:
        console.print()
        _say(console, _text(text(language, "notices.not_advice"), "dim"))


def show_provision(
    console: Console, provision: Provision, editions: Sequence[Provision], language: str
) -> None:
    """Print a provision: where it stands, what kind of text it is, its words.

    Args:
        console: Where to.
        provision: The one asked for.
        editions: The same place in every indexed edition.
        language: Language of the labels.
    """
    edition = provision.edition
    # A line of its own would repeat the label that the words themselves begin with.
    path = [instrument_name(edition.instrument, language), *provision.heading_path]
    _say(console, _text(" › ".join(path), "bold"))
    facts = [
        provision.locator,
        language_name(edition.language, language),
        version_label(edition.instrument, edition.version, language),
        *standing(edition, language, provision.status, provision.applies_from),
    ]
    _say(console, _text(_DOT.join(facts), "dim"))
    _show_url(
        console,
        catalogue().url_of(provision.locator, edition.version, edition.language, provision.page),
        "",
    )
    console.print()
    _say(console, _text(provision.text))
    others = [p for p in editions if p.edition != edition]
    if others:
        named = (
            f"{language_name(p.edition.language, language)} {p.edition.version}" for p in others
        )
        console.print()
        words = text(language, "cli.other_editions", editions=joined(language, named))
        _say(console, _text(words, "dim"))


def show_found(console: Console, found: Iterable[Candidate], language: str) -> None:
    """Print the provisions that a search found, best first."""
    for rank, candidate in enumerate(found, start=1):
        _say(console, _text(f"{rank:>2}. ", "cyan").append_text(_text(candidate.locator, "bold")))
        facts = [candidate.heading, candidate.version, language_name(candidate.language, language)]
        _say(console, _text(_DOT.join(filter(None, facts)), "dim"), _INDENT)


def show_instruments(console: Console, texts: Collection[IndexedText], language: str) -> None:
    """Print every instrument with its versions and which texts of them are installed."""
    official = {
        (t.instrument, t.version, t.language)
        for t in texts
        if t.authority is not Authority.OWN_DIGEST
    }
    digest = {t.instrument for t in texts if t.authority is Authority.OWN_DIGEST}
    for instrument in catalogue().instruments:
        _say(console, _text(f"{instrument.id}  {instrument.title.get(language)}", "bold"))
        force = text(language, f"binding_force.{instrument.binding_force.value}")
        _say(console, _text(f"{force}{_DOT}{instrument.publisher}", "dim"), _INDENT)
        for version in instrument.version:
            for held in version.text:
                there = (instrument.id, version.id, held.language) in official
                words = (
                    f"{'✓' if there else '–'} {version.id}{_DOT}"
                    f"{language_name(held.language, language)}{_DOT}"
                    f"{text(language, f'authority.{held.authority.value}')}{_DOT}"
                    f"{text(language, 'cli.installed' if there else 'cli.not_installed')}"
                )
                _say(console, _text(words, "green" if there else "dim"), _INDENT)
        if instrument.id in digest:
            _say(console, _text(f"✓ {text(language, 'cli.digest_installed')}", "green"), _INDENT)


def show_report(
    console: Console,
    manifest: Manifest,
    skipped: dict[str, str],
    seconds: float | None,
    language: str,
) -> None:
    """Print what an ingestion did.

    Args:
        console: Where to.
        manifest: The index in use afterwards.
        skipped: File name → why it was left out.
        seconds: How long it took; None where nothing had to be done.
        language: Language of the labels.
    """
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_footer=True)
    total = text(language, "cli.total")
    provisions = sum(t.provisions for t in manifest.official)
    for key, footer, right in (
        ("instrument", total, False),
        ("version", "", False),
        ("language", "", False),
        ("authority", "", False),
        ("provisions", f"{provisions:,}", True),
        ("passages", f"{manifest.passages:,}", True),
    ):
        table.add_column(
            text(language, f"cli.column_{key}"),
            footer,
            justify="right" if right else "left",
            overflow="fold",
        )
    for item in manifest.texts:
        own = item.authority is Authority.OWN_DIGEST
        table.add_row(
            instrument_name(item.instrument, language),
            item.version,
            language_name(item.language, language),
            text(language, f"authority.{item.authority.value}"),
            "" if own else f"{item.provisions:,}",
            f"{item.passages:,}",
        )
    console.print(table)
    for file, reason in skipped.items():
        _say(console, _text(text(language, "cli.skipped", file=file, reason=reason), "yellow"))
    if not manifest.official:
        for sentence in installed_texts(manifest.texts, language):
            _say(console, _text(sentence, "yellow"))
    done = (
        text(language, "cli.unchanged")
        if seconds is None
        else text(language, "cli.indexed", seconds=f"{seconds:.1f}")
    )
    _say(console, _text(done, "bold green"))


def _show_claim(console: Console, claim: Claim, answer: Answer) -> None:
    language = answer.language
    cited = [answer.citation(number) for number in claim.citations]
    marks = "".join(f"[{number}]" for number in claim.citations)
    if claim.part is not Part.MAIN:
        _say(console, _text(text(language, f"answer.part_{claim.part.value}"), "bold magenta"))
    if claim.support is not Support.VERBATIM:
        line = _text(f"{marks} ", "bold cyan").append_text(_text(claim.text))
        _say(console, line)
    for citation in cited:
        mark = f"[{citation.number}] " if claim.support is Support.VERBATIM else ""
        _show_citation(console, citation, mark, language)


def _show_citation(console: Console, citation: Citation, mark: str, language: str) -> None:
    place = f"{instrument_name(citation.instrument, language)}{_DOT}{citation.pinpoint}"
    heading = _text(mark, "bold cyan").append_text(_text(place, "bold"))
    _say(console, heading, 0 if mark else _INDENT)
    if citation.quote:
        quoted = _quoted(citation.quote, citation.language)
        _say(console, _text(quoted, "italic"), _QUOTE_INDENT)
    facts = [
        version_label(citation.instrument, citation.version, language),
        *standing(citation, language, citation.status, citation.applies_from),
    ]
    if citation.page:
        facts.append(text(language, "answer.page", page=citation.page))
    if citation.quote and not citation.quote_verified:
        facts.append(text(language, "answer.unverified"))
    _say(console, _text(_DOT.join(facts), "dim"), _INDENT)
    _show_url(console, citation.url, " " * _INDENT)


def _quoted(words: str, language: str) -> str:
    first, last = ("「", "」") if language == "zh-Hant" else ("“", "”")
    return f"{first}{words}{last}"


def _show_url(console: Console, url: str, indent: str) -> None:
    # Never broken over lines: it has to stay one link, also when the output is read by a program.
    if url:
        console.print(_text(f"{indent}{url}", "dim cyan"), soft_wrap=True)


def _text(words: str, style: str = "") -> Text:
    return Text(plain(words), style)


def _say(console: Console, words: Text, indent: int = 0) -> None:
    console.print(Words(words, indent))
