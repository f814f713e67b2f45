"""Trees of the elements of a format, in any order and depth, as hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

HKLM = "http://www.xml.gov.hk/schemas/hklm/1.0"
LABELS = (
    *("(a)", "(b)", "(i)", "(ii)", "(h)", "1.", "2.", "2a.", "1.1.", "—", "(A)", "(1)", "(2)", ""),
    *("Article 1", "Article 2", "ANNEX I", "ANNEX", "Section A.", "CHAPTER I", "Part 1", "第一条"),
    *("第二条", "（一）", "（二）", "第１原則", "Article ٣", "１."),
)
TEXTS = st.one_of(
    st.sampled_from(
        (
            *("Kettles boil:", "‘kettle’ means a pot;", "(a) x; (b) y", "steam.", " ", "漢 字"),
            *("又\n又", "►M1", "(1)", "repealed", "廢除", "this Division", "a-\nb", "\u3000"),
            *("\u00a0x", "…… 5"),
        )
    ),
    st.sampled_from(LABELS),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12),
)
ANY = st.one_of(TEXTS, st.text(max_size=12))


def markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def element(tags: tuple[str, ...], attributes: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Trees of these elements as text."""

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda tag, attribute, parts: f"<{tag} {attribute}>{''.join(parts)}</{tag}>",
            st.sampled_from(tags),
            st.sampled_from(("", "", *attributes)),
            st.lists(inner, max_size=5),
        )

    return st.recursive(TEXTS.map(markup), around, max_leaves=25)


REGULATION = element(
    ("p", "p", "div", "table", "tr", "td", "span", "a", "br", "hr", "tbody", "ul"),
    (
        *(f'class="oj-{c}"' for c in ("ti-art", "sti-art", "doc-ti", "note", "ti-grseq-1")),
        *(f'class="{c}"' for c in ("title-article-norm", "grid-container", "modref", "oj-doc-sep")),
        *(f'class="oj-ti-section-{n}"' for n in (1, 2)),
        *(
            f'id="{i}"'
            for i in ("art_1", "anx_I", "rct_1", "cpt_I", "cpt_I.sct_1", "ntc1", "enc_1")
        ),
    ),
)
ORDINANCE = element(
    (
        *(
            "section",
            "subsection",
            "paragraph",
            "subparagraph",
            "def",
            "part",
            "division",
            "schedule",
        ),
        *(
            "num",
            "num",
            "heading",
            "content",
            "leadIn",
            "term",
            "crossHeading",
            "sourceNote",
            "ref",
        ),
        *("continued", "table", "tr", "td", "p", "longTitle", "note", "br"),
    ),
    (
        *('status="repealed"', 'status="pending"', 'name="s1"', 'startPeriod="2020-01-02"'),
        *('xml:lang="en"', 'xml:lang="zh-Hant-HK"', 'name="sch1"', 'reason="notYetInOperation"'),
    ),
)
WEB = element(
    (
        *("p", "div", "h1", "h2", "h3", "ul", "li", "table", "tr", "td", "th", "pre", "br", "nav"),
        *("main", "article", "header", "script", "template", "span", "dl", "dd", "caption", "svg"),
    ),
    (
        "hidden",
        'style="display:none"',
        'role="heading"',
        'aria-level="3"',
        'role="main"',
        'class="x"',
    ),
)


WORD = element(
    (
        *(
            "w:p",
            "w:p",
            "w:p",
            "w:r",
            "w:r",
            "w:t",
            "w:t",
            "w:tbl",
            "w:tr",
            "w:tc",
            "w:ins",
            "w:del",
        ),
        *(
            "w:sdt",
            "w:sdtContent",
            "w:br",
            "w:tab",
            "w:txbxContent",
            "w:hyperlink",
            "w:rPr",
            "w:pPr",
        ),
        *("w:pStyle", "w:numPr", "w:numId", "w:ilvl", "w:vanish", "w:outlineLvl"),
        *("w:footnoteReference", "w:smartTag"),
    ),
    ('w:val="1"', 'w:val="Heading1"', 'w:val="Title"', 'w:id="1"', 'w:val="9"'),
)
