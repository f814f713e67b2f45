"""Which provisions the references inside a law mean, from where they stand.

第(2)款 is of the same section, 前款 the paragraph before, “this Part” everything under the heading:
the numbers are read with the grammar of references, and the places are looked for around the
provision that speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.neighbours.naming import HAN_LIST, LIST, Named
from assistant.reference.items import places
from corpus.provision import instrument_of

_UNDER_SCHEDULE = re.compile(r"\s*(?:,|of)?\s*of\s+this\s+Ordinance")
_DIVISION = re.compile(
    r"(?i:part|division|chapter|section)\s+([0-9IVX]+[A-Z]*)|第(\S+?)(?:分?部|章|[節节])"
)
_HOLDERS = ("s", "dpp", "art")
_KINDS = ("ss", "par", "pnt", "itm", "sub", "subsub", "subsubsub", "def")
_UNITS_OF_OWN = {
    "section": "section", "條": "section", "条": "section", "article": "section",
    "subsection": "subsection", "款": "subsection", "paragraph": "paragraph", "段": "paragraph",
    "point": "point", "項": "point", "项": "point", "節": "subparagraph", "节": "subparagraph",
    "subparagraph": "subparagraph", "data protection principle": "principle",
    "保障資料原則": "principle",
}  # fmt: skip


class Around:
    """Looks for the provisions that references mean, in one edition.

    Args:
        locators: Those of the edition, in reading order.
        headings: The headings above each root.
    """

    def __init__(self, locators: Sequence[str], headings: dict[str, tuple[str, ...]]) -> None:
        self._known = frozenset(locators)
        self._headings = headings

    def meant(self, reference: Named, text: str, home: str) -> tuple[str, ...]:
        """The provisions that a reference means; none where it cannot be told for sure.

        Args:
            reference: One of :func:`named`.
            text: The text that it was found in.
            home: The finest provision that it stands in.
        """
        match = reference.match
        if match["own"] or match["han_own"]:
            word = (match["own"] or "").split()[-1:] or [match["han_own"][1:]]
            return tuple(self._own(word[0], home))
        if match["han_last"]:
            return tuple(self._before(home))
        if match["principles"] or match["han_principles"]:
            return self._existing([f"{instrument_of(home)}/sch_1"])
        if match["parts"] or (match["han_unit"] or "").endswith("部"):
            return tuple(self._divisions(match))
        if match["items"]:
            return self._existing(self._english(match, text, home))
        return self._existing(self._chinese(match, home))

    def _english(self, match: re.Match[str], text: str, home: str) -> Iterator[str]:
        unit, items = _unit(match["unit"]), match["items"]
        if match["of"]:
            outer = self._places(_unit(match["of"]), match["whole"], home)
            yield from (p for base in outer for p in self._inside(base, items))
            return
        in_schedule = home.split("/")[1].startswith("sch_")
        if in_schedule and unit == "section":
            if not _UNDER_SCHEDULE.match(text, match.start("in") if match["in"] else match.end()):
                return
            home = instrument_of(home)
        yield from self._finer(
            self._places(unit, items, home),
            re.findall(rf"points?\s+({LIST})", match["finer"] or ""),
        )

    def _chinese(self, match: re.Match[str], home: str) -> Iterator[str]:
        unit, items = _unit(match["han_unit"]), match["han"].replace("第", "")
        in_schedule = home.split("/")[1].startswith("sch_")
        if in_schedule and unit == "section" and not match[0].startswith("本條例"):
            return
        yield from self._finer(
            self._places(unit, items, home),
            re.findall(rf"第({HAN_LIST})", match["han_finer"] or ""),
        )

    def _finer(self, bases: Iterable[str], lists: Sequence[str]) -> Iterator[str]:
        """What further numbers name inside places: “, points (a) and (b)”, 第（二）项."""
        for items in lists:
            bases = [inner for base in bases for inner in self._inside(base, items)]
        yield from bases

    def _places(self, unit: str, items: str, home: str) -> Iterator[str]:
        """The places that a list names whose first numbers count a unit."""
        instrument = instrument_of(home)
        if unit in ("section", "principle"):
            for steps in places(items, "", top=1):
                if any(step.exact for step in steps):
                    continue
                first, *rest = (step.value for step in steps)
                roots = (f"s_{first}", f"art_{first}", f"art_{first.lower()}")
                found = [f"sch_1/dpp_{first}"] if unit == "principle" else roots
                for root in found:
                    if f"{instrument}/{root}" in self._known:
                        yield from self._below(f"{instrument}/{root}", rest)
                        break
            return
        base = _base(home, unit)
        if base:
            yield from self._inside(base, items)

    def _inside(self, base: str, items: str) -> Iterator[str]:
        for steps in places(items, ""):
            if not any(step.exact for step in steps):
                yield from self._below(base, [step.value for step in steps])

    def _below(self, base: str, values: Sequence[str]) -> Iterator[str]:
        """The provision at these numbers inside another, whatever its levels are called."""
        for value in values:
            names = (f"{base}/{kind}_{v}" for kind in _KINDS for v in (value, value.lower()))
            found = next((name for name in names if name in self._known), None)
            if found is None:
                return
            base = found
        yield base

    def _own(self, word: str, home: str) -> Iterator[str]:
        """What “this section”, 本條 … mean."""
        if word.lower() in ("regulation", "ordinance", "measures", "條例", "办法"):
            yield instrument_of(home)
        elif word in ("Part", "Division", "Chapter", "Section", "部", "分部"):
            wanted = "分部" if word == "分部" else "部" if word == "部" else word.lower()
            yield from self._under(home, lambda heading: _is_division(heading, wanted))
        else:
            unit = _unit(word)
            inner = {
                "section": "subsection",
                "subsection": "paragraph",
                "paragraph": "subparagraph",
            }
            holder = _base(home, inner.get(unit, ""))
            yield from [holder] if holder and _holds(holder, unit) else []

    def _before(self, home: str) -> Iterator[str]:
        """The paragraph before the one that speaks."""
        *outer, last = home.split("/")
        kind, _, number = last.partition("_")
        if kind == "itm":
            *outer, last = outer
            kind, _, number = last.partition("_")
        if kind == "par" and number.isdigit():
            yield "/".join([*outer, f"par_{int(number) - 1}"])

    def _divisions(self, match: re.Match[str]) -> Iterator[str]:
        """The sections under the headings that “Parts 4 and 5” name."""
        word = match["part"] or match["han_unit"]
        wanted = word if match["han_unit"] else word.lower().rstrip("s")
        for steps in places((match["parts"] or match["han"]).replace("第", ""), ""):
            number = steps[0].value

            def fits(heading: str, number: str = number) -> bool:
                found = _DIVISION.match(heading)
                at = found and (found[1] or found[2])
                return at == number and _is_division(heading, wanted)

            if wanted in ("part", "部"):
                yield from (
                    root for root, above in self._headings.items() if any(map(fits, above[:1]))
                )

    def _under(self, home: str, fits: Callable[[str], bool]) -> Iterator[str]:
        """Every root under the same heading as this provision."""
        root = "/".join(home.split("/")[:2])
        above = self._headings.get(root, ())
        at = next((n for n in range(len(above) - 1, -1, -1) if fits(above[n])), None)
        if at is not None:
            path = above[: at + 1]
            yield from (r for r, other in self._headings.items() if other[: at + 1] == path)

    def _existing(self, found: Iterator[str] | list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in found if one in self._known))


def _unit(word: str) -> str:
    plain = " ".join(word.lower().replace("-", "").split()).rstrip("s")
    return _UNITS_OF_OWN.get(plain, plain)


def _is_division(heading: str, word: str) -> bool:
    found = _DIVISION.match(heading)
    if found is None:
        return False
    if word in ("部", "分部"):
        return bool(found[2]) and found[0].endswith("分部") == (word == "分部")
    return heading.lower().startswith(word)


def _base(home: str, unit: str) -> str:
    """The provision around ``home`` in which a unit is counted; empty where it is not."""
    instrument, *steps = home.split("/")
    kinds = [step.split("_")[0] for step in steps]
    holder = max((n for n, kind in enumerate(kinds) if kind in _HOLDERS), default=-1)
    if holder < 0:
        return ""
    european = kinds[holder] == "art"
    if european:
        wanted: dict[str, tuple[str, ...]] = {
            "subsection": (), "paragraph": () if instrument != "cn-genai" else ("par",),
            "point": ("par",), "subparagraph": ("par",),
        }  # fmt: skip
    else:
        wanted = {"subsection": (), "paragraph": ("ss", "def"), "subparagraph": ("par",)}
    if unit not in wanted:
        return ""
    at = [n for n, kind in enumerate(kinds) if kind in wanted[unit] and n > holder]
    if unit == "subparagraph" and not at:
        return ""
    return "/".join([instrument, *steps[: (at[0] if at else holder) + 1]])


def _holds(locator: str, unit: str) -> bool:
    """Whether the last step of a locator is of this unit."""
    kind = locator.rsplit("/", 1)[-1].split("_", 1)[0]
    return kind in {
        "section": ("s", "art", "dpp"), "subsection": ("ss", "par"), "paragraph": ("par",),
        "point": ("pnt", "itm"),
    }.get(unit, ())  # fmt: skip
