"""What every reference has to say of its text: version, kind of text, force, status."""

from __future__ import annotations

from assistant.bibliography.reference import Reference
from corpus.catalogue import catalogue
from corpus.provision import BindingForce, Status
from corpus.texts import text, written_date

NOT_BINDING = (*(force for force in BindingForce if force.is_voluntary), BindingForce.NOT_LAW)


def remarks(reference: Reference, language: str) -> str:
    """The note of a reference, without full stop.

    Args:
        reference: The reference.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
    """
    version = catalogue().version(reference.instrument, reference.version)
    said = [version.label.get(language) if version else reference.version]
    said.append(kind_of_text(reference, language))
    if reference.binding_force in NOT_BINDING:
        said.append(text(language, f"bibliography.{reference.binding_force.value}"))
    if reference.status is not Status.OPERATIVE:
        said.append(text(language, f"status.{reference.status.value}"))
    if reference.applies_from is not None and reference.applies_from > reference.accessed:
        day = written_date(language, reference.applies_from)
        said.append(text(language, "answer.applies_from", date=day))
    note = text(language, "bibliography.separator").join(said)
    if version and version.remark:
        note += text(language, "bibliography.sentence")
        note += version.remark.get(language).rstrip(".。")
    return note


def kind_of_text(reference: Reference, language: str) -> str:
    """Whose words the text is, and in which language."""
    of = text(language, f"answer.language_{reference.language}")
    kind = text(language, f"bibliography.{reference.authority.value}", written=of)
    if not reference.translator:
        return kind
    return text(language, "bibliography.by", kind=kind, translator=reference.translator)
