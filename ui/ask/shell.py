"""What stands on the page before anything is asked, in each language.

All three are sent at once, so that the switch needs no reload and no waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from corpus.catalogue import LANGUAGES, catalogue
from corpus.index import IndexedText
from corpus.texts import text, texts
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.site.frame import OWN_NAMES, header_html
from ui.wording import installed_texts, instrument_name

READERS = ("officer", "student", "researcher")
"""The kinds of reader with examples of their own."""

_EXAMPLES = 2
_WORDS = (
    "stopping", "copied", "copy_failed", "no_reply", "again", "saved", "to_source",
    "title", "too_many", "working_export", "cleared",
)  # fmt: skip


def shell(
    held: Sequence[IndexedText], model_url: str | None, kept: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Language → name of a place on the page → its HTML, and the words that the script says.

    Args:
        held: The installed texts.
        model_url: Address of the language model, if one is asked.
        kept: What the server keeps about readers, in each language; may be empty.
    """
    return {
        language: {
            "tag": html_lang(language),
            "header": str(header_html(language, "ask", "/")),
            "skip": escaped(text(language, "site.skip")),
            "title": _title(language),
            "log": escaped(text(language, "ui.conversation")),
            "sources": escaped(text(language, "ui.sources_title")),
            "composer": _composer(held, language),
            "welcome": _welcome(language),
            "foot": _foot(held, model_url, kept.get(language, ""), language),
            **{f"say_{key}": texts(language)["ask"][key] for key in _WORDS},
        }
        for language in LANGUAGES
    }


def signed_in_headers(user: str) -> dict[str, str]:
    """The page's header in each language for somebody who is signed in; none for nobody."""
    if not user:
        return {}
    return {language: str(header_html(language, "ask", "/", user)) for language in LANGUAGES}


def privacy(model_url: str | None, language: str) -> str:
    """Where a question goes.

    >>> privacy(None, "en")
    'Everything runs on the computer that serves this page. Your question is sent nowhere else.'
    """
    if model_url is None:
        return text(language, "ui.local")
    # A model on this machine is still a program of its own: it is named as well.
    return text(language, "ask.sent_to", host=urlsplit(model_url).netloc)


def _title(language: str) -> str:
    intro = escaped(text(language, "ui.conversation_empty"))
    for tag, name in OWN_NAMES.items():
        named = f'<span class="rb-nowrap" lang="{html_lang(tag)}">{escaped(name)}</span>'
        intro = intro.replace(escaped(name), named)
    title = escaped(text(language, "ui.tagline"))
    return f'<h1>{title}</h1><p class="rb-intro">{intro}</p>'


def _composer(held: Sequence[IndexedText], language: str) -> str:
    said = {key: escaped(words) for key, words in texts(language)["ask"].items()}
    ask, stop, clear, hint, within, placeholder = (
        escaped(text(language, f"ui.{key}"))
        for key in ("ask", "stop", "clear", "filter_hint", "instruments", "ask_placeholder")
    )
    installed = {item.instrument for item in held}
    boxes = "".join(
        f'<label><input type="checkbox" name="instruments" value="{item.id}">'
        f" {escaped(instrument_name(item.id, language))}</label>"
        for item in catalogue().every
        if item.id in installed
    )
    return (
        f'<form class="rb-ask" id="rb-form" aria-label="{ask}">'
        f'<p class="rb-editing" id="rb-editing" hidden>{said["editing"]}'
        f' <button type="button" class="rb-quiet-button" data-act="unedit">{said["cancel"]}'
        "</button></p>"
        f'<label class="rb-sr" for="rb-question">{said["question"]}</label>'
        f'<div class="rb-box"><textarea id="rb-question" rows="1" enterkeyhint="send"'
        f' placeholder="{placeholder}" aria-describedby="rb-hint"></textarea>'
        f'<button type="submit" class="rb-button" id="rb-send">{ask}</button>'
        f'<button type="button" class="rb-button" id="rb-stop" data-act="stop" hidden>{stop}'
        f'</button></div><p class="rb-sr" id="rb-hint">{said["enter_hint"]}</p>'
        f'<div class="rb-under"><details class="rb-within" id="rb-within"><summary>{within}'
        f'<span id="rb-within-count"></span></summary><fieldset><legend>{hint}</legend>{boxes}'
        f'</fieldset></details><label class="rb-switch"><input type="checkbox" role="switch"'
        f' id="rb-learn"> {said["learn"]}</label>'
        f'<button type="button" class="rb-quiet-button" id="rb-clear" data-act="clear" hidden>'
        f"{clear}</button></div></form>"
    )


def _welcome(language: str) -> str:
    title = escaped(text(language, "ui.examples"))
    groups = ""
    for reader in READERS:
        items = "".join(
            f'<li><button type="button" class="rb-example" data-act="example">'
            f"{escaped(text(language, f'ask.{reader}_{number}'))}</button></li>"
            for number in range(1, _EXAMPLES + 1)
        )
        name = escaped(text(language, f"ask.{reader}"))
        groups += f"<section><h3>{name}</h3><ul>{items}</ul></section>"
    return f'<div class="rb-examples" id="rb-examples"><h2>{title}</h2>{groups}</div>'


def _foot(held: Sequence[IndexedText], model_url: str | None, kept: str, language: str) -> str:
    lines = [
        *installed_texts(held, language),
        privacy(model_url, language),
        *([kept] if kept else []),
        text(language, "ask.kept_here"),
        text(language, "notices.not_advice"),
    ]
    body = "".join(f"<p>{escaped(line)}</p>" for line in lines)
    links = "".join(
        f'<a href="{href}?lang={language}">{escaped(text(language, key))}</a>'
        for href, key in (("/timeline", "site.timeline"), ("/about", "site.how_made"))
    )
    return f'<footer class="rb-foot">{body}<p class="rb-links">{links}</p></footer>'
