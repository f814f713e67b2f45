"""Words: every stretch is where it says it is, every passage leads back to its provision."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import LANGUAGES
from corpus.manifest import IndexedText
from corpus.passage import Passage, PassageFilter
from corpus.provision import LOCATOR, BindingForce, Provision, instrument_of
from ingest.verification.findings import Check


def filter_of(text: IndexedText) -> PassageFilter:
    """The passages of one text."""
    return PassageFilter(
        editions=(f"{text.instrument}@{text.version}",),
        languages=(text.language,),
        authorities=(text.authority,),
    )


def name_of(text: IndexedText) -> str:
    """A text, as a person may read it."""
    return f"{text.instrument} {text.version} {text.language} {text.authority.value}"


def check_provisions(check: Check, text: IndexedText, provisions: Sequence[Provision]) -> None:
    """Every provision is the stretch of its root that it says, and of the file that is named."""
    roots = {p.locator: p.text for p in provisions if p.is_root}
    for provision in provisions:
        start, end = provision.span
        whole = roots.get(provision.root)
        check.expect(
            whole is not None and whole[start:end] == provision.text,
            "span",
            locator=provision.locator,
            text=name_of(text),
        )
    for sha256 in {p.edition.source_sha256 for p in provisions}:
        check.expect(sha256 == text.sha256, "other_file", text=name_of(text))


def check_passages(
    check: Check, passages: Sequence[Passage], provisions: Sequence[Provision]
) -> None:
    """Every passage's locator leads to a provision of its edition, and its words are there."""
    places = {p.locator: p for p in provisions}
    for passage in passages:
        place = places.get(passage.locator)
        if not check.expect(
            place is not None and passage.root == place.root, "locator", locator=passage.locator
        ):
            continue
        start, end = passage.span
        check.expect(
            place is not None and bool(passage.text) and place.text[start:end] == passage.text,
            "words",
            locator=passage.locator,
            in_language=passage.language,
        )


def check_digest(check: Check, passages: Sequence[Passage]) -> None:
    """Our own words have no provision behind them; they have a form all the same."""
    languages: dict[str, set[str]] = {}
    for passage in passages:
        languages.setdefault(passage.locator, set()).add(passage.language)
        check.expect(
            bool(LOCATOR.fullmatch(passage.locator))
            and instrument_of(passage.locator) == passage.instrument
            and passage.root == "/".join(passage.locator.split("/")[:2])
            and passage.span == (0, len(passage.text))
            and bool(passage.text and passage.heading and passage.topics)
            and passage.language in LANGUAGES
            and passage.binding_force is BindingForce.NOT_LAW,
            "digest",
            locator=passage.locator,
            in_language=passage.language,
        )
