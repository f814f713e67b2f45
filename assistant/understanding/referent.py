"""What the pronouns of a follow-up stand for: a law, a provision, or somebody who acts.

A pronoun becomes a law or provision only where what is said of it can be said of law (“does it
apply”, 几时生效). “How long does it last?” is not about the law: it stays as it is.

Example:
    >>> before = Before("Is social scoring allowed?", "en", cited=("eu-ai-act/art_5/par_1/pnt_c",))
    >>> resolved("when does it apply?", "en", before)
    Resolved(text='when does EU AI Act Article 5(1)(c) apply?', complete=True)
    >>> resolved("how long does it last?", "en", before).complete
    False
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.composing.citation import pinpoint
from assistant.understanding.exchange import title
from assistant.understanding.language import to_script
from assistant.understanding.mention import Mention, known
from assistant.understanding.names import levelled
from assistant.understanding.pronouns import Pronoun, actor, pronouns
from corpus.catalogue import catalogue
from corpus.provision import instrument_of

_OF_LAW = re.compile(
    r"\b(?:appl(?:y|ies)|cover|covers|force|effect|effective|binding|bind|binds|valid|amend(?:ed)?"
    r"|repealed|say|says|mean|means|define|defines|require|requires|ban|bans|prohibit|prohibits|allow"
    r"|allows|mention|mentions|include|includes|exempt|exempts|start|starts|begin|begins|commence"
    r"|mandatory|voluntary|enforced|enforceable)\b"
    r"|生效|施行|实施|适用|执行|强制|约束力|修订|修改|废除|失效|规定|管唔管|管不管|包括|涵盖|豁免|定义|几时开始|开始"
)
"""What is said of a law or provision, and of nothing else that a question may be about."""

_DEFINING = re.compile(
    r"\W*(?:what(?:'s| is| are| does)|explain|describe|summari[sz]e|tell me about)\b"
    r"|.*(?:系|是)(?:咩|乜|什么|甚么)|.*(?:介绍|解释|讲下|讲吓|概括)"
)


@dataclass(frozen=True)
class Before:
    """What a follow-up may lean on.

    Attributes:
        question: The question before it, standing alone.
        language: Its language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        references: Provisions that it named, as locators.
        cited: Provisions that its answer cited, as locators, the first first.
        instruments: Instruments in which it was looked for.
    """

    question: str
    language: str
    references: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()

    def in_script_of(self, language: str) -> Before:
        """The same in the Chinese script of a follow-up; English and Chinese stay as they are."""
        if language == self.language or "en" in (language, self.language):
            return self
        return replace(self, question=to_script(self.question, language), language=language)


@dataclass(frozen=True)
class Resolved:
    """A follow-up with its pronouns replaced.

    Attributes:
        text: The follow-up.
        complete: Whether nothing but the law or provision put in was left out.
    """

    text: str
    complete: bool


def resolved(core: str, language: str, before: Before) -> Resolved:
    """A follow-up with its pronouns replaced, as far as what they stand for is known.

    Args:
        core: The follow-up, without what makes it a reply.
        language: Its language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        before: The question before it.
    """
    level = levelled(core)
    of_law = not any(known(core))
    text, complete = core, True
    for pronoun in reversed(pronouns(level)):
        meant = _law(pronoun, level, language, before) if of_law else None
        complete = complete and meant is not None
        meant = meant or _person(pronoun, language, before)
        if meant:
            owner = "'s" if language == "en" and pronoun.possessive else ""
            text = text[: pronoun.start] + meant + owner + text[pronoun.end :]
    return Resolved(text, complete)


def _law(pronoun: Pronoun, level: str, language: str, before: Before) -> str | None:
    """The law or provision that a pronoun stands for, by its name."""
    if pronoun.kind == "law":
        return law_meant(language, before)
    if pronoun.kind == "provision":
        return _provision(language, before)
    if not _OF_LAW.search(level) or (pronoun.kind == "person" and _actor(before.question)):
        return None
    if not before.references and _DEFINING.match(levelled(before.question)):
        return law_meant(language, before) or _provision(language, before)
    return _provision(language, before) or law_meant(language, before)


def law_meant(language: str, before: Before) -> str | None:
    """The one instrument that the conversation is about."""
    laws = [m for m in known(before.question, "instrument") if len(m.instruments) == 1]
    instruments = tuple(dict.fromkeys(i for law in laws for i in law.instruments))
    if not instruments:
        instruments = before.instruments if len(before.instruments) == 1 else ()
        instruments = instruments or tuple(instrument_of(c) for c in before.cited[:1])
    if len(instruments) != 1:
        return None
    return title(Mention(0, 0, instruments, "instrument"), language)


def _provision(language: str, before: Before) -> str | None:
    """The provision that the question before named, or its answer cited first."""
    for locator in (*before.references[:1], *before.cited[:1]):
        short = catalogue().instrument(instrument_of(locator)).short.get(language)
        gap = " " if language == "en" else ""
        return f"{short}{gap}{pinpoint(locator, language)}"
    return None


def _person(pronoun: Pronoun, language: str, before: Before) -> str | None:
    """Who a pronoun stands for: the first in the question before who acts."""
    found = _actor(before.question)
    if pronoun.kind != "person" or not found or (language == "en") != found.isascii():
        return None
    return f"the {found}" if language == "en" else found


def _actor(question: str) -> str | None:
    span = actor(levelled(question))
    return question[slice(*span)] if span else None
