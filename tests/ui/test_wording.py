from __future__ import annotations

import pytest
from kettles import INSTALLED, KETTLES, cite, indexed

from corpus.catalogue import LANGUAGES
from corpus.provision import Authority, BindingForce, Status
from corpus.texts import texts
from ui.wording import installed_texts, instrument_name, standing, version_label


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Texts here: EU AI Act (consolidated, as amended to 27 July 2026); "
                "China's Interim Measures (in force 15 August 2023)",
                "Only RuleBridge's own digest of: PDPO (Cap. 486)",
            ],
        ),
        (
            "zh-Hant",
            [
                "已安裝文本：歐盟《人工智能法》（截至2026年7月27日的綜合文本）；"
                "內地《暫行辦法》（2023年8月15日起施行）",
                "只有 RuleBridge 要旨的文書：《私隱條例》（第486章）",
            ],
        ),
    ],
)
def test_installed_texts(language, expected):
    assert installed_texts(INSTALLED.texts, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_digest(language):
    own = [indexed("cap-486", "2022-10-01", "en", Authority.OWN_DIGEST)]
    assert installed_texts(own, language) == [texts(language)["ui"]["digest_only"]]


def test_two_versions_in_two_languages_are_named_once_each():
    held = [indexed("cap-486", "2022-10-01", tag, Authority.AUTHENTIC) for tag in ("en", "zh-Hant")]
    assert installed_texts(held, "en") == [
        "Texts here: PDPO (Cap. 486) (version of 1 October 2022)"
    ]


def test_what_the_catalogue_does_not_know_keeps_its_id():
    assert instrument_name("own:report", "en") == "own:report"
    assert version_label("own:report", "v2", "zh-Hant") == "v2"
    assert version_label("cap-486", "1995", "en") == "1995"


def test_a_voluntary_framework_is_never_called_in_force():
    of = cite(1, KETTLES, "Nobody", binding_force=BindingForce.VOLUNTARY_FRAMEWORK)
    assert standing(of, "en") == ["authentic text", "voluntary framework"]
    assert standing(of, "en", Status.EXPLANATORY)[-1] == "explanatory"
