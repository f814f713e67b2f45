"""How each kind of corruption is made of a correct claim.

The words exchanged stand in ``changes.toml`` and owe nothing to the lists that verification reads.
What is drawn is drawn by a hash of the claim, so a corruption is the same on every machine.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.understanding.language import to_script
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest
from evals.corruption.claims import CorrectClaim, draw, family, first_sentence

_NUMBER = re.compile(
    r"(?<![\w.^/])\d{1,3}(?:[ ,]\d{3})+(?![\d.])|(?<![\w./^])\d+(?:\.\d+)?(?![\d/])"
)
_WORDS = "two three four five six seven eight nine ten twelve fifteen thirty".split()
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_HAN_DIGITS = "二三四五六七八九"
_HAN_NUMBER = re.compile(
    r"(?<![一二三四五六七八九十百千萬万])[兩两三四五六七八九](?=個月|个月|年|日|星期|周|小時|小时)"
)


@dataclass(frozen=True)
class Corruption:
    """A claim that is wrong.

    Attributes:
        kind: One of `KINDS`.
        claim: With the spoiled text, quotation or provision.
        asked: The jurisdictions that were asked about.
        reply: The language of the reply.
        change: What was done, for reading.
    """

    kind: str
    claim: CorrectClaim
    asked: tuple[str, ...]
    reply: str
    change: str


@dataclass(frozen=True)
class Task:
    """A corruption to be made.

    Attributes:
        claim: The correct claim.
        kind: What to spoil.
        claims: The claims of the same half, to take other provisions from.
        words: The digest, for the same sentence in another language.
    """

    claim: CorrectClaim
    kind: str
    claims: Sequence[CorrectClaim]
    words: Digest

    def draw(self, *more: str) -> int:
        """A number drawn for this claim and kind."""
        return draw(self.claim.locator, self.claim.language, self.kind, *more)


@cache
def _words() -> dict[str, Any]:
    data = files("evals.corruption").joinpath("changes.toml").read_text("utf-8")
    return tomllib.loads(data)


def _made(task: Task, change: str, *, asked: tuple[str, ...] = (), **new: Any) -> Corruption:
    claim = task.claim
    place = claim.provision.edition.jurisdiction
    return Corruption(task.kind, replace(claim, **new), asked or (place,), claim.language, change)


def _number(task: Task) -> Corruption | None:
    claim = task.claim
    patterns = (_NUMBER, _NUMBER_WORD, _HAN_NUMBER)
    found = [m for pattern in patterns for m in pattern.finditer(claim.text)]
    if not found:
        return None
    match = found[task.draw() % len(found)]
    old = match.group()
    held = unicodedata.normalize("NFKC", claim.provision.text + claim.text + claim.locator)
    for step in range(1, 12):
        new = _other_number(old, step)
        if new and not re.search(rf"(?<!\d){re.escape(new)}(?!\d)", held):
            text = claim.text[: match.start()] + new + claim.text[match.end() :]
            return _made(task, f"{old} → {new}", text=text)
    return None


def _other_number(old: str, step: int) -> str:
    if old in _WORDS:
        return _WORDS[(_WORDS.index(old) + step) % len(_WORDS)]
    if not old[0].isdigit():
        position = _HAN_DIGITS.find("二" if old in "兩两" else old)
        return _HAN_DIGITS[(position + step) % len(_HAN_DIGITS)]
    # The leading figure changes, so that the size of the number and its separators stay.
    first = str((int(old[0]) - 1 + step) % 9 + 1)
    return first + old[1:] if first != old[0] else ""


def _exchanged(task: Task) -> Corruption | None:
    claim = task.claim
    rules = _words()[task.kind][family(claim.language)]
    able = [(m, new) for old, new in rules if (m := re.search(old, claim.text))]
    if not able:
        return None
    match, new = able[task.draw() % len(able)]
    if "|" in new:
        new = new.split("|")[claim.language == "zh-Hans"]
    text = claim.text[: match.start()] + new + claim.text[match.end() :]
    return _made(task, f"{match.group()} → {new}", text=text)


def _actor(task: Task) -> Corruption | None:
    claim = task.claim
    column = LANGUAGES.index(claim.language)
    table = _words()["actors"][claim.instrument]
    named = [row for row in table if _names(row[column], claim.text)]
    if not named:
        return None
    old = named[task.draw() % len(named)]
    others = [
        row
        for row in table
        if not _names(row[column], claim.text) and _occurs(row, claim) is (task.kind == "role")
    ]
    others = [row for row in others if row[1] != old[1]]
    if not others:
        return None
    new = others[task.draw("new") % len(others)]
    text = _renamed(claim.text, old[column], new[column])
    return _made(task, f"{old[column]} → {new[column]}", text=text)


def _pattern(name: str) -> str:
    """A name in the singular or plural, at the beginning of a sentence too."""
    if not name.isascii():
        return re.escape(name)
    first = f"[{name[0]}{name[0].upper()}]" if name[0].islower() else name[0]
    ending = f"{name[1:-1]}(?:y|ies)" if name.endswith("y") else f"{name[1:]}s?"
    return rf"(?<![A-Za-z]){first}{ending}(?![A-Za-z])"


def _renamed(text: str, old: str, new: str) -> str:
    """One name in place of another, in the plural and capitalised where the other is."""

    def put(match: re.Match[str]) -> str:
        found = match.group()
        chosen = new
        if found.isascii() and found[1:] != old[1:]:
            chosen = new.removesuffix("y") + "ies" if new.endswith("y") else new + "s"
        return chosen[0].upper() + chosen[1:] if found[0].isupper() else chosen

    return re.sub(_pattern(old), put, text)


def _names(name: str, text: str) -> bool:
    return re.search(_pattern(name), text) is not None


def _occurs(row: Sequence[str], claim: CorrectClaim) -> bool:
    """Whether an actor is named in the provision or what encloses it."""
    held = " ".join(p.text for p in (claim.provision, *claim.around)).casefold()
    return any(name.casefold() in held for name in row)


def _jurisdiction(task: Task) -> Corruption | None:
    claim = task.claim
    own = claim.provision.edition.jurisdiction
    others = [place for place in _words()["places"] if place != own]
    chance = task.draw()
    other = others[chance % len(others)]
    column = LANGUAGES.index(claim.language)
    name = _words()["places"][other][column]
    law = catalogue().instrument(claim.instrument).short.get(claim.language)
    if law in claim.text:
        laws = [i for i in catalogue().instrument_ if i.jurisdiction == other]
        new = laws[chance % len(laws)].short.get(claim.language)
        return _made(task, f"{law} → {new}", text=claim.text.replace(law, new))
    if chance % 3 == 0:
        return _made(task, f"asked about {other}", asked=(other,))
    text = _words()["prefix"][claim.language].format(place=name, words=claim.text)
    return _made(task, f"+ {name}", text=text)


def _quotation(task: Task) -> Corruption | None:
    claim = task.claim
    chance = task.draw()
    quote = claim.quotation
    ways = [_one_character(quote, chance), _one_number(quote, chance), _no_not(quote)]
    able = [way for way in ways if way and _plain(way) not in _plain(claim.provision.text)]
    if not able:
        return None
    return _made(task, "quotation altered", quotation=able[chance % len(able)])


def _one_character(quote: str, chance: int) -> str:
    places = [m.start() for m in re.finditer(r"[a-z\u4e00-\u9fff]", quote)]
    if not places:
        return ""
    at = places[chance % len(places)]
    letters = "aeionrstl" if quote[at].isascii() else "的之有者人及不可"
    new = next(letter for letter in letters[chance % 5 :] if letter != quote[at])
    return quote[:at] + new + quote[at + 1 :]


def _one_number(quote: str, chance: int) -> str:
    found = list(re.finditer(r"\d+", quote))
    if not found:
        return ""
    match = found[chance % len(found)]
    return quote[: match.start()] + str(int(match.group()) + 1) + quote[match.end() :]


def _no_not(quote: str) -> str:
    return (
        re.sub(r"\bnot |不|沒有|没有", "", quote, count=1)
        if re.search(r"\bnot |不|沒有|没有", quote)
        else ""
    )


def _plain(text: str) -> str:
    return "".join(text.split())


def _citation(task: Task) -> Corruption | None:
    """Another provision of the instrument; with ``source``, its own words are quoted."""
    claim = task.claim
    root = claim.provision.root
    others = [
        c
        for c in task.claims
        if c.instrument == claim.instrument
        and c.provision.edition.language == claim.provision.edition.language
        and c.provision.root != root
        and _plain(claim.quotation) not in _plain(c.provision.text)
    ]
    if not others:
        return None
    other = others[task.draw() % len(others)]
    new: dict[str, Any] = {"provision": other.provision, "around": other.around}
    if task.kind == "source":
        new["quotation"] = other.quotation
    return _made(task, f"{claim.locator} → {other.locator}", **new)


def _language(task: Task) -> Corruption | None:
    """Another language, the other script, or half of each."""
    claim = task.claim
    chance = task.draw()
    entry = task.words.entry(claim.locator)
    if entry is None:
        return None
    other = "zh-Hans" if claim.language == "zh-Hant" else "zh-Hant"
    foreign = other if claim.language == "en" else "en"
    sentence = first_sentence(entry.gist.get(foreign), foreign)
    if claim.language != "en" and chance % 3 != 1:
        text = to_script(claim.text, other)
        return _made(task, f"in {other}", text=text) if text != claim.text else None
    if chance % 2:
        return _made(task, f"in {foreign}", text=sentence)
    return _made(task, f"half in {foreign}", text=f"{claim.text} {sentence}")


MAKERS: dict[str, Callable[[Task], Corruption | None]] = {
    "number": _number,
    "negation": _exchanged,
    "modality": _exchanged,
    "actor": _actor,
    "jurisdiction": _jurisdiction,
    "quotation": _quotation,
    "citation": _citation,
    "language": _language,
    "role": _actor,
    "source": _citation,
}
"""By kind; each gives None where a claim does not lend itself."""
