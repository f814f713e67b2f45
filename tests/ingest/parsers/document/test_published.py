"""Publishers' documents of no format of their own, as texts of the catalogue."""

from __future__ import annotations

import document_files as files
import pytest

from corpus import errors
from corpus.catalogue import catalogue
from corpus.provision import enclosing
from ingest.parsers import published
from ingest.parsers.document.parsing import parse_document
from ingest.passages import passages_of
from ingest.sources import PARSERS

PAGE = """<html><body><nav>Menu</nav><h1>Convention on Kettles</h1>
<h2>Article 1 – Purpose</h2><p>Kettles shall be safe.</p>
<h2>Article 2 – Whistles</h2><p>Each Party shall see to it that kettles whistle.</p>
<h2>Article 3 – Lamps</h2><p>Libraries may use lamps.</p></body></html>""".encode()
FORMS = {
    "html": PAGE,
    "pdf": files.headed_pdf(),
    "paged pdf": files.kettle_pdf(),
    "docx": files.kettle_word(),
    "markdown": b"# Kettles\n\n## 2.1 Scope\n\nAll kettles are meant here.\n",
    "text": b"Kettles are to be safe.\n\nThey whistle.\n",
}


def edition(instrument="coe-ai-convention"):
    law = catalogue().instrument(instrument)
    version = law.version[0]
    return catalogue().edition(law, version, version.text[0], "ab" * 32)


@pytest.mark.parametrize("form", FORMS)
def test_it_is_stamped_as_a_text_of_the_catalogue(form):
    parsed = published.parse(FORMS[form], edition())
    assert parsed.edition == edition()
    assert parsed.provisions
    for provision in parsed.provisions:
        assert provision.edition == edition()
        assert provision.locator.startswith("coe-ai-convention/")
        assert provision.root == ([provision.locator, *enclosing(provision.locator)][-1])


@pytest.mark.parametrize("form", FORMS)
def test_its_words_are_those_of_the_general_reader(form):
    parsed = published.parse(FORMS[form], edition())
    own = parse_document(FORMS[form], "kettles")
    assert parsed.reassembled() == own.reassembled()
    assert [p.text for p in parsed.provisions] == [p.text for p in own.provisions]


def test_headings_of_a_page_give_its_places():
    parsed = published.parse(PAGE, edition())
    found = {p.locator: p for p in parsed.provisions}
    assert "coe-ai-convention/sec_art-2/par_1" in found
    assert found["coe-ai-convention/sec_art-2"].heading == "Article 2 – Whistles"
    assert found["coe-ai-convention/sec_art-2"].heading_path == ("Convention on Kettles",)


def test_it_is_cut_into_passages_that_know_the_instrument():
    passages = passages_of(published.parse(PAGE, edition()))
    assert {p.instrument for p in passages} == {"coe-ai-convention"}
    assert all(p.context.startswith("Council of Europe Framework Convention") for p in passages)


def test_a_paragraph_in_another_language_keeps_it():
    words = "<p>Kettles are safe and they whistle.</p><p>電水壺必須安全並鳴笛。</p>"
    page = f"<html><body>{words}</body></html>"
    spoken = [p.language for p in published.parse(page.encode(), edition()).provisions]
    assert spoken == ["en", "zh-Hant"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.DocumentEmpty),
        (files.scanned_pdf(), errors.DocumentScanned),
        (files.locked_pdf("secret"), errors.DocumentLocked),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), errors.DocumentUnknown),
        (b"%PDF-1.7 broken off", errors.UnreadableSource),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, error):
    with pytest.raises(error):
        published.parse(data, edition())


def test_every_format_of_the_catalogue_is_read():
    used = {t.format for i in catalogue().every for v in i.version for t in v.text}
    assert used == set(PARSERS)
