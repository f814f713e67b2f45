"""Invented provisions about kettles, and statements about them."""

from __future__ import annotations

from assistant.verification import Backing, Context, Statement
from corpus.provision import Provision
from tests.assistant.clauses import provision

SECTION = provision(
    "cap-486/s_26/ss_1",
    "(1) A data user shall not sell a kettle within 3 years unless the Commissioner agrees. A data "
    "user may lend it for 40 days.",
)
SECTION_ZH = provision(
    "cap-486/s_26/ss_1",
    "(1) 資料使用者不得在3年內售賣水煲，但獲專員同意則除外。資料使用者可借出水煲40日。",
    language="zh-Hant",
)
ARTICLE = provision(
    "eu-ai-act/art_99/par_3",
    "3. Providers shall pay a fine of up to EUR 35 000 000 or 7 % of their turnover.",
)
LIST = provision(
    "eu-ai-act/art_26",
    "Article 26\nDuties\nDeployers of kettles shall:\n(a) clean the kettle;\n(b) keep the lid.",
    body_start=len("Article 26\nDuties\n"),
)
POINT = provision("eu-ai-act/art_26/pnt_a", "(a) clean the kettle;", body_start=4)
ADVICE = provision(
    "nist-ai-rmf/GOVERN-1.1", "GOVERN 1.1: Whistles are understood and documented.", body_start=12
)


def said(
    text: str,
    of: Provision = SECTION,
    quotation: str | None = None,
    around: tuple[Provision, ...] = (),
) -> Statement:
    """A statement that quotes a provision whole, unless a quotation is given."""
    quoted = of.body.strip() if quotation is None else quotation
    return Statement(text, (Backing(of, quoted, around),))


def asked(language: str = "en", *jurisdictions: str, **fields: object) -> Context:
    """A context without vectors."""
    return Context(language, jurisdictions, **fields)  # type: ignore[arg-type]
