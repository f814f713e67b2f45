"""What happens when the page's script asks for something: one method for each kind of request.

Every method takes what Gradio hands over and gives messages; the conversation lives in the
reader's session.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

import gradio as gr

from corpus.errors import FeedbackOff, RuleBridgeError
from ui.ask.asking import Asking
from ui.ask.citing import Cite, cited
from ui.ask.columns import beside_html
from ui.ask.exporting import exported
from ui.ask.judging import judged
from ui.ask.looking import Look, look_at
from ui.ask.messages import Message, Teller
from ui.ask.requests import Ask, Export, Hello, Judgement, Touch, read
from ui.ask.restoring import restored
from ui.ask.shell import signed_in_headers
from ui.ask.sources import source_html
from ui.conversation import Turn
from ui.feedback.store import FeedbackStore
from ui.safety.discretion import whereabouts
from ui.service.requests import Language
from ui.service.service import Service
from ui.wording import failure

_log = logging.getLogger(__name__)

Turns = list[Turn]
_Asked = TypeVar("_Asked", bound=Touch)


class LookTouch(Touch):
    """A source is to be shown."""

    look: Look


class CiteTouch(Touch):
    """A source is to be cited."""

    cite: Cite


class Events:
    """Everything that the page can ask for.

    Args:
        service: Who answers.
        asking: Asks it.
        teller: Puts what comes into messages.
        user_of: Says who is signed in; nobody where not given.
        store: Keeps what readers say of answers; nothing is kept where not given.
        owner_of: Says who that is as own documents know them; nobody where not given.
        frame: What stands around the conversation, where a page that is opened has an old one.
    """

    def __init__(
        self,
        service: Service,
        asking: Asking,
        teller: Teller,
        user_of: Callable[[gr.Request], str] | None = None,
        store: FeedbackStore | None = None,
        frame: Callable[[], Message] | None = None,
        owner_of: Callable[[gr.Request], str] | None = None,
    ) -> None:
        self._service = service
        self._asking = asking
        self._teller = teller
        self._user_of = user_of or _nobody
        self._owner_of = owner_of or _nobody
        self._store = store
        self._frame = frame or _nothing
        self._stops: dict[str, threading.Event] = {}

    def hello(
        self, event: gr.EventData, request: gr.Request, turns: Sequence[Turn]
    ) -> tuple[Turns, Message]:
        """Give back the conversation that the browser kept, as far as it holds."""
        hello = read(event, Hello) or Hello()
        user = self._user_of(request)
        mine, owner = hello.owner == user, self._owner_of(request)
        with self._service.one_index():
            held = list(turns) or (restored(hello.kept, self._service, owner) if mine else [])
            told = self._teller.told(
                held,
                held,
                hello.language,
                answers=hello.id,
                owner=owner,
                user=user,
                headers=signed_in_headers(user),
                shell=self._frame(),
                restored=True,
            )
        return held, told

    async def ask(
        self, event: gr.EventData, request: gr.Request, turns: Sequence[Turn]
    ) -> AsyncGenerator[tuple[Any, Any], None]:
        """Answer a question, statement by statement."""
        ask = read(event, Ask)
        if ask is None or not ask.question.strip():
            yield gr.skip(), self._refusal(event)
            return
        session, owner = request.session_hash or "", self._owner_of(request)
        stop = self._stops[session] = threading.Event()
        steps = self._asking.reply(ask, turns, stop, self._user_of(request), owner)
        try:
            async with aclosing(steps):
                async for step in steps:
                    if step is None:
                        yield gr.skip(), gr.skip()
                        continue
                    now, turn = step
                    yield (
                        now,
                        self._teller.told(
                            now,
                            [turn],
                            ask.language,
                            answers=ask.id,
                            done=turn.settled,
                            owner=owner,
                        ),
                    )
        finally:
            stop.set()
            if self._stops.get(session) is stop:
                del self._stops[session]

    def stop(self, request: gr.Request) -> None:
        """Let the answer that is coming end where it is."""
        stop = self._stops.get(request.session_hash or "")
        if stop is not None:
            stop.set()

    def clear(self, event: gr.EventData) -> tuple[Turns, Message]:
        """Begin anew."""
        touch = read(event, Touch) or Touch()
        return [], self._teller.told([], [], touch.language, answers=touch.id)

    def speak(self, event: gr.EventData, request: gr.Request, turns: Sequence[Turn]) -> Message:
        """The whole conversation, its labels in another language."""
        touch = read(event, Touch) or Touch()
        return self._teller.told(
            turns, turns, touch.language, answers=touch.id, owner=self._owner_of(request)
        )

    def source(self, event: gr.EventData) -> Message:
        """A clause in its surroundings, for the panel."""
        return self._answered(
            event,
            LookTouch,
            lambda asked: {
                "html": source_html(
                    _in(asked.look, asked.language),
                    look_at(_in(asked.look, asked.language), self._service),
                )
            },
        )

    def beside(self, event: gr.EventData) -> Message:
        """A clause in the other languages."""
        return self._answered(
            event,
            LookTouch,
            lambda asked: {
                "html": beside_html(
                    _in(asked.look, asked.language),
                    look_at(_in(asked.look, asked.language), self._service),
                )
            },
        )

    def cite(self, event: gr.EventData) -> Message:
        """A clause as a citation."""
        return self._answered(
            event,
            CiteTouch,
            lambda asked: cited(
                asked.cite.model_copy(update={"reader": asked.language}), self._service
            ),
        )

    def export(self, event: gr.EventData, turns: Sequence[Turn]) -> Message:
        """An answer as a file."""

        def made(asked: Export) -> Message:
            at = [turn.number for turn in turns].index(asked.turn)
            form, spoken = asked.form, asked.language
            return dict(exported(turns[at], turns[:at], form, self._service, spoken))

        return self._answered(event, Export, made)

    def judge(self, event: gr.EventData, turns: Sequence[Turn]) -> Message:
        """Keep what a reader thinks of an answer."""

        def made(asked: Judgement) -> Message:
            if self._store is None:
                raise FeedbackOff("Feedback is switched off.")
            manifest = self._service.assistant.index.manifest
            return {"thanks": judged(asked, turns, manifest, self._store)}

        return self._answered(event, Judgement, made)

    def _answered(
        self, event: gr.EventData, kind: type[_Asked], make: Callable[[_Asked], Message]
    ) -> Message:
        """The answer to a request, or the sentence that says why there is none."""
        asked = read(event, kind)
        if asked is None:
            return self._refusal(event)
        try:
            with self._service.one_index():
                told = make(asked)
        except RuleBridgeError as error:
            told = {"error": failure(error, asked.language)}
        except Exception as error:
            _log.error("a request of the page failed: %s", whereabouts(error))
            told = {"error": failure(error, asked.language)}
        return {"answers": asked.id, "done": True, **told}

    def _refusal(self, event: gr.EventData) -> Message:
        touch = read(event, Touch) or Touch()
        error = failure(RuleBridgeError(""), touch.language)
        return {"answers": touch.id, "done": True, "error": error}


def _nothing() -> Message:
    return {}


def _nobody(request: gr.Request) -> str:
    del request
    return ""


def _in(look: Look, language: Language) -> Look:
    return look.model_copy(update={"reader": language})
