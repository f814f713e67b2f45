"""Checking a quotation yourself: what a reader pastes, and where it stands."""

from __future__ import annotations

import re
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from corpus.errors import RuleBridgeError, UsageError
from corpus.texts import text
from ui.service.growing import in_thread
from ui.service.quotes import LEAST
from ui.service.requests import QuoteRequest
from ui.service.results import FoundQuote
from ui.service.service import Service
from ui.site.place import address
from ui.site.said import cleaned
from ui.understood import provision_name
from ui.wording import failure, language_name, version_label

LONGEST = 2000
"""Characters: what is longer is no quotation."""

MOST = 10
"""Places that are listed."""

_AROUND = "“”„\"«»「」『』‘’'"
_DOTS = re.compile(r"\.{3,}|…{2,}|\[…\]|（…）|\(…\)")


@dataclass(frozen=True)
class Found:
    """A place where the words stand."""

    place: str
    href: str
    kind: str


@dataclass(frozen=True)
class Checked:
    """What came of a check; one of `verdict` and `problem` is said.

    Attributes:
        quote: The words, as pasted.
        verified: Whether they stand somewhere.
        verdict: The result.
        problem: Why there is none.
        found: Where they stand.
        searched: How many texts were looked at.
    """

    quote: str
    verified: bool = False
    verdict: str = ""
    problem: str = ""
    found: tuple[Found, ...] = ()
    searched: int = 0


async def checked(
    service: Service, pasted: str, language: str, turn: AbstractAsyncContextManager[None]
) -> Checked:
    """Look for words that somebody quotes.

    Args:
        service: Looks.
        pasted: The words; quotation marks around them do not count.
        language: The reader's.
        turn: The turn to wait for; the first look reads all texts, which takes seconds.
    """
    words = cleaned(pasted[: 4 * LONGEST])
    quote = _DOTS.sub("…", words).strip(_AROUND).strip()
    if len(words) > LONGEST:
        return Checked(words[:LONGEST], problem=text(language, "learn.quote_long", most=LONGEST))
    short = text(language, "learn.quote_short", least=LEAST)
    if len("".join(quote.split())) < LEAST:
        return Checked(words, problem=short)
    try:
        asked = QuoteRequest(quote=quote, reader=language)
        async with turn:
            result = await in_thread(lambda: service.verify_quote(asked))
    except UsageError:
        return Checked(words, problem=short)
    except RuleBridgeError as error:
        return Checked(words, problem=failure(error, language))
    if not result.searched:
        return Checked(words, problem=text(language, "learn.quote_no_texts"))
    return Checked(
        quote=words,
        verified=result.verified,
        verdict=text(language, "learn.quote_yes" if result.verified else "learn.quote_no"),
        found=tuple(_found(one, language) for one in result.found[:MOST]),
        searched=len(result.searched),
    )


def _found(one: FoundQuote, language: str) -> Found:
    spans = ",".join(f"{start}-{end}" for start, end in one.spans)
    kind = text(
        language,
        "compare_page.quoted_as",
        spoken=language_name(one.language, language),
        authority=text(language, f"authority.{one.authority.value}"),
    )
    version = version_label(one.locator.split("/")[0], one.version, language)
    return Found(
        place=provision_name(one.locator, language),
        href=address(one.locator, version=one.version, language=one.language, mark=spans),
        kind=f"{kind} · {version}",
    )
