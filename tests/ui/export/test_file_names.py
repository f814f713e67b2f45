"""Names of files: readable, ASCII, safe on every system."""

from __future__ import annotations

import re

import pytest
from forms import DAY
from hypothesis import given
from hypothesis import strategies as st
from kettles import answer, refusal, understanding

from assistant.comparing.comparison import Matrix, Row
from ui.export.exporting import export_answer, export_matrix
from ui.export.format import Format

SAFE = re.compile(r"rulebridge-2026-11-22-[a-z0-9]+(-[a-z0-9]+)*\.[a-z]{2,4}")


@pytest.mark.parametrize(
    ("question", "fields", "name"),
    [
        ("What does the Act say on AI labelling?", {}, "act-say-ai-labelling"),
        ("Who’s the naïve kettle’s author?", {}, "whos-naive-kettles-author"),
        (
            "標示要求有咩分別？",
            {"language": "zh-Hant", "topics": ("marking-of-text",), "jurisdictions": ("eu", "cn")},
            "marking-text-eu-cn",
        ),
        ("第26條呢？", {"language": "zh-Hant", "references": ("cap-486/s_26",)}, "cap-486-s-26"),
        ("水壶？", {"language": "zh-Hans"}, "eu-ai-act-art-5-par-1"),
        ("Why?", {"topics": ("consent",)}, "consent"),
    ],
)  # fmt: skip
def test_a_file_is_named_for_what_it_is_about(question, fields, name):
    told = understanding(question).model_copy(update=fields)
    of = answer(question, understanding=told)
    given = export_answer(of, Format.DOCX, exported_on=DAY)
    assert given.name == f"rulebridge-2026-11-22-{name}.docx"


def test_silence_has_a_name():
    given = export_answer(refusal("？", "zh-Hans"), Format.TEXT, exported_on=DAY)
    assert given.name == "rulebridge-2026-11-22-answer.txt"
    assert given.media_type == "text/plain; charset=utf-8"


def test_a_comparison_is_named_for_its_topics_and_places():
    row = Row(topic="consent", name="Consent", cells=())
    of = Matrix(asked=("x",), language="en", as_at=DAY, jurisdictions=("eu", "hk"), rows=(row,))
    given = export_matrix(of, Format.JSON, exported_on=DAY)
    assert given.name == "rulebridge-2026-11-22-consent-eu-hk.json"


@given(st.text(max_size=200), st.sampled_from(["en", "zh-Hant", "fr"]))
def test_every_question_gives_a_safe_name(question, language):
    told = understanding("q").model_copy(update={"question": question, "language": language})
    of = answer("q", understanding=told)
    name = export_answer(of, Format.JSON, exported_on=DAY).name
    assert SAFE.fullmatch(name)
    assert len(name) < 80
