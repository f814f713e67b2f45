"""HTML from templates: everything that goes in is escaped, nothing is looked up silently."""

from __future__ import annotations

from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corpus.texts import joined, text, written_date
from ui.interface_language import html_lang
from ui.site.said import language_of


@cache
def _environment(package: str) -> Environment:
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lang"] = html_lang
    return environment


def render(template: str, language: str, package: str = "ui.site", /, **values: object) -> Markup:
    """A template as HTML.

    In a template ``t("section.key", name=value)`` is a text of the reader's language, ``day(date)``
    a date as that language writes it, ``list(words)`` a list with its separator, ``language`` the
    reader's language, ``language_of(words)`` the language of words that somebody wrote, and the
    filter ``lang`` makes a value of HTML's ``lang`` attribute.

    Args:
        template: File name.
        language: The reader's language.
        package: Whose ``templates`` folder it is in.
        **values: What the template names; strings are escaped, ``Markup`` is not.
    """
    found = _environment(package).get_template(template)
    words = found.render(
        values,
        language=language,
        t=partial(text, language),
        day=partial(written_date, language),
        list=partial(joined, language),
        language_of=partial(language_of, reader=language),
    )
    return Markup(words)  # noqa: S704 - the template escapes
