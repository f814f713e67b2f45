import pytest

from ingest.document_passages import TOGETHER, stretches_of
from ingest.document_stamping import under_slug
from ingest.parsers.document.parsing import parse_document
from ingest.passages import MAX_TOKENS, estimated_tokens


def cut(words, name="notes.md"):
    parsed = parse_document(words.encode(), name)
    texts = {p.locator: p.text for p in parsed.provisions}
    return [(s, texts[s.locator][s.start : s.end]) for s in stretches_of(parsed)]


def test_a_paragraph_is_a_stretch_of_its_own_with_its_headings_before_it():
    long = "Every kettle has a lid, a spout and a handle that stays cool to the touch. " * 6
    ((stretch, words),) = cut(
        f"# Kettles\n\n## 1 Parts\n\n### 1.1 Outside\n\n{long}\n\n## 2 Else\n"
    )[:1]
    assert stretch.locator == "own:notes/sec_1.1/par_1"
    assert words == long.strip()
    assert stretch.context == "Kettles › 1 Parts 1.1 Outside"
    assert stretch.embedded(words) == f"{stretch.context}\n{words}"


def test_short_paragraphs_are_found_together_and_lead_to_their_section():
    items = "\n\n".join(f"- item {n} of the list of kettles" for n in range(4))
    ((stretch, words),) = cut(f"# K\n\n## 1 List\n\n{items}\n")
    assert stretch.locator == "own:notes/sec_1"
    assert words.count("\n") == 3
    assert "item 0" in words
    assert "item 3" in words


def test_languages_are_not_mixed_and_captions_go_with_what_follows():
    words = "\n\n".join(
        (
            "# K\n\n## 1 治理",
            "水壺必須安全，方可在本州出售，並須附有說明。",
            "02",
            "Modern lids",
            "Kettles must be safe before they are sold in the canton.",
        )
    )
    first, second = cut(words)
    assert (first[0].language, first[1]) == (
        "zh-Hant",
        "水壺必須安全，方可在本州出售，並須附有說明。",
    )
    assert second[0].language == "en"
    assert second[1].startswith("02\nModern lids\nKettles must")


def test_short_lines_outside_any_section_are_context_of_the_next():
    found = cut(
        "Annual report\n\nOur kettles\n\nWe sold nine hundred kettles in the spring.\n", "r.txt"
    )
    ((stretch, words),) = found
    assert words == "We sold nine hundred kettles in the spring."
    assert "Annual report Our kettles" in stretch.context


@pytest.mark.parametrize("words", ["Lid\n\nSpout\n", "# K\n\n## Lid\n\n## Spout\n"])
def test_nothing_is_left_out_of_a_document_of_captions(words):
    assert {text.lower().strip("# ") for _, text in cut(words, "a.md")} == {"lid", "spout"}


def test_a_long_paragraph_is_cut_between_sentences_and_nothing_is_lost():
    words = " ".join(
        f"Sentence {n} is about kettles and about nothing else at all." for n in range(90)
    )
    found = cut(words, "long.txt")
    assert len(found) > 3
    assert all(estimated_tokens(text) <= MAX_TOKENS for _, text in found)
    assert " ".join(text for _, text in found) == words
    assert all(text.endswith(".") for _, text in found)
    assert TOGETHER < MAX_TOKENS


def test_under_another_slug_only_the_names_change():
    parsed = parse_document(b"# K\n\n## 1 A\n\nWords.\n", "notes.md")
    stretches = stretches_of(parsed)
    assert under_slug(parsed, stretches, "notes") == (parsed, stretches)
    moved, others = under_slug(parsed, stretches, "else")
    assert [p.locator for p in moved.provisions] == ["own:else/sec_1", "own:else/sec_1/par_1"]
    assert {p.root for p in moved.provisions} == {"own:else/sec_1"}
    assert {p.edition for p in moved.provisions} == {moved.edition}
    assert [p.text for p in moved.provisions] == [p.text for p in parsed.provisions]
    assert [s.locator for s in others] == [
        s.locator.replace("own:notes", "own:else") for s in stretches
    ]


@pytest.mark.official
def test_official_files_as_own_documents(official):
    """A bilingual report and both texts of a long act: every character is in some stretch."""
    for name, languages in (
        ("hkust-mirc-2025_report_en-zh.txt", {"en", "zh-Hant"}),
        ("eu-ai-act_en_oj-2024-07-12.xhtml", {"en"}),
        ("eu-ai-act_en_consolidated-2026-07-27.xhtml", {"en"}),
    ):
        parsed = parse_document((official / name).read_bytes(), name)
        stretches = stretches_of(parsed)
        assert {s.language for s in stretches} == languages
        texts = {p.locator: p for p in parsed.provisions}
        assert all(s.start < s.end <= len(texts[s.locator].text) for s in stretches)
        found = sum(s.end - s.start for s in stretches)
        printed = sum(len(p.body) for p in parsed.provisions if p.is_root)
        assert found > 0.94 * printed
