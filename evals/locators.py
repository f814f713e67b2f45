"""When a cited or found place is the place that was meant.

Two levels. *Finest*: the place is the gold provision or stands inside it. *Article*: the place
and the gold provision stand in the same article, section, recital, subcategory or action. In a
schedule or an annex the unit is the principle, point or section inside it: a whole schedule
is too much to count as having found one of its principles.

Example:
    >>> article_of("eu-ai-act/art_5/par_1/pnt_a"), article_of("cap-486/sch_1/dpp_3/ss_1")
    ('eu-ai-act/art_5', 'cap-486/sch_1/dpp_3')
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from corpus.provision import encloses

Level = Literal["article", "finest"]

_CONTAINERS = ("sch_", "anx_")


def article_of(locator: str) -> str:
    """The article-like unit that a locator stands in, or the locator if it is wider."""
    steps = locator.split("/")
    depth = 3 if len(steps) > 1 and steps[1].startswith(_CONTAINERS) else 2
    return "/".join(steps[:depth])


def found(gold: str, place: str, level: Level) -> bool:
    """Whether a place is the gold provision, at a level.

    >>> found("cap-486/s_18/ss_1", "cap-486/s_18", "article")
    True
    >>> found("cap-486/s_18/ss_1", "cap-486/s_18", "finest")
    False
    """
    if level == "finest":
        return encloses(gold, place)
    return encloses(article_of(gold), place)


def fits(gold: str, cited: str) -> bool:
    """Whether a citation is right for a gold provision: it equals, encloses or lies within it.

    Enclosing goes as far as the article: citing a whole annex for one of its points is not right.

    >>> fits("eu-ai-act/art_5/par_1/pnt_f", "eu-ai-act/art_5")
    True
    >>> fits("eu-ai-act/art_5/par_1/pnt_f", "eu-ai-act/art_5/par_2")
    False
    """
    inside = encloses(gold, cited)
    around = encloses(cited, gold) and encloses(article_of(gold), cited)
    return inside or around


def fits_any(gold: Iterable[str], cited: str) -> bool:
    """Whether a citation is right for one of several gold provisions."""
    return any(fits(locator, cited) for locator in gold)
