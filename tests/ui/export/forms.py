"""Exported files, read back by libraries that did not write them; answers to export."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from itertools import pairwise

import docx
import lxml.html
from docx.oxml.ns import qn
from kettles import EU_GIST, KETTLES, NEIGHBOURS, answer, cite
from markdown_it import MarkdownIt

from assistant.answer import Answer, Claim, Notice, Support
from corpus.provision import Authority, BindingForce, Status
from ui.export.exporting import export_answer
from ui.export.format import Format

DAY = date(2026, 11, 22)
DOCUMENTS = (Format.TEXT, Format.MARKDOWN, Format.DOCX, Format.HTML)
PUBLISHER = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj/eng#art_5"
QUESTION = {
    "en": "May kettles judge?",
    "zh-Hant": "水煲可以評判鄰居嗎？",
    "zh-Hans": "水壶可以评判邻居吗？",
}
HEADING = re.compile(r"\[(\d+)\] .+ · (.+)")


def varied(language: str, **fields: object) -> Answer:
    """Five kinds of text, several forces and states, one of them without words of the law."""
    kinds = (
        {"authority": Authority.AUTHENTIC, "url": PUBLISHER},
        {"authority": Authority.OFFICIAL_TRANSLATION, "status": Status.NOT_IN_OPERATION},
        {"authority": Authority.UNOFFICIAL_TRANSLATION, "binding_force": BindingForce.STATUTE},
        {
            "authority": Authority.MACHINE_CONVERTED,
            "instrument": "nist-ai-rmf",
            "binding_force": BindingForce.VOLUNTARY_FRAMEWORK,
            "page": 45,
        },
        {"authority": Authority.OWN_DIGEST, "quote": "", "quote_verified": False},
    )
    words = ("Nobody shall teach", "a kettle to judge", "its neighbours", "Teapots are spared", "")
    citations = [
        cite(n, KETTLES, quote, **{"pinpoint": f"Article {n}(1)", "gist": EU_GIST[language]} | kind)
        for n, (kind, quote) in enumerate(zip(kinds, words, strict=True), 1)
    ]
    citations.append(cite(6, NEIGHBOURS, NEIGHBOURS.text, pinpoint="第四条"))
    claims = tuple(
        Claim(text=f"{EU_GIST[language]} {n}", language=language, support=Support.DIGEST,
              citations=(n,))
        for n in range(1, 7)
    )  # fmt: skip
    given: dict[str, object] = {
        "claims": claims,
        "citations": tuple(citations),
        "notices": (Notice(code="edition", text="Kettles may be warm.", citations=(2,)),),
    }
    return answer(QUESTION[language], language, **given | fields)


def exported(of: Answer, form: Format, **options: object) -> bytes:
    return export_answer(of, form, exported_on=DAY, **options).content


def squeezed(words: str) -> str:
    """Words without white space and joiners, which forms may set as they need."""
    return re.sub(r"[\s\u2060]+", "", words)


def words_of(form: Format, content: bytes) -> str:
    """All that a reader of the file sees."""
    if form is Format.DOCX:
        return "\n".join(_paragraph(p) for p in _body(content).iter(qn("w:p")))
    if form is Format.HTML:
        return page(content).find("body").text_content()
    if form is Format.MARKDOWN:
        return "\n".join(_inline(t) for t in tokens(content) if t.type == "inline")
    if form is Format.JSON:
        return "\n".join(_strings(json.loads(content)))
    return content.decode()


def sources_of(form: Format, content: bytes) -> list[tuple[int, str, str]]:
    """Number, pinpoint and quotation of each source; white space squeezed."""
    pairs = {
        Format.DOCX: _docx_pairs,
        Format.HTML: _html_pairs,
        Format.MARKDOWN: _markdown_pairs,
        Format.TEXT: _text_pairs,
    }[form](content)
    found = []
    for title, quote in pairs:
        number, pinpoint = HEADING.fullmatch(title.strip()).groups()
        found.append((int(number), pinpoint, squeezed(quote)))
    return found


def tokens(content: bytes) -> list:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(content.decode())


def page(content: bytes) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(content, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _body(content: bytes):
    return docx.Document(io.BytesIO(content)).element.body


def _paragraph(element) -> str:
    kinds = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(
        n.text or "" if n.tag == qn("w:t") else kinds.get(n.tag, "") for n in element.iter()
    )


def _inline(token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n", "html_inline": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in token.children)


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [s for inner in value.values() for s in _strings(inner)]
    if isinstance(value, list):
        return [s for inner in value for s in _strings(inner)]
    return [str(value)]


def _docx_pairs(content: bytes):
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    for at, paragraph in enumerate(paragraphs):
        if paragraph.style.name == "Heading 3" and HEADING.match(paragraph.text):
            following = paragraphs[at + 1]
            quoted = following.style.name == "Quote"
            yield paragraph.text, _paragraph(following._p) if quoted else ""


def _html_pairs(content: bytes):
    for title in page(content).iter("h3"):
        if title.get("id"):
            following = title.getnext()
            quoted = following.tag == "blockquote"
            yield title.text_content(), following.text_content() if quoted else ""


def _markdown_pairs(content: bytes):
    stream = tokens(content)
    for at, token in enumerate(stream):
        if token.type == "heading_open" and token.tag == "h3":
            title = _inline(stream[at + 1])
            if not HEADING.match(title):
                continue
            quoted = stream[at + 3].type == "blockquote_open"
            yield title, _inline(stream[at + 5]) if quoted else ""


def _text_pairs(content: bytes):
    parts = content.decode().split("\n\n")
    for title, following in pairwise(parts):
        if HEADING.fullmatch(title.strip()) and not title.startswith(" "):
            quoted = following.startswith("    ")
            yield title, following.strip().strip("“”「」") if quoted else ""
