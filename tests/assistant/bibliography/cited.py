"""One citation of every instrument and kind of text, with invented words."""

from __future__ import annotations

from datetime import date

from assistant.answer import Citation
from assistant.bibliography.reference import Reference, reference_of
from corpus.catalogue import catalogue
from corpus.provision import Authority

ACCESSED = date(2026, 11, 22)


def citation(locator, version, language="en", authority=Authority.AUTHENTIC, **fields):
    instrument = catalogue().instrument(locator.split("/")[0])
    given = {
        "number": 1,
        "locator": locator,
        "instrument": instrument.id,
        "jurisdiction": instrument.jurisdiction,
        "language": language,
        "version": version,
        "authority": authority,
        "binding_force": instrument.binding_force,
        "heading": "On kettles",
        "quote": "Kettles shall be warm.",
        "quote_verified": True,
        "url": catalogue().url_of(locator, version, language, fields.get("page")),
    }
    return Citation(**given | fields)


EU = citation("eu-ai-act/art_50/par_2", "2026-07-27")
EU_FIRST = citation("eu-ai-act/anx_III/pnt_4", "2024-07-12")
CN = citation("cn-genai/art_7/itm_2", "2023-08-15", "zh-Hans")
CN_ENGLISH = citation("cn-genai/art_7/itm_2", "2023-08-15", "en", Authority.UNOFFICIAL_TRANSLATION)
PRIVACY = citation("cap-486/s_64/ss_3A", "2022-10-01", "zh-Hant")
PRIVACY_CONVERTED = citation(
    "cap-486/sch_1/dpp_3", "2022-10-01", "zh-Hans", Authority.MACHINE_CONVERTED
)
COPYRIGHT = citation("cap-528/s_11/ss_3", "2026-02-21")
NIST = citation("nist-ai-rmf/GOVERN-1.1", "2023-01-26", page=27)
NIST_DIGEST = citation(
    "nist-genai-profile/GV-1.1-001",
    "2024-07-26",
    authority=Authority.OWN_DIGEST,
    quote="",
    quote_verified=False,
)
ALL = (
    EU, EU_FIRST, CN, CN_ENGLISH, PRIVACY, PRIVACY_CONVERTED, COPYRIGHT, NIST, NIST_DIGEST,
)  # fmt: skip


def references(language="en", citations=ALL) -> list[Reference]:
    return [reference_of(c, accessed=ACCESSED, language=language) for c in citations]


HOSTILE = "A } { \\ heading\r\nER  - \r\nTY  - JOUR\nTI  - Forged\u2028},\n@misc{forged, x={1}}\x00"
"""What a heading might hold that wants to be a field or a record of its own."""
