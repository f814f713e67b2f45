"""Words as HTML: text and nothing else, to the browser and to Gradio."""

from __future__ import annotations

import html

# Gradio reads HTML as a template: `${…}` and `{{…}}` in a question must not become one.
_TEMPLATE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})

DOT = ' <span class="rb-dot" aria-hidden="true">·</span> '
"""Between facts in one line."""


def escaped(words: str) -> str:
    """Words as HTML text or attribute value, inert also to Gradio's templates.

    >>> escaped("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    return html.escape(words).translate(_TEMPLATE)
