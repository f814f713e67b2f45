"""Our own words beside the law of another day: only where they hold for it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from clauses import passage, provision, understanding

from assistant.answer import Candidate
from assistant.composing.making import Maker
from corpus.catalogue import Trilingual
from corpus.digest import Digest, DigestEntry, Topic

OLD, NEW = "2024-07-12", "2026-07-27"
WORDS = "Keep the kettle clean."


def digest(gist: str) -> Digest:
    words = Trilingual(en=gist, zh_hant=gist, zh_hans=gist)
    topic = Topic(id="kettles", name=words, description=words)
    entry = DigestEntry(locator="eu-ai-act/art_9", heading=words, gist=words, topics=("kettles",))
    return Digest([topic], [entry])


class Table(list):
    def get(self, locator, language=None, version=None):
        return [p for p in self if p.locator == locator and version in (None, p.edition.version)]


@pytest.mark.parametrize(
    ("version", "old_words", "gist", "shown"),
    [
        (NEW, WORDS, "Kettles are clean from 2 December 2027.", True),
        (OLD, WORDS, "Kettles are clean.", True),
        (OLD, WORDS, "Kettles are clean from 2 December 2027.", False),
        (OLD, WORDS, "Kettles are clean from 2 August 2026.", True),
        (OLD, "Keep the kettle warm.", "Kettles are clean.", False),
    ],
)
def test_a_gist_is_shown_with_the_version_that_it_holds_for(version, old_words, gist, shown):
    at = "eu-ai-act/art_9"
    table = Table([provision(at, WORDS, version=NEW), provision(at, old_words, version=OLD)])
    index = SimpleNamespace(provisions=table)
    retrieval = SimpleNamespace(lines=SimpleNamespace(provisions={}))
    maker = Maker(understanding("Clean?"), retrieval, index, digest(gist))
    found = passage(at, version=version)
    candidate = Candidate(
        locator=at, instrument="eu-ai-act", language="en", version=version, score=1.0
    )
    clause = maker.clause(candidate, found)
    assert clause.citation.version == version
    assert (clause.gist, clause.entry is not None) == ((gist if shown else ""), shown)
