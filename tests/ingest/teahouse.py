"""A small invented corpus in three states, a model that costs nothing, and an installation."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from paper import PaperStore

from corpus import index
from corpus.catalogue import Trilingual, catalogue
from corpus.digest import Digest, DigestEntry, Topic
from corpus.index import Index, current_manifest, index_root
from corpus.indexes import previous_id
from corpus.scope import lines_of
from corpus.settings import Settings
from corpus.sparse import encode_passage
from corpus.store import Leg
from ingest import pipeline, plan, writing
from ingest.fetching.reading import accepted_sources
from ingest.verification.verifying import verify_index

NAME = "cn-interim-measures_zh-Hans.html"
ARTICLES = [
    "第一条　为了泡茶，制定本办法。",
    "第二条　水壶应当鸣笛，但在图书馆使用的除外。",
    "第三条　茶馆应当每日清洗茶壶，并保存清洗记录不少于六个月。",
    "第四条　违反本办法的，由茶务主管部门责令改正。",
]
STATES = {
    "oldest": ARTICLES[:3],
    "old": ARTICLES,
    "new": [*ARTICLES[:2], ARTICLES[2].replace("六个月", "两年"), ARTICLES[3]],
}
"""State → articles; the new state differs from the old one in one article."""

LOOKED_FOR = "第三条　茶馆应当每日清洗茶壶"


def found_in(opened: Index, query) -> list[tuple[str, str, float]]:
    """What an open index finds, with the words as the provision table has them."""
    legs = [Leg("dense", query), Leg("sparse", encode_passage(LOOKED_FOR))]
    table = opened.provisions
    return [
        (
            hit.passage.locator,
            hit.passage.text + "".join(p.text for p in table.get(hit.passage.locator)),
            round(hit.score, 4),
        )
        for hits in opened.store.search(legs)
        for hit in hits
    ]


def page(articles: list[str]) -> str:
    body = "".join(f"<p>{article}</p>" for article in articles)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body>'
        f"<h1>水壶管理办法</h1>{body}</body></html>"
    )


def _three(english: str, chinese: str) -> Trilingual:
    return Trilingual.model_validate({"en": english, "zh-Hant": chinese, "zh-Hans": chinese})


def small_digest() -> Digest:
    """Two entries instead of hundreds."""
    topic = Topic(
        id="kettles", name=_three("Kettles", "水壺"), description=_three("Boiling water", "煮水")
    )
    entries = [
        DigestEntry(
            locator=f"cn-genai/art_{number}",
            heading=_three(f"Kettle rule {number}", f"水壺規則{number}"),
            gist=_three("Kettles whistle.", "水壺須鳴笛。"),
            topics=("kettles",),
        )
        for number in (1, 2)
    ]
    return Digest([topic], entries)


class QuickEmbedder:
    """Vectors from a hash of the text: equal texts alike, others not."""

    fingerprint = "teahouse@0/16"
    dimension = 16

    def embed_queries(self, texts):
        return self._vectors("query", texts)

    def embed_passages(self, texts, progress=None):
        if progress:
            progress(len(texts), len(texts))
        return self._vectors("passage", texts)

    def _vectors(self, kind, texts):
        hashes = [hashlib.sha256(f"{kind}{text}".encode()).digest() for text in texts]
        rows = np.frombuffer(b"".join(hashes), np.uint16).reshape(len(texts), 16)
        rows = rows.astype(np.float32) - 2**15
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@dataclass
class Aftermath:
    """What is found after something went wrong, and after ingesting once more.

    Attributes:
        used: The index in use afterwards.
        answers: What it answers.
        faults: What verification finds in it, and in the one made next.
        after: The index in use after ingesting once more.
        answers_after: What that one answers.
        previous: The one to go back to from it.
        remains: What lies about in the end and should not.
    """

    used: str | None
    answers: list[tuple[str, str, float]]
    faults: list[str]
    after: str | None = None
    answers_after: list[tuple[str, str, float]] = field(default_factory=list)
    previous: str | None = None
    remains: list[str] = field(default_factory=list)


@dataclass
class Known:
    """What the two states answer, and the index of the old one."""

    old_id: str
    old: list[tuple[str, str, float]]
    new: list[tuple[str, str, float]]

    def check(self, found: Aftermath, moment: str) -> None:
        """Nothing was lost: the old index answers, or the new; the new one in the end."""
        if found.used == self.old_id:
            assert found.answers == self.old, moment
        else:
            assert found.answers == self.new, moment
        assert found.faults == [], moment
        assert found.answers_after == self.new, moment
        assert found.previous == self.old_id, moment
        assert found.remains == [], moment


@dataclass
class Teahouse:
    """An installation with two indexes, the second in use, and a third state to be ingested.

    Unless it is furnished for a test, whatever opens a store is for child processes only: what a
    parent has opened does not survive a fork.
    """

    folder: Path
    engine: str = "edge"

    def __post_init__(self) -> None:
        self._parent = os.getpid()
        self._furnished = False
        home = self.folder / "home"
        self.settings = Settings(home=home, sources=None, qdrant_url=None, keep_indexes=2)
        self.root = index_root(self.settings)
        # Children need not read them again.
        catalogue()
        lines_of(small_digest())
        accepted_sources(home)

    def furnish(self, put: Callable[[object, str, object], None] = setattr) -> None:
        """Put the small corpus and the store in their places.

        Args:
            put: Sets an attribute; a child need not undo it.
        """
        self._furnished = True
        put(pipeline, "digest", small_digest)
        put(writing, "digest", small_digest)
        put(writing, "lines_of", lambda words: lines_of(words)[:20])
        # Whoever works on the program while this runs shall not change the plan.
        put(plan, "_program", lambda settings: iter(()))
        if self.engine == "paper":
            put(index, "open_store", PaperStore)

    def _ready(self) -> None:
        if not self._furnished:
            assert os.getpid() != self._parent, "only in a child"
            self.furnish()

    def ingest(self, state: str = "new", **options):
        """Ingest a state of the corpus."""
        self._ready()
        sources = self.folder / "sources"
        sources.mkdir(exist_ok=True)
        (sources / NAME).write_text(page(STATES[state]), "utf-8")
        given = {"sources": sources, "instruments": ["cn-genai"]} | options
        return pipeline.ingest(self.settings, QuickEmbedder(), **given)

    def answers(self) -> list[tuple[str, str, float]]:
        """What a search finds in the index in use"""
        self._ready()
        query = QuickEmbedder().embed_queries([LOOKED_FOR])[0]
        with Index.open(self.settings, QuickEmbedder.fingerprint) as opened:
            return found_in(opened, query)

    def used(self) -> str | None:
        manifest = current_manifest(self.settings)
        return manifest.id if manifest else None

    def faults(self, index_id: str | None = None) -> list[str]:
        """What verification finds wrong with an index"""
        self._ready()
        found = verify_index(self.settings, index_id or self.used() or "none")
        return [problem.sentence("en") for problem in found.problems]

    def aftermath(self) -> Aftermath:
        """What the next ones find, whatever happened before"""
        found = Aftermath(self.used(), self.answers(), self.faults())
        self.ingest()
        found.after = self.used()
        found.answers_after = self.answers()
        found.faults += self.faults()
        found.previous = previous_id(self.settings)
        found.remains = self.remains()
        return found

    def folders(self) -> set[str]:
        """What there is in the folder of indexes but files."""
        return {path.name for path in self.root.iterdir() if path.is_dir()}

    def remains(self) -> list[str]:
        """Files and folders that a finished run must not leave."""
        names = [p.name for p in self.root.iterdir()]
        kept = {"current", "lock", "collections"} | {n for n in names if n[:2] == "20"}
        drafts = [str(p.relative_to(self.root)) for p in self.root.rglob("*.new")]
        return sorted(set(names) - kept) + drafts

    def remember(self) -> None:
        """Keep the present state, to come back to it after each trial."""
        kept = self.folder / "kept"
        shutil.copytree(self.root, kept, copy_function=os.link)

    def reset(self) -> None:
        """Come back to the state remembered."""
        kept = self.folder / "kept"
        for folder in self.root.iterdir():
            if folder.is_dir() and not (kept / folder.name).is_dir():
                shutil.rmtree(folder)
            elif folder.is_file():
                folder.unlink()
        for folder in kept.iterdir():
            if folder.is_file():
                shutil.copyfile(folder, self.root / folder.name)
            elif not (self.root / folder.name).is_dir():
                shutil.copytree(folder, self.root / folder.name, copy_function=os.link)
