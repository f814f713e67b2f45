"""Invented texts of laws that the catalogue knows, in the forms that their publishers use."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date

from ingest.fetching.publishers import Kind, Publisher, Publishers, Source

MEASURES = "cn-genai/2023-08-15/zh-Hans"
PRIVACY = "cap-486/2022-10-01/en"
COPYRIGHT = "cap-528/2026-02-21/en"

ARTICLES = ("为了泡茶，制定本办法。", "水壶应当鸣笛。", "水壶不得漏水。")

NAMESPACE = "http://www.xml.gov.hk/schemas/hklm/1.0"


def measures(*articles: str) -> bytes:
    numerals = "一二三四五六七八九"
    lines = "".join(
        f"<p>第{numeral}条　{words}</p>"
        for numeral, words in zip(numerals, articles or ARTICLES, strict=False)
    )
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{lines}</body></html>'
    return page.encode()


def ordinance(*sections: str, language: str = "en") -> bytes:
    body = "".join(
        f'<section name="s{number}" status="operational"><num value="{number}">{number}.</num>'
        f"<heading>Kettles</heading><content>{words}</content></section>"
        for number, words in enumerate(sections or ("A kettle whistles.", "A lid fits."), start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ordinance xmlns="{NAMESPACE}" '
        f'xml:lang="{language}"><meta><docName>Cap. 0</docName></meta><main>{body}</main>'
        "</ordinance>"
    ).encode()


def archive(members: Mapping[str, bytes], padding: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        if padding:
            file.writestr(zipfile.ZipInfo("pictures/steam.png"), bytes(padding))
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


def member_name(chapter: str, day: date) -> str:
    return f"cap_{chapter}_{day:%Y%m%d}000000_en_c.xml"


def manifest(url: str, packed: bytes, days: Mapping[str, date], **replaced: str) -> bytes:
    """The list of legislation, with one archive for all chapters."""
    digest = replaced.get("sha256", hashlib.sha256(packed).hexdigest().upper())
    chapters = [
        {
            "CapNo": chapter,
            "Version": [
                {
                    "VersionDate": {"value": f"{day}T00:00:00", "isCurrentVersion": True},
                    "DataResourceUrl": url,
                    "FileLocation": f"cap_{chapter}_en_c",
                    "FileName": member_name(chapter, day),
                }
            ],
        }
        for chapter, day in days.items()
    ]
    sets = [{"DataResource": {"url": url, "sha256": digest}}]
    return json.dumps({"DataSet": sets, "Chapter": chapters}).encode()


def chapters(texts: Mapping[str, bytes], days: Mapping[str, date], padding: int = 0) -> bytes:
    """An archive as e-Legislation packs them: folders written with a backslash."""
    return archive(
        {f"cap_{c}_en_c\\{member_name(c, days[c])}": data for c, data in texts.items()}, padding
    )


def publishers(page: str, listing: str) -> Publishers:
    """Two publishers: one of a page, one of archives."""
    hkel = {"publisher": "hk", "kind": Kind.HKEL, "urls": (listing,), "at_least": 2}
    json_types = {"types": ("application/json",), "version_date": date(2022, 10, 1)}
    return Publishers(
        publisher=(
            Publisher(id="cac", hosts=("kettles.test",)),
            Publisher(id="hk", hosts=("kettles.test",)),
        ),
        text=(
            Source(
                of=MEASURES,
                publisher="cac",
                kind=Kind.FILE,
                urls=(page,),
                file="c_1690898327029107.htm",
                types=("text/html",),
                at_least=2,
            ),
            Source(
                of="cn-genai/2023-08-15/en",
                publisher="cac",
                kind=Kind.BY_HAND,
                urls=(),
                file="cn-interim-measures_en_casi.txt",
                types=("text/plain",),
                at_least=2,
            ),
            Source(of=PRIVACY, chapter="486", file="cap486_en.xml", **hkel, **json_types),
            Source(of=COPYRIGHT, chapter="528", file="cap528_en.xml", **hkel, **json_types),
        ),
    )
