import re
from types import SimpleNamespace

import pytest
from clauses import comparison, passage, provision, understanding
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Candidate, Support
from assistant.extractive import MAX_CLAIMS, MAX_CLAIMS_COMPARED, MAX_QUOTE, compose
from assistant.retrieval import Group, Retrieval
from assistant.verification import OMISSION, find_quote
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest, read_entries
from corpus.provision import Authority, Term

PLACE = "cap-486/s_26/ss_1"
CHINESE = {"language": "zh-Hans"}
UNOFFICIAL = {"authority": Authority.UNOFFICIAL_TRANSLATION}
NO_DIGEST = Digest([], [])
GIST = """[[entry]]
locator = "cap-486/s_26"
heading = { en = "Kettles", zh-Hant = "水煲", zh-Hans = "水壶" }
gist = { en = "Clean the kettle.", zh-Hant = "水煲須清潔。", zh-Hans = "水壶应当清洁。" }
topics = ["retention-and-erasure"]
"""


def digest_with_gist():
    (entry,) = read_entries(GIST, "kettles.toml")
    topic = SimpleNamespace(id="retention-and-erasure")
    return Digest([topic], [entry])


def candidate(place, score=1.0):
    return Candidate(
        locator=place.locator,
        instrument=place.instrument,
        language=place.language,
        version=place.version,
        score=score,
    )


def group(*passages, scores=(), jurisdiction=""):
    scored = [*scores, *[1.0] * (len(passages) - len(scores))]
    return Group(
        jurisdiction,
        tuple(dict.fromkeys(p.instrument for p in passages)),
        [candidate(p, score) for p, score in zip(passages, scored, strict=True)],
        {p.locator: p for p in passages},
    )


def composed(groups, provisions, language="en", words=NO_DIGEST, question="?", **fields):
    class Table:
        def get(self, locator, version=None):
            same = [p for p in provisions if p.locator == locator]
            return [p for p in same if version in (None, p.edition.version)]

    index = SimpleNamespace(provisions=Table())
    understood = understanding(question, language, **fields)
    return compose(understood, Retrieval(groups, 0.5, comparison()), index, words)


def quoted(text, question="?", found=None, body_start=0):
    """What is quoted of one provision of which a passage was found."""
    law = provision(PLACE, text, body_start)
    place = passage(PLACE, found if found is not None else law.body)
    draft = composed([group(place)], [law], question=question)
    (citation,) = draft.citations
    assert find_quote(citation.quote, text) == citation.spans
    return citation.quote


# --- which words


def test_a_short_provision_is_quoted_whole_without_its_label():
    text = "(1) A keeper must keep the kettle clean.\nThis does not apply to teapots."
    assert quoted(text, body_start=4) == text[4:]


def test_the_passage_found_is_what_is_quoted():
    text = "(1) Keep the kettle clean.\n(a) Fill it daily."
    assert quoted(text, found="(a) Fill it daily.") == "(a) Fill it daily."


def test_a_passage_of_another_edition_is_not_quoted():
    assert quoted("Keep it clean.", found="Keep them dirty.") == "Keep it clean."


@pytest.mark.parametrize("mark", [":", "—", "：", "——"])
def test_words_that_announce_a_list_take_their_list(mark):
    text = f"(1) A keeper must{mark}\n(a) fill the kettle;\n(b) boil it."
    found = f"(1) A keeper must{mark}"
    assert quoted(text, found=found, body_start=4) == text[4:]


SENTENCES = [f"Rule {word} speaks of cups and of saucers and of spoons. " for word in "abcdefghij"]
WANTED = "A whistling kettle may be sold in libraries on Sundays. "
LONG = "A kettle is a vessel. " + "".join(SENTENCES * 3) + WANTED + "".join(SENTENCES)


def test_a_long_provision_is_quoted_from_its_beginning_and_at_sentences():
    quote = quoted(LONG)
    assert quote.startswith("A kettle is a vessel. Rule a")
    assert quote.endswith(f"spoons. {OMISSION}")
    assert len(quote) <= MAX_QUOTE + 2


def test_the_later_sentence_that_the_question_asks_about_is_quoted_as_well():
    quote = quoted(LONG, "On which Sundays may libraries sell a whistling kettle?")
    first, wanted, end = quote.split(OMISSION)
    assert first.startswith("A kettle is a vessel.")
    assert wanted.strip() == WANTED.strip()
    assert end == ""


def test_a_long_provision_ends_without_an_omission_where_its_last_sentence_is_quoted():
    text = "".join(SENTENCES * 4) + WANTED.strip()
    quote = quoted(text, "On which Sundays may libraries sell a whistling kettle?")
    assert quote.endswith(f" {OMISSION} {WANTED.strip()}")


FILLER = "The rest of this paragraph speaks of cups and saucers, at some length. " * 12


@pytest.mark.parametrize("kept", ["at 3.5 bar", "under Article 5.2 of it", "by 2.11 litres"])
def test_a_point_inside_a_number_does_not_end_a_sentence(kept):
    wanted = f"Whistling kettles boil water {kept} whenever libraries open."
    quote = quoted(FILLER + wanted, "When do whistling kettles boil water in libraries?")
    assert quote.endswith(f"{OMISSION} {wanted}")


@pytest.mark.parametrize("number", ["12.", "1a.", "iv."])
def test_the_number_of_a_paragraph_is_quoted_with_its_words(number):
    wanted = f"{number} Whistling kettles boil water whenever libraries open."
    question = "When do whistling kettles boil water in libraries?"
    quote = quoted(f"1. {FILLER}\n{wanted}", question)
    assert quote.startswith("1. The rest")
    assert quote.endswith(f"{OMISSION} {wanted}")


PARTS = ["1. ", "12. ", "(a) ", "Cups ", "3.5 ", "kettles; ", "ends. ", "\n", "水。"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=40), st.integers(1, 40))
def test_a_quotation_is_verbatim_and_never_a_bare_number(parts, times):
    text = "Kettles\n" + "".join(parts) * times
    first, *later = quoted(text, "cups kettles ends 3 5 12").split(OMISSION)
    assert first.startswith("Kettles")
    assert all(re.search(r"[^\W\d]", piece) for piece in later if piece.strip())


def test_chinese_is_cut_at_its_own_marks_and_keeps_its_lines():
    lines = [f"（{n}）水壶应当清洁；\n" for n in "一二三四五六七八九十" * 9]
    quote = quoted("保管人应当遵守以下规定：\n" + "".join(lines))
    head, end = quote.split(OMISSION)
    assert end == ""
    assert head.startswith("保管人应当遵守以下规定：\n（一）水壶应当清洁；\n（二）")
    assert head.rstrip().endswith("；")


# --- which edition

MEASURES = "cn-genai/art_7"
HANS = provision(MEASURES, "水壶应当清洁。", **CHINESE)
ENGLISH = provision(MEASURES, "Kettles are to be clean.", **UNOFFICIAL)


@pytest.mark.parametrize(
    ("reader", "editions", "language"),
    [
        ("en", [HANS, ENGLISH], "en"),
        ("zh-Hans", [ENGLISH, HANS], "zh-Hans"),
        ("zh-Hant", [ENGLISH, HANS], "zh-Hans"),
        ("en", [HANS], "zh-Hans"),
        ("zh-Hant", [ENGLISH], "en"),
    ],
)
def test_a_reader_is_quoted_their_language_else_chinese_to_chinese(reader, editions, language):
    draft = composed([group(passage(MEASURES, "?", **UNOFFICIAL))], editions, reader)
    (citation,) = draft.citations
    assert citation.language == language
    assert draft.claims[0].language == language
    assert draft.claims[0].support is Support.VERBATIM


def test_without_a_text_in_the_reader_s_language_the_authentic_one_is_quoted():
    converted = provision(
        MEASURES, "水壺應當清潔。", language="zh-Hant", authority=Authority.MACHINE_CONVERTED
    )
    draft = composed([group(passage(MEASURES, **CHINESE))], [converted, HANS])
    assert draft.citations[0].authority is Authority.AUTHENTIC


def test_a_chinese_reader_is_quoted_chinese_even_where_english_is_authentic():
    place = "eu-ai-act/art_4/par_1"
    english = provision(place, "Kettles are to be clean.")
    chinese = provision(place, "水壶应当清洁。", **CHINESE | UNOFFICIAL)
    draft = composed([group(passage(place))], [english, chinese], "zh-Hant")
    assert draft.citations[0].language == "zh-Hans"


def test_the_edition_quoted_is_the_one_that_was_found():
    old = provision("eu-ai-act/art_4/par_1", "Old kettles.", version="2024-07-12")
    new = provision("eu-ai-act/art_4/par_1", "New kettles.")
    found = passage("eu-ai-act/art_4/par_1", "Old kettles.", version="2024-07-12")
    (citation,) = composed([group(found)], [new, old]).citations
    assert (citation.version, citation.quote) == ("2024-07-12", "Old kettles.")


def test_a_definition_is_cited_by_its_term_in_the_reader_s_language():
    term = Term(term="kettle", other="水煲", other_language="zh-Hant")
    place = "cap-486/s_2/def_kettle"
    law = provision(place, "kettle (水煲) means a vessel", terms=(term,))
    found = [group(passage(place))]
    assert "“kettle”" in composed(found, [law]).citations[0].pinpoint
    assert "「水煲」" in composed(found, [law], "zh-Hant").citations[0].pinpoint


# --- what is said

LAW = provision("cap-486/s_26", "Keep the kettle clean.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_gist_is_the_claim_and_the_law_its_quotation(language):
    draft = composed([group(passage(LAW.locator))], [LAW], language, digest_with_gist())
    (claim,), (citation,) = draft.claims, draft.citations
    assert claim.text == citation.gist
    assert (claim.language, claim.support) == (language, Support.DIGEST)
    assert (citation.quote, citation.quote_verified) == (LAW.text, True)
    assert citation.authority is Authority.AUTHENTIC


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_official_text_the_gist_stands_alone_and_is_marked_as_ours(language):
    found = passage(LAW.locator, authority=Authority.OWN_DIGEST)
    draft = composed([group(found)], [], language, digest_with_gist())
    (citation,) = draft.citations
    assert (citation.quote, citation.quote_verified, citation.spans) == ("", False, ())
    assert citation.authority is Authority.OWN_DIGEST
    assert [n.code for n in draft.notices] == ["own_digest"]


def test_our_digest_is_never_quoted_as_law():
    found = passage(LAW.locator, "Keep", authority=Authority.OWN_DIGEST)
    assert composed([group(found)], [LAW]).citations[0].quote == LAW.text


def test_what_has_neither_text_nor_gist_is_not_said():
    draft = composed([group(passage(LAW.locator))], [])
    assert (draft.claims, draft.citations, draft.lead) == ([], [], "")


def test_a_quotation_that_fails_the_check_is_withheld_and_counted(monkeypatch):
    monkeypatch.setattr(
        "assistant.extractive._quote",
        lambda law, *rest: "Keep it dirty." if law.locator == "cap-486/s_27" else law.text,
    )
    laws = [provision(f"cap-486/s_{n}", "Keep the kettle clean.") for n in (26, 27, 28)]
    draft = composed([group(*[passage(p.locator) for p in laws])], laws)
    assert draft.withheld == 1
    assert [c.locator for c in draft.citations] == ["cap-486/s_26", "cap-486/s_28"]
    assert [c.number for c in draft.citations] == [1, 2]
    assert [c.citations for c in draft.claims] == [(1,), (2,)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2])
def test_the_lead_names_the_closest_provision(language, count):
    laws = [provision(f"cap-486/s_{n}", "Keep it clean.") for n in range(30, 30 + count)]
    draft = composed([group(*[passage(p.locator) for p in laws])], laws, language)
    assert draft.citations[0].pinpoint in draft.lead
    assert catalogue().instrument("cap-486").short.get(language) in draft.lead
    assert "{" not in draft.lead


LAWS = [provision(f"cap-486/s_{n}", "Keep the kettle clean.") for n in range(1, 12)]
PASSAGES = [passage(p.locator) for p in LAWS]


def test_only_the_best_clauses_are_used_in_their_order():
    draft = composed([group(*PASSAGES)], LAWS)
    assert [c.locator for c in draft.citations] == [p.locator for p in LAWS[:MAX_CLAIMS]]


def test_a_clause_far_behind_the_best_one_is_left_out():
    draft = composed([group(*PASSAGES[:3], scores=(1.0, 0.9, 0.01))], LAWS)
    assert [c.locator for c in draft.citations] == [p.locator for p in LAWS[:2]]


def test_a_comparison_has_a_cell_for_each_place_even_an_empty_one():
    rules = provision("cn-genai/art_4", "水壶应当清洁。", **CHINESE)
    groups = [
        group(*PASSAGES, jurisdiction="hk"),
        group(jurisdiction="us"),
        group(passage("cn-genai/art_4", **CHINESE), jurisdiction="cn"),
    ]
    draft = composed(groups, [*LAWS, rules], comparison=True)
    cells = {cell.jurisdiction: cell.claims for cell in draft.comparison}
    most = MAX_CLAIMS_COMPARED
    assert cells == {"hk": tuple(range(most)), "us": (), "cn": (most,)}
    assert [n.code for n in draft.notices] == ["no_provision"]
    assert draft.lead
