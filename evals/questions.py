"""The grounding test set as data: questions with the clauses a good answer rests on.

The file is described in ``evals/grounding/README.md``.

Example:
    >>> questions = load()
    >>> len(questions) >= 300
    True
    >>> questions[0].required[0][0]
    'eu-ai-act/art_86/par_1'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.understanding.language import recognise
from corpus.errors import UnreadableSource
from corpus.provision import LOCATOR, instrument_of

Kind = Literal[
    "single", "several", "comparison", "figure", "definition", "role", "false-premise",
    "jurisdiction-trap", "near-miss", "far", "hostile", "follow-up",
]  # fmt: skip
Language = Literal["en", "zh-Hant", "yue", "zh-Hans"]
Variant = Literal["en", "zh-Hant", "yue", "zh-Hans", "lay"]
Expectation = Literal["answer", "abstain", "correct"]
ReplyLanguage = Literal["en", "zh-Hant", "zh-Hans"]

KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""Languages asked in; Cantonese, as typed in Hong Kong, is counted apart."""

GROUNDING = Path(__file__).parent / "grounding"
QUESTIONS = GROUNDING / "questions.jsonl"

AS_AT = date(2026, 11, 22)
"""The day whose law the gold states; questions are always asked as of this day."""


class Question(BaseModel):
    """One way of asking for one piece of information, with what a good answer does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str = Field(description="The information need; its variants share the gold.")
    kind: Kind
    variant: Variant = Field(description="`lay` is a paraphrase without legal vocabulary.")
    question: str = Field(min_length=1)
    history: tuple[str, ...] = Field(
        description="Earlier questions of the conversation, oldest first."
    )
    expect: Expectation = Field(description="`correct`: the question's premise is false.")
    required: tuple[tuple[str, ...], ...] = Field(
        description="Needs; each a list of alternatives, the finest right locator first."
    )
    acceptable: tuple[str, ...] = Field(description="Locators that may be cited without harm.")
    forbidden: tuple[str, ...] = Field(
        description="Locators or instruments that must not be cited."
    )
    jurisdictions: tuple[str, ...] = Field(description="Those asked about; empty if none is.")
    silent: tuple[str, ...] = Field(description="Those asked about that hold nothing on the point.")
    reply_language: ReplyLanguage
    reference: str = Field(description="A short reference answer, in the reply's language.")
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.id.startswith(f"{self.group}-"):
            raise ValueError(f"the id {self.id} does not begin with its group {self.group}")
        if (self.expect == "abstain") == bool(self.required):
            raise ValueError("a question is either to be declined or requires provisions")
        if not all(self.required):
            raise ValueError("a need without a locator")
        if not set(self.silent) <= set(self.jurisdictions):
            raise ValueError("a silent jurisdiction that is not asked about")
        for locator in self.gold:
            if not LOCATOR.fullmatch(locator) or "/" not in locator:
                raise ValueError(f"{locator!r} is not the locator of a provision")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the texts hold an answer, be it a correction."""
        return self.expect != "abstain"

    @property
    def gold(self) -> tuple[str, ...]:
        """All locators that may be cited: required, with alternatives, and acceptable."""
        return (*(locator for need in self.required for locator in need), *self.acceptable)

    @property
    def instruments(self) -> tuple[str, ...]:
        """Instruments of the required provisions, in order of the needs."""
        return tuple(dict.fromkeys(instrument_of(need[0]) for need in self.required))

    @cached_property
    def language(self) -> Language:
        """The language it is asked in; a lay paraphrase's is recognised."""
        if self.variant != "lay":
            return self.variant
        if self.reply_language == "zh-Hant" and recognise(self.question).cantonese:
            return "yue"
        return self.reply_language


def load(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """Read a question file.

    Raises:
        UnreadableSource: A line is not a well-formed question, or an id stands twice.
    """
    questions: list[Question] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            questions.append(Question.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise UnreadableSource(
                f"{path.name}, line {number}: {where} {first['msg']}; correct the line."
            ) from error
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise UnreadableSource(f"{path.name} has {question.id} twice; give each its own id.")
        seen.add(question.id)
    return tuple(questions)


def fingerprint(questions: Iterable[Question]) -> str:
    """SHA-256 of everything in the questions: it changes when a question or its gold does."""
    lines = sorted(question.model_dump_json() for question in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
