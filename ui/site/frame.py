"""What all pages have in common: the document, its header with the navigation, its footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from corpus.catalogue import LANGUAGES
from ui.site.statics import static_url
from ui.site.templating import render

NAVIGATION = (
    ("ask", "/"),
    ("compare", "/compare"),
    ("browse", "/browse"),
    ("documents", "/documents"),
    ("learn", "/learn"),
    ("about", "/about"),
)
"""The screens, in the order of the navigation: name and address."""

OWN_NAMES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}
"""Each language by its own name, for those who read no other."""


class _Switch(NamedTuple):
    tag: str
    name: str
    href: str


def page(
    body: str,
    *,
    title: str,
    language: str,
    active: str,
    path: str,
    user: str = "",
    description: str = "",
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
) -> str:
    """A whole HTML document.

    Args:
        body: HTML of the main part, with the page's ``<h1>``.
        title: What the page is, for the window's title; not escaped yet.
        language: The reader's language.
        active: The screen it belongs to: ``ask``, ``compare``, ``browse``, ``learn``, ``about``,
            or empty.
        path: Path and query of this page, without the language.
        user: Who is signed in; empty where nobody is.
        description: One sentence about the page, for its head.
        styles: Further style sheets of ``ui/site/static``, by file name.
        scripts: Further scripts of ``ui/site/static``, by file name.
    """
    return render(
        "frame.html",
        language,
        body=Markup(body),  # noqa: S704 - HTML by contract
        header=Markup(header_html(language, active, path, user)),  # noqa: S704 - rendered below
        title=title,
        description=description,
        icon=static_url("icon.svg"),
        styles=[static_url(name) for name in ("tokens.css", "site.css", *styles)],
        scripts=[static_url(name) for name in ("site.js", *scripts)],
    )


def header_html(language: str, active: str, path: str, user: str = "") -> str:
    """The header alone: name, navigation, language switch, sign-out.

    Args:
        language: The reader's language.
        active: The screen, as for `page`.
        path: Path and query of this page, without the language.
        user: Who is signed in; empty where nobody is.
    """
    switch = [_Switch(tag, OWN_NAMES[tag], in_language(path, tag)) for tag in LANGUAGES]
    return render(
        "header.html",
        language,
        active=active,
        navigation=NAVIGATION,
        switch=switch,
        user=user,
    )


def in_language(path: str, language: str) -> str:
    """An address of ours in a language.

    >>> in_language("/browse?q=a", "zh-Hant"), in_language("/about", "en")
    ('/browse?q=a&lang=zh-Hant', '/about?lang=en')
    """
    # Also Gradio shows the header, and would read `${…}` and `{{…}}` as templates.
    address = quote("/" + path.lstrip("/\\"), safe="/?&=%:@,;~+.-_")
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
