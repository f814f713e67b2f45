"""The history of a provision in a terminal."""

from __future__ import annotations

from rich.console import Console

from corpus.changes import Turn
from corpus.texts import joined, text
from ui.history_words import facts_of, status_change
from ui.render import say, show_url, styled
from ui.render_changes import changed_words
from ui.service.history_view import History, PlaceChange, Step
from ui.wording import instrument_name, language_name

_INDENT = 4
_COLOURS = {
    Step.ADDED: "green",
    Step.AMENDED: "yellow",
    Step.REPEALED: "red",
    Step.REMOVED: "red",
}


def show_history(console: Console, history: History, language: str) -> None:
    """Print what became of a provision from version to version.

    Args:
        console: Where to.
        history: Of the provision.
        language: Of what is said about it.
    """
    name = instrument_name(history.instrument, language)
    title = [name, f"{history.pinpoint} {history.heading}".strip()]
    say(console, styled(" › ".join(title), "bold"))
    facts = [
        history.locator,
        language_name(history.language, language),
        text(language, f"authority.{history.authority.value}"),
        text(language, f"binding_force.{history.binding_force.value}"),
    ]
    say(console, styled(" · ".join(facts), "dim"))
    for version in history.versions:
        console.print()
        say(console, styled(version.label, "bold"))
        step = text(language, f"history.step_{version.step.value}")
        say(console, styled(step, _COLOURS.get(version.step, "")), _INDENT)
        for line in facts_of(version, history.binding_force, language):
            say(console, styled(line, "dim"), _INDENT)
        show_url(console, version.url, " " * _INDENT)
        for change in version.changes:
            _show_change(console, change, language)
    console.print()
    if len(history.versions) == 1 and not history.not_installed:
        say(console, styled(text(language, "history.only_one"), "dim"))
    if history.not_installed:
        named = joined(language, history.not_installed)
        say(console, styled(text(language, "history.not_installed", versions=named), "yellow"))


def _show_change(console: Console, change: PlaceChange, language: str) -> None:
    said = text(language, f"history.change_{change.step.value}", place=change.pinpoint)
    say(console, styled(said, "bold"), _INDENT)
    state = status_change(change, language)
    if state:
        say(console, styled(state), _INDENT)
    if any(w.turn is not Turn.SAME for w in change.words):
        stretches = ((w.turn, w.text) for w in change.words)
        say(console, changed_words(stretches, coloured=console.is_terminal), 2 * _INDENT)
