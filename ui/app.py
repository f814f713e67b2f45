"""The web chat, in Gradio: what is on the page and what happens when it is used.

The page is made of three pieces of HTML (the conversation, the cited clauses, the foot) and a
few controls. All words come from the catalogues, so that the switch changes every one at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.refusing import MAX_QUESTION
from corpus.catalogue import catalogue
from corpus.errors import RuleBridgeError
from corpus.texts import text
from ui.chat import conversation_html, footer_html, header_html
from ui.conversation import OPERATIONS, SHOWN, Turn, clauses_of, history
from ui.interface_language import DEFAULT, negotiated
from ui.page.sources import sources_html
from ui.wording import installed_texts, instrument_name

STYLE = files("ui").joinpath("style.css").read_text("utf-8")
"""The page's style sheet."""

_BEHAVIOUR = files("ui").joinpath("chat.js").read_text("utf-8")

_SWITCH = [("English", "en"), ("繁體中文", "zh-Hant"), ("简体中文", "zh-Hans")]
"""Each language by its own name, for those who read no other."""

_ON_SWITCH = "(language) => window.rulebridge?.speak(language)"
_EXAMPLES = ("ui.example_1", "ui.example_2", "ui.example_3")
_AT_ONCE = 2
"""Questions worked on at the same time; more would only slow each other down on two cores."""

_PAUSE = 0.08
"""Seconds between the statements of an answer as they appear."""

_log = logging.getLogger(__name__)


def theme() -> gr.themes.Base:
    """Colours and fonts; only fonts that the reader's system has."""
    system = [gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")]
    mono = [gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")]
    base = gr.themes.Base(
        primary_hue="teal", neutral_hue="slate", radius_size="md", font=system, font_mono=mono
    )
    # Gradio's greys and its button are too pale to read (WCAG 2.2, 1.4.3: at least 4.5 to 1).
    return base.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
        button_primary_text_color="white",
    )


class Chat:
    """What happens on the page. One for the process; what a reader said lives in their session.

    Args:
        assistant: Who answers.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def reply(
        self, question: str, chosen: Sequence[str], language: str, turns: Sequence[Turn]
    ) -> Iterator[tuple[Any, ...]]:
        """Answer, statement by statement.

        Args:
            question: As typed.
            chosen: Instruments to search; all where empty.
            language: Language of the interface.
            turns: The conversation so far.

        Yields:
            New values for: conversation so far, its HTML, the clauses' HTML, the question box,
            the examples.
        """
        if not question.strip():
            yield (gr.skip(),) * 5
            return
        before = list(turns)[-SHOWN + 1 :]
        turn = Turn(before[-1].number + 1 if before else 1, question.strip())
        waiting = conversation_html([*before, turn], language)
        yield [*before, turn], waiting, gr.skip(), "", gr.skip()
        turn = self._answered(turn, chosen, language, before)
        now = [*before, turn]
        sources = sources_html(now, language)
        hidden = gr.update(visible=False)
        claims = len(turn.answer.claims) if turn.answer else 0
        for shown in range(min(1, claims), claims + 1):
            # The clauses are long and do not change while the statements appear.
            rest = (sources, gr.skip(), hidden) if shown <= 1 else (gr.skip(),) * 3
            yield now, conversation_html(now, language, shown), *rest
            if shown < claims:
                time.sleep(_PAUSE)

    def say(
        self, touched: gr.EventData, chosen: Sequence[str], language: str, turns: Sequence[Turn]
    ) -> Iterator[tuple[Any, ...]]:
        """Ask for something to be done with the last answer, as `reply` does.

        Args:
            touched: Carries `say`, one of the operations offered under an answer.
            chosen: Instruments to search; all where empty.
            language: Language of the interface: the words that are asked are in it.
            turns: The conversation so far.
        """
        operation = getattr(touched, "say", "")
        question = text(language, f"say.{operation}") if operation in OPERATIONS else ""
        yield from self.reply(question, chosen, language, turns)

    def _answered(
        self, turn: Turn, chosen: Sequence[str], language: str, before: Sequence[Turn]
    ) -> Turn:
        try:
            answer = self.assistant.ask(
                turn.question,
                instruments=tuple(chosen),
                interface=language,
                history=history(before),
            )
            clauses = clauses_of(answer, self.assistant.index.provisions)
        except RuleBridgeError as error:
            _log.warning("%s: %s", error.code, error)
            return Turn(turn.number, turn.question, error=error.with_traceback(None))
        except Exception as error:
            _log.exception("a question failed")
            return Turn(turn.number, turn.question, error=error.with_traceback(None))
        return Turn(turn.number, turn.question, answer, clauses=clauses)

    def speak(self, language: str, turns: Sequence[Turn]) -> tuple[Any, ...]:
        """Every word of the page in a language, in the order of the page's parts."""
        return (
            header_html(language),
            conversation_html(turns, language),
            sources_html(turns, language),
            footer_html(installed_texts(self.assistant.index.manifest.texts, language), language),
            gr.update(
                placeholder=text(language, "ui.ask_placeholder"), label=text(language, "ui.ask")
            ),
            gr.update(value=text(language, "ui.ask")),
            gr.update(value=text(language, "ui.clear")),
            gr.update(label=text(language, "ui.instruments")),
            gr.update(
                choices=self.instruments(language),
                label=text(language, "ui.instruments"),
                info=text(language, "ui.filter_hint"),
            ),
            *(gr.update(value=text(language, key)) for key in _EXAMPLES),
        )

    def instruments(self, language: str) -> list[tuple[str, str]]:
        """The installed instruments by name, in the catalogue's order."""
        held = set(self.assistant.available)
        return [
            (instrument_name(i.id, language), i.id) for i in catalogue().instruments if i.id in held
        ]


def build(assistant: Assistant) -> gr.Blocks:
    """The page.

    Args:
        assistant: Who answers; open.
    """
    chat = Chat(assistant)
    start = DEFAULT
    blocks: gr.Blocks
    with gr.Blocks(
        title=text(start, "ui.title"), analytics_enabled=False, fill_width=True
    ) as blocks:
        turns = gr.State([])
        with gr.Row(elem_id="rb-top"):
            header = _html(header_html(start))
            language = gr.Radio(
                _SWITCH,
                value=start,
                show_label=False,
                container=False,
                elem_id="rb-language",
                label=text(start, "ui.language"),
            )
        with gr.Row(elem_id="rb-main"):
            with gr.Column(scale=3, min_width=320, elem_id="rb-left"):
                conversation = _html(
                    conversation_html([], start), elem_id="rb-conversation", js_on_load=_BEHAVIOUR
                )
                with gr.Column(elem_id="rb-examples") as examples:
                    example = [
                        gr.Button(text(start, key), variant="secondary", size="md")
                        for key in _EXAMPLES
                    ]
                with gr.Row(elem_id="rb-ask"):
                    question = gr.Textbox(
                        placeholder=text(start, "ui.ask_placeholder"),
                        label=text(start, "ui.ask"),
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=5,
                        max_length=MAX_QUESTION,
                        scale=6,
                        autofocus=True,
                    )
                    send = gr.Button(
                        text(start, "ui.ask"), variant="primary", scale=1, min_width=80
                    )
                with gr.Row(elem_id="rb-tools"):
                    with gr.Accordion(
                        text(start, "ui.instruments"), open=False, elem_id="rb-filter"
                    ) as panel:
                        chosen = gr.CheckboxGroup(
                            chat.instruments(start),
                            label=text(start, "ui.instruments"),
                            info=text(start, "ui.filter_hint"),
                            show_label=False,
                            container=False,
                        )
                    clear = gr.Button(
                        text(start, "ui.clear"), variant="secondary", size="md", elem_id="rb-clear"
                    )
            with gr.Column(scale=2, min_width=320, elem_id="rb-right"):
                sources = _html(sources_html([], start), elem_id="rb-clauses")
        footer = _html(footer_html(installed_texts(assistant.index.manifest.texts, start), start))

        shown = [turns, conversation, sources, question, examples]
        words = [
            *(header, conversation, sources, footer, question, send, clear, panel, chosen),
            *example,
        ]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on(
            [question.submit, send.click],
            chat.reply,
            [question, chosen, language, turns],
            shown,
            trigger_mode="once",
            concurrency_limit=_AT_ONCE,
            concurrency_id="ask",
            **quiet,
        )
        for button in example:
            button.click(
                chat.reply,
                [button, chosen, language, turns],
                shown,
                trigger_mode="once",
                concurrency_limit=_AT_ONCE,
                concurrency_id="ask",
                **quiet,
            )
        conversation.submit(
            chat.say,
            [chosen, language, turns],
            shown,
            trigger_mode="once",
            concurrency_limit=_AT_ONCE,
            concurrency_id="ask",
            **quiet,
        )
        clear.click(
            lambda tag: (
                [],
                conversation_html([], tag),
                sources_html([], tag),
                "",
                gr.update(visible=True),
            ),
            [language],
            shown,
            **quiet,
        )
        language.change(chat.speak, [language, turns], words, **quiet)
        language.change(None, [language], None, js=_ON_SWITCH, **quiet)
        blocks.load(_first_language, None, [language], **quiet)
    blocks.queue(default_concurrency_limit=8, max_size=200)
    return blocks


def _html(value: str, **options: Any) -> gr.HTML:
    options = {"js_on_load": None} | options
    return gr.HTML(value, apply_default_css=False, padding=False, **options)


def _first_language(request: gr.Request) -> Any:
    asked = request.query_params.get("lang")
    language = negotiated(request.headers.get("accept-language", ""), asked)
    # Setting what is set already could undo what a quick reader has chosen in between.
    return gr.skip() if language == DEFAULT else language
