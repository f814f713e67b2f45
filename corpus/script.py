"""One written form for searching: Traditional and Simplified Chinese, wide and narrow, A and a.

What is found this way is always shown in its original form: a folded text is never displayed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import opencc

# `hk2s` knows every pair that `t2s` knows and the Hong Kong forms besides (衞, 敍, 粧).
_CONFIGURATION = "hk2s"


@lru_cache(maxsize=1)
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC(_CONFIGURATION)


def fold(text: str) -> str:
    """Bring a text to the form in which texts and questions are compared.

    Compatibility forms become ordinary ones (Unicode NFKC), case is dropped, and Chinese
    characters become Simplified, Hong Kong variants included. The result may differ in length
    from the text, so offsets into one are not offsets into the other.

    >>> fold("《版權條例》第２６（１）條"), fold("衞生"), fold("GOVERN 1.1")
    ('《版权条例》第26(1)条', '卫生', 'govern 1.1')
    """
    folded: str = _to_simplified().convert(unicodedata.normalize("NFKC", text).casefold())
    return folded
