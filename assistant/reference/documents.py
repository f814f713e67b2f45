"""From a reference taken apart to the locators it may mean in a document.

What a document's headings print is in its locators: “Article 5” is ``sec_art-5``. Paragraphs are
counted there and not read, so that a reference leads to the heading and no further.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reference.grammar import Place

UNITS = frozenset(("article", "provision", "section", "chapter", "annex", "appendix", "schedule"))
"""What a reference may count in a document."""

_STEPS = {
    "article": ("art-{}",),
    "provision": ("art-{}",),
    "section": ("{}", "s-{}"),
    "chapter": ("ch-{}", "{}", "s-{}"),
    "annex": ("annex-{}",),
    "appendix": ("app-{}", "annex-{}"),
    "schedule": ("sch-{}",),
}


def document(place: Place) -> Iterator[str]:
    """The headings that a place may stand under, likeliest first."""
    value = place.steps[0].value
    if len(place.steps) == 1:
        for form in _STEPS.get(place.unit, ()):
            yield f"sec_{form.format(value)}"
