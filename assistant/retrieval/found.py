"""What a search found: for each group of instruments its candidates, best first."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Candidate
from corpus.passage import Passage
from corpus.scope import Comparison


@dataclass
class Group:
    """Instruments searched together and what was found in them.

    Attributes:
        jurisdiction: The jurisdiction, or empty where everything is searched at once.
        instruments: What was searched.
        candidates: Places found, best first.
        passages: The passage that speaks best for each candidate.
        features: What the order rests on, by place and name of the feature.
        answered: How likely it is that these instruments answer the question, from 0 to 1.
        undescribed: Those of the instruments that the digest does not describe.
    """

    jurisdiction: str
    instruments: tuple[str, ...]
    candidates: list[Candidate] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    features: dict[str, dict[str, float]] = field(default_factory=dict)
    answered: float = 1.0
    undescribed: tuple[str, ...] = ()


@dataclass
class Retrieval:
    """Everything found for one question.

    Attributes:
        groups: One for each jurisdiction compared, or a single one.
        closeness: Mean similarity of the five best passages across languages, means removed.
        lines: How the question compares with phrasings, topics and background.
        ms: Milliseconds for each stage.
    """

    groups: list[Group]
    closeness: float
    lines: Comparison
    ms: dict[str, float] = field(default_factory=dict)

    @property
    def candidates(self) -> list[Candidate]:
        """All candidates, groups taken in turn, best first."""
        merged: list[Candidate] = []
        depth = max((len(g.candidates) for g in self.groups), default=0)
        for rank in range(depth):
            merged += [g.candidates[rank] for g in self.groups if rank < len(g.candidates)]
        return merged
