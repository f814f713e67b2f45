"""An answer from outside: equal if untouched, put right or refused if not."""

from __future__ import annotations

import kettles
import pytest

from assistant.answer import Answer, ComparisonCell, Support
from corpus.errors import Unverifiable
from corpus.provision import Authority
from ui.service.checking import verified


class Table(kettles.FakeTable):
    """Knows authorities, as the real table does."""

    def get(self, locator, language=None, version=None, authority=None):
        found = super().get(locator, language, version)
        return [p for p in found if authority in (None, p.edition.authority)]


TABLE = Table()
QUESTIONS = (
    "Which AI practices are banned in the EU?",
    "歐盟同大陸對AI生成內容嘅標示要求有咩分別？",
    "香港的个人资料条例对直接促销有什么规定？",
    "What does the NIST framework suggest for human oversight of AI?",
    "How do I bake bread?",
)


def cited(answer: Answer, **changes: object) -> Answer:
    """The answer with its first citation changed."""
    first, *others = answer.citations
    return answer.model_copy(update={"citations": (first.model_copy(update=changes), *others)})


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_digest_says_comes_back_equal(digest_assistant, question):
    answer = digest_assistant.ask(question)
    table, words = digest_assistant.index.provisions, digest_assistant.words
    received = Answer.model_validate_json(answer.model_dump_json())
    assert verified(received, table, words) == answer


@pytest.mark.official
@pytest.mark.parametrize("question", QUESTIONS[1:3])
def test_what_the_law_says_comes_back_equal(official_assistant, question):
    answer = official_assistant.ask(question)
    table, words = official_assistant.index.provisions, official_assistant.words
    received = Answer.model_validate_json(answer.model_dump_json())
    assert any(citation.quote for citation in answer.citations)
    assert verified(received, table, words) == answer


def test_facts_are_taken_from_the_index():
    forged = cited(
        kettles.answer("q"),
        url="https://elsewhere.example/",
        pinpoint="Article 99",
        spans=((0, 1),),
        jurisdiction="moon",
        heading="Kettles win",
        page=7,
    )
    first = verified(forged, TABLE).citations[0]
    assert first.url.startswith("https://eur-lex.europa.eu/")
    assert (first.pinpoint, first.jurisdiction, first.page) == ("Article 5(1)", "eu", None)
    assert first.heading == "Article 5 Kettles"
    (start, end), *_ = first.spans
    assert kettles.EU_TEXT[start:end] == first.quote
    assert first.quote_verified


def test_a_quotation_may_leave_words_out():
    quote = "Nobody shall … judge its neighbours."
    assert len(verified(cited(kettles.answer("q"), quote=quote), TABLE).citations[0].spans) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "Everybody shall teach a kettle"},
        {"quote": ""},
        {"locator": "eu-ai-act/art_6"},
        {"version": "2020-01-01"},
        {"language": "zh-Hant"},
        {"authority": Authority.MACHINE_CONVERTED},
        {"authority": Authority.OWN_DIGEST},
        {"authority": Authority.OWN_DIGEST, "quote": "", "locator": "eu-ai-act", "language": "en"},
        {"authority": Authority.OWN_DIGEST, "quote": "", "locator": "moon/art_1"},
        {"authority": Authority.OWN_DIGEST, "quote": "", "version": "2020-01-01"},
        {"gist": "Kettles may judge."},
    ],
)
def test_words_that_are_not_there_are_refused(changes):
    with pytest.raises(Unverifiable, match=r"do not bear this answer out at (eu-ai-act|moon)"):
        verified(cited(kettles.answer("q"), **changes), TABLE)


def test_a_locator_that_is_none_is_not_repeated():
    with pytest.raises(Unverifiable, match=r"out at \[1\];"):
        verified(cited(kettles.answer("q"), locator="<b>"), TABLE)


def test_a_foreign_gist_is_refused_where_the_digest_is_known(digest_assistant):
    answer = digest_assistant.ask(QUESTIONS[0])
    number = answer.claims[0].citations[0]
    forged = answer.model_copy(
        update={
            "citations": tuple(
                c.model_copy(update={"gist": "Anything goes."}) if c.number == number else c
                for c in answer.citations
            )
        }
    )
    with pytest.raises(Unverifiable, match="do not bear"):
        verified(forged, digest_assistant.index.provisions, digest_assistant.words)


def test_a_claim_says_what_its_citation_says():
    answer = kettles.answer("q")
    claims = (answer.claims[0].model_copy(update={"text": "Kettles rule."}), answer.claims[1])
    with pytest.raises(Unverifiable, match="art_5"):
        verified(answer.model_copy(update={"claims": claims}), TABLE)


def test_a_models_sentence_passes_with_true_sources():
    answer = kettles.answer("q", written_by="small")
    claim = answer.claims[0].model_copy(update={"text": "No.", "support": Support.ENTAILED})
    written = answer.model_copy(update={"claims": (claim,)})
    assert verified(written, TABLE).claims == (claim,)


@pytest.mark.parametrize(
    "changes",
    [
        {"lead_citations": (7,)},
        {"comparison": (ComparisonCell(jurisdiction="eu", claims=(9,)),)},
        {"citations": kettles.answer("q").citations * 2},
        {"citations": ()},
        {"citations": (kettles.answer("q").citations[0].model_copy(update={"number": -1}),)},
        {"language": "fr"},
    ],
)
def test_an_answer_that_does_not_hold_together_is_refused(changes):
    with pytest.raises(Unverifiable, match="do not bear this answer out"):
        verified(kettles.answer("q").model_copy(update=changes), TABLE)
