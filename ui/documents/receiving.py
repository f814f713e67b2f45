"""What a form or a program sends: one file, and what to call it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from corpus.errors import UsageError

_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Sent:
    """A file that was sent.

    Attributes:
        data: Its bytes.
        name: Its name at the sender's.
        title: What the sender calls it; may be empty.
    """

    data: bytes
    name: str
    title: str


async def received(request: Request) -> Sent | None:
    """The file of a form with a field `file` and perhaps one `title`; None where none was chosen.

    How large it may be is settled before, see `ui.safety.bodies`.

    Raises:
        UsageError: It is no such form.
    """
    try:
        async with request.form(max_files=1, max_fields=4) as form:
            file, title = form.get("file"), form.get("title", "")
            if not isinstance(file, UploadFile) or not file.filename:
                return None
            words = " ".join(title.split()) if isinstance(title, str) else ""
            return Sent(await file.read(), file.filename, words[:_LONGEST_TITLE])
    except (HTTPException, MultiPartException):
        raise UsageError("Send one file as multipart/form-data, in a field “file”.") from None
