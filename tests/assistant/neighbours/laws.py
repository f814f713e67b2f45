"""Small invented laws under real catalogue names, with the parsers' own builder."""

from __future__ import annotations

from corpus.provision import Authority, BindingForce, Edition, Provision
from ingest.parsers.builder import ProvisionBuilder

_PLACES = {"eu-ai-act": "eu", "cn-genai": "cn", "cap-486": "hk", "cap-528": "hk"}


def law(
    instrument: str,
    language: str,
    *roots: tuple[str, str, list[object]],
    part: str = "",
    version: str = "1",
    force: BindingForce = BindingForce.STATUTE,
) -> list[Provision]:
    """The provisions of an invented law.

    Args:
        instrument: Catalogue id.
        language: Language of the words.
        *roots: Step, heading and contents of each; contents are words or (step, contents).
        part: Heading above all of them.
        version: Version id.
        force: What the law is.
    """
    edition = Edition(
        instrument=instrument,
        jurisdiction=_PLACES.get(instrument, "own"),
        version=version,
        language=language,
        authority=Authority.AUTHENTIC,
        binding_force=force,
        source_url="https://example.org",
    )
    builder = ProvisionBuilder(edition)
    for step, heading, contents in roots:
        with builder.division(part or "Part 1 Kettles"):
            _add(builder, step, heading, contents)
    return list(builder.parsed().provisions)


def _add(builder: ProvisionBuilder, step: str, heading: str, contents: list[object]) -> None:
    kind, _, number = step.partition("_")
    printed = number if kind in ("s", "art", "dpp", "sch") else f"({number})"
    with builder.provision(step, kind, label=printed, heading=heading):
        for one in contents:
            if isinstance(one, str):
                builder.words(one)
            else:
                inner, *words = one
                _add(builder, inner, "", list(words))
