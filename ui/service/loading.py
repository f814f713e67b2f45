"""Loading much at once without stopping those who are being answered meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_one = threading.Lock()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Load an index: what is loaded stays, and is not looked through for garbage.

    Python's collector stops all threads while it looks, for a second or more over the million
    objects of an index. What has been loaded is taken from its sight; it goes when nobody uses it
    any longer, because none of it goes round in circles.
    """
    with _one:
        on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            gc.freeze()
            if on:
                gc.enable()
