"""What a reader may have meant by a locator that leads nowhere."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice

from corpus.catalogue import catalogue
from corpus.digest import Digest
from corpus.provision import LOCATOR, encloses, enclosing, instrument_of
from corpus.provisions import ProvisionTable

MOST = 6
_LONGEST = 200


def near(locator: str, table: ProvisionTable, words: Digest) -> tuple[str, ...]:
    """Locators that exist and resemble one that does not, the likeliest first.

    Args:
        locator: As asked for; anything at all.
        table: The words of the law.
        words: The digest.
    """
    if len(locator) > _LONGEST or not LOCATOR.fullmatch(locator):
        return ()
    asked = instrument_of(locator).casefold()
    instrument = next((i.id for i in catalogue().every if i.id.casefold() == asked), None)
    if instrument is None:
        return ()
    wanted = "/".join([instrument, *locator.split("/")[1:]])
    roots = dict.fromkeys(p.locator for p in table.roots(instrument))
    places = dict.fromkeys((*roots, *(e.locator for e in words.within(instrument))))
    # Whoever got the letters' case or a number wrong is offered the neighbours of the slip.
    folded = {p.casefold(): p for p in places}
    around = [known for p in (wanted, *enclosing(wanted)) if (known := _known(p, folded, table))][
        :1
    ]
    for place in around:
        folded |= {p.locator.casefold(): p.locator for p in table.children(place)}
    asked_for = wanted.casefold()
    alike = [folded[m] for m in get_close_matches(asked_for, folded, n=MOST, cutoff=0.75)]
    nearer = [p for p in alike if around and encloses(around[0], p)]
    return tuple(islice(dict.fromkeys((*around, *nearer, *alike)), MOST))


def _known(locator: str, folded: dict[str, str], table: ProvisionTable) -> str:
    """The locator as it is written here; empty if there is none."""
    return folded.get(locator.casefold()) or (locator if table.get(locator) else "")
