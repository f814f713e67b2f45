"""Own documents on the Ask page: looked in at a touch, shown apart from the law."""

from __future__ import annotations

import pytest
from kettles import answer
from lxml import html

from assistant.answer import Answer
from corpus.documents import Excerpt
from corpus.texts import text
from ui.ask.chips import Choices, chips_html
from ui.ask.messages import Teller
from ui.ask.options import Options
from ui.conversation import State, Turn
from ui.page.reply import answer_parts

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
NONE = Choices((), {})


def with_excerpts(language="en") -> Answer:
    excerpt = Excerpt(
        document="own:notes",
        title="<i>Notes</i>",
        locator="own:notes/p_2/par_1",
        page=2,
        paragraph=1,
        language="en",
        text="Kettles <b>boil</b> ${x}.",
        span=(0, 24),
        score=0.5,
        verified=True,
    )
    return answer("May kettles judge?", language).model_copy(update={"excerpts": (excerpt,)})


def turn(**options) -> Turn:
    found = with_excerpts()
    return Turn(1, found.question, Options(**options), State.DONE, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_excerpts_stand_apart_and_say_that_they_are_no_law(language):
    (words,) = [w for name, w in answer_parts(with_excerpts(language), 1) if name == "excerpts"]
    page = html.fromstring(words)
    assert page.xpath("//h3")[0].text == text(language, "documents.excerpts")
    assert page.xpath("//blockquote")[0].text == "Kettles <b>boil</b> ${x}."
    assert page.xpath("//a/@href") == ["/documents/notes/p_2/par_1?mark=0-24#here"]
    assert "${" not in words
    assert not page.xpath("//i | //b")


def test_without_excerpts_nothing_is_said_of_documents():
    assert "excerpts" not in dict(answer_parts(answer("May kettles judge?", "en"), 1))


def test_the_chip_is_there_for_who_has_documents():
    one = turn()
    assert "documents" not in chips_html(one, one.answer, "en", NONE)
    offered = html.fromstring(chips_html(one, one.answer, "en", NONE, documents=True))
    (chip,) = offered.xpath("//*[@id='t1-documents']")
    assert (chip.get("data-act"), chip.get("aria-pressed")) == ("set", "false")
    chosen = turn(documents=True)
    shown = html.fromstring(chips_html(chosen, chosen.answer, "en", NONE))
    (chip,) = shown.xpath("//*[@id='t1-documents']")
    assert (chip.get("data-act"), chip.get("aria-pressed")) == ("unset", "true")


def test_each_reader_is_asked_about_by_their_own_name():
    asked = []
    teller = Teller(NONE, has_documents=lambda owner: bool(asked.append(owner)) or owner == "a")
    for owner, there in (("a", True), ("b", False)):
        (told,) = teller.told([turn()], [turn()], "en", owner=owner)["turns"]
        assert ("t1-documents" in str(told["parts"])) is there
    assert asked == ["a", "b"]


def test_documents_are_looked_in_where_the_reader_wants_it():
    assert Options(documents=True).request("x", "en").documents == ()
    assert Options().request("x", "en").documents is None
