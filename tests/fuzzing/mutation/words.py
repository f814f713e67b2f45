"""The words of each format: what a mutation puts in where bytes alone get nowhere."""

from __future__ import annotations

from tests.fuzzing.contract import SENTINEL


def _of(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)


_LABELS = _of(
    *("(a)", "(b)", "(i)", "(ii)", "(h)", "(aa)", "1.", "1a.", "2.1.", "—", "‘", "’ means", ":"),
    *("Article 1", "Article 99999", "ANNEX I", "Section A.", "Chapter IV", "第一条", "第十章"),
    *(
        "（一）",
        "（二）",
        "一、",
        "附件",
        "第百条",
        "Article ５",
        "Article ٣",
        " " * 200,
        "\n\n",
        "\t",
    ),
)
_CHARSETS = _of(
    *('<meta charset="gb2312">', '<meta charset="utf-16">', '<meta charset="utf-7">'),
    *('<meta charset="punycode">', '<meta charset="idna">', '<meta charset="unicode_escape">'),
    *('<meta charset="undefined">', '<meta charset="big5">', '<meta charset="rot13">'),
    *('<meta charset="utf-8">', '<?xml version="1.0" encoding="utf-7"?>'),
)
_MARKUP = _of(
    *("<p>", "</p>", "<div>", "</div>", "<table>", "<tr><td>", "</table>", "<span>", "<br/>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "<script>", "</script>", "<style>"),
    *("&lt;", "&#0;", "&#1;", "&#xD800;", "&#x110000;", "&a;", "&nbsp;", "&", "<", ">", "</"),
    *("<html>", "</html>", "<body>", "</body>", "<head>", "<template>", "<svg>", "<frameset>"),
    *(' id="', ' class="', ' hidden=""', ' style="display:none"', "<ul><li>", "<pre>", "<hr/>"),
    f"<{SENTINEL}>",
    f"<p>{SENTINEL}</p>",
    '<!DOCTYPE html [<!ENTITY a "b">]>',
)
EURLEX = (
    *_LABELS,
    *_MARKUP,
    *_CHARSETS,
    *_of(
        *(' class="oj-ti-art"', ' class="oj-sti-art"', ' class="oj-doc-ti"', ' class="oj-note"'),
        *(' class="oj-ti-section-1"', ' class="oj-ti-section-2"', ' class="oj-ti-grseq-1"'),
        *(' class="title-article-norm"', ' class="title-division-1"', ' class="modref"'),
        *(' class="grid-container grid-list"', ' id="art_1"', ' id="anx_I"', ' id="rct_1"'),
        *(' id="cpt_I.sct_2"', ' id="art_2.tit_1"', '<hr class="oj-doc-sep"/>', "►M1", "◄", "▼B"),
        *('<a id="ntc1">', '<a href="#E0001">', "<table>", '<table class="oj-table">'),
        *("CHAPTER I", "TITLE II", "SECTION 1", "’, means", "(a) x; (b) y; and (c) z"),
    ),
)
HKLM = (
    *_LABELS,
    *_MARKUP,
    *_of(
        *("<section>", "</section>", "<num>", "</num>", "<heading>", "</heading>", "<part>"),
        *("</part>", "<division>", "</division>", "<schedule>", "</schedule>", "<subsection>"),
        *("</subsection>", "<paragraph>", "</paragraph>", "<subparagraph>", "<def>", "</def>"),
        *("<term>", "</term>", '<term xml:lang="en">', "<content>", "</content>", "<leadIn>"),
        *("<crossHeading>", "</crossHeading>", "<sourceNote>", "</sourceNote>", "<ref>", "<note>"),
        *("<num>1.</num>", "<num>(1)</num>", "<continued>", "<longTitle>", "<main>", "</main>"),
        *(' status="repealed"', ' status="pending"', ' startPeriod="2020-13-99"', ' name="s1"'),
        *(' reason="notYetInOperation"', ' xml:lang="zh-Hant-HK"', " (kettle", "Principle 1—"),
        *("第 ３ 原則", "Principle ３ —", "[cf. ", "本分部", "this Division", "<num>Part I</num>"),
        f' xml:lang="{SENTINEL}"',
    ),
)
MEASURES = (*_LABELS, *_MARKUP, *_CHARSETS, *_of("第二条　", "（十）", "Article 2\n", "Chapter 2"))
NIST = _of(
    *('"GOVERN 1:"', '"GOVERN 1.1:"', '"MAP 1.1:"', '"MEASURE 2."', '"Page 1"', '"1. Kettles"'),
    *('"Appendix A:"', '"Appendix B. Pots"', '"A.1. Lids"', '"2.1. Steam"', '"GV-1.1-001"'),
    *('"Action ID Suggested Action Risks"', '"AI Actor Tasks:"', '"Part 1: Water"', '"•"'),
    *('"Executive Summary"', '"Table 1: Rows of the MAP function."', '"Fig. 1."', '"1 "', '"7"'),
    *('"GOVERN ٣:"', '"５. Steam"', '"MP-٣.١-٠٠١"', '"2.٣. Steam"', '"1.٣ Pots"', "true", "false"),
    *(
        "0",
        "1e308",
        "-90",
        "NaN",
        "Infinity",
        "6.6",
        "17.2",
        '"-"',
        '"wa-"',
        '"\\ud800"',
        '"\\u0000"',
    ),
    *(
        '"\\ue0001\\ue001"',
        '"99999999"',
        '"; "',
        '". "',
        "[",
        "]",
        ", ",
        "\n",
        " " * 300,
        '"' + "9" * 5000 + '"',
    ),
)
PDF = _of(
    *("/Kids", "/Parent", "/Count", "/Contents", "/Type", "/Pages", "/Page", "/Font", "/ToUnicode"),
    *("/Filter", "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/RunLengthDecode", "/DCTDecode"),
    *("/Length", "/Predictor 15", "/Columns 99999999", "/W [1 2 1]", "/Index", "/ObjStm", "/XRef"),
    *("/Encrypt", "/Root", "/Size", "/Prev 0", "/MediaBox", "/Rotate", "/Annots", "/Outlines"),
    *("1 0 R", "2 0 R", "5 0 R", "99999 0 R", "0 0 R", "-1 0 R", "obj", "endobj", "stream"),
    *(
        "endstream",
        "xref",
        "trailer",
        "startxref",
        "%%EOF",
        "<<",
        ">>",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
    ),
    *("BT", "ET", "Tj", "TJ", "Tf", "Tm", "Td", "T*", "cm", "q", "Q", "Do", "BI", "ID", "EI", "'"),
    *("beginbfchar", "endbfchar", "beginbfrange", "<0000> <FFFF> <0000>", "<D800>", "null", "true"),
    *("/Identity-H", "/Type0", "/DescendantFonts", "/Differences [0 /a 255 /b]", "/Widths", "1e99"),
)
MARKDOWN = (
    *_LABELS,
    *_of(
        *("# ", "## ", "###### ", "> ", "- ", "1. ", "* ", "```\n", "~~~", "    ", "| a | b |\n"),
        *("|---|---|\n", "[", "](", "![", "`", "``", "*", "**", "_", "__", "<", "<div>\n", "<!--"),
        *("---\n", "---\ntitle: x\n---\n", "&amp;", "&#1;", "\\", "***\n", "===\n", "\f", "<br>"),
        *("[a]: /u\n", "<script>", "</div>", "$", "~", "\r\n", "\ufeff", SENTINEL),
    ),
)
HTML = (
    *_LABELS,
    *_MARKUP,
    *_CHARSETS,
    *_of("<h1>", "</h1>", "<h6>", "<main>", "<nav>", "<article>"),
)
TEXT = (*_LABELS, *_of("\f", "\r", "\r\n", "....... 5", "1.1 Scope", "=====", "-----", "\x85", "•"))
DOCX = (
    *_of(
        *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "<w:tr>", "<w:tc>"),
        *("</w:tbl>", "</w:tr>", "</w:tc>", "<w:del>", "<w:ins>", "<w:sdt>", "<w:txbxContent>"),
        *('<w:pStyle w:val="Heading1"/>', '<w:numId w:val="1"/>', '<w:ilvl w:val="99999999"/>'),
        *('<w:outlineLvl w:val="-1"/>', "<w:vanish/>", '<w:basedOn w:val="Normal"/>', "<w:br/>"),
        *('<w:footnoteReference w:id="1"/>', ' w:val="', ' w:styleId="Normal"', "&a;", "&#1;"),
        *(' Target="../../x"', ' TargetMode="External"', ' Type="', ' Id="rId1"', "<!DOCTYPE a>"),
        *('<w:lvlText w:val="%1%2%9"/>', '<w:start w:val="99999"/>', "xmlns:w=", SENTINEL),
    ),
)
ARCHIVE = (
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"PK\x06\x07",
    b"\xff\xff\xff\xff",
    b"\xff\xff",
    b"\x01\x00\x18\x00" + b"\xff" * 24,
    b"\x01\x00\x01\x00\x00",
    b"kettles.xml",
    b"..\\",
    b"/",
    b"\x00",
)
