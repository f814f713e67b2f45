from __future__ import annotations

import io

import pytest
from kettles import INSTALLED, manifest
from rich.console import Console

from ingest.report import Fate, IngestReport, TextChange
from ui.render_report import show_report


def shown(report, seconds=12.34, language="en", width=140):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    show_report(console, report, seconds, language)
    return console.file.getvalue()


def changed(**fields):
    given = {"changed": 3, "added": 1, **fields}
    changes = [
        TextChange(INSTALLED.texts[0], Fate.CHANGED, **given),
        *(TextChange(text, Fate.UNCHANGED) for text in INSTALLED.texts[1:]),
        TextChange(INSTALLED.texts[0].model_copy(update={"version": "1912-04-14"}), Fate.REMOVED),
    ]
    return IngestReport(INSTALLED, changes=tuple(changes), previous="older", embedded=1234)


@pytest.mark.parametrize(
    ("texts", "unchanged", "expected"),
    [
        (INSTALLED.texts, False, "Indexed in 12.3 s."),
        (INSTALLED.texts, True, "Nothing has changed"),
        (INSTALLED.texts[2:], False, "Only RuleBridge's own digest"),
    ],
)
def test_the_report_of_an_ingestion(texts, unchanged, expected):
    report = IngestReport(manifest(*texts), unchanged=unchanged, skipped={"a.pdf": "damaged"})
    words = shown(report)
    assert expected in words
    assert "Left out: a.pdf (damaged)" in words


def test_what_became_of_each_text_stands_beside_it():
    lines = shown(changed()).splitlines()
    (first,) = (line for line in lines if "3 changed, 1 added" in line)
    assert INSTALLED.texts[0].version in first
    assert sum("unchanged" in line for line in lines) == len(INSTALLED.texts) - 1
    (gone,) = (line for line in lines if "1912-04-14" in line)
    assert gone.rstrip().endswith("removed")
    assert any("had to be computed: 1,234" in line for line in lines)
    assert any("rulebridge index rollback" in line for line in lines)


def test_a_text_with_other_provisions_in_the_same_words_is_changed_all_the_same():
    assert "changed" in shown(changed(changed=0, added=0))


def test_in_the_first_index_nothing_is_compared():
    report = IngestReport(
        INSTALLED, changes=tuple(TextChange(text, Fate.NEW) for text in INSTALLED.texts)
    )
    words = shown(report)
    assert "Change" not in words
    assert "rollback" not in words


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-Hant", "修改 3 項、新增 1 項"), ("zh-Hans", "修改 3 项、新增 1 项")],
)
def test_the_report_speaks_the_language_of_the_interface(language, expected):
    words = shown(changed(), language=language)
    assert expected in words
    assert "已移除" in words
