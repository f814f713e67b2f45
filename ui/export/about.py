"""How a document ends: what it is not, by what and when it was made, and whose texts it quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.composing.notices import short
from corpus.catalogue import catalogue
from corpus.texts import text, written_date
from ui.export.outline import Block, Bullets, Fact, Facts, Heading, Item, Paragraph, Run, Weight
from ui.export.setting import Setting, software_version


def about_blocks(
    language: str,
    setting: Setting,
    *,
    as_at: date,
    searched: Iterable[str],
    quoted: Iterable[str],
    written: dict[str, str] | None = None,
) -> Iterator[Block]:
    """The closing section.

    Args:
        language: Language of the document.
        setting: How it is exported.
        as_at: The day whose law counts.
        searched: Instruments that were searched.
        quoted: Instruments that are cited: their publishers ask to be named.
        written: Further facts, label → value, on how the words came about.
    """

    def said(label: str, words: str) -> Fact:
        return Fact(Run(label, language), (Run(words, language),))

    yield Heading(2, (Run(text(language, "export.about"), language),))
    advice = text(language, "notices.not_advice")
    yield Paragraph((Run(advice, language, weight=Weight.STRONG),))
    facts = [said(text(language, "understood.day"), written_date(language, as_at))]
    if names := short(known(searched), language):
        facts.append(said(text(language, "understood.instruments"), names))
    facts += [said(label, words) for label, words in (written or {}).items()]
    facts.append(said(text(language, "export.software"), _software()))
    exported = written_date(language, setting.exported_on)
    facts.append(said(text(language, "export.exported_on"), exported))
    if setting.base_url:
        label = Run(text(language, "export.address"), language)
        facts.append(Fact(label, (Run(setting.base_url, ""),)))
    yield Facts(tuple(facts))
    credits_ = tuple(_credits(known(quoted), language))
    if credits_:
        yield Paragraph((Run(text(language, "export.texts_of"), language),))
        yield Bullets(credits_)


def foot(language: str, setting: Setting) -> Run:
    """What stands at the foot of every page."""
    day = written_date(language, setting.exported_on)
    pieces = (_software(), day, text(language, "notices.not_advice"))
    return Run(" · ".join(pieces), language, weight=Weight.SOFT)


def known(instruments: Iterable[str]) -> list[str]:
    """Those that the catalogue has, each once: an answer from a file may name others."""
    ids = {instrument.id for instrument in catalogue().every}
    return [instrument for instrument in dict.fromkeys(instruments) if instrument in ids]


def _software() -> str:
    return f"RuleBridge {software_version()}".strip()


def _credits(instruments: Iterable[str], language: str) -> Iterator[Item]:
    for instrument in map(catalogue().instrument, instruments):
        chinese = any("\u4e00" <= c <= "\u9fff" for c in instrument.attribution)
        name = text(language, "ui.labelled", label=instrument.short.get(language), words="")
        yield Item(
            (
                Run(name, language),
                Run(instrument.attribution, "zh-Hans" if chinese else "en"),
                Run(f" · {instrument.licence}", "en"),
            )
        )
