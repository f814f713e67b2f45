"""A small invented corpus with everything that the pages show: no index, no model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from corpus.catalogue import Trilingual
from corpus.digest import Asked, Digest, DigestEntry, Topic
from corpus.index import IndexedText, Manifest
from corpus.provision import Authority, BindingForce, Edition, Note, Provision, Status, Term
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from ui.site.router import site_router

LANGUAGES = ("en", "zh-Hant", "zh-Hans")


@dataclass(eq=False)
class Held:
    """What the pages need of an assistant."""

    index: SimpleNamespace
    words: Digest


def edition(instrument: str, version: str, language: str, jurisdiction: str, force: str) -> Edition:
    return Edition(
        instrument=instrument,
        version=version,
        language=language,
        jurisdiction=jurisdiction,
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce(force),
        in_force_from=date.fromisoformat(version),
        source_url="https://publisher.example/text",
    )


def parts(root: Provision, *inner: tuple[str, str, dict[str, object]]) -> Iterator[Provision]:
    """A root and the provisions inside it, each given by its last steps and its words."""
    yield root
    for order, (tail, words, fields) in enumerate(inner, start=root.order + 1):
        start = root.text.index(words)
        given: dict[str, object] = {"kind": "paragraph", "heading_path": root.heading_path}
        yield Provision(
            locator=f"{root.locator}/{tail}",
            edition=root.edition,
            text=words,
            root=root.locator,
            span=(start, start + len(words)),
            order=order,
            **given | fields,
        )


def root(locator: str, of: Edition, words: str, order: int, **fields: object) -> Provision:
    given: dict[str, object] = {"kind": "article"}
    return Provision(
        locator=locator,
        edition=of,
        text=words,
        root=locator,
        span=(0, len(words)),
        order=order,
        **given | fields,
    )


EU = edition("eu-ai-act", "2026-07-27", "en", "eu", "regulation")
EU_BEFORE = edition("eu-ai-act", "2024-07-12", "en", "eu", "regulation")
HK_EN = edition("cap-486", "2022-10-01", "en", "hk", "statute")
HK_ZH = edition("cap-486", "2022-10-01", "zh-Hant", "hk", "statute")

SPOUT = "(a) pour & spill; or"
HOSTILE = "2. A kettle named <script>alert(1)</script> is a kettle. ${x} {{y}}"
LONG = "\n".join(f"{n}. Rule {n} about lids. " + "Lids stay on. " * 30 for n in range(3, 6))
ARTICLE = f"Article 5 Kettles\n1. Kettles shall not—\n{SPOUT}\n(b) whistle.\n{HOSTILE}\n{LONG}"
SECTION_EN = (
    "2. Interpretation\n(1) In this Part—\nkettle (水壺) means a pot—\n(a) of tin; or\n(b) of clay."
)
SECTION_ZH = "2. 釋義\n(1) 在本部中——\n水壺 (kettle)指一個壺──\n(a) 錫製的；或\n(b) 陶製的。"


def eu(of: Edition, first: int) -> Iterator[Provision]:
    chapter = ("CHAPTER I ON KETTLES",)
    yield root("eu-ai-act/rct_1", of, "(1) Tea matters.", first, kind="recital", label="(1)",
               body_start=4, status=Status.EXPLANATORY)  # fmt: skip
    article = root("eu-ai-act/art_5", of, ARTICLE, first + 1, label="Article 5", heading="Kettles",
                   body_start=18, heading_path=chapter, applies_from=date(2025, 2, 2),
                   notes=(Note(offset=40, text="Amended <b>once</b>."),))  # fmt: skip
    yield from parts(
        article,
        ("par_1", f"1. Kettles shall not—\n{SPOUT}\n(b) whistle.", {"label": "1."}),
        ("par_1/pnt_a", SPOUT, {"label": "(a)", "applies_from": date(2026, 12, 2)}),
        ("par_1/pnt_b", "(b) whistle.", {"label": "(b)"}),
        ("par_2", HOSTILE, {"label": "2."}),
        *(
            (f"par_{n}", words, {"label": f"{n}."})
            for n, words in enumerate(LONG.split("\n"), start=3)
        ),
    )
    yield root("eu-ai-act/art_6", of, "Article 6 Lids\nNo lid, no kettle.", first + 20,
               label="Article 6", heading="Lids", body_start=15, heading_path=chapter,
               applies_from=date(2999, 12, 2))  # fmt: skip


def hong_kong(of: Edition, words: str, term: Term) -> Iterator[Provision]:
    english = of.language == "en"
    lines = words.split("\n")
    section = root("cap-486/s_2", of, words, 0, kind="section", label="2.",
                   body_start=len(lines[0]), heading=lines[0][3:],
                   heading_path=("Part 1",))  # fmt: skip
    yield from parts(
        section,
        ("ss_1", "\n".join(lines[1:]), {"label": "(1)"}),
        ("def_kettle", "\n".join(lines[2:]), {"kind": "definition", "terms": (term,)}),
        ("def_kettle/par_a", lines[3], {"label": "(a)"}),
        ("def_kettle/par_b", lines[4], {"label": "(b)"}),
    )
    body = "33. Away\nA kettle stays." if english else "33. 轉移\n水壺留下。"
    yield root("cap-486/s_33", of, body, 50, kind="section", label="33.",
               body_start=8 if english else 6,
               heading=body.split("\n", maxsplit=1)[0][4:], heading_path=("Part 2",),
               status=Status.NOT_IN_OPERATION)  # fmt: skip


def entry(locator: str, heading: str) -> DigestEntry:
    words = {"en": heading, "zh-Hant": "水壺要旨", "zh-Hans": "水壶要旨"}
    return DigestEntry(
        locator=locator,
        heading=Trilingual(**words),
        gist=Trilingual(**words | {"en": f"{heading}, in short <i>so</i>."}),
        topics=("kettles",),
        asked=Asked(),
    )


def digest() -> Digest:
    name = Trilingual(**{"en": "Kettles", "zh-Hant": "水壺", "zh-Hans": "水壶"})
    return Digest(
        [Topic(id="kettles", name=name, description=name)],
        [
            entry("eu-ai-act/art_5", "What kettles may not do"),
            entry("eu-ai-act/art_5/par_1", "No pouring"),
            entry("cap-486/s_2/def_kettle", "What a kettle is"),
            entry("cn-genai/art_4", "Virtues of kettles"),
            entry("cn-genai/art_7", "Kettles at work"),
            entry("nist-ai-rmf/GOVERN-1.1", "Govern your kettle"),
        ],
    )


def held(of: Edition) -> IndexedText:
    return IndexedText(
        instrument=of.instrument,
        version=of.version,
        language=of.language,
        authority=of.authority,
        file="kettles.xml",
        sha256="ab" * 32,
        provisions=5,
        passages=5,
    )


def table(folder: Path, *, empty: bool = False) -> ProvisionTable:
    made = ProvisionTable.create(folder / "provisions.sqlite")
    if not empty:
        made.write(eu(EU, 0))
        made.write(eu(EU_BEFORE, 0))
        made.write(
            hong_kong(
                HK_EN, SECTION_EN, Term(term="kettle", other="水壺", other_language="zh-Hant")
            )
        )
        made.write(
            hong_kong(HK_ZH, SECTION_ZH, Term(term="水壺", other="kettle", other_language="en"))
        )
    return made


def client(provisions: ProvisionTable, settings: Settings, **options: object) -> TestClient:
    words = options.pop("digest", None) or digest()
    texts = tuple(map(held, (EU, EU_BEFORE, HK_EN, HK_ZH))) if len(provisions) else ()
    manifest = Manifest(
        id="test",
        created=datetime(2026, 11, 1, tzinfo=UTC),
        model="toy/3",
        dimension=3,
        plan="plan",
        texts=texts,
        passages=5,
    )
    index = SimpleNamespace(provisions=provisions, manifest=manifest)
    service = SimpleNamespace(assistant=Held(index, words))
    app = FastAPI(openapi_url=None)
    app.include_router(site_router(service, settings, **options))
    return TestClient(app, headers={"accept-language": "en"})


def page(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)
