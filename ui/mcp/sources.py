"""Sources in plain lines: what kind of text each is, and its words as they were checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answer import Citation, Notice
from corpus.provision import Authority
from corpus.texts import text
from ui.wording import instrument_name, standing, version_label


def source_lines(citations: Iterable[Citation], language: str) -> Iterator[str]:
    """Every source by its mark; nothing where there are none.

    Args:
        citations: What is cited.
        language: Language of the reader.
    """
    ordered = sorted(citations, key=lambda citation: citation.number)
    if ordered:
        yield ""
        yield text(language, "answer.sources")
    for citation in ordered:
        name = instrument_name(citation.instrument, language)
        badges = standing(citation, language, citation.status, citation.applies_from)
        badges.append(version_label(citation.instrument, citation.version, language))
        yield f"[{citation.number}] {name} {citation.pinpoint} · {' · '.join(badges)}"
        yield from _words(citation, language)
        yield f"    {citation.locator} {citation.url}".rstrip()


def notice_lines(notices: Iterable[Notice], language: str) -> Iterator[str]:
    """What the reader has to know of the texts; nothing where there is nothing."""
    said = [f"- {notice.text}{marks(notice.citations)}" for notice in notices]
    if said:
        yield ""
        yield text(language, "ui.notices")
        yield from said


def marks(numbers: Iterable[int]) -> str:
    """The marks of citations: `` [1][2]``; empty for none."""
    together = "".join(f"[{number}]" for number in numbers)
    return f" {together}" if together else ""


def _words(citation: Citation, language: str) -> Iterator[str]:
    if citation.quote:
        key = "ui.verified" if citation.quote_verified else "answer.unverified"
        first, last = ("「", "」") if citation.language == "zh-Hant" else ("“", "”")
        words = f"{first}{' '.join(citation.quote.split())}{last}"
        yield "    " + text(language, "mcp.remarked", words=words, remark=text(language, key))
    elif citation.authority is Authority.OWN_DIGEST:
        remark = text(language, "ui.own_words").rstrip(".。")
        yield "    " + text(language, "mcp.remarked", words=citation.gist, remark=remark)
