"""One provision, in the edition a reader most likely means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.catalogue import LANGUAGES, catalogue
from corpus.documents import Documents
from corpus.errors import UnknownProvision
from corpus.index import open_provisions
from corpus.provision import Authority, Provision, is_own
from corpus.settings import Settings


def look_up(
    settings: Settings, locator: str, language: str | None = None, version: str | None = None
) -> tuple[Provision, list[Provision]]:
    """The provision asked for, and the same place in every indexed edition.

    Args:
        settings: Where the index is.
        locator: The provision, e.g. ``cap-486/s_64/ss_3A``, or a place in a document of the
            installation, ``own:notes/par_2``, which has one edition.
        language: Only in this language.
        version: Only in this version.

    Raises:
        UnknownProvision: No indexed edition has it.
        RuleBridgeError: There is no index, or it cannot be read.
    """
    wanted = locator.strip().strip("/")
    if is_own(wanted):
        with Documents(settings) as documents:
            own = documents.provision(wanted)
        return own, [own]
    with open_provisions(settings) as table:
        editions = table.get(wanted)
    fitting = [
        p
        for p in editions
        if language in (None, p.edition.language) and version in (None, p.edition.version)
    ]
    if fitting:
        return meant(fitting, date.today()), editions
    asked = " ".join(part for part in (language, version) if part)
    held = ", ".join(f"{p.edition.language} {p.edition.version}" for p in editions)
    if held:
        raise UnknownProvision(
            f"{wanted} is not indexed in {asked}; it is there in: {held}.", locator=wanted
        )
    raise UnknownProvision(
        f"{wanted} is not in the indexed texts; “rulebridge instruments” lists what is.",
        locator=wanted,
    )


def meant(editions: Sequence[Provision], day: date) -> Provision:
    """The edition to show: in force on the day, authentic, English before Chinese.

    Args:
        editions: One provision in several editions, at least one, latest version first.
        day: The day whose law counts.
    """
    versions = {p.edition.version for p in editions}
    current = catalogue().version_held(editions[0].edition.instrument, day, versions)
    return min((p for p in editions if p.edition.version == current), key=_rank)


def _rank(provision: Provision) -> tuple[bool, int]:
    tag = provision.edition.language
    place = LANGUAGES.index(tag) if tag in LANGUAGES else len(LANGUAGES)
    return provision.edition.authority is not Authority.AUTHENTIC, place
