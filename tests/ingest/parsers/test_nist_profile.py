from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from nist_files import by_locator, difference, edition, page_texts, squeezed
from tiny_pdf import Put, pdf

from corpus.errors import UnreadableSource
from corpus.provision import ParsedText, Provision, Status
from ingest.parsers import nist

HEAD = [
    Put(39, 600, "Action ID", 10, bold=True),
    Put(97, 600, " Suggested Action", 10, bold=True),
    Put(430, 600, " GAI Risks", 10, bold=True),
]
PAGES = [
    [Put(232, 700, "NIST AI 600-1", 20, bold=True)],
    [Put(72, 690, "1. Tea ........................ 1", 11, bold=True)],
    [
        Put(303, 48, "1", 10),
        Put(72, 700, "1. Tea", 11, bold=True),
        Put(72, 670, "Tea is hot", 11),
        Put(122, 673, "1", 7),
        Put(126, 670, " and wet.", 11),
        Put(72, 120, "1 ", 6.6),
        Put(78, 117, "Not always.", 10),
    ],
    [
        Put(72, 700, "2. Risks of Tea", 11, bold=True),
        Put(72, 670, "There is one.", 11),
        Put(72, 640, "2.1. Scalding", 11, bold=True),
        Put(72, 610, "Hot tea scalds.", 11),
        Put(72, 580, "3. Actions", 11, bold=True),
        Put(72, 550, "See below.", 11),
    ],
    [
        Put(39, 640, "GOVERN 1.1:", 10, bold=True),
        Put(100, 640, " Pots are known and", 10),
        Put(39, 627, "listed.", 10),
        *HEAD,
        Put(40, 560, "GV-1.1-001", 10),
        Put(94, 567, "List each pot that is in", 10),
        Put(94, 554, "use.", 10),
        Put(430, 567, "Scalding;", 10),
        Put(430, 554, "Tannin", 10),
        Put(40, 500, "GV1.1--002 ", 10),
        Put(94, 500, "Ask the cook. ", 10),
        Put(430, 500, "Scalding", 10),
    ],
    [
        Put(303, 48, "3", 10),
        Put(40, 700, "GV-1.1-003 Wash up. Scalding", 10),
        Put(36, 650, "AI Actor Tasks: Cooks,", 10, bold=True),
        Put(36, 637, "Guests", 10, bold=True),
        Put(72, 600, "Appendix A. Leaves", 12, bold=True),
        Put(72, 570, "On leaves.", 11),
        Put(72, 540, "A.1. Green Leaves", 12, bold=True),
        Put(72, 510, "They are green.", 11),
    ],
]


@pytest.fixture(scope="module")
def small() -> dict[str, Provision]:
    return by_locator(nist.parse(pdf(PAGES), edition("nist-genai-profile")))


@pytest.mark.parametrize(
    ("step", "kind", "text", "page"),
    [
        ("sec_1", "section", "1. Tea\nTea is hot and wet.", 3),
        ("sec_2", "section", "2. Risks of Tea\nThere is one.", 4),
        ("risk_2.1", "risk", "2.1. Scalding\nHot tea scalds.", 4),
        (
            "GV-1.1",
            "subcategory",
            "GOVERN 1.1: Pots are known and listed.\nAI Actor Tasks: Cooks, Guests",
            5,
        ),
        (
            "GV-1.1-001",
            "action",
            "GV-1.1-001 List each pot that is in use.\nScalding; Tannin",
            5,
        ),
        ("GV-1.1-002", "action", "GV1.1--002 Ask the cook.\nScalding", 5),
        ("GV-1.1-003", "action", "GV-1.1-003 Wash up.\nScalding", 6),
        ("app_A", "appendix", "Appendix A. Leaves\nOn leaves.", 6),
        ("app_A.1", "appendix", "A.1. Green Leaves\nThey are green.", 6),
    ],
)
def test_small_file(
    small: dict[str, Provision], step: str, kind: str, text: str, page: int
) -> None:
    provision = small[step]
    assert (provision.kind, provision.text, provision.page) == (kind, text, page)


def test_small_file_context(small: dict[str, Provision]) -> None:
    path = ("GOVERN", "GOVERN 1.1: Pots are known and listed.")
    assert small["GV-1.1-003"].heading_path == path
    assert small["app_A.1"].heading_path == ("Appendix A. Leaves",)
    assert small["GV-1.1-002"].label == "GV1.1--002"
    assert small["risk_2.1"].status is Status.OPERATIVE
    assert small["sec_1"].status is Status.EXPLANATORY


def test_small_file_footnote_stands_where_its_figure_was(small: dict[str, Provision]) -> None:
    (note,) = small["sec_1"].notes
    assert small["sec_1"].text[: note.offset].endswith("Tea is hot")
    assert note.text == "1 Not always."


def test_small_file_loses_only_the_raised_figure() -> None:
    data = pdf(PAGES)
    lost, invented = difference(data, nist.parse(data, edition("nist-genai-profile")))
    assert not invented
    assert lost == Counter({"1": 1})


def test_the_other_document_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="not NIST AI 600-1"):
        nist.parse(pdf(PAGES[:4]), edition("nist-genai-profile"))


@pytest.fixture(scope="module")
def data(official: Path) -> bytes:
    return (official / "nist-ai-600-1.pdf").read_bytes()


@pytest.fixture(scope="module")
def parsed(data: bytes) -> ParsedText:
    return nist.parse(data, edition("nist-genai-profile"))


@pytest.mark.official
def test_counts(parsed: ParsedText) -> None:
    kinds = Counter(p.kind for p in parsed.provisions)
    assert (kinds["risk"], kinds["action"], kinds["section"]) == (12, 212, 3)
    steps = by_locator(parsed)
    assert {f"risk_2.{n}" for n in range(1, 13)} <= set(steps)
    actions = [step for step, p in steps.items() if p.kind == "action"]
    assert all(re.fullmatch(r"(GV|MP|MS|MG)-\d\.\d+-\d{3}", step) for step in actions)
    assert {step.rsplit("-", 1)[0] for step in actions} == {
        step for step, p in steps.items() if p.kind == "subcategory"
    }
    slips = [step for step in actions if steps[step].label != step]
    assert slips == ["GV-4.3-001"]


@pytest.mark.official
def test_actions_are_numbered_without_gaps(parsed: ParsedText) -> None:
    numbers: dict[str, list[int]] = {}
    for step, p in by_locator(parsed).items():
        if p.kind == "action":
            subcategory, number = step.rsplit("-", 1)
            numbers.setdefault(subcategory, []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


@pytest.mark.official
def test_only_the_figures_of_notes_are_lost(data: bytes, parsed: ParsedText) -> None:
    lost, invented = difference(data, parsed)
    notes = [note for p in parsed.provisions for note in p.notes]
    numbers = sorted(int(note.text.split()[0]) for note in notes)
    assert numbers == list(range(1, 16))
    assert not invented
    assert lost.pop(",") == 1, "between two figures at one place"
    assert lost == Counter("".join(map(str, numbers)))


@pytest.mark.official
def test_cells_of_each_row_read_as_the_page_does(data: bytes, parsed: ParsedText) -> None:
    pages = page_texts(data)
    notes = re.compile(r"(?<=[a-z])\d{1,2}(?=\))")
    for p in parsed.provisions:
        if p.kind == "action":
            assert p.page is not None
            action, risks = p.text.split("\n")
            page = notes.sub("", pages[p.page - 1])
            assert squeezed(action) + squeezed(risks) in page, p.locator


@pytest.mark.official
def test_columns_are_not_mixed(parsed: ParsedText) -> None:
    steps = by_locator(parsed)
    headings = {p.heading for p in steps.values() if p.kind == "risk"}
    openings = {heading.split()[0].rstrip(",") for heading in headings}
    for step, p in steps.items():
        if p.kind == "action":
            action, risks = p.text.split("\n")
            assert action.endswith((".", ".)")), step
            assert risks.split()[0].rstrip(",;") in openings, step
            tags = re.split(r";\s*", risks)
            assert all(len(tag) < 70 and not tag.endswith(".") for tag in tags), step


@pytest.mark.official
def test_every_subcategory_keeps_its_actors_and_every_action_its_context(
    parsed: ParsedText,
) -> None:
    steps = by_locator(parsed)
    for step, p in steps.items():
        assert p.is_root
        assert p.page is not None
        assert not re.search(r"[ﬀ-ﬆ\ue000-\uf8ff]|Action ID\s+Suggested Action", p.text), step
        if p.kind == "subcategory":
            statement, actors = p.text.split("\n")
            assert actors.startswith("AI Actor")
            assert p.heading_path == (p.label.split()[0],)
        elif p.kind == "action":
            subcategory = steps[step.rsplit("-", 1)[0]]
            statement = subcategory.text.split("\n")[0]
            assert p.heading_path == (*subcategory.heading_path, statement)
