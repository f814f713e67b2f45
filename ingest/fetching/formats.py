"""Whether what came can be what was asked for, before any parser sees it.

Content types are what servers say, first bytes are what the file says; both have to fit. That
an error page comes with status 200 and the right type is left to the parser to find.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.errors import NotTheText

_BOM = b"\xef\xbb\xbf"
_BEGINNINGS: dict[str, re.Pattern[bytes]] = {
    "eurlex": re.compile(rb"\s*<(\?xml|!doctype\s+html|html)\b", re.IGNORECASE),
    "measures": re.compile(
        rb"\s*(<(!doctype\s+html|html|head|\?xml|!--)|[^<\s\x00])", re.IGNORECASE
    ),
    "hklm": re.compile(rb"\s*<(\?xml|ordinance|subleg)\b", re.IGNORECASE),
    "nist": re.compile(rb"%PDF-\d"),
    "document": re.compile(rb"%PDF-\d|PK\x03\x04|\s*<(!doctype\s+html|html|head|\?xml|!--)", re.I),
    "json": re.compile(rb"\s*\{"),
    "zip": re.compile(rb"PK\x03\x04"),
    "document.pdf": re.compile(rb"%PDF-\d"),
    "document.html": re.compile(rb"\s*<(!doctype\s+html|html|head|\?xml|!--)", re.IGNORECASE),
}


def check_type(given: str, believed: Collection[str], host: str) -> None:
    """Refuse a content type that is not among those believed; none at all is let pass.

    Raises:
        NotTheText: Another type.
    """
    if given and given not in believed:
        raise NotTheText(
            f"{host} sent {given[:60]} where {' or '.join(believed)} was expected; it was not "
            "kept.",
            host=host,
        )


def check_beginning(data: bytes, form: str, host: str) -> None:
    """Refuse bytes that do not begin as the format does.

    Args:
        data: The file, or its first bytes.
        form: ``format`` of the catalogue, for the general one with the ending of the file's name,
            such as ``document.pdf``; or ``json``, ``zip``.
        host: Who sent it, for the message.

    Raises:
        NotTheText: They begin otherwise, or there are none.
    """
    pattern = _BEGINNINGS.get(form)
    if not data or (pattern and not pattern.match(data.removeprefix(_BOM)[:1024])):
        raise NotTheText(
            f"What {host} sent does not begin as a file for the “{form}” reader does; it was not "
            "kept.",
            host=host,
        )
