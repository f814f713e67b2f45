"""What the page's script is told: the turns that changed, and what to keep in the browser."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ui.ask.chips import Choices
from ui.ask.restoring import kept
from ui.ask.sources import list_html
from ui.ask.turns import turn_parts
from ui.conversation import State, Turn
from ui.interface_language import html_lang

Message = dict[str, Any]

_count = itertools.count(1)


class Teller:
    """Puts turns into messages.

    Args:
        choices: What the chips offer, or what says it where that may change.
        feedback: Whether readers may say what they think of an answer.
        has_documents: Says whether a reader has documents of their own; nobody has where not given.
    """

    def __init__(
        self,
        choices: Choices | Callable[[], Choices],
        *,
        feedback: bool = False,
        has_documents: Callable[[str], bool] | None = None,
    ) -> None:
        self._choices = choices if callable(choices) else lambda: choices
        self._feedback = feedback
        self._has_documents = has_documents or _has_none

    def told(
        self,
        turns: Sequence[Turn],
        changed: Iterable[Turn],
        language: str,
        *,
        answers: str = "",
        done: bool = True,
        owner: str = "",
        **more: object,
    ) -> Message:
        """A message.

        A page takes in the last message only, so each says all that its event has changed so far.

        Args:
            turns: The conversation.
            changed: The turns to write anew.
            language: Language of the interface.
            answers: What it answers: the id of a request.
            done: Whether more will follow for the same request.
            owner: Who is told, as own documents know them.
            **more: Anything else that the script knows what to do with.
        """
        last = turns[-1].number if turns else 0
        # The one before the newest has lost what only the newest offers.
        fresh = [*changed]
        numbers = {turn.number for turn in fresh}
        if last in numbers:
            fresh += [t for t in turns[-2:-1] if t.number not in numbers]
        documents = any(turn.settled for turn in fresh) and self._has_documents(owner)
        shown = sorted(fresh, key=lambda turn: turn.number)
        return {
            "serial": next(_count),
            "answers": answers,
            "done": done,
            "language": language,
            "order": [turn.number for turn in turns],
            "turns": [
                self._turn(t, language, newest=t.number == last, documents=documents) for t in shown
            ],
            "keep": [kept(turn) for turn in shown if turn.settled],
            **more,
        }

    def _turn(self, turn: Turn, language: str, *, newest: bool, documents: bool) -> Message:
        parts = turn_parts(
            turn,
            language,
            self._choices(),
            newest=newest,
            feedback=self._feedback,
            documents=documents,
        )
        listed = ""
        if turn.answer is not None and turn.state is not State.LOST:
            listed = list_html(turn.answer, turn.number, language)
        return {
            "number": turn.number,
            "question": turn.question,
            "options": turn.options.model_dump(mode="json", exclude_defaults=True),
            "state": turn.state.value,
            "language": html_lang(turn.answer.language) if turn.answer else "",
            "said": (turn.answer.lead or turn.answer.reason) if turn.answer else "",
            "parts": [[name, html_lang(tag), words] for name, tag, words in parts],
            "list": listed,
        }


def _has_none(_: str) -> bool:
    """Nobody has documents."""
    return False
