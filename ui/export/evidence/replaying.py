"""Replaying a pack: are its words the law's, and does the same answer come out again?

A pack follows from its answer and an installation. So a replay makes it again from the recorded
answer, and asks the recorded question again: what comes out otherwise is named. Somebody who
changes a pack can make its hashes right again, but not the law that is installed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from assistant.answer import Answer
from corpus.errors import RuleBridgeError
from ui.export.evidence.asking import asked_again, earlier_again, leaning
from ui.export.evidence.building import contents
from ui.export.evidence.canonical import Difference, canonical, canonical_hash, differences
from ui.export.evidence.clauses import installed
from ui.export.evidence.consistency import contradicting, unbound
from ui.export.evidence.holding import Holdings, clause_results, failing_statements, true_notices
from ui.export.evidence.installation import differing_installation, scored_alike, texts_of
from ui.export.evidence.layout import ANSWER, CLAUSES, READABLE, README, SOURCES
from ui.export.evidence.pack import Pack
from ui.export.evidence.report import ClauseResult, ClauseState, Finding, ReplayReport, Verdict
from ui.export.evidence.software import digest_of
from ui.service.service import Service

_MOST = 25
"""Differences between answers that are named."""
_NAMED = 6
"""Fields named in a sentence."""
_VERIFIED = (ClauseState.SAME, ClauseState.DESCRIBED, ClauseState.OTHER_WORDING)
_NOT_BY_MODEL = ("question", "language", "understanding", "searched", "candidates")
"""Fields of an answer that a language model has no part in."""
_FAULTS = (LookupError, ValueError, TypeError, RuntimeError, AttributeError, ArithmeticError)
"""What code that trusts an answer may stumble over in one that nobody made."""


def replay(pack: Pack, service: Service) -> ReplayReport:
    r"""Check a pack against what is installed here.

    Args:
        pack: As `read_pack` gave it; its seal is whole.
        service: Whom to ask again. Its language model is not asked.

    Example:
        ```python
        report = replay(read_pack(Path("answer-evidence.zip")), service)
        print(report.verdict, *report.sentences("en"), sep="\n")
        ```
    """
    return _Replay(pack, service).report()


class _Replay:
    """One replay in the making."""

    def __init__(self, pack: Pack, service: Service) -> None:
        self.pack = pack
        self.service = service
        self.provisions = service.assistant.index.provisions
        self.problems: list[Finding] = []
        self.remarks: list[Finding] = []
        self.installation = tuple(differing_installation(pack, service))
        self.same_code = not _any(self.installation, "software.code", "software.rulebridge")
        self.same_digest = not _any(self.installation, "software.digest")
        self.unchecked = False
        """Whether a file could not be compared."""
        self.unproved = False
        """Whether a model's statement fails a check here."""

    def report(self) -> ReplayReport:
        """All that is found."""
        pack = self.pack
        for name in contradicting(pack):
            self._problem("file_differs", name=name)
        for name in unbound(pack.answer):
            self._problem("unbound", name=name)
        results = self._clauses()
        if not self.problems:
            self._files()
            self._statements(results)
        here: Answer | None = None
        differing: tuple[Difference, ...] = ()
        earlier: tuple[bool | None, ...] = ()
        if not self.problems:
            here = self._again()
            differing = tuple(self._compared(here)) if here else ()
            earlier = self._earlier()
        self._tell(here, differing, earlier)
        whole = here is not None and not differing and all(earlier)
        return ReplayReport(
            pack=pack.id,
            made_at=pack.made_at,
            question=pack.answer.question,
            verdict=self._verdict(results, whole=whole),
            clauses=results,
            answer_hash=canonical_hash(pack.answer),
            answer_hash_here=canonical_hash(here) if here else "",
            differences=differing,
            installation=self.installation,
            earlier=earlier,
            problems=tuple(self.problems),
            remarks=tuple(self.remarks),
        )

    def _verdict(self, results: Iterable[ClauseResult], *, whole: bool) -> Verdict:
        states = {each.state for each in results}
        if self.problems:
            return Verdict.REFUSED
        if self.unproved or states - set(_VERIFIED):
            return Verdict.UNVERIFIED
        plain = states <= {ClauseState.SAME} and not self.unchecked
        if whole and plain and not self.pack.answer.written_by:
            return Verdict.REPRODUCED
        return Verdict.VERIFIED

    def _clauses(self) -> tuple[ClauseResult, ...]:
        """The citations, also those of earlier answers, against the installed texts."""
        manifest = self.service.assistant.index.manifest
        theirs = texts_of(self.pack.software)
        same = frozenset(
            (t.instrument, t.version, t.language)
            for t in manifest.texts
            if t.sha256 and (t.instrument, t.version, t.language, t.sha256) in theirs
        )
        words = digest_of(self.service)
        holdings = Holdings(self.provisions, words, self.same_code, self.same_digest, same)
        results = clause_results(self.pack.answer, self.pack.clauses.chosen, holdings)
        for each in results:
            values = {"number": each.number, "locator": each.locator}
            if each.state is ClauseState.ALTERED:
                self._problem("clause_altered", **values, fields=", ".join(each.differs))
            elif each.state is not ClauseState.SAME:
                held = "; ".join(each.installed) or "–"
                self._remark(f"clause_{each.state.value}", **values, installed=held)
        for answer in self.pack.history:
            found = clause_results(answer, (), holdings)
            if any(each.state is ClauseState.ALTERED for each in found) or [*unbound(answer)]:
                self._problem("history_altered", question=answer.question[:80])
        return results

    def _files(self) -> None:
        """The pack made again from its answer; by the same software it is the same."""
        pack = self.pack
        try:
            made = contents(pack.answer, pack.question, pack.history, self.service, pack.made_at)
        except _FAULTS:
            self._problem("file_differs", name=ANSWER)
            return
        moved = _any(self.installation, "software.index.texts") or not self.same_digest
        for name in (CLAUSES, READABLE, README, SOURCES):
            if made[name] == pack.files[name]:
                continue
            if self.same_code and not (moved and name in (CLAUSES, SOURCES)):
                self._problem("file_differs", name=name)
            else:
                self.unchecked = True
                self._remark("file_unchecked", name=name)

    def _statements(self, results: Iterable[ClauseResult]) -> None:
        """A model's statements pass the checks that they passed before."""
        answer = self.pack.answer
        if not answer.written_by or any(each.state not in _VERIFIED for each in results):
            return
        if any(installed(citation, self.provisions) is None for citation in answer.citations):
            self.unproved = True
            return
        tell = self._remark if self.installation else self._problem
        for name in failing_statements(answer, self.service):
            self.unproved = True
            tell("statement_fails", name=name)
        if not true_notices(answer):
            self.unproved = True
            tell("unbound", name="notices")

    def _again(self) -> Answer | None:
        """The answer to the same question here; None where it cannot be asked."""
        pack = self.pack
        try:
            return asked_again(pack.question, pack.answer, pack.history, self.service)
        except (RuleBridgeError, *_FAULTS) as error:
            known = isinstance(error, RuleBridgeError)
            self._remark("not_asked", reason=str(error) if known else type(error).__name__)
            return None

    def _compared(self, here: Answer) -> Iterator[Difference]:
        """Where the answers differ; of one that a model wrote, where the clauses do."""
        answer = self.pack.answer
        was, now = canonical(answer), canonical(here)
        if not answer.written_by:
            yield from islice(differences(was, now), _MOST)
            return
        found = {(c.locator, c.language, c.version) for c in here.citations}
        for number, c in enumerate(answer.citations):
            if (c.locator, c.language, c.version) not in found:
                yield Difference(field=f"citations[{number}]", recorded=c.locator, here="")
        was, now = ({name: each[name] for name in _NOT_BY_MODEL} for each in (was, now))
        yield from islice(differences(was, now), _MOST)

    def _earlier(self) -> tuple[bool | None, ...]:
        """Whether the earlier answers come out the same; None where there is no telling."""
        pack = self.pack
        found: list[bool | None] = []
        for number, answer in enumerate(pack.history):
            if answer.written_by or (leaning(answer) and number == 0):
                found.append(None)
                continue
            request = pack.question.request
            try:
                found.append(earlier_again(number, pack.history, request, self.service))
            except (RuleBridgeError, *_FAULTS):
                found.append(False)
        return tuple(found)

    def _tell(
        self,
        here: Answer | None,
        differing: tuple[Difference, ...],
        earlier: tuple[bool | None, ...],
    ) -> None:
        """What the reader has to know, and whether a difference can have an innocent reason."""
        answer, question = self.pack.answer, self.pack.question
        if answer.written_by:
            self._remark("by_model", model=answer.written_by[:80])
        if not question.recorded:
            self._remark("not_recorded")
        elif not question.complete:
            self._remark("history_missing")
        if self.installation:
            self._remark("installation", fields=_listed(each.field for each in self.installation))
        if False in earlier:
            self._remark("earlier_differ")
        elif None in earlier:
            self._remark("earlier_untried")
        if differing:
            innocent = (
                self.installation or answer.written_by or not question.complete or not all(earlier)
            )
            tell = self._remark if innocent else self._problem
            code = "answer_differs" if innocent else "answer_altered"
            tell(code, fields=_listed(each.field for each in differing))
        elif here is not None and not answer.written_by and not scored_alike(answer, here):
            self._remark("scores_differ")

    def _problem(self, code: str, **values: object) -> None:
        self.problems.append(Finding(code=code, values=values))

    def _remark(self, code: str, **values: object) -> None:
        self.remarks.append(Finding(code=code, values=values))


def _any(found: Iterable[Difference], *starts: str) -> bool:
    return any(each.field.startswith(starts) for each in found)


def _listed(fields: Iterable[str]) -> str:
    """The fields that differ, the first few."""
    names = [name[:80] for name in fields]
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
