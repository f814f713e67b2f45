"""Invented clauses under real catalogue names, without index or model."""

from __future__ import annotations

from datetime import date

from assistant.answer import Citation, Understanding
from assistant.composing.citation import pinpoint
from corpus.catalogue import catalogue
from corpus.passage import Passage
from corpus.provision import Authority, Edition, Provision, enclosing, instrument_of
from corpus.scope import Comparison

TODAY = date(2026, 11, 22)


def _of(locator: str) -> dict[str, object]:
    instrument = catalogue().instrument(instrument_of(locator))
    return {
        "instrument": instrument.id,
        "jurisdiction": instrument.jurisdiction,
        "version": instrument.version[-1].id,
        "binding_force": instrument.binding_force,
        "authority": Authority.AUTHENTIC,
        "language": "en",
    }


def root_of(locator: str) -> str:
    return (locator, *enclosing(locator))[-1]


def passage(locator: str, text: str = "Keep the kettle clean.", **fields: object) -> Passage:
    own = {"locator": locator, "root": root_of(locator), "text": text, "span": (0, len(text))}
    return Passage.model_validate(_of(locator) | own | fields)


def provision(locator: str, text: str, body_start: int = 0, **fields: object) -> Provision:
    stamp = _of(locator) | {"source_url": "https://example.org"}
    stamp |= {name: fields.pop(name) for name in Edition.model_fields if name in fields}
    own = {"locator": locator, "kind": "paragraph", "root": root_of(locator)}
    own |= {"text": text, "body_start": body_start, "span": (0, len(text))}
    return Provision.model_validate({"edition": Edition.model_validate(stamp)} | own | fields)


def citation(number: int, locator: str, language: str = "en", **fields: object) -> Citation:
    """A citation in an answer of ``language``."""
    own = {
        "number": number,
        "locator": locator,
        "pinpoint": pinpoint(locator, language),
        "quote": "Keep the kettle clean.",
        "quote_verified": True,
    }
    return Citation.model_validate(_of(locator) | own | fields)


def understanding(question: str, language: str = "en", **fields: object) -> Understanding:
    own = {
        "question": question,
        "subject": question,
        "language": language,
        "reply_language": language,
        "as_at": TODAY,
    }
    return Understanding.model_validate(own | fields)


def comparison(**fields: object) -> Comparison:
    """How a question compares with the lines: close to the corpus, where not said otherwise."""
    own = {
        "scope": 0.9,
        "background": 0.1,
        "elsewhere": -1.0,
        "scope_line": "kettles",
        "background_line": "teapots",
        "provisions": {},
    }
    return Comparison.model_validate(own | fields)
