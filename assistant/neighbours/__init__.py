"""Neighbours: the provisions that limit or condition another, and the words around it.

``naming`` finds references inside provisions and ``places`` what they mean, ``phrases`` are the
words that make an exception or condition of them, ``permitted`` those of copyright that name no
section; ``reading`` reads a whole edition; ``limits`` answers which provisions limit one;
``framing`` gives the words that a list puts before and behind its points.
"""

from assistant.neighbours.framing import closing_words, lead_in, parent_of
from assistant.neighbours.limits import Limit, Neighbours

__all__ = ["Limit", "Neighbours", "closing_words", "lead_in", "parent_of"]
