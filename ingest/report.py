"""What a run did: each text new, changed, as before or gone, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.changes import changes
from corpus.errors import RuleBridgeError
from corpus.manifest import TABLE, IndexedText, Manifest, index_root
from corpus.provision import Authority, Provision
from corpus.provisions import ProvisionTable
from corpus.settings import Settings


class Fate(StrEnum):
    """What became of a text, compared with the index before."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True)
class TextChange:
    """One text and what became of it.

    Attributes:
        text: As it is in the new index; as it was, where it is gone.
        fate: What became of it.
        added: Provisions that are new in it; those inside one are not counted again.
        removed: Provisions that are gone from it.
        changed: Provisions with other words, or in another state.
    """

    text: IndexedText
    fate: Fate
    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass
class IngestReport:
    """What a run did.

    Attributes:
        manifest: The index in use afterwards.
        unchanged: Whether the index was up to date and nothing was done.
        skipped: File name → why it was left out.
        seconds: Duration of each stage.
        embedded: Texts that had to be embedded; the others' vectors were known.
        changes: What became of each text, in the order of the manifest, those that are gone last.
        previous: Id of the index used before; empty where there was none.
    """

    manifest: Manifest
    unchanged: bool = False
    skipped: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    embedded: int = 0
    changes: tuple[TextChange, ...] = ()
    previous: str = ""


def text_changes(
    settings: Settings, before: Manifest | None, after: Manifest
) -> tuple[TextChange, ...]:
    """What became of each text from one index to the next."""
    old = {text.key: text for text in before.texts} if before else {}
    new = {text.key: text for text in after.texts}
    found = [_change(settings, before, after, old.get(key), text) for key, text in new.items()]
    gone = [TextChange(text, Fate.REMOVED) for key, text in old.items() if key not in new]
    return (*found, *gone)


def _change(
    settings: Settings,
    before: Manifest | None,
    after: Manifest,
    old: IndexedText | None,
    new: IndexedText,
) -> TextChange:
    if before is None or old is None:
        return TextChange(new, Fate.NEW)
    same = old.sha256 == new.sha256 and old.provisions == new.provisions
    if new.authority is Authority.OWN_DIGEST:
        # An index made before the digest had a hash says nothing about its words.
        known = old.sha256 or old.passages != new.passages
        return TextChange(new, Fate.CHANGED if known and not same else Fate.UNCHANGED)
    words = [_provisions(settings, each, new) for each in (before, after)]
    if words[0] is None or words[1] is None:
        return TextChange(new, Fate.UNCHANGED if same else Fate.CHANGED)
    # The same file may read differently: parsers change as well.
    if _alike(words[0], words[1]):
        return TextChange(new, Fate.UNCHANGED if same else Fate.CHANGED)
    found = changes(words[0], words[1])
    return TextChange(new, Fate.CHANGED, len(found.added), len(found.removed), len(found.changed))


def _alike(old: Iterable[Provision], new: Iterable[Provision]) -> bool:
    pairs = [{p.locator: (p.text, p.status) for p in each} for each in (old, new)]
    return pairs[0] == pairs[1]


def _provisions(
    settings: Settings, manifest: Manifest, text: IndexedText
) -> list[Provision] | None:
    """The provisions of a text in an index; None where they cannot be read."""
    try:
        with ProvisionTable(index_root(settings) / manifest.id / TABLE) as table:
            return table.edition(text.instrument, text.version, text.language, text.authority)
    except (RuleBridgeError, OSError, ValueError):
        # An index of before may be damaged, or from another time.
        return None
