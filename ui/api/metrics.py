"""What an operator's monitoring reads, in Prometheus' form: counts and times, never words.

Example:
    >>> metrics = Metrics()
    >>> metrics.refused()
    >>> b"rulebridge_busy_total 1.0" in metrics.exposition()
    True
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer
from corpus.index import Manifest

MEDIA_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0)
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class Line(Protocol):
    """The queue of questions, as far as it is counted."""

    @property
    def active(self) -> int:
        """How many are worked on."""
        ...

    @property
    def waiting(self) -> int:
        """How many wait."""
        ...


class IndexUse(Protocol):
    """The index in use, as far as it is told of."""

    @property
    def manifest(self) -> Manifest:
        """What it holds."""
        ...

    @property
    def exchanged(self) -> int:
        """How often another index came into use."""
        ...

    @property
    def failed(self) -> int:
        """How often another index could not be used."""
        ...


class Metrics:
    """All figures of one server, in a registry of its own.

    Labels come from the program, never from a request: routes, languages, codes of reasons.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "rulebridge_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "rulebridge_ask_seconds",
            "Seconds from question to whole answer, waiting not included.",
            ("face",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "rulebridge_answers",
            "Replies by language, and whether they answer.",
            ("language", "outcome"),
            registry=self.registry,
        )
        self._abstentions = Counter(
            "rulebridge_abstentions",
            "Replies that decline to answer, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self._withheld = self._counter(
            "rulebridge_withheld_statements", "Statements withheld because a check failed."
        )
        self._busy = self._counter("rulebridge_busy", "Questions turned away because of the queue.")
        self._written = self._counter(
            "rulebridge_model_answers", "Replies in a language model's words."
        )
        self._fallbacks = self._counter(
            "rulebridge_model_fallbacks", "Replies for which the language model failed."
        )

    def exposition(self) -> bytes:
        """All figures as they stand, in Prometheus' text format."""
        return generate_latest(self.registry)

    def watch_line(self, line: Line) -> None:
        """Show how long the queue is, whenever it is looked at."""
        self._gauge("rulebridge_turnstile_active", "Questions worked on.", lambda: line.active)
        self._gauge("rulebridge_turnstile_waiting", "Questions waiting.", lambda: line.waiting)

    def watch_index(self, use: IndexUse) -> None:
        """Say which index is in use, and how often it was exchanged, whenever it is looked at."""
        self.registry.register(_IndexFigures(use))

    def answered(self, answer: Answer, seconds: float, face: str = "api") -> None:
        """Count a reply.

        Args:
            answer: The whole of it.
            seconds: How long it took.
            face: Where it was asked: ``api``, ``chat``, ``page``, ``mcp``.
        """
        outcome = "abstained" if answer.abstained else "answered"
        self._answers.labels(answer.language, outcome).inc()
        if answer.abstained:
            self._abstentions.labels(answer.reason_code or "other").inc()
        self._seconds.labels(face).observe(seconds)
        self._withheld.inc(answer.withheld)
        self._written.inc(bool(answer.written_by))
        self._fallbacks.inc(bool(answer.fallback))

    def refused(self) -> None:
        """Count a question that the queue had no room for."""
        self._busy.inc()

    def responded(self, route: str, method: str, status: int) -> None:
        """Count a request.

        Args:
            route: The pattern that answered, not the address.
            method: HTTP method.
            status: HTTP status.
        """
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()

    def _counter(self, name: str, about: str) -> Counter:
        return Counter(name, about, registry=self.registry)

    def _gauge(self, name: str, about: str, value: Callable[[], float]) -> None:
        Gauge(name, about, registry=self.registry).set_function(value)


class _IndexFigures(Collector):
    """The figures of the index in use, as they are when they are asked for."""

    def __init__(self, use: IndexUse) -> None:
        self._use = use

    def collect(self) -> Iterator[Metric]:
        manifest = self._use.manifest
        facts = {
            "id": manifest.id,
            "model": manifest.model,
            "format": str(manifest.format),
            "created": manifest.created.isoformat(),
        }
        yield InfoMetricFamily("rulebridge_index", "The index in use.", value=facts)
        counts = (
            (GaugeMetricFamily, "passages", "Passages in the index.", manifest.passages),
            (GaugeMetricFamily, "official_texts", "Official texts.", len(manifest.official)),
            (CounterMetricFamily, "reloads", "Times another index came into use.",
             self._use.exchanged),
            (CounterMetricFamily, "reload_failures", "Times another index could not be used.",
             self._use.failed),
        )  # fmt: skip
        for family, name, about, value in counts:
            yield family(f"rulebridge_index_{name}", about, value=value)


class Measured:
    """Middleware that counts requests by the route that answered them.

    Args:
        app: What comes next.
        metrics: Where to count.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            self._metrics.responded(_route(scope), scope["method"], status)


class Stopwatch:
    """Seconds since it was made.

    >>> Stopwatch().seconds >= 0
    True
    """

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.perf_counter() - self._started


def _route(scope: Scope) -> str:
    # What Gradio serves has no route of ours; its addresses are many.
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else "other"
