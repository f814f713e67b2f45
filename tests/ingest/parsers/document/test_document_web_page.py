"""HTML and Markdown: what a person sees on the page, in order, and nothing else."""

from __future__ import annotations

import pytest

from corpus import errors
from ingest.parsers.document.parsing import parse_document


def texts(page: str, name: str = "k.html") -> list[str]:
    data = page if name != "k.html" else f"<html><head><title>K</title></head>{page}</html>"
    parsed = parse_document(data.encode(), name)
    return [p.text for p in parsed.provisions if p.kind == "paragraph"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<body><nav>menu</nav><p>Boil &amp; pour.</p><footer>foot</footer>", ["Boil & pour."]),
        ("<body><main><p>Main words here.</p></main><p>Aside.</p>", ["Main words here."]),
        ("<body><p>a<script>alert(1)</script>b</p><style>p{}</style>", ["ab"]),
        ("<body><p hidden>x</p><p style='DISPLAY : none'>y</p><p>z", ["z"]),
        ("<body><template>t</template><noscript>n</noscript>tail<!-- c --> end", ["tail end"]),
        ("<body><p>one<br>two</p>loose<div>three", ["one\ntwo", "loose", "three"]),
        ("<body><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", ["a", "b", "c"]),
        ("<body><pre>x = 1\n  y = 2</pre>", ["x = 1\ny = 2"]),
        (
            "<body><table><tr><th>A<th>B</tr><tr><td>1<td><p>2</p></tr></table>",
            ["A | B", "1 | 2"],
        ),
        ("<body><table><tr><td>(a)</td><td>Boil.</td></tr></table>", ["(a) Boil."]),
        (
            "<body><table><tr><td>x</td><td>y<table><tr><td>1</td><td>2</td></tr></table>z"
            "</td></tr></table>",
            ["x", "y", "1 | 2", "z"],
        ),
    ],
)
def test_what_a_page_shows(page, expected):
    assert texts(page) == expected


def test_lines_that_name_themselves_are_sections():
    lines = "".join(
        f"<p>Article {n}</p><p>Lids of kind {n}</p><p>Lids shall close.</p>" for n in (1, 2, 3)
    )
    parsed = parse_document(f"<html><body>{lines}</body></html>".encode(), "k.html")
    roots = [(p.locator, p.heading) for p in parsed.provisions if p.is_root]
    assert roots == [(f"own:k/sec_art-{n}", f"Article {n} Lids of kind {n}") for n in (1, 2, 3)]


def test_a_mention_of_an_article_is_no_heading():
    page = "".join(f"<p>Article {n} shall apply to kettles.</p>" for n in range(5))
    assert len(texts(f"<body>{page}")) == 5


def test_chinese_articles_run_on_behind_their_number():
    page = "<p>第一章　總則</p>" + "".join(
        f"<p>第{n}條　電水壺應當安全，不得漏水。</p>" for n in "一二三"
    )
    parsed = parse_document(f"<html><body>{page}</body></html>".encode(), "k.html")
    places = [(p.locator, p.text) for p in parsed.provisions if p.kind == "paragraph"]
    assert places[0] == ("own:k/sec_art-1/par_1", "電水壺應當安全，不得漏水。")
    assert parsed.provisions[-1].heading_path[1] == "第一章　總則"


def test_a_page_nested_without_end_is_refused():
    with pytest.raises(errors.DocumentDamaged, match="nested too deeply"):
        parse_document(b"<html><body>" + b"<div>" * 9_000 + b"x", "k.html")


def test_the_declared_title_is_used():
    parsed = parse_document(b"<html><title>On Kettles</title><body><p>Boil.</p>", "k.html")
    assert parsed.provisions[0].heading_path == ("On Kettles",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A *b* **c** `d` [e](http://x) ![f](y)", ["A b c d e f"]),
        ("soft\nbreak\n\nhard  \nbreak", ["soft break", "hard\nbreak"]),
        ("1. one\n2. two\n   - three", ["one", "two", "three"]),
        ("|a|b|\n|-|-|\n|1|**2**|", ["a | b", "1 | 2"]),
        ("```\nx = 1\n```\n\n    y", ["x = 1", "y"]),
        ("> quote\n\n<!-- no -->\n<p>raw <script>no()</script>words</p>", ["quote", "raw words"]),
        ("---\ntitle: T\nsecret: no\n---\nwords", ["words"]),
        ("---\n\nnot front matter\n\n---", ["not front matter"]),
    ],
)  # fmt: skip
def test_markdown(source, expected):
    assert texts(source, "k.md") == expected


def test_front_matter_names_the_document():
    parsed = parse_document(b'---\ntitle: "On Kettles"\n---\nwords', "k.md")
    assert parsed.provisions[0].heading_path == ("On Kettles",)
