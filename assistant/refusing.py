"""Saying why there is no answer: before anything is searched, and when nothing close was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Trace, Understanding
from assistant.composing.gists import together
from assistant.composing.notices import short
from assistant.retrieval import Retrieval
from corpus.catalogue import LANGUAGES, catalogue
from corpus.scope import law_behind
from corpus.texts import joined, text

MAX_QUESTION = 2000
"""Longest question, in characters."""

NEAR_LAW = 0.45
"""Least cosine of a question and a line about another law for that law to be named."""


def refusal(question: str, understanding: Understanding, available: Sequence[str]) -> Answer | None:
    """The reply to what is no question for us, before anything is searched.

    Args:
        question: As typed.
        understanding: How it was understood.
        available: Instruments in the index.
    """
    asked = _Asked(question, understanding, available)
    for code, applies, words in _REASONS:
        if applies(asked):
            return _silent(question, understanding, code, words(asked))
    return None


@dataclass(frozen=True)
class _Asked:
    question: str
    understanding: Understanding
    available: Sequence[str]

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of the reply."""
        return text(self.understanding.reply_language, f"reason.{key}", **values)


def _too_long(asked: _Asked) -> str:
    return asked.say("too_long", length=len(asked.question), limit=MAX_QUESTION)


def _language(_: _Asked) -> str:
    return " ".join(text(language, "reason.language") for language in LANGUAGES)


def _no_such_provision(asked: _Asked) -> str:
    meant = asked.understanding
    return asked.say(
        "no_such_provision",
        provisions=joined(meant.reply_language, meant.missing),
        instruments=short(meant.instruments, meant.reply_language),
    )


def _outside(asked: _Asked) -> str:
    meant = asked.understanding
    known = [catalogue().instrument(i).short.get(meant.reply_language) for i in meant.uninstalled]
    unknown = [name for name in meant.outside if name not in known]
    words = [asked.say("outside", laws=joined(meant.reply_language, unknown))] if unknown else []
    if meant.uninstalled:
        words.append(known_not_installed(meant.uninstalled, meant.reply_language))
    if unknown:
        words.append(_looked(meant, asked.available))
    return together(words, meant.reply_language)


def known_not_installed(instruments: Sequence[str], language: str) -> str:
    """That instruments are known here, that their texts are not installed, and what to do.

    Args:
        instruments: Ids of further instruments.
        language: Language of the sentences.
    """
    return text(
        language,
        "reason.known_not_installed",
        laws=short(instruments, language),
        command=f"rulebridge sources fetch {' '.join(instruments)}",
    )


def _not_installed(asked: _Asked) -> str:
    meant = asked.understanding
    wanted = [i.id for i in catalogue().instruments if i.jurisdiction in meant.jurisdictions]
    return asked.say("not_installed", instruments=short(wanted, meant.reply_language))


def _names_only_missing(asked: _Asked) -> bool:
    return bool(asked.understanding.missing) and not asked.understanding.references


def _only_outside(asked: _Asked) -> bool:
    return bool(asked.understanding.outside) and not asked.understanding.instruments


_REASONS: tuple[tuple[str, Callable[[_Asked], bool], Callable[[_Asked], str]], ...] = (
    ("empty", lambda asked: not asked.question.strip(), lambda asked: asked.say("empty")),
    ("too_long", lambda asked: len(asked.question) > MAX_QUESTION, _too_long),
    ("language", lambda asked: asked.understanding.language not in LANGUAGES, _language),
    ("demand", lambda asked: asked.understanding.demand, lambda asked: asked.say("demand")),
    ("no_such_provision", _names_only_missing, _no_such_provision),
    ("outside", _only_outside, _outside),
    ("not_installed", lambda asked: not asked.understanding.instruments, _not_installed),
)
"""Codes of the reasons, when each applies and what is said, in the order they are looked at."""


def nothing_close(
    question: str,
    understanding: Understanding,
    available: Sequence[str],
    retrieval: Retrieval,
    trace: Trace,
) -> Answer:
    """The reply where nothing that was found answers the question."""
    reply = understanding.reply_language
    nothing = text(reply, "reason.nothing_close")
    law = law_behind(retrieval.lines.background_line)
    here = law is not None and law.instrument in available
    elsewhere = law and law.jurisdiction not in ("", *understanding.jurisdictions)
    if (
        law
        and retrieval.lines.background >= NEAR_LAW
        and not (understanding.jurisdictions and elsewhere)
    ):
        key = "other_law_here" if here else "other_law"
        other = text(reply, f"reason.{key}", law=law.name.get(reply))
        nothing = together([nothing, other], reply)
    words = together([nothing, _looked(understanding, available)], reply)
    silent = _silent(question, understanding, "nothing_close", words)
    return silent.model_copy(update={"candidates": tuple(retrieval.candidates), "trace": trace})


def _looked(understanding: Understanding, available: Sequence[str]) -> str:
    reply = understanding.reply_language
    names = short(understanding.instruments or available, reply)
    searched = text(reply, "reason.searched", instruments=names)
    return together([searched, text(reply, "reason.next_step")], reply)


def _silent(question: str, understanding: Understanding, code: str, reason: str) -> Answer:
    return Answer(
        question=question,
        language=understanding.reply_language,
        abstained=True,
        reason=reason,
        reason_code=code,
        searched=understanding.instruments,
        understanding=understanding,
    )
