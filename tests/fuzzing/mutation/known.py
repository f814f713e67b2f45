"""Tags, attributes and labels of the formats that are trees: what a change of a tree may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fuzzing.contract import SENTINEL


@dataclass(frozen=True)
class Known:
    """Names and values of a format that a change may use."""

    tags: Sequence[str]
    values: Sequence[tuple[str, str]]
    labels: Sequence[str]


HTML = Known(
    "p div table tr td span a h1 h2 li ul section main nav pre br hr script body tbody".split(),
    (
        *(
            ("class", f"oj-{name}")
            for name in ("ti-art", "sti-art", "doc-ti", "note", "ti-grseq-1")
        ),
        *(("class", f"oj-ti-section-{n}") for n in (1, 2)),
        *(("class", name) for name in ("title-article-norm", "modref", "grid-container", "x")),
        *(("id", name) for name in ("art_1", "art_7", "anx_I", "rct_2", "cpt_I", "cpt_I.sct_1")),
        *(("id", name) for name in ("ntc1", "enc_1", "art_", "anx_ ", "tit_1", SENTINEL)),
        *(("hidden", ""), ("style", "display:none"), ("role", "heading"), ("aria-level", "9")),
        *(("role", "main"), ("href", "#E0001"), ("class", " " * 500), ("id", "art_" + "9" * 400)),
    ),
    (
        "(a)",
        "(i)",
        "1.",
        "2a.",
        "3.1.",
        "—",
        "Article 1",
        "ANNEX I",
        "Section A",
        "第一条",
        "（一）",
    ),
)
_HK = "{http://www.xml.gov.hk/schemas/hklm/1.0}"
HKLM = Known(
    [
        _HK + tag
        for tag in (
            "section subsection paragraph subparagraph def part division schedule num heading "
            "content leadIn term crossHeading sourceNote editorialNote ref continued table tr td p "
            "longTitle note quotedText"
        ).split()
    ],
    (
        *(("status", v) for v in ("repealed", "omitted", "pending", "operational", "x")),
        *(("name", v) for v in ("s1", "sch1", "", "PI", "第1部", SENTINEL, "9" * 400)),
        *(("startPeriod", v) for v in ("2020-01-02", "0000-00-00", "x", "20200102")),
        ("reason", "notYetInOperation"),
        *(
            ("{http://www.w3.org/XML/1998/namespace}lang", v)
            for v in ("en", "zh-Hant-HK", "zh-Hant", "", "x")
        ),
    ),
    (
        "(1)",
        "(a)",
        "(i)",
        "(A)",
        "1.",
        "2A.",
        "Part 1",
        "Schedule 2",
        "Principle 3—x",
        "第３原則",
        "第1部",
    ),
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = Known(
    [
        _W + tag
        for tag in (
            "p r t tbl tr tc pPr rPr pStyle numPr ilvl numId outlineLvl vanish del ins sdt"
            " sdtContent br tab footnoteReference txbxContent style basedOn name lvl lvlText num"
            " abstractNum"
        ).split()
    ],
    (
        *((_W + "val", v) for v in ("Heading1", "Title", "1", "-1", "9" * 8, "", "heading 1")),
        *((_W + "id", v) for v in ("1", "-1", "x")),
        *((_W + "styleId", v) for v in ("Heading1", "Normal", "")),
        *((_W + "ilvl", v) for v in ("0", "8", "9", "x")),
        *((_W + "type", v) for v in ("paragraph", "separator", "")),
    ),
    ("1.", "(a)", "Article 1", "第一条", "%1.%2"),
)
