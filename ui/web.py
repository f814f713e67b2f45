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

# Gradio reads it when it is imported.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from corpus.settings import Settings
from ui.api.metrics import Measured, Metrics
from ui.api.problems import install_errors
from ui.api.router import api_router
from ui.ask.asking import Records
from ui.ask.page import build, theme
from ui.ask.statics import router as ask_files
from ui.mcp.serving import mcp_app
from ui.safety.exposure import is_exposed
from ui.safety.guard import guarded
from ui.safety.question_log import QuestionLog, what_is_kept
from ui.safety.reader import identity
from ui.safety.turnstile import Turnstile
from ui.service.service import Service
from ui.site.compare import compare_router
from ui.site.learn import learn_router
from ui.site.lost import Lost
from ui.site.router import site_router


def web_app(assistant: Assistant, configuration: Settings, host: str) -> ASGIApp:
    """The application: the chat at ``/``, pages, interfaces, and what protects them.

    Args:
        assistant: Open; shared by all who ask.
        configuration: What is switched on and allowed.
        host: The address that will be listened at; decides whether readers sign in.

    Raises:
        Unprotected: Others could reach it without signing in.
    """
    service = Service(assistant)
    line = Turnstile(configuration.workers, configuration.waiting)
    metrics = Metrics()
    questions = QuestionLog(configuration)
    records = Records(questions.note, partial(metrics.answered, face="page"), metrics.refused)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    # The first route that fits answers; Gradio's, which answer everything, come last.
    app.include_router(
        api_router(service, configuration, turnstile=line, metrics=metrics, kept=questions.note)
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
        site_router(service, configuration, lambda tag: what_is_kept(tag, configuration))
    )
    app.include_router(compare_router(service))
    app.include_router(learn_router(service, line))
    app.include_router(ask_files)
    gr.mount_gradio_app(
        app,
        build(service, configuration, line, _user_of, records),
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
    return guarded(Lost(app), configuration, host, questions)


def _user_of(request: gr.Request) -> str:
    return identity(request.request.scope) if request.request else ""
