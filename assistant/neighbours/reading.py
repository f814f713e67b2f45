"""Reading one edition of an instrument: which of its provisions limit which.

A limit is found where a phrase of :mod:`assistant.neighbours.phrases` stands at references; the
provision that speaks is the finest one that holds the words, shown at the paragraph or subsection
that people cite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.neighbours.found import Found, Kind
from assistant.neighbours.naming import Named, half_width, named
from assistant.neighbours.permitted import permitted
from assistant.neighbours.phrases import CHINESE, ENGLISH, MASK, Phrase
from assistant.neighbours.places import Around
from corpus.provision import Provision, Status, encloses

LONGEST = 320
"""Most characters of the words that say a limit."""

_HINT = re.compile(
    r"ubject\s+to|xcept|unless|erogation|otwithstanding|espite|not\s+\w*\s*apply|exempt|prevent|only"
    r"|not\s+contravene|not\s+infringe|defence|除|在符合|在不|規限|適用|适用|豁免|儘管|即使|雖然|阻止|罪行"
)
_POINT = re.compile(r"(?:pnt|itm|sub|subsub|subsubsub)_|par_[a-z]")
_BREAK = re.compile(r"[;。；\n]|\.(?=\s)")
_LABEL = re.compile(r"\s*(?:\(?\d{1,3}[A-Za-z]{0,2}[).]|\([a-z]{1,4}\))\s*")
_ITEM = re.compile(r"\n\s*\([a-z]{1,4}\)\s*(?:the\s+|不受)?")
_TRANSITIONAL = re.compile(r"(?i:transitional|savings)|過渡性|保留條文")


def read(provisions: Sequence[Provision]) -> Iterator[Found]:
    """The limits in one edition.

    Args:
        provisions: All provisions of one instrument in one version, language and authority, in
            reading order.
    """
    headings = {p.locator: p.heading_path for p in provisions if p.is_root}
    around = Around([p.locator for p in provisions], headings)
    inside: dict[str, list[Provision]] = {}
    for provision in provisions:
        inside.setdefault(provision.root, []).append(provision)
    status = {p.locator: p.status for p in provisions}
    for members in inside.values():
        root = next((p for p in members if p.is_root), members[0])
        # What held on the day a law began is no answer to what holds today.
        if _HINT.search(root.text) and not _TRANSITIONAL.search(root.heading):
            for found in _Root(root, members, around).limits():
                if _in_force(status.get(found.limiter), found):
                    yield found
    yield from permitted(provisions)


def _in_force(status: Status | None, found: Found) -> bool:
    """Whether a limit operates, or waits together with the section that it limits."""
    together = found.of.split("/")[:2] == found.limiter.split("/")[:2]
    return status is Status.OPERATIVE or (status is Status.NOT_IN_OPERATION and together)


class _Root:
    """One top-level provision being read."""

    def __init__(self, root: Provision, members: Iterable[Provision], around: Around) -> None:
        self._root = root
        self._members = sorted(members, key=lambda p: (p.span[1] - p.span[0], -p.order))
        self._around = around
        self._text = half_width(root.text)
        self._named = list(named(self._text))
        masked = list(self._text)
        for one in self._named:
            masked[one.start : one.end] = MASK * (one.end - one.start)
        self._masked = "".join(masked)

    def limits(self) -> Iterator[Found]:
        """Every limit that the provision and those inside it speak of."""
        if not self._named:
            return
        for phrase in ENGLISH if self._root.edition.language == "en" else CHINESE:
            for match in phrase.pattern.finditer(self._masked):
                start = match.start()
                before = self._masked[max(0, start - 60) : start]
                if phrase.unless is None or not phrase.unless.search(before):
                    yield from self._found(phrase, match, start)

    def _found(self, phrase: Phrase, match: re.Match[str], start: int) -> Iterator[Found]:
        targets = self._meant(*match.span("refs"))
        if phrase.listed:
            targets |= self._listed(match.end())
        if not phrase.broad:
            targets = {of: one for of, one in targets.items() if not one.is_broad}
        groups = match.groupdict()
        kind: Kind = "condition" if groups.get("only") else phrase.kind
        if phrase.outward:
            speaker = self._finest(start).locator
            words = self._root.text[start : match.end()].strip()
            yield from (
                Found(limiter, speaker, kind, speaker, words)
                for limiter in targets
                if _apart(limiter, speaker)
            )
            return
        words, said_in = self._sentence(start, match.end())
        limiters: Iterable[str] = [self._root.locator if phrase.whole else said_in]
        if groups.get("by"):
            limiters = self._meant(*match.span("by"))
        for limiter in limiters:
            for of, one in targets.items():
                # A part of what speaks may be limited from outside that part, never the other
                # way round: “this paragraph does not apply” is the paragraph's own business.
                if of != limiter and (not groups.get("by") or _apart(limiter, of)):
                    yield Found(limiter, of, kind, said_in, words, broad=one.is_numbered_part)

    def _meant(self, start: int, end: int) -> dict[str, Named]:
        """The provisions named in a stretch, each with what names it."""
        return {
            locator: one
            for one in self._named
            if start <= one.start and one.end <= end
            for locator in self._around.meant(one, self._text, self._finest(one.start).locator)
        }

    def _listed(self, at: int) -> dict[str, Named]:
        """What the further points of a list name that opens with “exempt from—”."""
        found: dict[str, Named] = {}
        line = self._text.rfind("\n", 0, at)
        item = _ITEM.match(self._text, line) if line >= 0 else None
        while item:
            end = self._text.find("\n", at)
            item = _ITEM.match(self._text, end) if end >= 0 else None
            one = self._reference_at(item.end()) if item else None
            if one is None:
                break
            last = self._run_from(one)
            found |= self._meant(one.start, last)
            at = last
        return found

    def _reference_at(self, at: int) -> Named | None:
        return next((one for one in self._named if one.start == at), None)

    def _run_from(self, first: Named) -> int:
        run = re.compile(rf"{MASK}+(?:(?:,?\s+and\s+|,\s*|、|及){MASK}+)*").match(
            self._masked, first.start
        )
        return run.end() if run else first.end

    def _body(self, provision: Provision) -> int:
        """Where a provision's rule begins in the root's text."""
        return provision.span[0] + provision.body_start

    def _finest(self, at: int) -> Provision:
        """The finest provision that holds a place of the root's text."""
        holding = (p for p in self._members if p.span[0] <= at < p.span[1])
        return next(holding, self._root)

    def _sentence(self, start: int, end: int) -> tuple[str, str]:
        """The sentence around a phrase and the provision, as people cite it, that holds it."""
        cited = _cited(self._finest(start).locator)
        holder = next((p for p in self._members if p.locator == cited), self._root)
        if len(holder.body) <= LONGEST and self._body(holder) <= start:
            return holder.body.strip(), holder.locator
        low, high = holder.span
        text = self._root.text
        breaks = [m.end() for m in _BREAK.finditer(self._text, low, start)]
        first = max(breaks[-1] if breaks else low, low)
        label = _LABEL.match(text, first, start)
        first = label.end() if label else first
        closing = _BREAK.search(self._text, end, high)
        last = closing.end() if closing else high
        if last - first > LONGEST:
            first = first if end - first < LONGEST else start
            last = max(end, text.rfind(" ", first, first + LONGEST))
        return text[first:last].strip(), holder.locator


def _cited(locator: str) -> str:
    """The place that people cite: the paragraph or subsection, not a point of it."""
    steps = locator.split("/")
    while len(steps) > 2 and _POINT.match(steps[-1]):
        steps.pop()
    return "/".join(steps)


def _apart(one: str, other: str) -> bool:
    """Whether neither of two provisions encloses the other."""
    return not encloses(one, other) and not encloses(other, one)
