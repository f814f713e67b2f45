"""The Ask page in Gradio: one component of our own, and what happens when it speaks.

What readers see is drawn by the scripts in ``static``. Gradio carries requests and messages,
keeps each reader's conversation and streams answers; none of its own controls is on the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from corpus.catalogue import LANGUAGES, catalogue
from corpus.documents import Documents
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
from ui.service.per_index import PerIndex
from ui.service.service import Service
from ui.site.statics import static_url

_EVENTS = 256
"""Things that readers do at the same moment and that Gradio works on. Questions wait in the
turnstile's line, without a thread; Gradio's own queue, which tells nobody anything, stays empty."""

_QUEUE = 200


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
    owner_of: Callable[[gr.Request], str] | None = None,
    documents: Documents | None = None,
) -> gr.Blocks:
    """The page.

    Args:
        service: Who answers; open.
        configuration: What is switched on.
        gate: Lets questions through, see `ui.safety.turnstile`; all at once where not given.
        user_of: Says who is signed in.
        records: Who is told of what is asked.
        owner_of: Says whose documents may be looked in.
        documents: Readers' own documents.
    """
    choices = PerIndex(_choices)
    teller = Teller(
        lambda: choices.of(service.assistant),
        feedback=configuration.feedback,
        has_documents=lambda owner: documents is not None and bool(documents.list(owner)),
    )
    store = FeedbackStore.of(configuration) if configuration.feedback else None
    kept, first = _kept(configuration), service.assistant.index.manifest.id

    def frame() -> dict[str, dict[str, str]]:
        """What stands around the conversation, where the page does not have it yet."""
        manifest = service.assistant.index.manifest
        if manifest.id == first:
            return {}
        return shell(manifest.texts, configuration.llm_url, kept)

    asking = Asking(service, gate, records)
    events = Events(service, asking, teller, user_of, store, frame, owner_of)
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
            shell=shell(service.texts, configuration.llm_url, kept),
            styles=[static_url("tokens.css"), ask_url("ask.css"), ask_url("panel.css")],
        )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.hello(events.hello, [turns], [turns, page], **quiet)
        page.ask(
            events.ask,
            [turns],
            [turns, page],
            trigger_mode="once",
            concurrency_limit=None,
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
    # Gradio takes it into account only when it is started by itself, which it is not here.
    blocks.max_threads = _EVENTS
    blocks.queue(default_concurrency_limit=8, max_size=_QUEUE)
    return blocks


_SCRIPT = """
const events = ["hello", "ask", "clear_all", "speak", "stop_asking", "source", "beside", "cite",
  "export", "judge"];
import(new URL(%s, window.location.origin)).then((page) =>
  page.start({ element, props, watch, trigger, events }));
"""
"""Gradio takes the names of a component's events from the strings in its script."""


def _choices(held: Assistant) -> Choices:
    texts = {item.instrument for item in held.index.manifest.texts}
    book = catalogue()
    places = {i.jurisdiction for i in book.every if i.id in texts}
    return Choices(
        [place.id for place in book.every_place if place.id in places],
        dict(held.words.topics),
    )


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
