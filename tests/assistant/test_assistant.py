"""From a question to an answer, on a real index with the real embedding model."""

from datetime import date

import pytest

from assistant.abstention import SIGNS
from assistant.answer import Support
from assistant.knowledge import MAX_TOPICS
from assistant.refusing import MAX_QUESTION
from assistant.verification import find_quote
from corpus.errors import UnknownInstrument, UsageError
from corpus.provision import Authority

EGGS = "點整蛋炒飯？"


def cited(answer):
    return [c.locator for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "language", "root"),
    [
        ("Which AI practices are banned in the EU?", "en", "eu-ai-act/art_5"),
        ("歐盟要求深偽內容點樣標示？", "zh-Hant", "eu-ai-act/art_50"),
        ("提供生成式人工智能服务需要备案吗？", "zh-Hans", "cn-genai/art_17"),
        ("我張相俾人用 AI 整咗做假片，香港有咩法例幫到我？", "zh-Hant", "cap-486/s_64"),
    ],
)
def test_the_digest_alone_answers_in_the_language_of_the_question(
    digest_assistant, question, language, root
):
    answer = digest_assistant.ask(question)
    assert not answer.abstained
    assert answer.language == language
    assert {c.language for c in answer.claims} == {language}
    assert any(locator == root or locator.startswith(root + "/") for locator in cited(answer))


def test_answers_from_the_digest_say_so_and_quote_nothing(digest_assistant):
    answer = digest_assistant.ask("Which AI practices are banned in the EU?")
    assert {c.authority for c in answer.citations} == {Authority.OWN_DIGEST}
    assert {c.support for c in answer.claims} == {Support.DIGEST}
    assert not any(c.quote or c.quote_verified for c in answer.citations)
    assert all(c.url.startswith("https://") for c in answer.citations)
    assert "own_digest" in {n.code for n in answer.notices}


@pytest.mark.parametrize(
    ("question", "jurisdictions"),
    [
        ("Do Hong Kong companies have to label AI-generated content?", {"hk"}),
        ("香港嘅公司使唔使為生成式AI備案？", {"hk"}),
        ("内地对深度伪造有什么规定？", {"cn"}),
        ("What does NIST suggest for human oversight?", {"us"}),
    ],
)
def test_one_jurisdiction_is_never_answered_from_anothers_law(
    digest_assistant, question, jurisdictions
):
    answer = digest_assistant.ask(question)
    assert {c.jurisdiction for c in answer.citations} <= jurisdictions
    assert {c.instrument for c in answer.citations} <= set(answer.searched)


def test_a_comparison_has_a_cell_for_each_jurisdiction(digest_assistant):
    answer = digest_assistant.ask("歐盟同大陸對AI生成內容嘅標示要求有咩分別？")
    assert [cell.jurisdiction for cell in answer.comparison] == ["eu", "cn"]
    for cell in answer.comparison:
        numbers = {n for position in cell.claims for n in answer.claims[position].citations}
        assert {answer.citation(n).jurisdiction for n in numbers} == {cell.jurisdiction}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("What are the fines under the GDPR?", "outside"),
        ("欧盟《数据法》对云服务商换约有什么规定？", "outside"),
        (EGGS, "nothing_close"),
        ("", "empty"),
        ("Quels systèmes sont interdits par le règlement européen ?", "language"),
        ("x" * (MAX_QUESTION + 1), "too_long"),
    ],
)
def test_silence_has_a_reason(digest_assistant, question, code):
    answer = digest_assistant.ask(question)
    assert answer.abstained
    assert answer.reason_code == code
    assert answer.reason
    assert not answer.claims


# --- how the answer came about

ANSWERED = "Which AI practices are banned in the EU?"
STAGES = ["understanding", "finding", "composing", "embedding", "searching", "ranking"]


def test_the_lead_is_bound_to_citations(digest_assistant):
    answer = digest_assistant.ask(ANSWERED)
    assert answer.lead
    assert answer.lead_citations
    assert set(answer.lead_citations) <= {c.number for c in answer.citations}


def test_the_topics_nearest_to_a_question_are_known(digest_assistant):
    topics = digest_assistant.ask(ANSWERED).understanding.topics
    assert "prohibited-practices" in topics
    assert len(topics) <= MAX_TOPICS
    assert set(topics) <= set(digest_assistant.words.topics)


@pytest.mark.parametrize(("question", "reason"), [(ANSWERED, "less_likely"), (EGGS, "no_answer")])
def test_a_trace_tells_what_spoke_for_an_answer_and_what_was_passed_over(
    digest_assistant, question, reason
):
    answer = digest_assistant.ask(question)
    trace = answer.trace
    assert 0 <= trace.confidence["score"] <= 1
    assert {*SIGNS, "nearest_background"} <= set(trace.confidence)
    assert set(trace.passed_over.values()) == {reason}
    assert set(trace.passed_over).isdisjoint(cited(answer))
    assert set(trace.passed_over) <= {c.locator for c in answer.candidates}
    assert list(trace.ms) == STAGES
    assert all(0 <= ms <= answer.ms + 1 for ms in trace.ms.values())


def test_what_was_refused_at_once_was_not_searched(digest_assistant):
    answer = digest_assistant.ask("")
    assert list(answer.trace.ms) == ["understanding"]
    assert (answer.candidates, answer.trace.confidence) == ((), {})


@pytest.mark.parametrize("question", [ANSWERED, EGGS, "", "What are the fines under the GDPR?"])
def test_a_search_finds_what_an_answer_is_made_of_and_knows_when_it_would_be_silent(
    digest_assistant, question
):
    understanding, retrieval, silent = digest_assistant.search(question)
    answer = digest_assistant.ask(question)
    assert silent is answer.abstained
    assert understanding.instruments == answer.understanding.instruments
    if answer.candidates:
        assert [c.locator for c in retrieval.candidates] == [c.locator for c in answer.candidates]


# --- where it looks


def test_silence_says_where_it_looked(digest_assistant):
    answer = digest_assistant.ask("点做蛋炒饭最好吃？")
    assert "欧盟《人工智能法》" in answer.reason
    assert "《暂行办法》" in answer.reason


def test_instruments_can_be_chosen(digest_assistant):
    answer = digest_assistant.ask("How long may personal data be kept?", instruments=["cap-486"])
    assert {c.instrument for c in answer.citations} == {"cap-486"}


def test_unknown_names_are_refused(digest_assistant):
    with pytest.raises(UnknownInstrument, match="no instrument “gdpr”"):
        digest_assistant.ask("?", instruments=["gdpr"])
    with pytest.raises(UsageError, match="does not answer in “fr”"):
        digest_assistant.ask("?", language="fr")


def test_law_that_does_not_apply_yet_is_said_to(digest_assistant):
    question = "What risk management system must a high-risk AI provider have under the AI Act?"
    codes = {n.code for n in digest_assistant.ask(question, as_at=date(2026, 11, 22)).notices}
    assert "not_yet_applicable" in codes
    later = {n.code for n in digest_assistant.ask(question, as_at=date(2028, 8, 3)).notices}
    assert "not_yet_applicable" not in later


@pytest.mark.official
@pytest.mark.parametrize(
    ("question", "language", "locator"),
    [
        ("When must personal data be erased in Hong Kong?", "en", "cap-486/s_26"),
        ("香港：個人資料不再需要時要刪除嗎？", "zh-Hant", "cap-486/s_26"),
        ("训练数据应当遵守哪些规定？《暂行办法》", "zh-Hans", "cn-genai/art_7"),
        (
            "What must training data comply with under China's Interim Measures?",
            "en",
            "cn-genai/art_7",
        ),
    ],
)
def test_every_quotation_is_verbatim(official_assistant, question, language, locator):
    answer = official_assistant.ask(question)
    assert any(c.startswith(locator) for c in cited(answer))
    for citation in answer.citations:
        provision = official_assistant.index.provisions.one(
            citation.locator, citation.language, citation.version
        )
        assert citation.quote_verified
        assert find_quote(citation.quote, provision.text) == citation.spans
    assert answer.language == language


@pytest.mark.official
def test_a_section_not_in_operation_is_marked(official_assistant):
    answer = official_assistant.ask("Does section 33 of the PDPO restrict transfers abroad?")
    assert any(c.startswith("cap-486/s_33") for c in cited(answer))
    assert "not_in_operation" in {n.code for n in answer.notices}


@pytest.mark.official
def test_an_unofficial_translation_is_marked_and_the_chinese_controls(official_assistant):
    answer = official_assistant.ask(
        "What must training data comply with under the Interim Measures?"
    )
    assert Authority.UNOFFICIAL_TRANSLATION in {c.authority for c in answer.citations}
    (notice,) = [n for n in answer.notices if n.code == "unofficial_translation"]
    assert "Chinese text controls" in notice.text


@pytest.mark.official
def test_a_chinese_reader_is_quoted_the_authentic_chinese(official_assistant):
    answer = official_assistant.ask("私隱條例點樣規定披露個人資料嘅罪行？")
    assert {c.language for c in answer.citations} == {"zh-Hant"}
    assert {c.authority for c in answer.citations} == {Authority.AUTHENTIC}


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("What does Article 5(1)(a) of the AI Act prohibit?", "eu-ai-act/art_5/par_1/pnt_a"),
        ("私隱條例第64(3A)條講咩？", "cap-486/s_64/ss_3A"),
        ("《暂行办法》第七条第二项", "cn-genai/art_7/itm_2"),
        ("What does GOVERN 1.1 say?", "nist-ai-rmf/GOVERN-1.1"),
        ("版權條例第11(3)條", "cap-528/s_11/ss_3"),
    ],
)
def test_a_provision_that_is_named_is_looked_up(digest_assistant, question, locator):
    answer = digest_assistant.ask(question)
    assert answer.understanding.references == (locator,)
    assert cited(answer)[0] == locator
    assert not digest_assistant.search(question)[2]


def test_a_provision_that_does_not_exist_is_not_made_up(digest_assistant):
    answer = digest_assistant.ask("What does Article 5(1)(zz) of the AI Act prohibit?")
    assert all("pnt_zz" not in locator for locator in cited(answer))


def test_a_place_of_which_nothing_was_said_is_not_stayed_in(digest_assistant):
    refused = digest_assistant.ask("欧盟《数据法》对云服务商换约有什么规定？")
    assert refused.abstained
    question = "提供生成式人工智能服务需要备案吗？"
    after = digest_assistant.ask(question, history=[refused])
    assert (
        after.understanding.jurisdictions
        == digest_assistant.ask(question).understanding.jurisdictions
    )
    answered = digest_assistant.ask("Is social scoring banned in the EU?")
    stayed = digest_assistant.ask("Who supervises deployers?", history=[answered])
    assert stayed.understanding.jurisdictions == ("eu",)
