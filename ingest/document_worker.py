"""Reads one document in a process of its own, that may die of it: started by `document_process`.

Standard input is a line of JSON (name, title, slug, limits, memory) and then the file's bytes;
standard output is the result as JSON. Nothing else comes out, whatever the document holds.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

from corpus.errors import DocumentTooLarge, RuleBridgeError
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.naming import shown_name
from ingest.parsers.document.parsing import parse_document
from ingest.parsers.document.recognition import recognise


def main() -> None:
    """Read a document from standard input and write what it holds."""
    order = json.loads(sys.stdin.buffer.readline())
    _restrict(order["memory"], order["limits"]["seconds"])
    answer = _answer(sys.stdin.buffer.read(), order)
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def _answer(data: bytes, order: dict[str, Any]) -> str:
    name = order["name"]
    try:
        parsed = parse_document(
            data,
            name,
            title=order["title"],
            slug=order["slug"],
            limits=Limits(**order["limits"]),
        )
        kind = json.dumps(recognise(data, name).value)
        return f'{{"kind": {kind}, "parsed": {parsed.model_dump_json(exclude_defaults=True)}}}'
    except MemoryError:
        return _failure(DocumentTooLarge.code, "", {"file": shown_name(name)})
    except RuleBridgeError as error:
        details = {k: v for k, v in error.details.items() if isinstance(v, str | int | float)}
        return _failure(error.code, str(error), details)


def _failure(code: str, message: str, details: dict[str, Any]) -> str:
    return json.dumps({"code": code, "message": message, "details": details})


def _restrict(memory: int, seconds: float) -> None:
    """Take from this process what a document has no need of; as far as the system can."""
    with contextlib.suppress(ImportError):
        import resource

        limits = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CPU: int(seconds) + 1,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for what, most in limits.items():
            # A stricter limit that is there already stays; some systems know fewer.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
