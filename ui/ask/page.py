"""The Ask page in Gradio: one component of our own, and what happens when it speaks.

What readers see is drawn by the scripts in ``static``. Gradio carries requests and messages,
keeps each reader's conversation and streams answers; none of its own controls is on the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.catalogue import LANGUAGES, catalogue
from corpus.settings import Settings
from corpus.texts import text
from ui.ask.asking import Asking, Gate, Records
from ui.ask.chips import Choices
from ui.ask.events import Events
from ui.ask.messages import Teller
from ui.ask.shell import shell
from ui.ask.statics import ask_url
from ui.feedback.store import FeedbackStore
from ui.interface_language import DEFAULT
from ui.service.service import Service
from ui.site.statics import static_url

_AT_ONCE = 2
"""Questions worked on at the same time where there is no turnstile; more would only slow each
other down on two cores."""

_THREADS = 36
"""Questions that may stand in the turnstile's line: each holds one of Gradio's 40 threads."""


def theme() -> gr.themes.Base:
    """Fonts that the reader's system has: nothing is loaded from elsewhere."""
    system = [gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")]
    mono = [gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")]
    return gr.themes.Base(font=system, font_mono=mono)


def build(
    service: Service,
    configuration: Settings,
    gate: Gate | None = None,
    user_of: Callable[[gr.Request], str] | None = None,
    records: Records | None = None,
) -> gr.Blocks:
    """The page.

    Args:
        service: Who answers; open.
        configuration: What is switched on.
        gate: Lets questions through, see `ui.safety.turnstile`; two at a time where not given.
        user_of: Says who is signed in.
        records: Who is told of what is asked.
    """
    held = {item.instrument for item in service.texts}
    places = {i.jurisdiction for i in catalogue().instruments if i.id in held}
    choices = Choices(
        [place.id for place in catalogue().jurisdiction if place.id in places],
        {topic.id: topic for topic in service.topics},
    )
    teller = Teller(choices, feedback=configuration.feedback)
    store = FeedbackStore.of(configuration) if configuration.feedback else None
    events = Events(service, Asking(service, gate, records), teller, user_of, store)
    blocks: gr.Blocks
    with gr.Blocks(
        title=text(DEFAULT, "ui.title"), analytics_enabled=False, fill_width=True
    ) as blocks:
        turns = gr.State([])
        # Answers to small requests must not push the conversation's messages aside.
        desk = _carrier("rb-desk", "window.rbDesk = { props, watch };")
        page = _carrier(
            "rb-page",
            _SCRIPT % json.dumps(ask_url("main.js")),
            shell=shell(service.texts, configuration.llm_url, _kept(configuration)),
            styles=[static_url("tokens.css"), ask_url("ask.css"), ask_url("panel.css")],
        )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.hello(events.hello, [turns], [turns, page], **quiet)
        page.ask(
            events.ask,
            [turns],
            [turns, page],
            trigger_mode="once",
            concurrency_limit=_in_line(configuration) if gate else _AT_ONCE,
            concurrency_id="ask",
            **quiet,
        )
        page.clear_all(events.clear, None, [turns, page], **quiet)
        page.speak(events.speak, [turns], [page], **quiet)
        page.stop_asking(events.stop, None, None, trigger_mode="multiple", **quiet)
        small = {**quiet, "trigger_mode": "multiple"}
        page.source(events.source, None, [desk], **small)
        page.beside(events.beside, None, [desk], **small)
        page.cite(events.cite, None, [desk], **small)
        page.export(events.export, [turns], [desk], **small)
        page.judge(events.judge, [turns], [desk], **small)
    blocks.queue(default_concurrency_limit=8, max_size=200)
    return blocks


_SCRIPT = """
const events = ["hello", "ask", "clear_all", "speak", "stop_asking", "source", "beside", "cite",
  "export", "judge"];
import(new URL(%s, window.location.origin)).then((page) =>
  page.start({ element, props, watch, trigger, events }));
"""
"""Gradio takes the names of a component's events from the strings in its script."""


def _in_line(configuration: Settings) -> int:
    """Questions let through to the turnstile: all it has room for, and some more to be told so."""
    return min(configuration.workers + configuration.waiting + 4, _THREADS)


def _carrier(ident: str, script: str, **props: Any) -> gr.HTML:
    """A component that carries messages to the script; its own HTML never changes."""
    return gr.HTML(
        None,
        html_template='<div class="rb-carrier"></div>',
        js_on_load=script,
        apply_default_css=False,
        padding=False,
        elem_id=ident,
        **props,
    )


def _kept(configuration: Settings) -> dict[str, str]:
    from ui.safety.question_log import what_is_kept

    return {language: what_is_kept(language, configuration) for language in LANGUAGES}
