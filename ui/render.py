"""Provisions and tables in a terminal, at any width and also where it is no terminal.

Texts and questions are data: they are printed as they are, without rich's mark-up, and without
the control characters with which a text could steer a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from rich.console import Console
from rich.text import Text

from assistant.answer import Candidate
from corpus.catalogue import catalogue
from corpus.index import IndexedText
from corpus.provision import Authority, Provision, is_own
from corpus.texts import joined, text
from ui.wording import (
    instrument_name,
    language_name,
    standing,
    version_label,
)
from ui.wrapping import Words

_INDENT = 4
_QUOTE_INDENT = 6
_DOT = " · "
_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
"""Bidirectional classes of characters that would set a source's words among ours."""


def plain(words: str) -> str:
    r"""The words without control and direction characters; line breaks and tabs stay.

    >>> plain("a\x1b[31mb\nc")
    'a[31mb\nc'
    """
    return "".join(
        c
        for c in words
        if c in "\n\t"
        or (unicodedata.category(c) != "Cc" and unicodedata.bidirectional(c) not in _TURNING)
    )


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
    if is_own(provision.locator):
        # Its headings begin with its title.
        path = path[1:]
    say(console, styled(" › ".join(path), "bold"))
    facts = [
        provision.locator,
        language_name(provision.language, language),
        version_label(edition.instrument, edition.version, language),
        *standing(edition, language, provision.status, provision.applies_from),
    ]
    say(console, styled(_DOT.join(facts), "dim"))
    show_url(
        console,
        catalogue().url_of(provision.locator, edition.version, edition.language, provision.page),
        "",
    )
    console.print()
    say(console, styled(provision.text))
    others = [p for p in editions if p.edition != edition]
    if others:
        named = (
            f"{language_name(p.edition.language, language)} {p.edition.version}" for p in others
        )
        console.print()
        words = text(language, "cli.other_editions", editions=joined(language, named))
        say(console, styled(words, "dim"))


def show_found(console: Console, found: Iterable[Candidate], language: str) -> None:
    """Print the provisions that a search found, best first."""
    for rank, candidate in enumerate(found, start=1):
        say(console, styled(f"{rank:>2}. ", "cyan").append_text(styled(candidate.locator, "bold")))
        facts = [candidate.heading, candidate.version, language_name(candidate.language, language)]
        say(console, styled(_DOT.join(filter(None, facts)), "dim"), _INDENT)


def show_instruments(console: Console, texts: Collection[IndexedText], language: str) -> None:
    """Print every instrument with its versions and which texts of them are installed."""
    official = {
        (t.instrument, t.version, t.language)
        for t in texts
        if t.authority is not Authority.OWN_DIGEST
    }
    digest = {t.instrument for t in texts if t.authority is Authority.OWN_DIGEST}
    here = {t.instrument for t in texts}
    for instrument in catalogue().shown(here):
        say(console, styled(f"{instrument.id}  {instrument.title.get(language)}", "bold"))
        force = text(language, f"binding_force.{instrument.binding_force.value}")
        say(console, styled(f"{force}{_DOT}{instrument.publisher}", "dim"), _INDENT)
        for version in instrument.version:
            for held in version.text:
                there = (instrument.id, version.id, held.language) in official
                words = (
                    f"{'✓' if there else '–'} {version.id}{_DOT}"
                    f"{language_name(held.language, language)}{_DOT}"
                    f"{text(language, f'authority.{held.authority.value}')}{_DOT}"
                    f"{text(language, 'cli.installed' if there else 'cli.not_installed')}"
                )
                say(console, styled(words, "green" if there else "dim"), _INDENT)
        if instrument.id in digest:
            say(console, styled(f"✓ {text(language, 'cli.digest_installed')}", "green"), _INDENT)
    known = [i.id for i in catalogue().further if i.id not in here]
    if known:
        words = text(language, "cli.known_besides", instruments=joined(language, known))
        say(console, styled(words, "dim"))


def show_url(console: Console, url: str, indent: str = "") -> None:
    """Print a link in one piece."""
    # Never broken over lines: it has to stay one link, also when the output is read by a program.
    if url:
        console.print(styled(f"{indent}{url}", "dim cyan"), soft_wrap=True)


def styled(words: str, style: str = "") -> Text:
    """Words in a style, without control characters."""
    return Text(plain(words), style)


def say(console: Console, words: Text, indent: int = 0) -> None:
    """Print words in lines that fit."""
    console.print(Words(words, indent))
