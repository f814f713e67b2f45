"""Every provision of the official texts has a page, its words whole and in their place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
import teapots
from teapots import page

from corpus.digest import digest
from corpus.provision import Edition, Provision
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from ingest.sources import find_sources
from ui.site.words import Block, Fold, Line, block_of

pytestmark = pytest.mark.official

SAMPLE = 20
"""Provisions of each edition whose pages are asked for."""

WHITE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def texts(official, tmp_path_factory) -> dict[Edition, tuple[Provision, ...]]:
    parsed = (source.parse(source.read()) for source in find_sources(official))
    return {text.edition: text.provisions for text in parsed}


@pytest.fixture(scope="module")
def table(texts, tmp_path_factory) -> ProvisionTable:
    made = teapots.table(tmp_path_factory.mktemp("official-site"), empty=True)
    for provisions in texts.values():
        made.write(provisions)
    return made


@pytest.fixture(scope="module")
def official_pages(table, tmp_path_factory):
    home = tmp_path_factory.mktemp("official-home")
    with teapots.client(table, Settings(home=home), digest=digest()) as client:
        yield client


def sampled(provisions: tuple[Provision, ...]) -> list[Provision]:
    return random.Random(7).sample(provisions, min(SAMPLE, len(provisions)))


def words(block: Block) -> Iterator[str]:
    yield block.label
    yield from (stretch.text for stretch in block.heading)
    for part in block.parts:
        yield from part_words(part)


def part_words(part: object) -> Iterator[str]:
    if isinstance(part, Line):
        yield from (stretch.text for stretch in part.stretches)
    elif isinstance(part, Fold):
        for inner in part.parts:
            yield from part_words(inner)
    elif isinstance(part, Block):
        yield from words(part)


def noted(block: Block | Fold) -> Iterator[int]:
    yield from (s.note for s in getattr(block, "heading", ()) if s.note)
    for part in block.parts:
        if isinstance(part, Line):
            yield from (s.note for s in part.stretches if s.note)
        else:
            yield from noted(part)


def squeezed(text: str) -> str:
    return WHITE.sub("", text)


def test_a_page_has_every_word_and_every_note_of_its_article_once(texts, table):
    for provisions in texts.values():
        roots = {p.locator: p for p in provisions if p.is_root}
        for provision in sampled(provisions):
            root = roots[provision.root]
            block = block_of(provision, table)
            assert squeezed("".join(words(block))) == squeezed(root.text), provision.locator
            assert sorted(noted(block)) == list(range(1, len(root.notes) + 1)), provision.locator


def test_every_root_is_whole(texts, table):
    for provisions in texts.values():
        for root in (p for p in provisions if p.is_root):
            assert squeezed("".join(words(block_of(root, table)))) == squeezed(root.text)


@pytest.mark.parametrize("language", teapots.LANGUAGES)
def test_provisions_have_pages_that_mark_them(official_pages, texts, language):
    for edition, provisions in texts.items():
        for provision in sampled(provisions):
            address = f"/p/{provision.locator}"
            asked = {"version": edition.version, "language": edition.language, "lang": language}
            answer = official_pages.get(address, params=asked)
            assert answer.status_code == 200, address
            made = page(answer.text)
            here = made.xpath("//*[@id='here']")
            if not here:
                # Words in the middle of a sentence are marked within it.
                assert made.xpath("//div[@class='rb-words']//mark"), address
                continue
            for extra in here[0].xpath(".//sup | .//summary"):
                extra.drop_tree()
            assert squeezed(here[0].text_content()) == squeezed(provision.text), address


@pytest.mark.parametrize("language", teapots.LANGUAGES)
def test_contents_lead_to_every_root_of_every_edition(official_pages, texts, language):
    for edition, provisions in texts.items():
        asked = {"version": edition.version, "language": edition.language, "lang": language}
        made = page(official_pages.get(f"/browse/{edition.instrument}", params=asked).text)
        linked = {a.partition("?")[0] for a in made.xpath("//div[@class='rb-contents']//a/@href")}
        assert linked == {f"/p/{p.locator}" for p in provisions if p.is_root}
        names = made.xpath("//@id")
        assert len(names) == len(set(names))


@pytest.mark.parametrize("language", teapots.LANGUAGES)
def test_both_languages_of_a_statute_are_aligned(official_pages, language):
    made = page(official_pages.get(f"/p/cap-486/s_26?lang={language}").text)
    rows = made.xpath("//div[@class='rb-beside']//tbody/tr")
    assert len(rows) == 3
    assert all(cell.text_content().strip() for row in rows for cell in row.xpath("td/div"))


def test_the_timeline_knows_what_is_to_come(official_pages):
    made = page(official_pages.get("/timeline?on=2026-11-22&instrument=eu-ai-act").text)
    coming = made.xpath("//section[@aria-labelledby='next']//time/@datetime")
    assert coming == ["2026-12-02", "2027-12-02", "2028-08-02"]
    idle = page(official_pages.get("/timeline?instrument=cap-486").text)
    assert idle.xpath("//section[@class='rb-standing']//a[contains(@href, 's_33')]")
