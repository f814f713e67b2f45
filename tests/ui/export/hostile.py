"""Words that try to become something else in a file."""

from __future__ import annotations

from kettles import KETTLES, cite, compared

from assistant.answer import Answer, Claim, Notice, Part, Support, Synthesis
from ui.export.outline import clean

HOSTILE = (
    "<script>alert(1)</script><img src=https://evil.example/x.png onerror=alert(1)>",
    "[a](https://evil.example) ![b](https://evil.example/b.png) [c][d]",
    "[d]: https://evil.example 'x'",
    "# Heading\n\n## Another\n\n---\n\n***",
    "- item\n+ item\n* item\n1. one\n2) two\n===\n---",
    "a | b |\n|---|---|\n| c | d |",
    "`code` ``` fence\n```\n~~~\n    indented",
    "<https://evil.example> https://evil.example www.evil.example a@evil.example",
    "*em* __strong__ ~~gone~~ &lt;b&gt; &amp; &#60; $x$ ${x} {{x}} {% x %}",
    "> quote\n> [!NOTE]\n[^1]: note\n<!-- comment --> <?php ?> <![CDATA[x]]>",
    "=1+1 @cmd \\[x\\] \\",
    "\x00\x07\x1b[31m \u202e\u2066 \ufffe\uffff end",
    "</style></title></blockquote></table>\"' onload='x' javascript:alert(1)",
)  # fmt: skip


def infested(words: str) -> Answer:
    """An answer in which everything that is not ours says the words."""
    claims = (
        Claim(text=words, language="en", support=Support.ENTAILED, citations=(1,)),
        Claim(text=words, language="en", support=Support.VERBATIM, citations=(2,)),
        Claim(text=words, language="en", support=Support.DIGEST, citations=(2,),
              part=Part.DEFINITION),
    )  # fmt: skip
    fields = {
        "gist": words,
        "pinpoint": words,
        "heading_path": (words, words),
        "version": words,
        "locator": words,
        "url": f"https://evil.example/{words}",
        "language": words,
    }
    citations = (
        cite(1, KETTLES, "Nobody", quote=words, quote_verified=False, **fields),
        cite(2, KETTLES, "Nobody", quote=words, jurisdiction=words),
    )
    given = compared("q")
    understood = given.understanding.model_copy(
        update={"question": f"{words} more", "language": words, "outside": (words,)}
    )
    cells = tuple(cell.model_copy(update={"figures": (words,)}) for cell in given.comparison)
    return given.model_copy(
        update={
            "question": words,
            "lead": words,
            "lead_citations": (1,),
            "claims": claims,
            "citations": citations,
            "comparison": cells,
            "synthesis": (Synthesis(kind="common", text=words, jurisdictions=("eu",)),),
            "notices": (Notice(code="edition", text=words, citations=(1,)),),
            "written_by": words,
            "fallback": words,
            "understanding": understood,
        }
    )


def tame(words: str) -> Answer:
    """The same with harmless words, in as many lines."""
    lines = [line for line in clean(words).split("\n") if line.strip()]
    return infested("\n".join("tame words" for _ in lines))
