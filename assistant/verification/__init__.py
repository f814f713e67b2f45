"""Verification by code: what a language model wrote is shown only where its sources carry it.

:func:`verify` makes every check of one statement: its quotation is verbatim; its numbers, actors,
force and negations are those of what it quotes, across languages; it is about what was asked, in
the reply's language, and near enough in meaning. Each check is a module of its own; the words that
they go by stand in ``words.toml``, ``actors.toml`` and ``contrasts.toml``.
``python -m evals.corruption`` measures them.
"""

from assistant.verification.quotation import OMISSION, find_quote
from assistant.verification.similarity import Centred
from assistant.verification.statement import Backing, Context, Meaning, Statement, backing
from assistant.verification.verdict import Verdict, verify

__all__ = [
    "OMISSION",
    "Backing",
    "Centred",
    "Context",
    "Meaning",
    "Statement",
    "Verdict",
    "backing",
    "find_quote",
    "verify",
]
