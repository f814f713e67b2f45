"""The documentation of the interface as a page of this site: no script, nothing from elsewhere."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.texts import text
from ui.api.document import TAGS
from ui.site.frame import page
from ui.site.templating import render

PATH = "/api/v1/docs"
_SERVER = "http://127.0.0.1:7860"
_WHERE = "#/components/"


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a type."""

    name: str
    kind: str
    about: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    body: tuple[str, ...]
    result: tuple[str, ...]
    examples: tuple[str, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Operations of a kind."""

    about: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Kind:
    """A type of the document."""

    name: str
    about: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


def docs_page(
    document: dict[str, Any], language: str, *, server: str = _SERVER, user: str = ""
) -> str:
    """The page as HTML.

    Args:
        document: The OpenAPI document.
        language: The reader's.
        server: Where this server answers, for the examples.
        user: Who is signed in.
    """
    question = {"question": text(language, "ui.example_1")}
    body = render(
        "docs.html",
        language,
        "ui.api",
        first=_curl("POST", f"{server}/api/v1/ask", question),
        keyed=f"curl -H 'Authorization: Bearer rb_…' {server}/api/v1/instruments",
        groups=tuple(_groups(document, language, server)),
        types=tuple(_kinds(document)),
    )
    return page(
        body,
        title=text(language, "api.title"),
        language=language,
        active="",
        path=PATH,
        user=user,
        description=text(language, "api.about"),
        styles=("api.css",),
    )


def _groups(document: dict[str, Any], language: str, server: str) -> Iterator[Group]:
    found = [
        (operation["tags"][0], _operation(path, method, operation, language, server))
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    for tag in TAGS:
        mine = tuple(operation for of, operation in found if of == tag)
        if mine:
            yield Group(text(language, f"api.tag_{tag.replace(' ', '_')}"), mine)


def _operation(path: str, method: str, of: dict[str, Any], language: str, server: str) -> Operation:
    name = of["operationId"]
    parameters = of.get("parameters", ())
    content = of.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {})
    results = of["responses"]["200"].get("content", {}) if "200" in of["responses"] else {}
    return Operation(
        id=name,
        method=method.upper(),
        path=path,
        summary=text(language, f"api.{name}"),
        about=text(language, f"api.{name}_about"),
        parameters=tuple(
            Field(p["name"], _kind(p["schema"]), p.get("description", ""), p.get("required", False))
            for p in parameters
        ),
        body=tuple(_named(body.get("schema", {}))),
        result=tuple(_named(results.get("application/json", {}).get("schema", {}))),
        examples=tuple(_examples(method, f"{server}{path}", parameters, body)),
        statuses=tuple(sorted(of["responses"])),
    )


def _examples(
    method: str, address: str, parameters: Iterable[dict[str, Any]], body: dict[str, Any]
) -> Iterator[str]:
    given = [example["value"] for example in body.get("examples", {}).values()]
    if given:
        for value in given:
            yield _curl(method, address, value)
        return
    if body:
        return
    query = []
    for parameter in parameters:
        examples = parameter["schema"].get("examples") or parameter.get("examples") or []
        values = examples[0] if examples else None
        if parameter["in"] == "path" and values:
            address = address.replace(f"{{{parameter['name']}}}", str(values))
        elif parameter.get("required") and values:
            many = values if isinstance(values, list) else [values]
            query += [f"{parameter['name']}={value}" for value in many]
    yield _curl(method, f"{address}?{'&'.join(query)}" if query else address)


def _curl(method: str, address: str, body: object = None) -> str:
    if body is None:
        return (
            f"curl {shlex.quote(address)}"
            if method.upper() == "GET"
            else (f"curl -X {method.upper()} {shlex.quote(address)}")
        )
    sent = shlex.quote(json.dumps(body, ensure_ascii=False))
    return f"curl {shlex.quote(address)} \\\n  -H 'Content-Type: application/json' \\\n  -d {sent}"


def _kinds(document: dict[str, Any]) -> Iterator[Kind]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = schema.get("required", ())
        yield Kind(
            name=name,
            about=_prose(schema.get("description", "")),
            fields=tuple(
                Field(field, _kind(of), of.get("description", ""), field in required)
                for field, of in schema.get("properties", {}).items()
            ),
            values=tuple(str(value) for value in schema.get("enum", ())),
        )


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words.

    >>> _kind({"type": "array", "items": {"$ref": "#/components/schemas/Claim"}})
    'list of Claim'
    >>> _kind({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date or null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(v) for v in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        inner: dict[str, Any] = schema.get("items") or next(iter(schema.get("prefixItems", ())), {})
        return f"list of {_kind(inner)}" if inner else "list"
    return str(schema.get("format") or schema.get("type") or "any")


def _named(schema: dict[str, Any]) -> Iterator[str]:
    """The types that a schema names."""
    if str(schema.get("$ref", "")).startswith(_WHERE):
        yield _kind(schema)
    for each in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _named(each)


def _prose(words: str) -> str:
    """A description without its mark-up."""
    return " ".join(words.replace("``", "").replace("`", "").split())
