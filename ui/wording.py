"""Facts about texts, put into the reader's words: shared by the terminal and the web chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from corpus.catalogue import LANGUAGES, catalogue
from corpus.errors import RuleBridgeError
from corpus.provision import Authority, BindingForce, Status
from corpus.texts import joined, text, texts, written_date

_COMMON_STATUS = Status.OPERATIVE


class Text(Protocol):
    """What is said about any text: a citation's or a provision's edition."""

    @property
    def instrument(self) -> str:
        """Catalogue id."""
        ...

    @property
    def version(self) -> str:
        """Id of the version."""
        ...

    @property
    def authority(self) -> Authority:
        """Who stands behind the wording."""
        ...

    @property
    def binding_force(self) -> BindingForce:
        """What the instrument is in law."""
        ...


class Installed(Protocol):
    """What an index says of one of its texts."""

    @property
    def instrument(self) -> str:
        """Catalogue id."""
        ...

    @property
    def version(self) -> str:
        """Id of the version."""
        ...

    @property
    def authority(self) -> Authority:
        """Who stands behind the wording."""
        ...


def instrument_name(instrument: str, language: str) -> str:
    """The short name of an instrument; its id where the catalogue has none."""
    known = catalogue().find(instrument)
    return known.short.get(language) if known else instrument


def version_label(instrument: str, version: str, language: str) -> str:
    """How readers know a version; its id where the catalogue has no such version.

    >>> version_label("cap-486", "2022-10-01", "zh-Hant")
    '2022年10月1日版本'
    """
    if catalogue().find(instrument) is None:
        return version
    known = catalogue().version(instrument, version)
    return known.label.get(language) if known else version


def language_name(tag: str, language: str) -> str:
    """The name of a text's language in the reader's."""
    return text(language, f"answer.language_{tag}") if tag in LANGUAGES else tag


def standing(
    of: Text, language: str, status: Status = _COMMON_STATUS, applies_from: date | None = None
) -> list[str]:
    """What kind of text it is, in short phrases: authority, force, status, application."""
    if of.authority is Authority.OWN_DOCUMENT:
        # It says “not law” itself, and nothing is “in force” in it.
        return [text(language, f"authority.{of.authority.value}")]
    phrases = [
        text(language, f"authority.{of.authority.value}"),
        text(language, f"binding_force.{of.binding_force.value}"),
    ]
    # That a voluntary framework were “in force” would mislead.
    if status is not _COMMON_STATUS or not of.binding_force.is_voluntary:
        phrases.append(text(language, f"status.{status.value}"))
    if applies_from is not None:
        day = written_date(language, applies_from)
        phrases.append(text(language, "answer.applies_from", date=day))
    return phrases


def installed_texts(of: Iterable[Installed], language: str) -> list[str]:
    """What is installed, in sentences: the official texts with their dates, then the rest.

    Args:
        of: The texts in the index.
        language: The reader's.
    """
    held = list(of)
    versions: dict[str, list[str]] = {}
    for item in held:
        if item.authority is not Authority.OWN_DIGEST:
            known = versions.setdefault(item.instrument, [])
            label = version_label(item.instrument, item.version, language)
            if label not in known:
                known.append(label)
    if not versions:
        return [text(language, "ui.digest_only")]
    digest = {item.instrument for item in held} - versions.keys()
    named = [
        text(
            language,
            "ui.text_with_versions",
            name=instrument_name(instrument.id, language),
            versions=joined(language, versions[instrument.id]),
        )
        for instrument in catalogue().every
        if instrument.id in versions
    ]
    lines = [text(language, "ui.installed", texts=text(language, "ui.text_gap").join(named))]
    if digest:
        names = (i.short.get(language) for i in catalogue().instruments if i.id in digest)
        lines.append(text(language, "ui.digest_besides", texts=joined(language, names)))
    return lines


def failure(error: BaseException, language: str) -> str:
    """What a reader is told about an error: its own sentence, else a general one."""
    code = error.code if isinstance(error, RuleBridgeError) else RuleBridgeError.code
    details: Mapping[str, object] = error.details if isinstance(error, RuleBridgeError) else {}
    sentences = texts(language)["errors"]
    try:
        return sentences.get(code, sentences[RuleBridgeError.code]).format(**details)
    except (KeyError, IndexError):
        return sentences[RuleBridgeError.code]
