"""Fitting the weights of the search: ``python -m evals.fitting``.

Three things are fitted to questions whose provisions are known, the tuning set and the dev half of
the grounding set, and written to one file that a person can read (`assistant/retrieval`):

- *order*: a weight for each feature of a place, so that right places stand before others (softmax
  over the places of a question);
- *right*: how sure it is that a place is right, which decides how many clauses an answer cites;
- *answered*: how sure it is that the corpus holds an answer, which decides when to be silent.

What the weights are worth on questions they were not fitted to is measured by cross-validation
over groups, so that no wording of a need is judged by weights fitted to another wording of it.
The test half of the grounding set is never looked at.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import SIGNS, signs
from assistant.assistant import Assistant
from assistant.retrieval.features import FEATURES, OFFICIAL
from assistant.retrieval.ranking import FILE, Line, Ranking
from assistant.selection import VIEWS, views
from corpus.provision import encloses, instrument_of
from corpus.settings import settings
from evals.locators import article_of, fits_any
from evals.questions import AS_AT, Question, load
from evals.split import SAME_NEED, select

TUNING = Path(__file__).parent / "tuning" / "questions.jsonl"
FOLDS = 6
STEPS = 400
DECAY = 1e-3
"""Weight of the squared weights, on features brought to one scale."""

_log = logging.getLogger(__name__)
Matrix = NDArray[np.float64]


@dataclass
class Seen:
    """One group of one question as the search saw it.

    Attributes:
        question: The question.
        places: What was found.
        features: Shape (places, features).
        right: Which places meet a need at the finest level.
        near: Which are acceptable or stand around a right one: neither right nor wrong.
        fits: Which may be cited.
        signs: What speaks for and against an answer, by name; `best` is filled in under an order.
        silent: Whether this jurisdiction holds nothing on the point.
    """

    question: Question
    places: list[str]
    features: Matrix
    right: NDArray[np.bool_]
    near: NDArray[np.bool_]
    fits: NDArray[np.bool_]
    signs: dict[str, float]
    silent: bool


def seen(assistant: Assistant, questions: Iterable[Question]) -> list[Seen]:
    """Search for every question that stands alone, and label what was found."""
    rows = []
    for question in questions:
        if question.history:
            continue
        understanding, retrieval, _ = assistant.search(question.question, as_at=AS_AT)
        for group in retrieval.groups:
            if not group.features:
                continue
            places = list(group.features)
            wanted = [
                gold
                for need in question.required
                for gold in need
                if instrument_of(gold) in group.instruments
            ]
            right = np.array([any(encloses(gold, p) for gold in wanted) for p in places])
            near = np.array([_near(question.gold, place) for place in places]) & ~right
            rows.append(
                Seen(
                    question,
                    places,
                    np.array([[group.features[p][f] for f in FEATURES] for p in places]),
                    right,
                    near,
                    np.array([fits_any(question.gold, place) for place in places]),
                    signs(understanding, retrieval, group, 0.0),
                    not wanted,
                )
            )
    return rows


def _near(gold: Sequence[str], place: str) -> bool:
    return any(
        encloses(wanted, place) or (encloses(place, wanted) and encloses(article_of(wanted), place))
        for wanted in gold
    )


def fit_order(rows: Sequence[Seen]) -> dict[str, float]:
    """A weight for each feature, on the feature's own scale."""
    import torch

    torch.manual_seed(0)
    kept = [row for row in rows if row.right.any()]
    tables = [row.features[~row.near] for row in kept]
    spread = np.concatenate(tables).std(axis=0) + 1e-3
    most = max(map(len, tables))
    values = torch.zeros(len(kept), most, len(FEATURES))
    there = torch.zeros(len(kept), most, dtype=torch.bool)
    wanted = torch.zeros(len(kept), most, dtype=torch.bool)
    for number, (row, table) in enumerate(zip(kept, tables, strict=True)):
        values[number, : len(table)] = torch.from_numpy(table / spread).float()
        there[number, : len(table)] = True
        wanted[number, : len(table)] = torch.from_numpy(row.right[~row.near])
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    optimiser = torch.optim.Adam([weights], lr=0.02, weight_decay=DECAY)
    for _ in range(STEPS):
        scores = (values @ weights).masked_fill(~there, -1e9)
        found = torch.logsumexp(scores.masked_fill(~wanted, -1e9), 1)
        loss = (torch.logsumexp(scores, 1) - found).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    fitted = weights.detach().numpy() / spread
    return {name: round(float(w), 4) for name, w in zip(FEATURES, fitted, strict=True)}


def fit_line(names: Sequence[str], values: Matrix, yes: NDArray[np.bool_]) -> Line:
    """A logistic regression, each side weighing as much as the other."""
    from sklearn.linear_model import LogisticRegression

    spread = values.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000)
    model.fit(values / spread, yes)
    weights = model.coef_[0] / spread
    return Line(
        offset=round(float(model.intercept_[0]), 4),
        weights={name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
    )


def fit(rows: Sequence[Seen]) -> Ranking:
    """Fit all three."""
    order = fit_order(rows)
    answered = fit_answered(rows, order)
    right = fit_right(rows, order, answered)
    return Ranking(order=order, right=right, answered=answered)


def signs_of(row: Seen, order: dict[str, float]) -> dict[str, float]:
    """What speaks for and against an answer, under an order."""
    weights = [0.0 if name in OFFICIAL else order[name] for name in FEATURES]
    return row.signs | {"best": float((row.features @ np.array(weights)).max())}


def fit_answered(rows: Sequence[Seen], order: dict[str, float]) -> Line:
    """What separates groups that hold an answer from those that only resemble one."""
    holds = np.array([row.question.answerable and not row.silent for row in rows])
    values = [[signs_of(row, order)[name] for name in SIGNS] for row in rows]
    return fit_line(SIGNS, np.array(values), holds)


def fit_right(rows: Sequence[Seen], order: dict[str, float], answered: Line) -> Line:
    """What separates the places that may be cited from the others near the top."""
    tables, yes = [], []
    for row in rows:
        if row.right.any():
            table, places = views_of(row, order, answered)
            tables.append(table)
            yes.append(row.fits[places])
    return fit_line(VIEWS, np.concatenate(tables), np.concatenate(yes))


def views_of(row: Seen, order: dict[str, float], answered: Line) -> tuple[Matrix, list[int]]:
    """The places that may be chosen as selection sees them, and where they stand in the row."""
    scores = row.features @ np.array([order[name] for name in FEATURES])
    sure = answered.at(signs_of(row, order))
    ranked = [int(n) for n in np.argsort(-scores, kind="stable")]
    kept: list[int] = []
    for n in ranked:
        if not any(encloses(row.places[n], row.places[k]) for k in kept):
            kept.append(n)
    seen_as = views([(row.places[n], float(scores[n])) for n in kept[:12]], sure)
    return np.array([[v[name] for name in VIEWS] for v in seen_as]), kept[:12]


def folds(rows: Sequence[Seen]) -> list[set[str]]:
    """Groups of questions, each held out once; dev and tuning spread evenly."""
    first = {second: first for first, second in SAME_NEED}
    groups = sorted({row.question.group for row in rows})
    needs = sorted({first.get(group, group) for group in groups})
    return [
        {group for group in groups if first.get(group, group) in needs[n::FOLDS]}
        for n in range(FOLDS)
    ]


def write(fitted: Ranking, path: Path) -> None:
    """Write the weights as TOML."""
    lines = ["# Fitted by `python -m evals.fitting`: see there. Not to be edited by hand.", ""]
    for name, line in (("right", fitted.right), ("answered", fitted.answered)):
        lines += [f"[{name}]", f"offset = {line.offset}", "", f"[{name}.weights]"]
        lines += [f"{key} = {value}" for key, value in line.weights.items()] + [""]
    lines += ["[order]", *(f"{key} = {value}" for key, value in fitted.order.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Fit on tuning and dev and write the weights."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    questions = [*load(TUNING), *select(load(), "dev")]
    with Assistant.open(settings()) as assistant:
        rows = seen(assistant, questions)
    path = Path(str(files("assistant.retrieval").joinpath(FILE)))
    write(fit(rows), path)
    _log.info("fitted to %d searches, written to %s", len(rows), path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
