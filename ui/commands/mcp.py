"""The ``mcp`` command: serve an assistant that speaks the Model Context Protocol."""

from __future__ import annotations

import os
from importlib import import_module

from ui.interface_language import from_environment


def mcp() -> None:
    """Serve MCP on standard input and output."""
    from ui.mcp.serving import serve_stdio
    from ui.service.service import Service

    # Looked up when called: tests put another assistant there.
    with import_module("ui.cli").open_assistant() as assistant:
        serve_stdio(Service(assistant), from_environment(os.environ))
