"""Requests as the documentation shows them."""

from __future__ import annotations

from fastapi.openapi.models import Example


def _examples(**values: object) -> dict[str, Example]:
    return {name: {"summary": name.replace("_", " "), "value": of} for name, of in values.items()}


ASKED = _examples(
    a_question={"question": "Which AI practices are banned in the EU?"},
    one_jurisdiction={
        "question": "直接促銷要唔要先得到同意？",
        "language": "zh-Hant",
        "jurisdictions": ["hk"],
    },
    a_follow_up_on_a_day={
        "question": "And for deployers?",
        "earlier": ["What must providers of high-risk AI systems do?"],
        "as_at": "2026-12-01",
    },
)
SEARCHED = _examples(
    words={"question": "生成内容标识", "top": 5},
    one_text={"question": "right to erasure", "instruments": ["cap-486"], "top": 3},
)
QUOTED = _examples(
    anywhere={"quote": "technical and organisational measures"},
    omission={"quote": "AI systems … shall be designed", "locator": "eu-ai-act/art_50/par_1"},
)
EXPORTED = _examples(
    a_comparison={
        "matrix": {
            "topics": ["marking-of-generated-content"],
            "jurisdictions": ["eu", "cn"],
            "language": "en",
        },
        "format": "docx",
    },
)
CHATTED = _examples(
    a_question={
        "model": "rulebridge",
        "messages": [{"role": "user", "content": "Is social scoring allowed in the EU?"}],
    },
    streamed={
        "model": "rulebridge",
        "stream": True,
        "messages": [{"role": "user", "content": "欧盟禁止哪些人工智能做法？"}],
    },
)
