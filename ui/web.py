"""The web application: every face under one address, behind its guards.

Example:
    ```python
    import uvicorn
    from assistant.assistant import Assistant
    from corpus.settings import settings
    from ui.web import web_app

    uvicorn.run(web_app(Assistant.open(settings()), settings(), "127.0.0.1"), port=7860)
    ```
"""

from __future__ import annotations

import os
from functools import partial

# Gradio reads them when it is imported, or when a page is built. It would put together figures of
# its last 10,000 events after each of them, for a page of its own that is closed here.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(2**62))

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from corpus.documents import Documents
from corpus.settings import Settings
from ui.api.metrics import Measured, Metrics
from ui.api.problems import install_errors
from ui.api.router import api_router
from ui.ask.asking import Records
from ui.ask.page import build, theme
from ui.ask.statics import router as ask_files
from ui.documents.intake import Intake
from ui.mcp.serving import mcp_app
from ui.safety.exposure import is_exposed
from ui.safety.guard import guarded
from ui.safety.question_log import QuestionLog, what_is_kept
from ui.safety.reader import identity, owner_of
from ui.safety.turnstile import Turnstile
from ui.service.living import Living
from ui.service.one_index import OneIndex
from ui.service.service import Service
from ui.site.compare import compare_router
from ui.site.documents import documents_router
from ui.site.learn import learn_router
from ui.site.lost import Lost
from ui.site.router import site_router

_LONGEST_WAIT = 3.0
"""Seconds that a question may be expected to wait where answers are composed in tenths of a second:
what is longer is told at once, and feels shorter than waiting."""

_PATIENCE = 30.0
_EXTRACTED, _WRITTEN = 0.25, 15.0
"""Seconds that a question is thought to take before any was answered: without a language model and
with one."""


def web_app(assistant: Assistant | Living, configuration: Settings, host: str) -> ASGIApp:
    """The application: the chat at ``/``, pages, interfaces, and what protects them.

    Args:
        assistant: Open; shared by all who ask. Or what holds it, where it may be exchanged.
        configuration: What is switched on and allowed.
        host: The address that will be listened at; decides whether readers sign in.

    Raises:
        Unprotected: Others could reach it without signing in.
    """
    service = Service(assistant)
    line = turnstile_for(configuration)
    metrics = Metrics()
    questions = QuestionLog(configuration)
    records = Records(questions.note, partial(metrics.answered, face="page"), metrics.refused)
    documents = Documents(configuration)
    intake = Intake(configuration, lambda: service.assistant.knowledge.embedder)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    # The first route that fits answers; Gradio's, which answer everything, come last.
    app.include_router(
        api_router(
            service,
            configuration,
            turnstile=line,
            metrics=metrics,
            kept=questions.note,
            intake=intake,
        )
    )
    mcp = mcp_app(
        service,
        hosts=configuration.allowed_hosts,
        any_host=is_exposed(configuration, host),
        max_body=configuration.max_body,
        turnstile=line,
        metrics=metrics,
        kept=questions.note,
    )
    app.router.routes.append(Route("/mcp", mcp))
    app.include_router(
        site_router(
            service,
            configuration,
            lambda tag: what_is_kept(tag, configuration),
            service.living,
        )
    )
    app.include_router(compare_router(service, line))
    app.include_router(learn_router(service, line))
    app.include_router(documents_router(service, intake, documents, configuration, line))
    app.include_router(ask_files)
    gr.mount_gradio_app(
        app,
        build(service, configuration, line, _user_of, records, _owner_of, documents),
        path="/",
        theme=theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
    )
    install_errors(app)
    app.add_middleware(Measured, metrics=metrics)
    return guarded(OneIndex(Lost(app), service.living), configuration, host, questions)


def turnstile_for(configuration: Settings) -> Turnstile:
    """The line that all faces share.

    Args:
        configuration: How many may work and wait, and whether a language model writes.
    """
    writes = configuration.llm_url is not None
    longest = configuration.longest_wait
    if longest is None:
        longest = configuration.llm_timeout if writes else _LONGEST_WAIT
    return Turnstile(
        configuration.workers,
        configuration.waiting,
        patience=max(_PATIENCE, 2 * longest),
        longest=longest,
        usual=_WRITTEN if writes else _EXTRACTED,
    )


def _user_of(request: gr.Request) -> str:
    return identity(request.request.scope) if request.request else ""


def _owner_of(request: gr.Request) -> str:
    return owner_of(request.request.scope) if request.request else ""
