"""A reader's own document from its file to its removal, in a real browser."""

from __future__ import annotations

import pytest
from own_documents import KETTLES, HashedEmbedder
from site_steps import LANGUAGES, SCHEMES, SIZES, serving, sound

from corpus.texts import text


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    home = tmp_path_factory.mktemp("own")
    with serving(home, embedder=HashedEmbedder(), uploads=True) as server:
        yield server


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_sent_found_read_and_removed(visit, tmp_path, language):
    file = tmp_path / "kettles.md"
    file.write_text(KETTLES, "utf-8")
    page = visit("/documents", language, viewport=SIZES[language], color_scheme=SCHEMES[language])
    page.set_input_files("#doc-file", file)
    page.fill("#doc-title", "茶壺範圍")
    page.locator("form[enctype] [type=submit]").click()
    page.wait_for_selector(".doc-list a:has-text('茶壺範圍')", timeout=60_000)
    sound(page, language)
    page.set_viewport_size(SIZES[language])

    page.fill("#doc-q", "Which kettles must not run empty?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".doc-found blockquote:has-text('electric kettles')")
    badge = text(language, "authority.own-document")
    assert badge in page.locator(".doc-found .rb-badges").first.inner_text()
    sound(page, language)

    page.locator(".doc-found a").first.click()
    page.wait_for_selector("mark:has-text('electric kettles')")
    sound(page, language)

    page.locator(".rb-aside a[href$='/remove']").click()
    sound(page, language)
    page.locator("#main form [type=submit]").click()
    page.wait_for_url("**/documents*")
    page.wait_for_selector(f"p:has-text('{text(language, 'documents_page.none')}')")
    assert page.locator(".doc-list").count() == 0
