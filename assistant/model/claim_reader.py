"""Reading a model's claims out of its reply while the reply is still being written.

A reply is JSON: an object with ``claims``, or the bare list. Models wrap it in a code fence,
think aloud before it and break off inside it, so the reader looks for the list and takes each
object of it as soon as its last brace is there.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_LIST = re.compile(r"\[(?=\s*[{\]])")
_BETWEEN = re.compile(r"[\s,]*")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


class Quoted(_Part):
    """A clause that a claim names, and the words it quotes."""

    number: int
    quotation: str = Field(max_length=4000)


class Claimed(_Part):
    """A claim as a model wrote it: nothing of it has been checked."""

    text: str = Field(min_length=1, max_length=1000)
    clauses: tuple[Quoted, ...] = Field(min_length=1, max_length=8)


class ClaimReader:
    """Takes a reply piece by piece and gives the claims that have become complete.

    Example:
        >>> reader = ClaimReader()
        >>> reader.feed('{"claims": [{"text": "So it is.", "clauses": [{"number": 1, "quot')
        []
        >>> [claim.text for claim in reader.feed('ation": "it is"}]}]}')]
        ['So it is.']
        >>> reader.finished, reader.problem
        (True, '')
    """

    def __init__(self) -> None:
        self.reply = ""
        self.finished = False
        """Whether the list of claims was closed."""
        self.dropped = 0
        """Objects of the list that are no claims."""
        self._at = -1
        self._tried = -1
        self._wrong = ""
        # Not strict: small models write line breaks inside strings.
        self._decoder = json.JSONDecoder(strict=False)

    def feed(self, piece: str) -> list[Claimed]:
        """The claims that this piece completes; an object of another form is left out."""
        self.reply += piece
        if "}" not in piece and "]" not in piece:
            return []
        found: list[Claimed] = []
        while not self.finished and (item := self._next()) is not None:
            try:
                found.append(Claimed.model_validate(item))
            except ValidationError as error:
                self.dropped += 1
                first = error.errors(include_input=False, include_url=False)[0]
                where = ".".join(str(step) for step in first["loc"]) or "a claim"
                self._wrong = f"{where}: {first['msg']}"
        return found

    @property
    def problem(self) -> str:
        """What is wrong with the reply as it stands, if it is all there is; empty for nothing."""
        if self._wrong or self.finished:
            return self._wrong
        if not self.reply.strip():
            return "it was empty"
        start = _LIST.search(self._text)
        if start is None:
            return "it holds no list of claims"
        try:
            self._decoder.raw_decode(self._text, max(self._at, start.end()))
        except ValueError as error:
            return f"the JSON is broken: {error}"
        except RecursionError:
            return "the JSON is nested too deep"
        return "the list of claims is not closed"

    @property
    def _text(self) -> str:
        return _THOUGHT.sub("", self.reply) if "<think>" in self.reply else self.reply

    def _next(self) -> Any:
        text = self._text
        if self._at < 0:
            start = _LIST.search(text)
            if start is None:
                return None
            self._at = start.end()
        between = _BETWEEN.match(text, self._at)
        self._at = between.end() if between else self._at
        if text[self._at : self._at + 1] == "]":
            self.finished = True
            return None
        # A claim ends with a brace: without a new one there is nothing to try again.
        last = text.rfind("}")
        if last in (-1, self._tried):
            return None
        try:
            item, self._at = self._decoder.raw_decode(text, self._at)
        except (ValueError, RecursionError):
            self._tried = last
            return None
        return item
