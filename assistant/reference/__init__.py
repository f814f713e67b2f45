"""Explicit references: the provisions that a question names by their numbers.

``items`` reads numbers and lists, ``patterns``, ``tails``, ``subcategories`` and ``grammar`` whole
references, ``locators`` and ``ordinances`` turn them into locators, ``resolving`` decides whose
they are and which exist.
"""

from assistant.reference.resolving import Reference, references, resolve, resolved

__all__ = ["Reference", "references", "resolve", "resolved"]
