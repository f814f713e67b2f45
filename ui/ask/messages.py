"""What the page's script is told: the turns that changed, and what to keep in the browser."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
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
        choices: What the chips offer.
        feedback: Whether readers may say what they think of an answer.
    """

    def __init__(self, choices: Choices, *, feedback: bool = False) -> None:
        self._choices = choices
        self._feedback = feedback

    def told(
        self,
        turns: Sequence[Turn],
        changed: Iterable[Turn],
        language: str,
        *,
        answers: str = "",
        done: bool = True,
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
            **more: Anything else that the script knows what to do with.
        """
        last = turns[-1].number if turns else 0
        # The one before the newest has lost what only the newest offers.
        fresh = [*changed]
        numbers = {turn.number for turn in fresh}
        if last in numbers:
            fresh += [t for t in turns[-2:-1] if t.number not in numbers]
        shown = sorted(fresh, key=lambda turn: turn.number)
        return {
            "serial": next(_count),
            "answers": answers,
            "done": done,
            "language": language,
            "order": [turn.number for turn in turns],
            "turns": [self._turn(t, language, newest=t.number == last) for t in shown],
            "keep": [kept(turn) for turn in shown if turn.settled],
            **more,
        }

    def _turn(self, turn: Turn, language: str, *, newest: bool) -> Message:
        parts = turn_parts(turn, language, self._choices, newest=newest, feedback=self._feedback)
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
