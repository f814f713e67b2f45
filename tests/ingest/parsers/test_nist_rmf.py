from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from nist_files import by_locator, difference, edition, line_end_hyphens, page_texts, squeezed
from tiny_pdf import Put, pdf

from corpus.errors import UnreadableSource
from corpus.provision import ParsedText, Provision, Status
from ingest.parsers import nist

HEADER = [Put(90, 746, "NIST AI 100-1", 10), Put(460, 746, "  AI RMF 1.0")]


def core(name: str, y: float) -> list[Put]:
    """One function's section and table: a category and a subcategory."""
    return [
        Put(90, y, f"5.{y:.0f} Teapots", bold=True),
        Put(150, y - 30, f"Table 1: Rows for the {name} function."),
        Put(96, y - 50, f"{name} 1:", bold=True),
        Put(96, y - 64, "Pots are kept"),
        Put(96, y - 78, "clean."),
        Put(207, y - 50, f"{name} 1.1:", bold=True),
        Put(262, y - 50, " Pots are rinsed with manage-"),
        Put(207, y - 64, "ment."),
        Put(118, y - 40, "Categories Subcategories"),
    ]


PAGES = [
    [Put(400, 700, "NIST AI 100-1", 14, bold=True), Put(90, 600, "Free of charge")],
    [Put(90, 700, "Contents"), Put(90, 680, "1 Kettles 3")],
    [
        *HEADER,
        Put(90, 710, "Executive Summary", 17.2, bold=True),
        Put(90, 685, "Tea is a matter of management."),
        Put(490, 79, "Page 1", 10),
    ],
    [
        *HEADER,
        Put(90, 710, "Part 1: Water", 17.2, bold=True),
        Put(90, 670, "1. Kettles", 14.3, bold=True),
        Put(90, 645, "A kettle heats wa-"),
        Put(90, 631, "ter and"),
        Put(490, 79, "Page 2", 10),
    ],
    [
        *HEADER,
        Put(90, 700, "Fig. 1.", 10.9, bold=True),
        Put(130, 700, " A kettle, drawn by", 10.9),
        Put(90, 686, "hand.", 10.9),
        Put(90, 660, "water keeps it busy."),
        Put(90, 620, "1.1 Lids", bold=True),
        Put(90, 595, "Lids close."),
        Put(490, 79, "Page 3", 10),
    ],
    [
        *HEADER,
        Put(90, 710, "Part 2: Core and Pots", 17.2, bold=True),
        Put(90, 670, "5. The Core", 14.3, bold=True),
        Put(90, 645, "Four functions."),
        *core("GOVERN", 600),
        *core("MAP", 450),
        Put(408, 171, "Continued on next page"),
        Put(490, 79, "Page 4", 10),
    ],
    [
        *HEADER,
        Put(119, 712, "Table 1: Rows for the MAP function. (Continued)"),
        Put(96, 690, "And stay so."),
        Put(207, 690, "MAP 1.2:", bold=True),
        Put(262, 690, " Pots are dried."),
        *core("MEASURE", 600),
        *core("MANAGE", 450),
    ],
    [
        *HEADER,
        Put(90, 706, "Appendix A:", 17.2, bold=True),
        Put(90, 686, "On Leaves", 17.2, bold=True),
        Put(90, 660, "Leaves are leaves."),
    ],
    [Put(90, 600, "Free of charge")],
]


@pytest.fixture(scope="module")
def small() -> dict[str, Provision]:
    return by_locator(nist.parse(pdf(PAGES), edition("nist-ai-rmf")))


@pytest.mark.parametrize(
    ("step", "text", "page"),
    [
        ("exec", "Executive Summary\nTea is a matter of management.", 3),
        ("sec_1", "1. Kettles\nA kettle heats water and water keeps it busy.", 4),
        ("sec_1.1", "1.1 Lids\nLids close.", 5),
        ("sec_5", "5. The Core\nFour functions.", 6),
        ("GOVERN", "Table 1: Rows for the GOVERN function.", 6),
        ("GOVERN-1", "GOVERN 1: Pots are kept clean.", 6),
        ("GOVERN-1.1", "GOVERN 1.1: Pots are rinsed with management.", 6),
        ("MAP-1", "MAP 1: Pots are kept clean. And stay so.", 6),
        ("MAP-1.2", "MAP 1.2: Pots are dried.", 7),
        ("app_A", "Appendix A: On Leaves\nLeaves are leaves.", 8),
    ],
)
def test_small_file(small: dict[str, Provision], step: str, text: str, page: int) -> None:
    assert (small[step].text, small[step].page) == (text, page)


def test_small_file_context(small: dict[str, Provision]) -> None:
    category = "MAP 1: Pots are kept clean. And stay so."
    assert small["MAP-1.2"].heading_path == ("MAP", category)
    assert small["MAP-1.2"].label == "MAP 1.2"
    assert small["sec_1.1"].heading_path == ("Part 1: Water", "1. Kettles")
    assert small["app_A"].heading == "On Leaves"
    assert small["MAP-1.2"].status is Status.OPERATIVE
    assert small["sec_1"].status is Status.EXPLANATORY
    assert small["GOVERN"].label == "GOVERN"


def test_small_file_loses_and_invents_nothing() -> None:
    data = pdf(PAGES)
    lost, invented = difference(data, nist.parse(data, edition("nist-ai-rmf")))
    assert not invented
    assert lost == Counter({"-": 5})


def test_the_other_document_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="not NIST AI 100-1"):
        nist.parse(pdf([[Put(72, 700, "A cookery book")]]), edition("nist-ai-rmf"))


@pytest.mark.parametrize("number", ["NIST AI 100-1", "NIST AI 999-9"])
def test_for_another_instrument_the_title_page_decides(number: str) -> None:
    pages = [[Put(400, 700, number, 14, bold=True)], *PAGES[1:]]
    if number == "NIST AI 100-1":
        assert nist.parse(pdf(pages), edition("other")).provisions
    else:
        with pytest.raises(UnreadableSource, match="neither NIST AI 100-1 nor NIST AI 600-1"):
            nist.parse(pdf(pages), edition("other"))


@pytest.fixture(scope="module")
def data(official: Path) -> bytes:
    return (official / "nist-ai-100-1.pdf").read_bytes()


@pytest.fixture(scope="module")
def parsed(data: bytes) -> ParsedText:
    return nist.parse(data, edition("nist-ai-rmf"))


@pytest.mark.official
def test_counts(parsed: ParsedText) -> None:
    kinds = Counter(p.kind for p in parsed.provisions)
    assert (kinds["function"], kinds["category"], kinds["subcategory"]) == (4, 19, 72)
    assert kinds["appendix"] == 4
    steps = set(by_locator(parsed))
    assert {f"sec_{n}" for n in range(1, 7)} <= steps
    assert {f"sec_3.{n}" for n in range(1, 8)} <= steps
    assert {f"sec_5.{n}" for n in range(1, 5)} <= steps
    assert {f"sec_1.2.{n}" for n in range(1, 5)} <= steps
    assert {"exec", "app_A", "app_B", "app_C", "app_D"} <= steps


@pytest.mark.official
def test_nothing_lost_nothing_invented(data: bytes, parsed: ParsedText) -> None:
    lost, invented = difference(data, parsed)
    assert not invented
    assert set(lost) == {"-"}
    assert lost["-"] <= line_end_hyphens(data)


@pytest.mark.official
def test_each_core_provision_reads_as_the_page_does(data: bytes, parsed: ParsedText) -> None:
    pages = [page.replace("-", "") for page in page_texts(data)]
    split = 0
    for p in parsed.provisions:
        if p.kind in {"category", "subcategory", "function"}:
            assert p.page is not None
            if squeezed(p.text).replace("-", "") not in pages[p.page - 1]:
                split += 1
                assert p.label in {"GOVERN 4"}, "only this category's words cross a page"
    assert split == 1


@pytest.mark.official
def test_every_provision_is_a_root_with_a_page_and_whole_words(parsed: ParsedText) -> None:
    for p in parsed.provisions:
        assert p.is_root
        assert p.page is not None
        assert not re.search(r"Page \d|Continued on|\(Continued\)|[ﬀ-ﬆ\ue000-\uf8ff]", p.text)
        assert not re.search(r"\w-\s(?!(?:or|and|to)\b)", p.text), p.locator
