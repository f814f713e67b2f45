"""Learn the map of question vectors that is shipped: ``python -m ingest.adapter``.

What is learned from is our own: every way in which the digest says a provision is asked for, and
the gist of that provision in three languages. A question's vector is turned so that the gists of
its provision come before all others (softmax over all gists, those of enclosing and enclosed
provisions left out; `InfoNCE`, van den Oord et al., 2018), and is kept near where it was.

Whether that carries over is measured on instruments it did not see: learned on half of them, the
share of phrasings that find their article among the first five of their instruments is compared
with the share without the map, on the other half, both ways round.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.adapter import FILE, QueryAdapter
from corpus.catalogue import LANGUAGES
from corpus.centring import Array, LanguageMeans
from corpus.digest import Digest, digest
from corpus.embedding import Embedder
from corpus.precomputed import Precomputed
from corpus.provision import encloses, instrument_of
from corpus.scope import lines_of
from corpus.weights import DEFAULT_MODEL

TEMPERATURE = 0.05
DECAY = 0.01
"""Weight of the squared map: without it the map learns its instruments by heart."""

EPOCHS = 5
BATCH = 256
LEARNING_RATE = 1e-3
HALVES = (
    ("cap-486", "cn-genai", "nist-genai-profile"),
    ("eu-ai-act", "cap-528", "nist-ai-rmf"),
)
"""Instruments measured on, each half after learning from the other."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pairs:
    """Questions and gists as centred vectors, with the provisions they belong to.

    Attributes:
        questions: Shape (questions, dimension).
        asks: The locator that each question asks for.
        languages: The language of each question.
        gists: Shape (gists, dimension).
        tells: The locator that each gist is of.
    """

    questions: Array
    asks: NDArray[np.str_]
    languages: NDArray[np.str_]
    gists: Array
    tells: NDArray[np.str_]

    def only(self, instruments: Sequence[str]) -> Pairs:
        """The pairs of some instruments."""
        asked = np.isin([instrument_of(place) for place in self.asks.tolist()], list(instruments))
        told = np.isin([instrument_of(place) for place in self.tells.tolist()], list(instruments))
        return Pairs(
            self.questions[asked],
            self.asks[asked],
            self.languages[asked],
            self.gists[told],
            self.tells[told],
        )


def pairs_of(words: Digest, embedder: Embedder) -> Pairs:
    """Embed the phrasings and gists of a digest."""
    lines = [line for line in lines_of(words) if "/" in line.about]
    told = [
        (entry.locator, language, f"{entry.heading.get(language)}: {entry.gist.get(language)}")
        for entry in words.entries.values()
        for language in LANGUAGES
    ]
    known = Precomputed.load()
    questions = known.vectors(embedder, "query", [line.text for line in lines])
    gists = embedder.embed_passages([gist for _, _, gist in told])
    spoken = [line.language for line in lines]
    written = [language for _, language, _ in told]
    means = LanguageMeans.measure(gists, written, questions, spoken)
    centred = [means.centred_question(v, lang) for v, lang in zip(questions, spoken, strict=True)]
    return Pairs(
        np.stack(centred),
        np.array([line.about for line in lines]),
        np.array(spoken),
        means.centred_passages(gists, written),
        np.array([place for place, _, _ in told]),
    )


def learn(pairs: Pairs, fingerprint: str) -> QueryAdapter:
    """Learn the map; the same pairs give the same map."""
    import torch
    from torch.nn.functional import normalize

    questions = torch.from_numpy(pairs.questions)
    gists = torch.from_numpy(pairs.gists)
    right, near = _relations(pairs)
    size = questions.shape[1]
    weights = torch.zeros(size, size, requires_grad=True)
    bias = torch.zeros(size, requires_grad=True)
    optimiser = torch.optim.Adam([weights, bias], lr=LEARNING_RATE)
    chance = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = chance.permutation(len(questions))
        for start, end in pairwise([*range(0, len(order), BATCH), len(order)]):
            rows = order[start:end]
            batch = questions[rows]
            turned = normalize(batch + batch @ weights + bias, dim=1)
            likeness = turned @ gists.T / TEMPERATURE
            own = torch.from_numpy(np.stack([right[place] for place in pairs.asks[rows].tolist()]))
            aside = torch.from_numpy(np.stack([near[place] for place in pairs.asks[rows].tolist()]))
            likeness = likeness.masked_fill(aside, -1e9)
            found = torch.logsumexp(likeness.masked_fill(~own, -1e9), 1)
            surprise = (torch.logsumexp(likeness, 1) - found).mean()
            moved = (1 - (turned * batch).sum(1)).mean()
            loss = surprise + moved + DECAY * (weights**2).sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return QueryAdapter(fingerprint, weights.detach().numpy(), bias.detach().numpy())


def _relations(pairs: Pairs) -> tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.bool_]]]:
    """For each provision asked for: which gists are its own, which are of places around it."""
    right, near = {}, {}
    tells = pairs.tells.tolist()
    for place in dict.fromkeys(pairs.asks.tolist()):
        right[place] = np.array([told == place for told in tells])
        related = [encloses(place, told) or encloses(told, place) for told in tells]
        near[place] = np.array(related) & ~right[place]
    return right, near


def found_among_five(pairs: Pairs, adapter: QueryAdapter) -> dict[str, float]:
    """The share of questions whose article is among the five nearest, by language."""
    likeness = adapter.adapted(pairs.questions) @ pairs.gists.T
    articles = np.array(["/".join(place.split("/")[:2]) for place in pairs.tells.tolist()])
    shares: dict[str, list[bool]] = {}
    for row, place in enumerate(pairs.asks.tolist()):
        best = dict.fromkeys(articles[np.argsort(-likeness[row])[:60]].tolist())
        found = "/".join(place.split("/")[:2]) in list(best)[:5]
        shares.setdefault(str(pairs.languages[row]), []).append(found)
    return {language: float(np.mean(found)) for language, found in shares.items()}


def main() -> None:
    """Measure on unseen instruments, learn from all of them and write the file."""
    embedder = Embedder(model_name=DEFAULT_MODEL, dtype="float32")
    pairs = pairs_of(digest(), embedder)
    for unseen, seen in (HALVES, HALVES[::-1]):
        held = pairs.only(unseen)
        before = found_among_five(held, QueryAdapter.none())
        after = found_among_five(held, learn(pairs.only(seen), embedder.fingerprint))
        for language, share in before.items():
            _log.info(
                "%s, not learned from: %s %.3f → %.3f",
                ", ".join(unseen),
                language,
                share,
                after[language],
            )
    adapter = learn(pairs, embedder.fingerprint)
    path = Path(str(files("corpus.digest").joinpath(FILE)))
    adapter.save(path)
    _log.info("learned from %d phrasings and %d gists: %s", len(pairs.asks), len(pairs.tells), path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
