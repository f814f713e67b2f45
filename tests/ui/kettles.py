"""A small invented corpus and an assistant that answers from it, without index or model."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

from assistant.answer import (
    Answer,
    Candidate,
    Check,
    Citation,
    Claim,
    ComparisonCell,
    Notice,
    Part,
    Support,
    Synthesis,
    Trace,
    Understanding,
)
from corpus.catalogue import Trilingual
from corpus.digest import Digest, DigestEntry, Topic
from corpus.errors import StoreUnavailable
from corpus.index import IndexedText, Manifest
from corpus.provision import Authority, BindingForce, Edition, Provision

EU, CN = "eu-ai-act/art_5/par_1", "cn-genai/art_4/itm_1"
EU_TEXT = "1.\nNobody shall teach a kettle to judge its neighbours.\nTeapots are spared."
CN_TEXT = "（一）\n水壶不得评判邻居；"
EU_GIST = {
    "en": "Kettles must not judge.",
    "zh-Hant": "水壺不得評判他人。",
    "zh-Hans": "水壶不得评判他人。",
}
LEAD = {
    "en": "Two clauses bear on this.",
    "zh-Hant": "有兩項條文與此相關。",
    "zh-Hans": "有两项条文与此相关。",
}


def edition(instrument: str, version: str, language: str, **fields: object) -> Edition:
    given = {
        "jurisdiction": "eu",
        "authority": Authority.AUTHENTIC,
        "binding_force": BindingForce.REGULATION,
        "source_url": "https://publisher.example/text",
    }
    return Edition(instrument=instrument, version=version, language=language, **given | fields)


def provision(locator: str, of: Edition, words: str, **fields: object) -> Provision:
    given = {"kind": "paragraph", "root": "/".join(locator.split("/")[:2])}
    return Provision(
        locator=locator, edition=of, text=words, span=(0, len(words)), **given | fields
    )


KETTLES = provision(
    EU,
    edition("eu-ai-act", "2026-07-27", "en"),
    EU_TEXT,
    label="1.",
    body_start=2,
    heading_path=("Chapter II On kettles", "Article 5 Kettles"),
    applies_from=date(2025, 2, 2),
)
NEIGHBOURS = provision(
    CN,
    edition(
        "cn-genai",
        "2023-08-15",
        "zh-Hans",
        jurisdiction="cn",
        binding_force=BindingForce.DEPARTMENTAL_RULES,
    ),
    CN_TEXT,
    label="（一）",
    heading_path=("第四条",),
)


def indexed(instrument: str, version: str, language: str, authority: Authority) -> IndexedText:
    return IndexedText(
        instrument=instrument,
        version=version,
        language=language,
        authority=authority,
        file=f"{instrument}.xml",
        sha256="0" * 64,
        provisions=3,
        passages=2,
    )


def manifest(*texts: IndexedText) -> Manifest:
    return Manifest(
        id="test",
        created=datetime(2026, 11, 1, tzinfo=UTC),
        model="toy/3",
        dimension=3,
        plan="plan",
        texts=texts,
        passages=sum(t.passages for t in texts),
    )


INSTALLED = manifest(
    indexed("eu-ai-act", "2026-07-27", "en", Authority.AUTHENTIC),
    indexed("cn-genai", "2023-08-15", "zh-Hans", Authority.AUTHENTIC),
    indexed("cap-486", "2022-10-01", "en", Authority.OWN_DIGEST),
)


def cite(number: int, of: Provision, quote: str, /, **fields: object) -> Citation:
    start = of.text.index(quote)
    citation = Citation(
        number=number,
        locator=of.locator,
        instrument=of.edition.instrument,
        jurisdiction=of.edition.jurisdiction,
        language=of.edition.language,
        version=of.edition.version,
        authority=of.edition.authority,
        binding_force=of.edition.binding_force,
        applies_from=of.applies_from,
        heading=of.heading_path[-1],
        heading_path=(*of.heading_path, of.title),
        pinpoint="Article 5(1)" if number == 1 else "第四条第（一）项",
        quote=quote,
        quote_verified=True,
        spans=((start, start + len(quote)),),
        url=f"https://publisher.example/{of.locator}",
    )
    return citation.model_copy(update=fields)


def understanding(question: str, language: str = "en", **fields: object) -> Understanding:
    given = {
        "subject": question,
        "instruments": ("eu-ai-act", "cn-genai"),
        "as_at": date(2026, 11, 22),
    }
    return Understanding(
        question=question, language=language, reply_language=language, **given | fields
    )


def answer(question: str, language: str = "en", **fields: object) -> Answer:
    """One clause with our gist, one verbatim, one notice."""
    given: dict[str, object] = {
        "lead": LEAD[language],
        "claims": (
            Claim(
                text=EU_GIST[language], language=language, support=Support.DIGEST, citations=(1,)
            ),
            Claim(
                text="水壶不得评判邻居",
                language="zh-Hans",
                support=Support.VERBATIM,
                citations=(2,),
            ),
        ),
        "citations": (
            cite(1, KETTLES, "Nobody shall teach a kettle", gist=EU_GIST[language]),
            cite(2, NEIGHBOURS, "水壶不得评判邻居"),
        ),
        "notices": (Notice(code="edition", text="Kettles may be warm.", citations=(1,)),),
        "searched": ("eu-ai-act", "cn-genai"),
        "understanding": understanding(question, language),
        "ms": 1.5,
    }
    return Answer(question=question, language=language, **given | fields)


def answer_first(question: str = "May kettles judge?", **fields: object) -> Answer:
    """The lead says what the first claim says; a limit stands behind it, a definition last."""
    first, second = answer(question).claims
    citations = answer(question).citations
    limit = Claim(
        text="Teapots are spared.",
        language="en",
        support=Support.DIGEST,
        citations=(3,),
        part=Part.EXCEPTION,
    )
    given: dict[str, object] = {
        "lead": "Kettles must not judge (EU AI Act Article 5(1)). They do not.",
        "lead_citations": (1,),
        "claims": (first, limit, second.model_copy(update={"part": Part.DEFINITION})),
        "citations": (*citations, cite(3, KETTLES, "Teapots are spared.", pinpoint="Article 5(2)")),
        "candidates": (candidate(KETTLES, legs={"digest": 1, "words": 4}),),
        "trace": Trace(
            confidence={"score": 0.95, "closeness": 0.4, "nearest_background": "tea"},
            passed_over={"eu-ai-act/art_50/par_2": "less_likely", "cn-genai/art_12": "no_answer"},
            checks=(
                Check(statement="Kettles may.", test="negation", passed=False, detail="not"),
                Check(statement="Kettles may.", test="numbers", passed=True),
            ),
        ),
    }
    return answer(question, **given | fields)


def candidate(of: Provision, **fields: object) -> Candidate:
    given: dict[str, object] = {"heading": of.heading_path[-1], "score": 0.5}
    return Candidate(
        locator=of.locator,
        instrument=of.edition.instrument,
        language=of.edition.language,
        version=of.edition.version,
        **given | fields,
    )


def compared(question: str, language: str = "en", **fields: object) -> Answer:
    """The same clauses, as a comparison in which one place is silent."""
    cells = (
        ComparisonCell(
            jurisdiction="eu", claims=(0,), figures=("3 cups (a pot)",), searched=("eu-ai-act",)
        ),
        ComparisonCell(jurisdiction="cn", claims=(1,), searched=("cn-genai",)),
        ComparisonCell(jurisdiction="hk", searched=("cap-486",)),
    )
    synthesis = (
        Synthesis(kind="common", text="Both know kettles.", jurisdictions=("eu", "cn")),
        Synthesis(kind="missing", text="Hong Kong: nothing.", jurisdictions=("hk",)),
    )
    given: dict[str, object] = {"comparison": cells, "synthesis": synthesis}
    return answer(question, language, **given | fields)


def refusal(question: str, language: str = "en") -> Answer:
    words = {"en": "Nothing here answers this.", "zh-Hant": "沒有答案。", "zh-Hans": "没有答案。"}
    return answer(
        question,
        language,
        abstained=True,
        reason=words[language],
        lead="",
        claims=(),
        citations=(),
        notices=(),
    )


class FakeTable:
    """The two invented provisions."""

    def get(
        self,
        locator: str,
        language: str | None = None,
        version: str | None = None,
        authority: Authority | None = None,
    ) -> list[Provision]:
        return [
            p
            for p in (KETTLES, NEIGHBOURS)
            if p.locator == locator
            and language in (None, p.edition.language)
            and version in (None, p.edition.version)
            and authority in (None, p.edition.authority)
        ]

    def children(self, *_: object) -> list[Provision]:
        return []

    def roots(self, *_: object) -> list[Provision]:
        return []


def named(en: str, zh_hant: str, zh_hans: str) -> Trilingual:
    return Trilingual(**{"en": en, "zh-Hant": zh_hant, "zh-Hans": zh_hans})


WORDS = Digest(
    [
        Topic(id=name, name=words, description=words)
        for name, words in (
            ("kettles", named("Kettles", "水壺", "水壶")),
            ("teapots", named("Teapots", "茶壺", "茶壶")),
        )
    ],
    [
        DigestEntry(
            locator=EU,
            heading=named("Kettles", "水壺", "水壶"),
            gist=Trilingual.model_validate(EU_GIST),
            topics=("kettles",),
        )
    ],
)


class FakeAssistant:
    """Answers from two invented clauses; remembers how it was asked."""

    def __init__(self, of: Manifest = INSTALLED) -> None:
        self.index = SimpleNamespace(manifest=of, provisions=FakeTable())
        self.words = WORDS
        self.knowledge = SimpleNamespace(embedder=None)
        self.documents = None
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.closed = False

    @property
    def available(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.instrument for t in self.index.manifest.texts))

    def ask(self, question: str, **options: object) -> Answer:
        self.asked.append((question, options))
        language = options.get("language") or _language(question)
        if "broken" in question:
            raise StoreUnavailable("The store is away.")
        if "bug" in question:
            raise ZeroDivisionError("secret detail")
        if "nothing" in question:
            return refusal(question, language)
        if "compare" in question:
            return compared(question, language)
        return answer(question, language)

    def stream(
        self, question: str, *, stop: threading.Event | None = None, **options: object
    ) -> Iterator[Answer]:
        """As `ask`; “slowly” statement by statement, “endlessly” until stopped."""
        whole = self.ask(question, **options)
        if "slowly" in question or "endlessly" in question:
            for count in range(1, len(whole.claims)):
                yield whole.model_copy(update={"claims": whole.claims[:count], "notices": ()})
            while "endlessly" in question and not (stop and stop.wait(0.01)):
                pass
        yield whole

    def search(self, question: str, **options: object) -> tuple[object, object, bool]:
        self.asked.append((question, options))
        found = [candidate(p, score=score) for p, score in ((KETTLES, 0.5), (NEIGHBOURS, 0.25))]
        understood = understanding(question, _language(question))
        return understood, SimpleNamespace(candidates=found), "nothing" in question

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> FakeAssistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _language(question: str) -> str:
    if not re.search(r"[\u4e00-\u9fff]", question):
        return "en"
    return "zh-Hans" if re.search("[欧应规标吗对训练数据禁]", question) else "zh-Hant"
