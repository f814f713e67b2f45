"""Further instruments: what the package knows of them, and what an installation may add."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from corpus.catalogue import LANGUAGES, catalogue, derived, refresh
from corpus.catalogue.reading import FOLDER, extended, packaged
from corpus.errors import CatalogueUnreadable
from corpus.provision import Authority, BindingForce
from corpus.script import fold
from corpus.settings import settings
from corpus.texts import texts

BOOK = packaged()
DESCRIBED = ("eu-ai-act", "cn-genai", "cap-486", "cap-528", "nist-ai-rmf", "nist-genai-profile")
FURTHER = {
    "oecd-ai-principles", "unesco-ai-ethics", "coe-ai-convention", "sg-genai-framework",
    "jp-ai-promotion-act", "kr-ai-basic-act", "gb-ai-white-paper", "ca-adm-directive",
    "cn-algorithm-recommendation", "cn-deep-synthesis", "cn-ai-labelling",
    "hk-pcpd-ai-framework", "hk-dpo-genai-guideline",
}  # fmt: skip
ENTRY = """
[[jurisdiction]]
id = "tealand"
name = { en = "Tealand", zh-Hant = "茶國", zh-Hans = "茶国" }
aliases = ["Tealand"]

[[instrument]]
id = "tl-kettle-act"
jurisdiction = "tealand"
binding_force = "statute"
title = { en = "Kettle Act 2025", zh-Hant = "水煲法", zh-Hans = "水壶法" }
short = { en = "Kettle Act", zh-Hant = "水煲法", zh-Hans = "水壶法" }
aliases = ["KA"]
publisher = "Ministry of Tea"
licence = "Public domain"
attribution = "Ministry of Tea"

[[instrument.version]]
id = "2025-03-01"
label = { en = "2025", zh-Hant = "2025", zh-Hans = "2025" }
in_force_from = 2025-03-01

[[instrument.version.text]]
language = "en"
authority = "authentic"
format = "document"
files = ["kettle-act.md"]
url = "https://tea.example/act"
"""


def test_what_is_answered_from_stays_what_it_was():
    assert tuple(i.id for i in BOOK.instruments) == DESCRIBED
    assert [place.id for place in BOOK.jurisdiction] == ["eu", "cn", "hk", "us"]


def test_the_instruments_that_the_field_compares_are_known():
    assert {i.id for i in BOOK.further} == FURTHER
    assert all(BOOK.is_further(i) for i in FURTHER)
    assert not any(BOOK.is_further(i) for i in DESCRIBED)


def names(instrument):
    titles = (t.get(tag) for t in (instrument.title, instrument.short) for tag in LANGUAGES)
    return {*titles, *instrument.aliases, *instrument.implied_by}


@pytest.mark.parametrize("instrument", BOOK.further, ids=lambda i: i.id)
def test_an_entry_is_complete(instrument):
    assert BOOK.place(instrument.jurisdiction) is not None
    assert all((instrument.publisher, instrument.licence, instrument.attribution))
    assert {"type", "name-en", "published"} <= set(instrument.citation)
    for version in instrument.version:
        assert version.text
        for text in version.text:
            assert text.files
            assert urlsplit(text.url).scheme == "https"
            translated = text.authority is not Authority.AUTHENTIC
            assert bool(text.translator) is translated
            assert bool(text.original) is translated


@pytest.mark.parametrize("instrument", BOOK.further, ids=lambda i: i.id)
def test_a_name_is_no_name_of_what_is_answered_from(instrument):
    others = {fold(name) for other in BOOK.instruments for name in names(other)}
    others |= {fold(name) for place in BOOK.jurisdiction for name in place.aliases}
    assert {name for name in names(instrument) if fold(name) in others} == set()


def test_no_name_belongs_to_two_further_instruments():
    owners = {}
    for instrument in BOOK.further:
        for name in map(fold, names(instrument)):
            owners.setdefault(name, set()).add(instrument.id)
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_no_file_is_recognised_as_two_texts():
    seen = {}
    for instrument in BOOK.every:
        for version in instrument.version:
            for text in version.text:
                for pattern in text.files:
                    name = pattern.replace("*", "x")
                    found = BOOK.text_for(name)
                    assert found is not None
                    seen[name] = (found[0].id == instrument.id, found[2] == text)
    assert set(seen.values()) == {(True, True)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("force", BindingForce)
def test_every_force_has_its_words(force, language):
    assert texts(language)["binding_force"][force.value]
    assert texts(language)["learn"][f"force_{force.value}"]
    assert not force.is_voluntary or texts(language)["bibliography"][force.value]


def test_what_recommends_or_announces_obliges_nobody():
    voluntary = {force.value for force in BindingForce if force.is_voluntary}
    assert voluntary == {"voluntary-framework", "recommendation", "policy"}
    forces = {i.id: i.binding_force for i in BOOK.further}
    assert forces["oecd-ai-principles"].is_voluntary
    assert not forces["coe-ai-convention"].is_voluntary
    assert forces["cn-ai-labelling"] is BindingForce.NORMATIVE_DOCUMENT


def test_lists_show_what_is_installed_besides():
    held = ["cap-486", "jp-ai-promotion-act", "cn-deep-synthesis"]
    assert [i.id for i in BOOK.shown(held)] == [*DESCRIBED, "jp-ai-promotion-act", held[2]]
    assert [place.id for place in BOOK.places(held)] == ["eu", "cn", "hk", "us", "jp"]
    assert BOOK.shown([]) == BOOK.instruments
    assert BOOK.places([]) == BOOK.jurisdiction


# --- what an installation adds


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / FOLDER
    made.mkdir()
    return made


def test_an_installation_adds_an_instrument_and_its_place(folder):
    (folder / "kettles.toml").write_text(ENTRY, "utf-8")
    (folder / "notes.txt").write_text("not read", "utf-8")
    book = extended(BOOK, folder)
    assert book.instruments == BOOK.instruments
    assert book.instrument("tl-kettle-act").short.get("zh-Hant") == "水煲法"
    assert book.is_further("tl-kettle-act")
    assert book.place("tealand").name.en == "Tealand"
    assert book.text_for("kettle-act.md")[1].id == "2025-03-01"


def test_there_need_be_no_folder(tmp_path):
    assert extended(BOOK, tmp_path / "none") is BOOK


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "tl-kettle-act"', 'id = "cap-486"', "the id “cap-486” is malformed or taken"),
        ('id = "tl-kettle-act"', 'id = "own:x"', "the id “own:x” is malformed or taken"),
        ('id = "tealand"', 'id = "hk"', "the place id “hk” is malformed or taken"),
        ('jurisdiction = "tealand"', 'jurisdiction = "nowhere"', "there is no place “nowhere”"),
        ('aliases = ["KA"]', 'aliases = ["AI Act"]', "the name “AI Act” belongs to eu-ai-act"),
        ('aliases = ["KA"]', 'aliases = ["香港"]', "the name “香港” belongs to hk"),
        ('aliases = ["Tealand"]', 'aliases = ["nist"]', "the name “nist” belongs to us"),
        ('aliases = ["KA"]', 'aliases = [" "]', "tl-kettle-act has an empty name"),
        ('binding_force = "statute"', 'binding_force = "decree"', "instrument.0.binding_force"),
        ('licence = "Public domain"', 'licences = "x"', r"instrument.0.licence: Field required"),
        ("[[instrument.version.text]]", "[[instrument.version.commencement]]", "version.0"),
        ("[[instrument]]", "[[instrument", "TOMLDecodeError"),
    ],
)
def test_a_file_that_is_wrong_or_takes_what_is_taken_is_refused(folder, old, new, message):
    assert old in ENTRY
    (folder / "kettles.toml").write_text(ENTRY.replace(old, new), "utf-8")
    with pytest.raises(CatalogueUnreadable, match=r"kettles\.toml cannot be used .*take it away"):
        extended(BOOK, folder)
    with pytest.raises(CatalogueUnreadable) as caught:
        extended(BOOK, folder)
    assert message.replace("\\", "") in str(caught.value)


def test_a_second_file_may_not_repeat_the_first(folder):
    (folder / "a.toml").write_text(ENTRY, "utf-8")
    (folder / "b.toml").write_text(ENTRY, "utf-8")
    with pytest.raises(CatalogueUnreadable, match=r"b\.toml .*“tealand” is malformed or taken"):
        extended(BOOK, folder)


def test_the_catalogue_is_that_of_the_home_and_is_read_anew(folder, monkeypatch):
    calls = []

    @derived
    def count():
        calls.append(len(catalogue().every))
        return calls[-1]

    monkeypatch.setenv("RULEBRIDGE_HOME", str(folder.parent))
    settings.cache_clear()
    refresh()
    try:
        before = count()
        (folder / "kettles.toml").write_text(ENTRY, "utf-8")
        assert count() == before
        refresh()
        assert count() == before + 1
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        refresh()
