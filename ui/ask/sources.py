"""The source panel: a clause in its surroundings, or the list of what an answer cites."""

from __future__ import annotations

from assistant.answer import Answer
from corpus.provision import Authority, Provision
from corpus.texts import text
from ui.ask.looking import Look, Seen
from ui.ask.words import words_html
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.service.results import Neighbour
from ui.wording import instrument_name, language_name, standing, version_label

_OURS = ' class="rb-own"'
_STYLES = ("hong-kong", "oscola", "gb-t-7714-2015", "apa", "bibtex", "ris", "csl-json")


def list_html(answer: Answer, turn: int, language: str) -> str:
    """What an answer cites, one line for each.

    Args:
        answer: The answer.
        turn: Number of its question in the conversation.
        language: Language of the interface.
    """
    title = escaped(text(language, "ui.sources_title"))
    if not answer.citations:
        empty = escaped(text(language, "ask.no_sources"))
        return f'<h2 id="rb-panel-title" tabindex="-1">{title}</h2><p class="rb-quiet">{empty}</p>'
    reply = html_lang(answer.language)
    items = "".join(
        f'<li><button type="button" class="rb-source" data-act="source"'
        f' data-cite="t{turn}s{c.number}"><span class="rb-number">{c.number}</span>'
        f'<span><b lang="{reply}">{escaped(c.pinpoint)}</b>'
        f' <span lang="{reply}">{escaped(instrument_name(c.instrument, answer.language))}</span>'
        f'<span class="{_kind(c.authority)}">'
        f"{escaped(standing(c, language)[0])}</span></span></button></li>"
        for c in answer.citations
    )
    hint = escaped(text(language, "ask.sources_hint"))
    return (
        f'<h2 id="rb-panel-title" tabindex="-1">{title}</h2><p class="rb-quiet">{hint}</p>'
        f'<ol class="rb-source-list">{items}</ol>'
    )


def _kind(authority: Authority) -> str:
    return "rb-kind rb-own" if authority is Authority.OWN_DIGEST else "rb-kind"


def source_html(look: Look, seen: Seen) -> str:
    """A clause in its surroundings.

    Args:
        look: What was asked for.
        seen: What there is.
    """
    reader, here = look.reader, seen.here
    body = _words(look, seen, here) if here else _own(look, seen)
    return "".join(
        (
            f'<div class="rb-panel-head">{_bar(look)}{_title(look, seen)}</div>',
            _path(look, seen),
            _facts(look, seen),
            _tools(look, seen),
            body,
            _others(look, seen),
            _around(seen, reader),
        )
    )


def _bar(look: Look) -> str:
    back = escaped(text(look.reader, "ask.to_list"))
    close = escaped(text(look.reader, "ask.to_answer"))
    return (
        f'<div class="rb-panel-bar"><button type="button" class="rb-second" data-act="list">{back}'
        f'</button><button type="button" class="rb-second" data-act="close">{close}</button></div>'
    )


def _title(look: Look, seen: Seen) -> str:
    view = seen.view
    number = f'<span class="rb-number">{look.number}</span> ' if look.number else ""
    name = escaped(instrument_name(view.instrument, look.reader))
    return (
        f'<h2 id="rb-panel-title" tabindex="-1">{number}{escaped(seen.pinpoint)}'
        f" <span>{name}</span></h2>"
    )


def _path(look: Look, seen: Seen) -> str:
    view = seen.view
    if not view.heading_path or not view.text:
        return ""
    label = escaped(text(look.reader, "ui.where"))
    steps = escaped(" › ".join(view.heading_path))
    lang = html_lang(view.language)
    told = f'<span class="rb-sr">{label}: </span>'
    return f'<p class="rb-path" lang="{lang}">{told}{steps}</p>'


def _facts(look: Look, seen: Seen) -> str:
    view, reader = seen.view, look.reader
    facts = [
        version_label(view.instrument, view.version, reader),
        *standing(view, reader, view.status, view.applies_from),
    ]
    if view.page:
        facts.append(text(reader, "answer.page", page=view.page))
    if look.spans and seen.here:
        facts.append(text(reader, "ui.verified"))
    own = text(reader, "authority.own-digest")
    items = "".join(f"<li{_OURS if fact == own else ''}>{escaped(fact)}</li>" for fact in facts)
    remark = f'<p class="rb-quiet">{escaped(view.commencement)}</p>' if view.commencement else ""
    return f'<ul class="rb-badges">{items}</ul>{remark}'


def _tools(look: Look, seen: Seen) -> str:
    view, reader = seen.view, look.reader
    copy, cite, whole, done = (
        escaped(text(reader, f"ask.{key}"))
        for key in ("copy_clause", "cite", "permalink", "cite_copy")
    )
    link = ""
    if view.url.startswith(("https://", "http://")):
        words = escaped(text(reader, "answer.open_publisher"))
        hint = escaped(text(reader, "ui.new_tab"))
        link = (
            f'<a class="rb-tool" href="{escaped(view.url)}" target="_blank"'
            f' rel="noopener noreferrer">{words} <span aria-hidden="true">↗</span>'
            f'<span class="rb-sr"> ({hint})</span></a>'
        )
    styles = "".join(
        f'<option value="{style}">{escaped(text(reader, f"bibliography.style_{style}"))}</option>'
        for style in _STYLES
    )
    download = escaped(text(reader, "ask.cite_download"))
    style = escaped(text(reader, "ask.cite_style"))
    return (
        f'<div class="rb-tools"><button type="button" class="rb-tool" data-act="copy-clause">{copy}'
        f'</button><a class="rb-tool" href="{escaped(seen.permalink)}">{whole}</a>{link}</div>'
        f'<details class="rb-cite"><summary>{cite}</summary><div class="rb-row">'
        f'<label for="rb-style">{style}</label><select id="rb-style" data-style>{styles}</select>'
        f'</div><pre tabindex="0" data-cited aria-live="polite"></pre><div class="rb-row">'
        f'<button type="button" class="rb-second" data-act="copy-cited">{done}</button>'
        f'<button type="button" class="rb-second" data-act="save-cited">{download}</button></div>'
        "</details>"
    )


def _words(look: Look, seen: Seen, here: Provision) -> str:
    label = escaped(text(look.reader, "ui.whole_provision"))
    assert seen.block is not None
    words = words_html(seen.block, look.reader)
    notes = ""
    if seen.notes:
        title = escaped(text(look.reader, "browse.notes"))
        items = "".join(f"<li>{escaped(note)}</li>" for note in seen.notes)
        notes = (
            f'<details class="rb-publisher-notes"><summary>{title}</summary>'
            f'<ol lang="{html_lang(here.edition.language)}">{items}</ol></details>'
        )
    return (
        f'<div class="rb-words" lang="{html_lang(here.edition.language)}" role="region"'
        f' aria-label="{label}">{words}</div>{notes}'
    )


def _own(look: Look, seen: Seen) -> str:
    own = escaped(text(look.reader, "ui.own_words"))
    return (
        f'<div class="rb-words rb-ours"><p><b>{escaped(seen.view.title)}</b></p>'
        f'<p>{escaped(seen.view.gist)}</p><p class="rb-quiet">{own}</p></div>'
    )


def _others(look: Look, seen: Seen) -> str:
    """The way to the same provision in the other languages."""
    reader = look.reader
    if not seen.others:
        return ""
    title = escaped(text(reader, "ask.other_languages"))
    names = "".join(
        f"<li>{escaped(language_name(language, reader))}"
        f" <span>{escaped(text(reader, f'authority.{authority.value}'))}</span></li>"
        for language, authority in seen.others
    )
    show = escaped(text(reader, "ask.side_by_side"))
    return (
        f'<section class="rb-others"><h3>{title}</h3><ul class="rb-badges">{names}</ul>'
        f'<button type="button" class="rb-second" data-act="beside" aria-expanded="false">{show}'
        "</button><div data-beside></div></section>"
    )


def _around(seen: Seen, reader: str) -> str:
    links = "".join(
        _step(neighbour, key, reader)
        for neighbour, key in ((seen.previous, "previous"), (seen.next, "next"))
        if neighbour
    )
    label = escaped(text(reader, "browse.neighbours"))
    return f'<nav class="rb-around" aria-label="{label}">{links}</nav>' if links else ""


def _step(neighbour: Neighbour, key: str, reader: str) -> str:
    way = escaped(text(reader, f"browse.{key}"))
    return (
        f'<button type="button" class="rb-second" data-act="go" data-locator="{neighbour.locator}">'
        f"<span>{way}</span> {escaped(neighbour.pinpoint)}</button>"
    )
