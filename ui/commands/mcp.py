"""The ``mcp`` command: serve an assistant that speaks the Model Context Protocol."""

from __future__ import annotations

from ui.commands import opening
from ui.commands.options import LANGUAGE


def mcp() -> None:
    """Serve MCP on standard input and output."""
    from ui.mcp.serving import serve_stdio
    from ui.service.service import Service

    with opening.open_assistant() as assistant:
        serve_stdio(Service(assistant), LANGUAGE)
