"""Places in Hong Kong ordinances: subsections, paragraphs, schedules, principles, definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.reference.grammar import Place
from assistant.reference.items import DEFINITIONS, Step, Steps

Definitions = Callable[[str], Iterable[str]]
"""The locators of the definitions of a term, in any language; best first."""

_LEVELS = ("par", *(f"{'sub' * depth}" for depth in range(1, 5)))
_INTERPRETATION = {"cap-486": ("s_2",), "cap-528": ("s_4", "s_198")}
"""The sections that define terms for the whole ordinance."""


def ordinance(place: Place, definitions: Definitions | None, instrument: str) -> Iterator[str]:
    """What a section, schedule, principle or long title may be, without the instrument."""
    root, *inner = place.steps
    if place.unit == "title":
        yield "long-title"
    elif place.unit == "principle":
        yield from _levels(f"sch_1/dpp_{root.value}", inner, definitions, instrument)
    elif place.unit == "schedule":
        base = f"sch_{root.value.upper()}"
        parts = [s for s in inner if s.unit in ("part", "division")]
        rest = inner[len(parts) :]
        named = [
            f"{'pt' if s.unit == 'part' else 'div'}_{_counted(s.value.upper(), s)}" for s in parts
        ]
        if not rest:
            yield joined(base, named)
            return
        head, *deeper = rest
        kind = "dpp" if head.unit == "principle" else "s"
        if head.unit in DEFINITIONS:
            yield from _levels(base, rest, definitions, instrument)
            return
        for outer in (base, joined(base, named)) if named else (base,):
            yield from _levels(
                f"{outer}/{kind}_{head.value.upper()}", deeper, definitions, instrument
            )
    else:
        yield from _levels(f"s_{root.value.upper()}", inner, definitions, instrument)


def _levels(
    holder: str, inner: list[Step], definitions: Definitions | None, instrument: str
) -> Iterator[str]:
    """What a section, principle or schedule holds: subsections, paragraphs, definitions."""
    at = next((n for n, s in enumerate(inner) if s.unit in DEFINITIONS), len(inner))
    bases = list(_numbered(holder, inner[:at], subsections=True))
    if at == len(inner):
        yield from bases
        return
    term, deeper = inner[at], inner[at + 1 :]
    tails = [f"def_{_counted(slug(w), term)}" for w in _wordings(term) if slug(w)]
    named = [f"{base}/{tail}" for tail in tails for base in dict.fromkeys((holder, *bases))]
    outer = f"{instrument}/{holder}/"
    named += [one for one in _known(term, definitions) if one.startswith(outer)][term.count - 1 :]
    named += [f"{base}/def" for base in bases]
    for definition in named:
        yield from _numbered(definition, deeper, subsections=False)


def _numbered(base: str, steps: list[Step], *, subsections: bool) -> Iterator[str]:
    if not steps:
        yield base
        return
    starts = [("ss", *_LEVELS), _LEVELS] if subsections else [_LEVELS]
    spellings = dict.fromkeys(_spellings([step.value for step in steps]))
    for names in starts:
        for spelling in spellings:
            written = [_numeral(value) for value in spelling]
            yield joined(base, [f"{name}_{v}" for name, v in zip(names, written, strict=False)])


def _spellings(values: list[str]) -> Iterator[tuple[str, ...]]:
    """As typed, then as Hong Kong prints letters: small ones, and capitals from some level on."""
    yield tuple(values)
    for level in range(len(values), -1, -1):
        yield tuple(v.lower() if n < level else v.upper() for n, v in enumerate(values))


def _numeral(value: str) -> str:
    """Letters behind a figure are capitals in Hong Kong: 3A."""
    return value.upper() if value[:1].isdigit() else value


def term_alone(steps: Steps, instrument: str, definitions: Definitions | None) -> Iterator[str]:
    """Where a term may be defined whose section is not named."""
    term, *inner = steps
    known = [one for one in _known(term, definitions) if one.startswith(f"{instrument}/")]
    guessed = [
        f"{section}/def_{slug(word)}"
        for word in _wordings(term)
        for section in _INTERPRETATION.get(instrument, ())
        if slug(word)
    ]
    for definition in known + guessed:
        yield from _numbered(definition, inner, subsections=False)


def _known(term: Step, definitions: Definitions | None) -> list[str]:
    """Where a term is defined, before where it is only explained on the way."""
    if definitions is None:
        return []
    found = [one for word in _wordings(term) for one in definitions(word)]
    return sorted(found, key=lambda one: "/def" not in one)


def _wordings(term: Step) -> list[str]:
    """What the term may be: words without quotation marks may go beyond it."""
    if term.unit == "words":
        words = term.value.split()
        return [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    if term.unit == "last words":
        return [term.value[at:].strip() for at in range(len(term.value) - 1)]
    return [term.value] if term.value else []


def _counted(name: str, step: Step) -> str:
    return f"{name}-{step.count}" if step.count > 1 else name


def slug(term: str) -> str:
    """A term as locators write it."""
    letters = (c if c.isascii() and c.isalnum() else "-" for c in term.lower())
    return "-".join(part for part in "".join(letters).split("-") if part)


def joined(base: str, steps: Iterable[str]) -> str:
    """A locator and steps behind it."""
    return "/".join([base, *steps])
