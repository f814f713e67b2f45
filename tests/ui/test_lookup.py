from __future__ import annotations

from datetime import date

import pytest
from kettles import edition, provision

from corpus.provision import Authority
from ui.lookup import meant


def of(language, version="2022-10-01", authority=Authority.AUTHENTIC, instrument="cap-486"):
    held = edition(instrument, version, language, authority=authority)
    return provision(f"{instrument}/s_1", held, language)


@pytest.mark.parametrize(
    ("editions", "language", "version"),
    [
        ([of("zh-Hant"), of("en")], "en", "2022-10-01"),
        (
            [of("en", "2023-08-15", Authority.UNOFFICIAL_TRANSLATION), of("zh-Hans", "2023-08-15")],
            "zh-Hans",
            "2023-08-15",
        ),
        (
            [
                of("en", "2026-07-27", instrument="eu-ai-act"),
                of("en", "2024-07-12", instrument="eu-ai-act"),
            ],
            "en",
            "2024-07-12",
        ),
        ([of("en", "2000-02-02"), of("en", "2000-01-01")], "en", "2000-02-02"),
        ([of("en", "v2", instrument="own:report")], "en", "v2"),
    ],
    ids=["English first", "authentic first", "in force then", "latest held", "own document"],
)
def test_the_edition_meant(editions, language, version):
    chosen = meant(editions, date(2025, 6, 1)).edition
    assert (chosen.language, chosen.version) == (language, version)
