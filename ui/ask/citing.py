"""A clause as a citation in the style that the reader chooses."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from corpus.texts import text
from ui.ask.looking import Look, look_at
from ui.service.service import Service
from ui.wording import instrument_name, version_label

_OWN_STYLE = {"en": "oscola", "zh-Hant": "hong-kong", "zh-Hans": "gb-t-7714-2015"}


class Cite(Look):
    """A clause to be cited."""

    style: str = Field("", max_length=40, description="Of `Style`; the reader's own if empty.")
    words: bool = Field(False, description="Whether its words stand before the citation.")


def cited(cite: Cite, service: Service) -> dict[str, str]:
    """The citation.

    Args:
        cite: What and how.
        service: Where to find it.

    Returns:
        Its text, and name and media type of a file of it.

    Raises:
        RuleBridgeError: There is no such provision or style.
    """
    from assistant.bibliography.citing import cite_as
    from assistant.bibliography.reference import reference_to
    from assistant.bibliography.style import style_named

    style = style_named(cite.style or _OWN_STYLE[cite.reader])
    seen = look_at(cite, service)
    file = f"{cite.locator.replace('/', '-').replace(':', '-')}{style.suffix}"
    if seen.here is None:
        # Our own words are not to be cited as the law.
        view = seen.view
        own = text(
            cite.reader,
            "ask.cite_own",
            pinpoint=seen.pinpoint,
            name=instrument_name(view.instrument, cite.reader),
            version=version_label(view.instrument, view.version, cite.reader),
        )
        words = f"{view.gist}\n\n{own}" if cite.words else own
        return {"text": words, "name": file, "type": "text/plain"}
    reference = reference_to(seen.here, accessed=date.today(), language=cite.reader)
    written = cite_as([reference], style, cite.reader)
    if cite.words:
        written = f"{seen.here.text}\n\n{written}"
    return {"text": written, "name": file, "type": style.media_type}
