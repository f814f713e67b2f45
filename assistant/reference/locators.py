"""From a reference taken apart to the locators it may mean in an instrument.

How many levels a provision has and what they are called differs from place to place: (1) is a
paragraph in Article 5 and a point in Article 3. So there are several candidates, the likeliest
first; which of them exists, the index knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from assistant.reference.documents import UNITS, document
from assistant.reference.grammar import Place
from assistant.reference.items import Step, Steps
from assistant.reference.ordinances import Definitions, joined, ordinance, term_alone
from assistant.understanding.held import held
from corpus.catalogue import Instrument, catalogue

_UNITS = {
    "eu": {"article", "provision", "recital", "annex", "definition"},
    "cn": {"article", "provision"},
    "hk": {"section", "provision", "schedule", "principle", "title", "definition"},
    "us": {"section", "chapter", "function", "tag", "appendix", "executive"},
}
_UNITS_OF = {
    "eurlex": _UNITS["eu"],
    "measures": _UNITS["cn"],
    "hklm": _UNITS["hk"],
    "document": UNITS,
}
"""The same for further instruments, by the format of their texts."""

_TAGS = {"GOVERN": "GV", "MAP": "MP", "MEASURE": "MS", "MANAGE": "MG"}


def instruments_for(place: Place) -> tuple[str, ...]:
    """The instruments that have provisions of this kind."""
    numbered = place.steps[0].value
    book = catalogue()
    further = (i for i in book.further if i.id in held())
    return tuple(
        i.id
        for i in book.instruments
        if place.unit in _UNITS.get(i.jurisdiction, ())
        and not (place.unit == "principle" and i.id != "cap-486")
        and not ("." in numbered and place.unit == "section" and i.jurisdiction != "us")
    ) + tuple(i.id for i in further if place.unit in _UNITS_OF.get(_form(i), ()))


def candidates(
    place: Place, instrument: str, definitions: Definitions | None = None
) -> Iterator[str]:
    """The locators that a place may be in an instrument, likeliest first.

    Args:
        place: The place, all of its steps.
        instrument: One of :func:`instruments_for`.
        definitions: Finds definitions by their term, for references that name no section.
    """
    if place.unit == "definition":
        tails = term_alone(place.steps, instrument, definitions)
        yield from (t if t.startswith(f"{instrument}/") else f"{instrument}/{t}" for t in tails)
        return
    known = catalogue().find(instrument)
    form = _form(known) if known else ""
    if form == "eurlex":
        found = _eu(place)
    elif form == "measures":
        found = _measures(place.steps)
    elif form == "hklm":
        found = ordinance(place, definitions, instrument)
    elif form == "document":
        found = document(place)
    else:
        found = _nist(place, instrument)
    yield from (
        tail if tail.startswith(f"{instrument}/") else f"{instrument}/{tail}" for tail in found
    )


def is_sure(instrument: str) -> bool:
    """Whether a number that is not there is not in the instrument.

    In a document, a heading may be printed and not recognised as one.
    """
    known = catalogue().find(instrument)
    return known is None or _form(known) != "document"


def _form(instrument: Instrument) -> str:
    return instrument.version[0].text[0].format


def shortened(place: Place) -> Iterator[tuple[int, Place]]:
    """A place and those that enclose it, nearest first, with how many steps were left out.

    A range as one place is not shortened: its first number is a place of its own.
    """
    for lost in range(len(place.steps)):
        yield lost, replace(place, steps=place.steps[: len(place.steps) - lost])
        if any(step.exact for step in place.steps):
            return


def _eu(place: Place) -> Iterator[str]:
    root, *inner = place.steps
    if place.unit == "recital":
        yield "/".join([f"rct_{root.value}", *(f"pnt_{s.value}" for s in inner)])
        return
    if place.unit == "annex":
        options = [_annex_steps(step) for step in inner]
        yield from (joined(f"anx_{root.value.upper()}", steps) for steps in product(*options))
        return
    options = list(_article_steps(inner))
    yield from (joined(f"art_{root.value.lower()}", steps) for steps in product(*options))


def _article_steps(inner: list[Step]) -> Iterator[list[str]]:
    """What each number behind an article may be."""
    subparagraph = "1"
    for n, step in enumerate(inner):
        value = step.value.lower()
        if step.unit == "subparagraph":
            subparagraph = value
        elif step.unit in ("paragraph", "subsection"):
            yield [f"par_{value}"]
        elif step.unit == "point" or n > 0:
            # The second list of a paragraph counts from (a) again, `pnt_a-2`.
            again = [f"pnt_{value}-{subparagraph}"] if subparagraph != "1" else []
            yield [*again, f"pnt_{value}"]
            subparagraph = "1"
        elif step.unit in ("", "block"):
            yield [f"par_{value}", f"pnt_{value}"]


def _annex_steps(step: Step) -> list[str]:
    value = step.value
    if step.unit == "section":
        return [f"sec_{value.upper()}"]
    if step.unit == "indent":
        return [f"ind_{value}"]
    # Point 3.1 stands inside point 3.
    whole = f"pnt_{value.split('.')[0]}/" if "." in value else ""
    point = f"{whole}pnt_{value.lower()}"
    return [point, f"ind_{value}"] if step.unit == "point" and value.isdigit() else [point]


def _measures(steps: Steps) -> Iterator[str]:
    root, *inner = steps
    kinds = {"paragraph": ("par",), "subsection": ("par",), "point": ("itm",)}
    options = [
        [
            f"{kind}_{step.value}"
            for kind in kinds.get(step.unit, ("par", "itm") if n == 0 else ("itm",))
        ]
        for n, step in enumerate(inner)
    ]
    for tail in product(*options):
        yield joined(f"art_{root.value}", tail)
        # The only paragraph of an article is the article: items stand in it directly.
        if len(tail) > 1 and tail[0] == "par_1":
            yield joined(f"art_{root.value}", tail[1:])


def _nist(place: Place, instrument: str) -> Iterator[str]:
    values = [step.value for step in place.steps]
    profile = instrument == "nist-genai-profile"
    if place.unit == "executive":
        yield "exec"
    elif place.unit == "appendix":
        yield f"app_{values[0][:1].upper()}{values[0][1:]}"
    elif place.unit in ("section", "chapter"):
        yield f"sec_{values[0]}"
        if profile:
            yield f"risk_{values[0]}"
    else:
        function, *numbers = values
        name = _TAGS.get(function, function) if profile else function
        if len(numbers) > 2 and not profile:
            return
        number = ".".join(numbers[:2])
        yield "-".join([name, *([number] if number else []), *numbers[2:]])
