"""The site's frame around the pages of this package."""

from __future__ import annotations

from ui.site.frame import page


def framed(body: str, *, title: str, language: str, path: str, user: str = "") -> str:
    """A whole page.

    Args:
        body: HTML.
        title: Its title, as text.
        language: Language of all its words.
        path: Where the page is.
        user: Who is signed in.
    """
    return page(body, title=title, language=language, active="", path=path, user=user)
