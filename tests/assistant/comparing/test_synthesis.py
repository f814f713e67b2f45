"""The synthesis says what the sides carry, bound to them, and nothing more."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.answer import Citation, Claim, ComparisonCell, Support
from assistant.comparing.comparison import Holdings, lay_out
from assistant.comparing.synthesis import MOST, Side, dates, sides_of, synthesis
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import digest
from corpus.index import IndexedText
from corpus.provision import Authority, BindingForce
from corpus.provisions import ProvisionTable

TODAY = date(2026, 11, 22)
EU = Side(
    "eu",
    ("provider", "deployer"),
    (BindingForce.REGULATION,),
    ("applies from 2 August 2026",),
    ("6 months (to keep logs)",),
    ("Article 26(6)",),
    ("eu-ai-act",),
)
CN = Side(
    "cn",
    ("provider",),
    (BindingForce.DEPARTMENTAL_RULES,),
    ("in force 15 August 2023",),
    (),
    ("Article 12",),
    ("cn-genai",),
)
US = Side(
    "us", ("organisation",), (BindingForce.VOLUNTARY_FRAMEWORK,), (), (), ("GOVERN 1.6",),
    ("nist-ai-rmf",),
)  # fmt: skip
HK = Side("hk", searched=("cap-486", "cap-528"))
OBLIGES = re.compile(r"\b(must|shall|oblige[sd]?|dut(?:y|ies))\b")


def by_kind(sides, language="en"):
    found = {}
    for sentence in synthesis(sides, language):
        found.setdefault(sentence.kind, []).append(sentence)
    return found


def test_common_is_what_every_side_that_speaks_has():
    common = by_kind([EU, CN, HK])["common"]
    assert [s.text for s in common] == [
        "Each of these has provisions on this: European Union: Article 26(6); "
        "Mainland China: Article 12.",
        "In each of these, the clauses shown concern: Provider (European Union, Mainland China).",
    ]
    assert {s.jurisdictions for s in common} == {("eu", "cn")}


def test_differences_stand_side_by_side():
    texts = [s.text for s in by_kind([EU, CN])["differs"]]
    assert texts == [
        "Whom the clauses shown concern: European Union: Provider, Deployer; "
        "Mainland China: Provider.",
        "The sources differ in force: European Union: EU regulation, directly applicable; "
        "Mainland China: departmental rules.",
        "Application and edition: European Union: applies from 2 August 2026; "
        "Mainland China: in force 15 August 2023.",
        "Figures in the clauses shown: European Union: 6 months (to keep logs).",
        "For these, the digest records no figure in the clauses shown: Mainland China.",
    ]


def test_silence_is_bound_to_the_silent_cell():
    (missing,) = by_kind([EU, HK])["missing"]
    assert missing.jurisdictions == ("hk",)
    assert missing.text == (
        "Hong Kong: no provision on this found in PDPO (Cap. 486), Copyright Ordinance (Cap. 528)."
    )


def test_what_is_not_installed_is_not_missing_law():
    (missing,) = by_kind([EU, Side("hk", searched=("cap-486",), installed=False)])["missing"]
    assert "nothing can be said" in missing.text
    assert "no provision" not in missing.text


def test_one_voice_is_called_the_only_one_among_those_compared():
    found = by_kind([EU, HK])
    assert "common" not in found
    assert found["differs"][0].text == (
        "Of those compared, only one has provisions on this here. European Union: Article 26(6)."
    )
    assert found["differs"][0].jurisdictions == ("eu", "hk")


def test_a_voluntary_framework_only_recommends():
    differs = by_kind([EU, US])["differs"]
    assert next(s for s in differs if s.jurisdictions == ("us",)).text == (
        "United States: a voluntary framework, which recommends and does not oblige."
    )
    alone = " ".join(s.text for s in synthesis([US], "en"))
    assert OBLIGES.findall(alone) == ["oblige"]


def test_the_same_force_is_common():
    texts = [s.text for s in by_kind([EU, EU])["common"]]
    assert "The sources are of the same kind: EU regulation, directly applicable " in texts[-1]
    assert "The sources differ in force" not in " ".join(s.text for s in synthesis([EU, EU], "en"))


def test_what_is_left_out_of_a_list_is_marked():
    many = tuple(f"{n} years (of keeping)" for n in range(1, MOST + 3))
    side = Side("eu", force=(BindingForce.REGULATION,), figures=many, pinpoints=("Article 1",))
    text = next(s.text for s in synthesis([side, CN], "en") if s.text.startswith("Figures"))
    assert f"{MOST} years (of keeping), …." in text
    assert f"{MOST + 1} years" not in text


def test_nothing_compared_says_nothing():
    assert synthesis([], "en") == ()


def cite(number, locator, applies_from=None, version=None):
    instrument = catalogue().instrument(locator.split("/")[0])
    return Citation(
        number=number,
        locator=locator,
        instrument=instrument.id,
        jurisdiction=instrument.jurisdiction,
        language="en",
        version=version or instrument.version[-1].id,
        authority=Authority.AUTHENTIC,
        binding_force=instrument.binding_force,
        applies_from=applies_from,
        pinpoint=locator.split("/")[1],
        quote="Kettles.",
        quote_verified=True,
    )


def test_the_sides_of_an_answer_come_from_its_cells_claims_and_citations():
    citations = [
        cite(1, "eu-ai-act/art_19", date(2027, 12, 2)),
        cite(2, "cap-486/s_26"),
        cite(3, "cap-528/s_17"),
    ]
    claims = [
        Claim(text="Kettles.", language="en", support=Support.DIGEST, citations=(n,))
        for n in (1, 2, 3)
    ]
    cells = [
        ComparisonCell(jurisdiction="eu", claims=(0,), searched=("eu-ai-act",)),
        ComparisonCell(jurisdiction="hk", claims=(1, 2), figures=("50 years",), searched=("x",)),
        ComparisonCell(jurisdiction="cn", searched=("cn-genai",)),
    ]
    eu, hk, cn = sides_of(cells, claims, citations, digest(), "en", TODAY)
    assert eu.roles == digest().entries["eu-ai-act/art_19"].roles
    assert eu.dates == ("applies from 2 December 2027, not yet applicable",)
    assert eu.figures == ("6 months (minimum time providers keep logs)",)
    assert hk.force == (BindingForce.STATUTE,)
    assert hk.figures == ("50 years",)
    assert hk.pinpoints == ("PDPO (Cap. 486) s_26", "Copyright Ordinance (Cap. 528) s_17")
    assert (cn.silent, cn.installed, cn.searched) == (True, True, ("cn-genai",))


def test_several_days_of_application_are_told_apart():
    cited = [
        cite(1, "eu-ai-act/art_5", date(2025, 2, 2)),
        cite(2, "eu-ai-act/art_50", date(2026, 8, 2)),
        cite(3, "eu-ai-act/art_4", date(2025, 2, 2)),
    ]
    assert dates(cited, "en", TODAY) == (
        "applies from 2 February 2025 (art_5, art_4)",
        "applies from 2 August 2026 (art_50)",
    )


@pytest.fixture
def matrices(tmp_path):
    texts = [
        IndexedText(
            instrument=i.id, version=i.version[-1].id, language="en",
            authority=Authority.OWN_DIGEST, file="f", sha256="", provisions=1, passages=1,
        )
        for i in catalogue().instruments
    ]  # fmt: skip
    with ProvisionTable.create(tmp_path / "p.sqlite") as table:
        held = Holdings(table, texts, digest())
        yield lambda **options: lay_out(list(digest().topics), held, as_at=TODAY, **options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_rests_on_cells_that_carry_it(matrices, language):
    for row in matrices(language=language).rows:
        cells = {cell.jurisdiction: cell for cell in row.cells}
        silent = {place for place, cell in cells.items() if not cell.entries}
        missing = {p for s in row.synthesis if s.kind == "missing" for p in s.jurisdictions}
        assert missing == silent
        for sentence in row.synthesis:
            if sentence.kind == "common":
                assert not silent & set(sentence.jurisdictions)
            carried = " ".join(
                " ".join((*cell.figures, *cell.dates, *cell.editions))
                + " ".join(e.citation.pinpoint for e in cell.entries)
                + " ".join(catalogue().instrument(i).short.get(language) for i in cell.searched)
                for cell in (cells[place] for place in sentence.jurisdictions)
            )
            assert set(re.findall(r"\d+", sentence.text)) <= set(re.findall(r"\d+", carried))


def test_nist_alone_is_never_said_to_oblige(matrices):
    for row in matrices(jurisdictions=["us"]).rows:
        for sentence in row.synthesis:
            assert OBLIGES.findall(sentence.text) in ([], ["oblige"])
