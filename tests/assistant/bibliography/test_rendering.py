# ruff: noqa: E501
"""References as people read them, in four styles and three languages."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from cited import (
    ALL,
    CN,
    CN_ENGLISH,
    COPYRIGHT,
    EU,
    EU_FIRST,
    HOSTILE,
    NIST,
    NIST_DIGEST,
    PRIVACY,
    PRIVACY_CONVERTED,
    references,
)

from assistant.bibliography.citing import cite_as
from assistant.bibliography.remarks import kind_of_text
from assistant.bibliography.style import Style, style_named
from corpus.catalogue import LANGUAGES, catalogue
from corpus.errors import RuleBridgeError, UnknownStyle
from corpus.texts import texts

PEOPLE = [style for style in Style if not style.is_data]


def cited(citation, style, language="en"):
    return cite_as(references(language, [citation]), style, language)


@pytest.mark.parametrize(
    ("citation", "style", "language", "start"),
    [
        (EU, "oscola", "en", r"Regulation \(EU\) 2024/1689 .+ \[2024\] OJ L, 2024/1689, art 50\(2\) "),
        (EU_FIRST, "oscola", "en", r".+ \[2024\] OJ L, 2024/1689, annex III, point 4 \(as first"),
        (PRIVACY, "oscola", "zh-Hant", r"Personal Data \(Privacy\) Ordinance \(Cap 486\) \(Hong Kong\), s 64\(3A\) "),
        (CN, "oscola", "en", r"生成式人工智能服务管理暂行办法 \[Interim .+\] \(Order No 15\) \(Mainland China\), art 7\(2\) "),
        (NIST, "oscola", "en", r"National Institute of Standards and Technology, ‘.+ \(AI RMF 1\.0\)’ \(2023\) NIST AI 100-1, GOVERN 1\.1, PDF p 27 <"),
        (PRIVACY, "hong-kong", "en", r"Personal Data \(Privacy\) Ordinance \(Cap\. 486\), s 64\(3A\) "),
        (PRIVACY, "hong-kong", "zh-Hant", "《個人資料（私隱）條例》（第486章）第64\\(3A\\)條（"),
        (COPYRIGHT, "hong-kong", "zh-Hans", "《版权条例》（第528章）第11\\(3\\)条（"),
        (EU, "hong-kong", "zh-Hant", r"《歐盟第2024/1689號規例（人工智能法）》（\[2024\] OJ L, 2024/1689）第50\(2\)條（"),
        (NIST, "hong-kong", "zh-Hant", "美國國家標準與技術研究院《人工智能風險管理框架（AI RMF 1.0）》（NIST AI 100-1）GOVERN 1.1，PDF第27頁（"),
        (CN, "gb-t-7714-2015", "zh-Hans", r"\[1\]国家互联网信息办公室, 国家发展和改革委员会, 教育部, 等\. 生成式人工智能服务管理暂行办法: 令第15号, 第七条第（二）项\[A/OL\]\. \(2023-07-10\)\[2026-11-22\]\. https://www\.cac\.gov\.cn/\S+\. 2023年8月15日"),
        (EU, "gb-t-7714-2015", "zh-Hans", r"\[1\]European Parliament, Council of the European Union\. Regulation .+: OJ L, 2024/1689, 第50\(2\)条\[A/OL\]\. \(2026-07-27\)"),
        (NIST, "gb-t-7714-2015", "en", r"\[1\]National Institute .+: NIST AI 100-1, GOVERN 1\.1, PDF p\. 27\[R/OL\]\. Gaithersburg, MD: .+, 2023\[2026-11-22\]\. "),
        (PRIVACY, "apa", "en", r"Personal Data \(Privacy\) Ordinance, Cap\. 486, s\. 64\(3A\) \(Hong Kong 2022\) \["),
        (CN, "apa", "zh-Hant", "生成式人工智能服務管理暫行辦法, 令第15號, 第七條第（二）項 \\(內地 2023\\)"),
        (EU, "apa", "zh-Hant", r"Regulation .+ \[歐盟第2024/1689號規例（人工智能法）\], 2024 OJ L, 2024/1689, 第50\(2\)條 \(歐盟\) "),
        (NIST, "apa", "en", r"National Institute of Standards and Technology\. \(2023\)\. .+ \(NIST AI 100-1, GOVERN 1\.1, PDF p\. 27\)\. https://doi"),
    ],
)  # fmt: skip
def test_each_style_cites_as_its_readers_expect(citation, style, language, start):
    assert re.match(start, cited(citation, Style(style), language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", PEOPLE)
@pytest.mark.parametrize("citation", ALL, ids=lambda c: f"{c.locator}-{c.authority}")
def test_every_form_has_edition_kind_of_text_pinpoint_and_access(citation, style, language):
    (reference,) = references(language, [citation])
    said = cited(citation, style, language)
    written = "en" if style is Style.OSCOLA else language
    version = catalogue().version(citation.instrument, citation.version)
    assert version.label.get(written).lower() in said.lower()
    assert kind_of_text(reference, written) in said
    number = citation.locator.split("/")[1].split("_")[-1].replace("GOVERN-", "")
    assert number in said or "七" in said
    assert re.search(r"2026-11-22|22 November 2026|November 22, 2026|2026年11月22日", said)
    assert reference.link in said
    assert "\n" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", PEOPLE)
def test_voluntary_is_said(style, language):
    written = "en" if style is Style.OSCOLA else language
    for citation in (NIST, NIST_DIGEST):
        assert texts(written)["bibliography"]["voluntary-framework"] in cited(
            citation, style, language
        )


@pytest.mark.parametrize("style", PEOPLE)
def test_what_is_not_the_official_text_is_not_said_to_be(style):
    assert "unofficial translation into English by" in cited(CN_ENGLISH, style)
    assert "converted by machine" in cited(PRIVACY_CONVERTED, style)
    assert "RuleBridge's own digest in English, not the official text" in cited(NIST_DIGEST, style)
    for citation in (CN_ENGLISH, PRIVACY_CONVERTED, NIST_DIGEST):
        assert "authentic" not in cited(citation, style)


def test_a_consolidation_says_what_controls():
    assert "the Official Journal is authentic" in cited(EU, Style.OSCOLA)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_oscola_is_written_in_english(language):
    assert cited(PRIVACY, Style.OSCOLA, language) == cited(PRIVACY, Style.OSCOLA, "en")


@pytest.mark.parametrize("style", PEOPLE)
@pytest.mark.parametrize(("language", "foreign"), [("zh-Hant", "简规则条务页检访问于"), ("zh-Hans", "規則條務頁檢訪問於")])  # fmt: skip
def test_scripts_do_not_mix(style, language, foreign):
    said = cite_as(references(language, [EU, PRIVACY, COPYRIGHT, NIST]), style, language)
    assert not set(said) & set(foreign)


def test_numbers_run_on_and_the_order_is_kept():
    lines = cite_as(references("en"), Style.GB_T_7714, "en").splitlines()
    assert [line.split("]")[0] for line in lines] == [f"[{n}" for n in range(1, len(ALL) + 1)]


def test_the_same_provision_may_come_twice():
    first, second = cite_as(references("en", [EU, EU]), Style.OSCOLA, "en").splitlines()
    assert first == second


@pytest.mark.parametrize("style", PEOPLE)
def test_a_whole_instrument_can_be_cited(style):
    whole = EU.model_copy(update={"locator": "eu-ai-act"})
    said = cited(whole, style)
    assert "OJ L, 2024/1689" in said
    assert "eu-ai-act" not in said


@pytest.mark.parametrize("style", PEOPLE)
def test_hostile_text_stays_in_its_line(style):
    hostile = EU.model_copy(update={"heading": HOSTILE, "quote": HOSTILE, "url": HOSTILE})
    assert cited(hostile, style) == cited(EU.model_copy(update={"url": ""}), style)


@pytest.mark.parametrize("style", Style)
def test_no_references_are_no_lines(style):
    assert cite_as([], style, "en") == ("[]" if style is Style.CSL_JSON else "")


def test_an_unknown_style_is_refused_with_those_there_are():
    with pytest.raises(UnknownStyle, match="no citation style “mla”; choose from: oscola") as error:
        style_named("mla")
    assert isinstance(error.value, RuleBridgeError)
    for language in LANGUAGES:
        assert "mla" in texts(language)["errors"][error.value.code].format(**error.value.details)


@pytest.mark.parametrize("style", Style)
def test_every_style_has_a_name(style):
    for language in LANGUAGES:
        assert texts(language)["bibliography"][f"style_{style.value}"]


def test_processors_are_loaded_only_when_used():
    code = (
        "import sys, assistant.bibliography.citing, assistant.bibliography.reference; "
        "print({'citeproc', 'rispy', 'bibtexparser'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_threads_do_not_mix_references_up():
    known = references("en", [EU, PRIVACY, COPYRIGHT, NIST])
    alone = {r.locator: cite_as([r], Style.GB_T_7714, "en") for r in known}
    with ThreadPoolExecutor(8) as pool:
        said = pool.map(lambda r: (r.locator, cite_as([r], Style.GB_T_7714, "en")), known * 25)
    assert all(alone[locator] == line for locator, line in said)
