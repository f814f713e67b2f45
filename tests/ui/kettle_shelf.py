"""The invented corpus in a real provision table: articles around the clauses, a translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from kettles import (
    CN,
    CN_TEXT,
    EU,
    EU_TEXT,
    INSTALLED,
    KETTLES,
    NEIGHBOURS,
    WORDS,
    FakeAssistant,
)

from assistant.answer import Answer
from assistant.composing.clause import citation_of
from corpus.provision import Authority, Edition, Provision
from corpus.provisions import ProvisionTable

EU_LATER = "2.\nSpouts are governed by their own rules."
EU_ARTICLE = f"Article 5\nKettles\n{EU_TEXT}\n{EU_LATER}"
CN_ARTICLE = f"第四条\n水壶应当：\n{CN_TEXT}"
CN_ENGLISH = "Article 4\nKettles shall:\n(1)\nnot judge their neighbours;"


def within(root: Provision, locator: str, words: str, **fields: object) -> Provision:
    start = root.text.index(words)
    return Provision(
        locator=locator,
        edition=root.edition,
        text=words,
        root=root.locator,
        span=(start, start + len(words)),
        order=root.order + 1,
        kind="paragraph",
        **fields,
    )


def whole(locator: str, of: Edition, words: str, order: int, **fields: object) -> Provision:
    return Provision(
        locator=locator, edition=of, text=words, root=locator, span=(0, len(words)), order=order,
        kind="article", **fields,
    )  # fmt: skip


def provisions() -> Iterator[Provision]:
    eu, cn = KETTLES.edition, NEIGHBOURS.edition
    english = cn.model_copy(
        update={"language": "en", "authority": Authority.UNOFFICIAL_TRANSLATION}
    )
    chapter = ("Chapter II On kettles",)
    yield whole("eu-ai-act/art_4", eu, "Article 4\nTea is served.", 0, label="Article 4",
                body_start=9, heading_path=chapter)  # fmt: skip
    article = whole("eu-ai-act/art_5", eu, EU_ARTICLE, 10, label="Article 5", heading="Kettles",
                    body_start=17, heading_path=chapter)  # fmt: skip
    yield article
    same = KETTLES.model_dump(include={"label", "body_start", "heading_path", "applies_from"})
    yield within(article, EU, EU_TEXT, **same)
    yield within(article, "eu-ai-act/art_5/par_2", EU_LATER, label="2.", body_start=2)
    yield whole("eu-ai-act/art_6", eu, "Article 6\nLids stay on.", 20, label="Article 6",
                body_start=9, heading_path=chapter)  # fmt: skip
    chinese = whole("cn-genai/art_4", cn, CN_ARTICLE, 0, label="第四条", body_start=3)
    yield chinese
    yield within(chinese, CN, CN_TEXT, label="（一）", heading_path=("第四条",))
    translated = whole("cn-genai/art_4", english, CN_ENGLISH, 0, label="Article 4", body_start=9)
    yield translated
    yield within(translated, CN, "(1)\nnot judge their neighbours;", label="(1)",
                 heading_path=("Article 4",))  # fmt: skip


def shelf(folder: Path) -> ProvisionTable:
    """The table, written into a folder."""
    table = ProvisionTable.create(folder / "provisions.sqlite")
    table.write(provisions())
    return table


class ShelfAssistant(FakeAssistant):
    """Cites what stands on the shelf, as the real assistant does."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.table = shelf(folder)
        self.words = WORDS
        self.embedder = SimpleNamespace(fingerprint="toy/3")
        self.model = None
        store = SimpleNamespace(count=lambda: 4)
        self.index = SimpleNamespace(manifest=INSTALLED, provisions=self.table, store=store)

    def ask(self, question: str, **options: object) -> Answer:
        answer = super().ask(question, **options)
        citations = []
        for citation in answer.citations:
            found = self.table.get(citation.locator, citation.language, citation.version)[0]
            made = citation_of(
                found, citation.quote, citation.spans, answer.language, citation.gist
            )
            citations.append(made.model_copy(update={"number": citation.number}))
        topics = tuple(options.get("topics") or ("kettles",))
        jurisdictions = ("eu",) if "EU" in question else ()
        told = {"topics": topics, "jurisdictions": jurisdictions}
        if options.get("as_at"):
            told |= {"as_at": options["as_at"], "as_at_named": True}
        understood = answer.understanding.model_copy(update=told)
        return answer.model_copy(
            update={"citations": tuple(citations), "understanding": understood}
        )

    def close(self) -> None:
        super().close()
        self.table.close()
