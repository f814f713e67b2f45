"""``/learn``: how a question becomes an answer, what the labels mean, how to check a quotation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import date
from typing import NamedTuple, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from assistant.answer import Answer
from assistant.composing.citation import pinpoint
from assistant.refusing import MAX_QUESTION
from corpus.catalogue import LANGUAGES
from corpus.errors import RuleBridgeError
from corpus.provision import Authority, BindingForce, Status, instrument_of
from corpus.texts import text, texts
from ui.service.growing import in_thread
from ui.service.requests import AskRequest
from ui.service.service import Service
from ui.site.frame import page
from ui.site.learn_check import Checked, checked
from ui.site.learn_example import Worked, worked
from ui.site.place import address
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.said import cleaned, language_of
from ui.site.templating import render
from ui.wording import failure, instrument_name

EXAMPLES = ("example_1", "example_2", "example_3")
REASONS = (
    "nothing_close", "outside", "no_such_provision", "demand", "language", "not_installed",
    "too_long", "empty",
)  # fmt: skip
"""The codes of the reasons for silence, those that readers meet most first."""

LEGS = ("same", "across", "words", "asked", "digest")
"""The ways of searching."""

TERMS = (
    "instrument", "provision", "pinpoint", "recital", "jurisdiction", "authentic", "verbatim",
    "digest", "commencement", "consolidated", "citation", "abstention",
)  # fmt: skip
"""The words of the glossary."""

PLACES = (
    "eu-ai-act/art_5/par_1/pnt_a", "cn-genai/art_4/itm_1", "cap-486/s_64/ss_3A",
    "cap-528/s_11/ss_3", "nist-ai-rmf/GOVERN-1.1", "nist-genai-profile/GV-1.1-001",
)  # fmt: skip
"""A provision of each instrument whose pinpoint is explained."""

_KEPT = 60
"""Answers to our own examples that are kept for the day."""

_RETRY = 503


class Turns(Protocol):
    """Lets so many questions be worked on at once."""

    def turn_async(self) -> AbstractAsyncContextManager[None]:
        """A turn; raises `Busy` where too many wait."""
        ...


class Pinpoint(NamedTuple):
    """An example of a pinpoint."""

    instrument: str
    name: str
    words: str
    href: str


def learn_router(service: Service, turnstile: Turns | None = None) -> APIRouter:
    """The route of the page for those who learn.

    Args:
        service: Answers the example questions.
        turnstile: Where questions wait for their turn; none do where it is not given.
    """
    router = APIRouter(include_in_schema=False)
    examples = _Examples(service, turnstile)

    @router.get("/learn")
    async def learn(request: Request, q: str = "", quote: str = "") -> Response:
        """The page; with ``q`` another question is worked through, with ``quote`` words checked."""
        language = reader_language(request)
        result = None
        if quote.strip():
            turn = turnstile.turn_async() if turnstile else nullcontext()
            result = await checked(service, quote, language, turn)
        shown, problem, seconds = await examples.worked(q, language)
        return await run_in_threadpool(
            _page, request, service, language, q, shown, problem, seconds, result
        )

    return router


class _Examples:
    """Answers questions for the page; those to its own examples are kept until tomorrow."""

    def __init__(self, service: Service, turnstile: Turns | None) -> None:
        self._service = service
        self._turnstile = turnstile
        self._kept: dict[tuple[str, str, str, date], Answer] = {}
        self._own = {question for language in LANGUAGES for question in own_questions(language)}

    async def worked(self, question: str, language: str) -> tuple[Worked | None, str, int]:
        """The worked example, else what went wrong, and in how many seconds to try again."""
        asked = cleaned(question) or text(language, "learn.example_1")
        try:
            answer = await self._answer(asked[: MAX_QUESTION + 1], language)
            return worked(answer), "", 0
        except RuleBridgeError as error:
            return None, failure(error, language), int(getattr(error, "seconds", 0))

    async def _answer(self, question: str, language: str) -> Answer:
        key = (self._service.assistant.index.manifest.id, question, language, date.today())
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        asked = AskRequest(question=question, language=language)
        async with self._turnstile.turn_async() if self._turnstile else nullcontext():
            answer = await in_thread(lambda: self._service.ask(asked))
        if question in self._own:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = answer
        return answer


def own_questions(language: str) -> Iterator[str]:
    """The questions that the page itself offers in a language."""
    known = texts(language)["learn"]
    for key in (*EXAMPLES, *(f"reason_{code}_example" for code in REASONS)):
        if key in known:
            yield known[key]


def _page(
    request: Request,
    service: Service,
    language: str,
    question: str,
    shown: Worked | None,
    problem: str,
    seconds: int,
    result: Checked | None,
) -> Response:
    own = cleaned(question)
    asked = {key: text(language, f"learn.{key}") for key in EXAMPLES}
    known = texts(language)["learn"]
    body = render(
        "learn.html",
        language,
        shown=shown,
        problem=problem,
        result=result,
        examples=asked.values(),
        asked=shown.answer.question if shown else own,
        typed=own if own not in asked.values() else "",
        typed_language=language_of(own, language) if own else language,
        language_of=lambda words: language_of(words, language),
        longest=MAX_QUESTION,
        reasons=[(code, known.get(f"reason_{code}_example", "")) for code in REASONS],
        legs=LEGS,
        terms=TERMS,
        authorities=tuple(Authority),
        forces=tuple(BindingForce),
        statuses=tuple(Status),
        pinpoints=[_pinpoint(service, locator, language) for locator in PLACES],
    )
    document = page(
        body,
        title=text(language, "learn.title"),
        language=language,
        active="learn",
        path=path_of(request),
        user=user_of(request),
        description=text(language, "learn.description"),
        styles=("learn.css",),
    )
    response = respond(request, document, _RETRY if seconds else 200)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _pinpoint(service: Service, locator: str, language: str) -> Pinpoint:
    """An example, with its page where there is one."""
    instrument = instrument_of(locator)
    held = instrument in service.assistant.available
    return Pinpoint(
        instrument,
        instrument_name(instrument, language),
        pinpoint(locator, language),
        address(locator) if held else "",
    )
