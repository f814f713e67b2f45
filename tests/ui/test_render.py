from __future__ import annotations

import io

import pytest
from kettles import (
    EU_TEXT,
    INSTALLED,
    KETTLES,
    answer,
    answer_first,
    compared,
    refusal,
)
from rich.cells import cell_len
from rich.console import Console

from assistant.answer import Part, Support
from ui.render import plain, show_found, show_instruments, show_provision
from ui.render_answer import show_answer


def shown(show, *arguments, width=80, terminal=False):
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, highlight=False, markup=False
    )
    show(console, *arguments)
    return console.file.getvalue()


def test_an_answer_says_what_where_and_by_what_right():
    words = shown(show_answer, answer("May kettles judge?"))
    for expected in (
        "Two clauses bear on this.",
        "[1] Kettles must not judge.",
        "“Nobody shall teach a kettle”",
        "EU AI Act · Article 5(1)",
        "consolidated, as amended to 27 July 2026 · authentic text",
        "https://publisher.example/eu-ai-act/art_5/par_1",
        "[2] China's Interim Measures · 第四条第（一）项",
        "Kettles may be warm. [1]",
        "not legal advice",
    ):
        assert expected in words


@pytest.mark.parametrize(
    ("part", "label"), [(Part.EXCEPTION, "Limits this"), (Part.DEFINITION, "Defined term")]
)
def test_what_limits_or_defines_is_told_from_what_answers(part, label):
    given = answer("q")
    assert label not in shown(show_answer, given)
    beside = given.claims[1].model_copy(update={"part": part})
    words = shown(show_answer, given.model_copy(update={"claims": (given.claims[0], beside)}))
    assert words.index("[1]") < words.index(label) < words.index("[2]")


def test_an_unverified_quotation_says_so():
    given = answer("q")
    doubtful = given.citations[0].model_copy(update={"quote_verified": False})
    given = given.model_copy(update={"citations": (doubtful, given.citations[1])})
    assert shown(show_answer, given).count("not verified") == 1


def test_a_refusal_gives_its_reason_and_how_the_question_was_understood():
    words = shown(show_answer, refusal("nothing")).strip()
    assert words.startswith("Nothing here answers this.\n\nUnderstood as: Language: English")
    assert "not legal advice" not in words


def test_a_comparison_names_each_place_in_the_language_of_the_answer():
    words = shown(show_answer, compared("比較", "zh-Hant"))
    assert words.index("歐盟") < words.index("內地") < words.index("香港")
    assert "香港：找不到相關條文。查找範圍：《私隱條例》（第486章）。" in words


@pytest.mark.parametrize("width", [30, 60, 120])
def test_a_comparison_has_a_table_that_keeps_to_the_width(width):
    words = shown(show_answer, compared("compare"), width=width)
    lines = [line for line in words.splitlines() if "https://" not in line]
    assert max(map(cell_len, lines)) <= width
    assert words.index("Common") < words.index("╭") < words.index("[1] Kettles must")
    assert "3 cups" in words


def test_the_lead_has_its_mark_and_is_not_said_again():
    words = shown(show_answer, answer_first(), width=100)
    assert words.startswith("Kettles must not judge (EU AI Act Article 5(1))[1]. They do not.")
    assert words.count("Kettles must not judge") == 1
    assert words.index("[1] EU AI Act") < words.index("Limits this") < words.index("Defined term")


def test_how_it_came_about_is_told_on_request():
    assert "Why this answer" not in shown(show_answer, answer_first())
    words = shown(lambda console, given: show_answer(console, given, why=True), answer_first())
    for expected in ("judged very likely", "Less likely to answer", "Article 50(2)", "negation: 1"):
        assert expected in words


def test_who_wrote_it_and_what_was_left_out():
    given = answer("q", withheld=2, written_by="tiny-3", fallback="The model slept.")
    words = shown(show_answer, given)
    for expected in ("do not carry them: 2.", "language model tiny-3", "The model slept."):
        assert expected in " ".join(words.split())


@pytest.mark.parametrize("width", [24, 40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_lines_keep_to_the_width_and_links_stay_whole(width, language):
    words = shown(show_answer, answer("q", language), width=width)
    links = [line for line in words.splitlines() if "https://" in line]
    others = [line for line in words.splitlines() if "https://" not in line]
    assert max(map(cell_len, others)) <= width
    assert [link.strip() for link in links] == [c.url for c in answer("q").citations]


def test_nothing_in_a_text_steers_the_terminal():
    given = answer("q")
    claim = given.claims[0].model_copy(update={"text": "[red]a\x1b[2Jb[/red]"})
    assert given.claims[0].support is Support.DIGEST
    words = shown(show_answer, given.model_copy(update={"claims": (claim, given.claims[1])}))
    assert "[red]a[2Jb[/red]" in words
    assert plain("a\x00\x9bb\tc\n") == "ab\tc\n"


def test_a_terminal_gets_styles_and_a_file_none():
    assert "\x1b[" in shown(show_answer, answer("q"), terminal=True)
    assert "\x1b[" not in shown(show_answer, answer("q"))


def test_a_provision_and_its_other_editions():
    other = KETTLES.model_copy(
        update={"edition": KETTLES.edition.model_copy(update={"version": "2024-07-12"})}
    )
    words = shown(show_provision, KETTLES, [KETTLES, other], "en")
    assert words.index("Chapter II On kettles") < words.index(EU_TEXT)
    assert "applies from 2 February 2025" in " ".join(words.split())
    assert "Also in: English 2024-07-12" in words
    assert "Also in" not in shown(show_provision, KETTLES, [KETTLES], "en")


def test_instruments_mark_what_is_there():
    lines = shown(show_instruments, INSTALLED.texts, "zh-Hans").splitlines()
    assert [line.strip()[0] for line in lines if "2024-07-12" in line] == ["–"]
    assert [line.strip()[0] for line in lines if "2026-07-27" in line] == ["✓"]
    assert any("已安装要旨" in line for line in lines)


def test_found_provisions_are_ranked(fake):
    _, found, _ = fake.search("kettles")
    words = shown(show_found, found.candidates, "en", width=30)
    assert words.index("eu-ai-act/art_5/par_1") < words.index("cn-genai/art_4/itm_1")
