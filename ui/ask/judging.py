"""The small form under an answer: was this right? What is said is kept on this installation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.answer import Answer
from corpus.errors import UsageError
from corpus.index import Manifest
from corpus.texts import text
from ui.ask.requests import Judgement
from ui.conversation import Turn
from ui.feedback.feedback import MAX_COMMENT, Feedback, Reason
from ui.feedback.store import FeedbackStore
from ui.page.escaping import escaped


def judging_html(turn: Turn, answer: Answer, language: str) -> str:
    """The form, closed.

    Args:
        turn: The question.
        answer: The answer that is judged, or one of its citations.
        language: Language of the interface.
    """
    said = {
        key: escaped(text(language, f"feedback.{key}"))
        for key in ("reason_label", "comment_label", "about_label", "about_answer", "send", "kept")
    }
    ident = f"t{turn.number}-judge"
    about = f'<option value="0">{said["about_answer"]}</option>'
    for citation in answer.citations:
        number, place = citation.number, citation.pinpoint
        words = escaped(text(language, "feedback.about_citation", number=number, place=place))
        about += f'<option value="{number}">{words}</option>'
    reasons = '<option value=""></option>'
    for reason in Reason:
        words = escaped(text(language, f"feedback.reason_{reason.value}"))
        reasons += f'<option value="{reason.value}">{words}</option>'
    hint = escaped(text(language, "feedback.comment_hint", most=MAX_COMMENT))
    title = escaped(text(language, "ask.judge"))
    return (
        f'<details class="rb-judge" id="{ident}"><summary>{title}</summary>'
        f'<form data-judge="{turn.number}">'
        f'<label for="{ident}-of">{said["about_label"]}</label>'
        f'<select id="{ident}-of" name="citation">{about}</select>'
        f'<label for="{ident}-why">{said["reason_label"]}</label>'
        f'<select id="{ident}-why" name="reason" required>{reasons}</select>'
        f'<label for="{ident}-words">{said["comment_label"]}</label>'
        f'<textarea id="{ident}-words" name="comment" rows="3" maxlength="{MAX_COMMENT}"'
        f' aria-describedby="{ident}-hint"></textarea>'
        f'<p class="rb-hint" id="{ident}-hint">{hint} {said["kept"]}</p>'
        f'<button type="submit" class="rb-button">{said["send"]}</button></form></details>'
    )


def judged(
    judgement: Judgement, turns: Sequence[Turn], manifest: Manifest, store: FeedbackStore
) -> str:
    """Keep what a reader said, and thank them.

    Args:
        judgement: What they said.
        turns: The conversation.
        manifest: Of the index in use.
        store: Where it is kept.

    Raises:
        RuleBridgeError: There is no such answer, or it cannot be kept.
    """
    at = next((n for n, turn in enumerate(turns) if turn.number == judgement.turn), None)
    answer = turns[at].answer if at is not None else None
    if answer is None:
        raise UsageError("There is no such answer in this conversation.")
    store.add(
        Feedback.on(
            answer,
            judgement.reason,
            manifest,
            interface=judgement.language,
            at=datetime.now(UTC),
            comment=judgement.comment,
            citation=judgement.citation or None,
            history=tuple(turn.question for turn in turns[:at]),
        )
    )
    return text(judgement.language, "feedback.thanks")
