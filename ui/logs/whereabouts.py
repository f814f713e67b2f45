"""Kind and place of an error, without the words in its message, which may be a reader's."""

from __future__ import annotations

import traceback


def whereabouts(error: BaseException) -> str:
    """Kind and place of an error, without its message.

    >>> whereabouts(ValueError("my question"))
    'ValueError at nowhere'
    """
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    named = (f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {' < '.join(named) or 'nowhere'}"
