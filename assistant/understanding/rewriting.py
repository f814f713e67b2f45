"""A follow-up as a question that stands alone, without a language model.

What a follow-up leaves out is taken from the question before it: another place or law is put in
the place of the old one; a pronoun becomes the provision, the law or the person it stands for;
a new aspect keeps the question before it as its context. The reader is shown the result.

Example:
    >>> before = Before("What is the maximum fine under the EU AI Act?", "en")
    >>> rewritten("And in Hong Kong?", "en", before).question
    'What is the maximum fine under the law of Hong Kong?'
    >>> rewritten("What about appeals?", "en", before).question
    'What about appeals? (Regarding: What is the maximum fine under the EU AI Act?)'
    >>> rewritten("What is a deepfake?", "en", before) is None
    True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.reference.grammar import parse
from assistant.understanding.exchange import exchanged
from assistant.understanding.leaning import Kind, Leaning, leaning, matter
from assistant.understanding.names import levelled
from assistant.understanding.naming import named
from assistant.understanding.referent import Before, law_meant, resolved
from corpus.catalogue import LANGUAGES
from corpus.texts import text

__all__ = ["Before", "Rewriting", "rewritten"]

_ROLES = (
    r"providers|deployers|importers|distributors|manufacturers|developers|operators|employers"
    r"|data users|data processors|platforms|authors|owners|users|资料使用者|资料处理者|数据使用者"
    r"|提供者|部署者|进口商|分销商|制造商|开发者|供应商|服务商|平台|雇主|作者"
)
_ROLE = re.compile(rf"(?<![a-z])(?:{_ROLES})(?![a-z])")
_ONLY_A_ROLE = re.compile(
    rf"(?:(?:and|what about|how about|is it|the|same|for|with)\s+)*(?P<role>{_ROLES})(?:又?呢)?\W*"
)
_LONGEST = 160
"""Characters of context up to which the whole conversation is kept in it."""


@dataclass(frozen=True)
class Rewriting:
    """A follow-up completed.

    Attributes:
        question: Standing alone, as it is shown and searched for.
        own: What the follow-up itself says, completed: only provisions named there are meant.
        asks: The part that says what is asked, without the context.
        searched: What is searched for. Of the context only the words that carry its matter: whole,
            it outweighs what is asked, and finds what was found before.
    """

    question: str
    own: str
    asks: str
    searched: str


def rewritten(question: str, language: str, before: Before) -> Rewriting | None:
    """A follow-up completed from the question before it; None where it stands alone.

    Args:
        question: As typed.
        language: Its language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        before: The question before it.
    """
    lean = leaning(question)
    if lean is None:
        return None
    before = before.in_script_of(language)
    if lean.kind is Kind.PLACE and (len(_places(before.question)) <= 1 or len(lean.names) > 1):
        return _exchanged(exchanged(before.question, lean.names, before.language), question)
    if lean.kind is Kind.PRONOUN:
        return _with_pronouns_resolved(lean, language, before)
    if lean.kind is Kind.ASPECT and not lean.names and parse(lean.core):
        return _of_the_same_law(lean.core, language, before)
    other = _of_another_role(lean.core, before.question)
    if other:
        return _exchanged(other, question)
    earlier = _context(before.question, whole=False)
    return _in_context(lean, lean.core, earlier, before, language)


def _with_pronouns_resolved(lean: Leaning, language: str, before: Before) -> Rewriting:
    found = resolved(lean.core, language, before)
    if found.complete:
        return _alone(found.text)
    earlier = _context(before.question, whole=True)
    return _in_context(lean, found.text, earlier, before, language)


def _of_the_same_law(core: str, language: str, before: Before) -> Rewriting | None:
    """“And Article 52?” in a conversation about one law."""
    law = law_meant(language, before)
    if law is None:
        return None
    own = f"{law.removeprefix('the ')} {core}" if language == "en" else f"{law}{core}"
    return _alone(own)


def _of_another_role(core: str, earlier: str) -> str | None:
    """What was asked of providers, asked of deployers."""
    new, old = _ONLY_A_ROLE.fullmatch(levelled(core)), _ROLE.search(levelled(earlier))
    if new is None or old is None or new["role"] == old[0]:
        return None
    role = core[slice(*new.span("role"))]
    at, end = old.span()
    return earlier[:at] + (role if at else role[0].upper() + role[1:]) + earlier[end:]


def _alone(own: str) -> Rewriting:
    return Rewriting(_sentence(own), own, own, own)


def _exchanged(question: str, typed: str) -> Rewriting:
    parts = _context_of(question)
    if parts is None:
        return Rewriting(question, typed, question, question)
    return Rewriting(question, typed, parts[0], _searched(*parts))


def _in_context(lean: Leaning, own: str, earlier: str, before: Before, language: str) -> Rewriting:
    """A follow-up with the question before it as its context, asked of the places it names."""
    if lean.names and len(_places(earlier)) <= 1:
        earlier = exchanged(earlier, lean.names, before.language)
    whole = text(language, "follow_up.in_context", question=_sentence(own), earlier=earlier)
    return Rewriting(whole, own, own, _searched(own, earlier))


def _searched(own: str, earlier: str) -> str:
    return f"{own} {matter(earlier)}"


def _context(question: str, *, whole: bool) -> str:
    """What a question leaves to one that follows it.

    Args:
        question: Standing alone; it may have a context itself.
        whole: Whether its own part is kept as well; a new aspect replaces the one before.
    """
    parts = _context_of(question)
    if parts is None:
        return question
    own, earlier = parts
    both = f"{own} {earlier}"
    return both if whole and len(both) <= _LONGEST else earlier


def _context_of(question: str) -> tuple[str, str] | None:
    """What a completed question asks itself, and its context; None where it has none."""
    for pattern in _contexts():
        found = pattern.fullmatch(question)
        if found:
            return found["own"], found["earlier"]
    return None


@cache
def _contexts() -> tuple[re.Pattern[str], ...]:
    """The form of a question with its context, in each language."""
    forms = (
        text(lang, "follow_up.in_context", question="<1>", earlier="<2>") for lang in LANGUAGES
    )
    return tuple(
        re.compile(re.escape(form).replace("<1>", "(?P<own>.+?)").replace("<2>", "(?P<earlier>.+)"))
        for form in forms
    )


def _places(question: str) -> tuple[str, ...]:
    return named(question)[0]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
