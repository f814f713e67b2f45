"""An answer as a file for the page's script to hand to the reader; nothing stays on the server."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, date, datetime

from corpus.errors import UsageError
from ui.conversation import Turn, history
from ui.service.requests import Language
from ui.service.service import Service


def exported(
    turn: Turn, before: Sequence[Turn], form: str, service: Service, language: Language
) -> dict[str, str]:
    """A file.

    Args:
        turn: Whose answer to export.
        before: The turns before it, on which it may lean.
        form: A form of `ui.export.format.Format`, or ``pack`` for the evidence pack.
        service: What is installed.
        language: Language of the page.

    Returns:
        Its name, media type and content in Base64.

    Raises:
        RuleBridgeError: The answer cannot take that form.
    """
    answer = turn.answer
    if answer is None:
        raise UsageError("There is no answer to export; ask first.")
    # Word files and packs need libraries that are slow to load.
    if form == "pack":
        from ui.export.evidence.building import MEDIA_TYPE, build_pack, pack_name

        now = datetime.now(UTC)
        request = turn.options.request(turn.question, language)
        content = build_pack(answer, service, made_at=now, request=request, history=history(before))
        return _file(pack_name(answer, now), MEDIA_TYPE, content)
    from ui.export.exporting import export_answer
    from ui.export.format import Format

    made = export_answer(answer, Format(form), exported_on=date.today())
    return _file(made.name, made.media_type, made.content)


def _file(name: str, kind: str, content: bytes) -> dict[str, str]:
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode("ascii")}
