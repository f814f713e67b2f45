from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from clauses import comparison, passage, provision, understanding
from plain_weights import weights

from assistant.answer import Candidate, Need, Part, Support
from assistant.composing.defined_terms import DefinedTerms
from assistant.composing.extractive import MAX_CLAIMS_SHORT, MAX_LIMITS, compose
from assistant.retrieval import Group, Retrieval
from assistant.selection import MOST, MOST_COMPARED, MOST_DUTIES
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest, read_entries
from corpus.provision import Authority, Term

CHINESE = {"language": "zh-Hans"}
UNOFFICIAL = {"authority": Authority.UNOFFICIAL_TRANSLATION}
NO_DIGEST = Digest([], [])
GIST = """[[entry]]
locator = "cap-486/s_26"
heading = { en = "Kettles", zh-Hant = "水煲", zh-Hans = "水壶" }
gist = { en = "Clean the kettle.", zh-Hant = "水煲須清潔。", zh-Hans = "水壶应当清洁。" }
topics = ["retention-and-erasure"]
"""


@pytest.fixture(autouse=True)
def everything_likely(monkeypatch):
    """Every candidate is cited, up to the most: nothing here rests on fitted weights."""
    monkeypatch.setattr("assistant.selection.ranking", lambda: weights(likely=9.0))


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


def composed(
    groups,
    provisions,
    language="en",
    words=NO_DIGEST,
    question="?",
    limits=None,
    definitions=None,
    **fields,
):
    class Table:
        def get(self, locator, version=None):
            same = [p for p in provisions if p.locator == locator]
            return [p for p in same if version in (None, p.edition.version)]

    index = SimpleNamespace(provisions=Table())
    understood = understanding(question, language, **fields)
    found = Retrieval(groups, 0.5, comparison())
    return compose(understood, found, index, words, limits=limits, definitions=definitions)


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
        "assistant.composing.making.quotation",
        lambda law, hints: "Keep it dirty." if law.locator == "cap-486/s_27" else law.text,
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


@pytest.mark.parametrize(
    ("need", "most"), [(Need.LOOKUP, MOST), (Need.DUTIES, MOST_DUTIES)], ids=["lookup", "duties"]
)
def test_only_the_best_clauses_are_used_in_their_order(need, most):
    draft = composed([group(*PASSAGES)], LAWS, need=need)
    assert [c.locator for c in draft.citations] == [p.locator for p in LAWS[:most]]


def test_a_clause_that_is_not_likely_is_left_out(monkeypatch):
    by_hand = weights(right={"behind": -1.0}, likely=0.5)
    monkeypatch.setattr("assistant.selection.ranking", lambda: by_hand)
    draft = composed([group(*PASSAGES[:3], scores=(9.0, 8.8, 7.0))], LAWS)
    assert [c.locator for c in draft.citations] == [p.locator for p in LAWS[:2]]


def test_how_sure_an_answer_is_bears_on_how_much_is_cited(monkeypatch):
    by_hand = weights(right={"answered": 1.0}, likely=-1.0)
    monkeypatch.setattr("assistant.selection.ranking", lambda: by_hand)
    surely, hardly = group(*PASSAGES[:3]), group(*PASSAGES[:3])
    surely.answered, hardly.answered = 0.95, 0.55
    assert [len(composed([g], LAWS).citations) for g in (surely, hardly)] == [3, 1]


def test_a_provision_that_is_named_is_cited_with_little_beside_it(monkeypatch):
    monkeypatch.setattr("assistant.selection.ranking", lambda: weights(likely=-9.0))
    named = (PASSAGES[2].locator,)
    draft = composed([group(*PASSAGES[:4], scores=(1000,))], LAWS, references=named)
    assert [c.locator for c in draft.citations] == [*named]


def test_what_does_not_answer_is_not_said():
    found = group(*PASSAGES)
    found.answered = 0.01
    draft = composed([found], LAWS)
    assert (draft.claims, draft.citations, draft.lead) == ([], [], "")


def test_a_comparison_has_a_cell_for_each_place_even_an_empty_one():
    rules = provision("cn-genai/art_4", "水壶应当清洁。", **CHINESE)
    groups = [
        group(*PASSAGES, jurisdiction="hk"),
        group(jurisdiction="us"),
        group(passage("cn-genai/art_4", **CHINESE), jurisdiction="cn"),
    ]
    draft = composed(groups, [*LAWS, rules], comparison=True)
    cells = {cell.jurisdiction: cell.claims for cell in draft.comparison}
    most = MOST_COMPARED
    assert cells == {"hk": tuple(range(most)), "us": (), "cn": (most,)}
    assert [n.code for n in draft.notices] == ["no_provision"]
    assert draft.lead


def test_a_jurisdiction_that_does_not_answer_has_an_empty_cell_beside_one_that_does():
    rules = provision("cn-genai/art_4", "水壶应当清洁。", **CHINESE)
    silent = group(*PASSAGES, jurisdiction="hk")
    silent.answered = 0.01
    answering = group(passage("cn-genai/art_4", **CHINESE), jurisdiction="cn")
    draft = composed([silent, answering], [*LAWS, rules], comparison=True)
    cells = {cell.jurisdiction: (cell.claims, cell.searched) for cell in draft.comparison}
    assert cells == {"hk": ((), ("cap-486",)), "cn": ((0,), ("cn-genai",))}
    assert {c.instrument for c in draft.citations} == {"cn-genai"}


# --- beside the clauses


@dataclass(frozen=True)
class Exempts:
    """A limit as the following of neighbours reports it."""

    locator: str
    of: str
    words: str
    said_in: str
    kind: str = "exception"


KEEP = provision("cap-486/s_26", "Subject to section 62, keep the kettle clean.")
SPARED = provision("cap-486/s_62", "Camping kettles are exempt from section 26.")
LIMIT = Exempts("cap-486/s_62", "cap-486/s_26", "exempt from section 26", "cap-486/s_62")


def test_what_limits_a_clause_stands_behind_it_as_an_exception():
    laws = [KEEP, SPARED, LAWS[0]]
    groups = [group(passage("cap-486/s_26"), passage("cap-486/s_1"))]
    draft = composed(groups, laws, limits={"cap-486/s_26": [LIMIT]})
    places = [draft.citations[c.citations[0] - 1].locator for c in draft.claims]
    assert places == ["cap-486/s_26", "cap-486/s_62", "cap-486/s_1"]
    assert [c.part for c in draft.claims] == [Part.MAIN, Part.EXCEPTION, Part.MAIN]
    assert draft.citations[1].quote == SPARED.text


def test_of_many_exceptions_only_some_are_quoted():
    spared = [provision(f"cap-486/s_{n}", SPARED.text) for n in range(60, 66)]
    limits = [Exempts(p.locator, KEEP.locator, LIMIT.words, p.locator) for p in spared]
    draft = composed([group(passage(KEEP.locator))], [KEEP, *spared], limits={KEEP.locator: limits})
    added = [c for c in draft.claims if c.part is Part.EXCEPTION]
    assert len(added) == MAX_LIMITS
    assert [c.locator for c in draft.citations[1:]] == [p.locator for p in spared[:MAX_LIMITS]]


@pytest.mark.parametrize(
    "order", [("cap-486/s_62", "cap-486/s_26"), ("cap-486/s_26", "cap-486/s_62")]
)
def test_an_exception_that_answers_itself_is_not_said_twice(order):
    groups = [group(*map(passage, order))]
    draft = composed(groups, [SPARED, KEEP], limits={"cap-486/s_26": [LIMIT]})
    assert [c.locator for c in draft.citations] == list(order)
    assert [c.part for c in draft.claims] == [Part.MAIN, Part.MAIN]


def test_the_words_that_point_to_an_exception_are_quoted_however_far_away_they_stand():
    filler = "A saucer is a small plate for a cup. " * 30
    text = f"Keepers clean whistling kettles. {filler}Subject to section 62, this counts daily."
    law = provision("cap-486/s_26", text)
    limit = Exempts("cap-486/s_62", law.locator, "Subject to section 62", law.locator)
    question = "Who cleans whistling kettles?"
    found = [group(passage(law.locator, "?"))]
    draft = composed(found, [law, SPARED], question=question, limits={law.locator: [limit]})
    assert "whistling" in draft.citations[0].quote
    assert "Subject to section 62" in draft.citations[0].quote
    assert draft.citations[1].locator == "cap-486/s_62"


WHISTLE = Term(term="whistling kettle", other="鳴笛水煲", other_language="zh-Hant")
MEANING = provision(
    "cap-486/s_2/def_whistling-kettle", "whistling kettle means one that whistles", terms=(WHISTLE,)
)
DAILY = provision("cap-486/s_26", "Clean every whistling kettle daily.")


@pytest.mark.parametrize(
    ("question", "operation", "count"),
    [
        ("How often is a whistling kettle cleaned?", "", 1),
        ("How often is a teapot cleaned?", "", 0),
        ("How often is a whistling kettle cleaned?", "shorter", 0),
    ],
)
def test_a_term_of_the_quotation_that_was_asked_about_is_defined(question, operation, count):
    draft = composed(
        [group(passage(DAILY.locator))],
        [DAILY, MEANING],
        question=question,
        operation=operation,
        definitions=DefinedTerms([MEANING]),
    )
    added = [c for c in draft.claims if c.part is Part.DEFINITION]
    assert len(added) == count
    assert [draft.citations[c.citations[0] - 1].locator for c in added] == [MEANING.locator] * count


def test_a_definition_of_another_law_is_not_drawn_in():
    other = provision("cap-528/s_198/def_whistling-kettle", MEANING.text, terms=(WHISTLE,))
    draft = composed(
        [group(passage(DAILY.locator))],
        [DAILY, other],
        question="How often is a whistling kettle cleaned?",
        definitions=DefinedTerms([other]),
    )
    assert [c.part for c in draft.claims] == [Part.MAIN]


def test_two_places_under_one_gist_are_one_claim_with_both_citations():
    laws = [provision(f"cap-486/s_26/ss_{n}", "Keep the kettle clean.") for n in (1, 2)]
    draft = composed([group(*[passage(p.locator) for p in laws])], laws, words=digest_with_gist())
    (claim,) = draft.claims
    assert claim.citations == (1, 2)
    assert [c.locator for c in draft.citations] == [p.locator for p in laws]


# --- operations on the answer before


def test_shorter_is_the_lead_and_two_clauses():
    draft = composed([group(*PASSAGES)], LAWS, operation="shorter")
    assert len(draft.claims) == len(draft.citations) == MAX_CLAIMS_SHORT
    assert draft.lead


def test_in_full_is_the_whole_provision_with_its_label():
    text = "(1) " + "Keep the kettle clean and warm at all times. " * 40
    law = provision("cap-486/s_26", text, 4)
    (citation,) = composed([group(passage(law.locator))], [law], operation="full").citations
    assert citation.quote == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_tells_how_the_answer_came_about_and_keeps_its_clauses(language):
    draft = composed([group(*PASSAGES[:2])], LAWS, language, operation="why")
    assert all(c.pinpoint in draft.lead for c in draft.citations)
    assert len(draft.claims) == 2
    assert "{" not in draft.lead


# --- what must never break


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", list(Need))
def test_every_lead_and_every_claim_is_bound_to_citations(language, need):
    for laws in ([LAW], []):
        found = passage(LAW.locator, authority=Authority.OWN_DIGEST)
        draft = composed(
            [group(found)], laws, language, digest_with_gist(), "May I clean it?", need=need
        )
        numbers = {c.number for c in draft.citations}
        assert draft.lead
        assert draft.lead_citations
        assert set(draft.lead_citations) <= numbers
        assert all(set(claim.citations) <= numbers for claim in draft.claims)
