from clauses import citation, provision

from assistant.answer import Candidate
from assistant.composing.clause import Clause
from assistant.composing.defined_terms import DefinedTerms
from assistant.composing.definitions import MAX_DEFINITIONS, wanted
from corpus.catalogue import LANGUAGES
from corpus.digest import Digest, DigestEntry, Topic
from corpus.provision import Term

LAW = "cap-486/s_26"


def clause(quote):
    cited = citation(1, LAW, quote=quote)
    found = Candidate(locator=LAW, instrument="cap-486", language="en", version="v", score=1.0)
    return Clause(cited, None, found)


def term(name, place=None):
    where = place or f"cap-486/s_2/def_{name.replace(' ', '-')}"
    return provision(where, f"{name} means …", terms=(Term(term=name),))


def digest(*gists):
    three = dict.fromkeys(LANGUAGES, "Kettles")
    topic = Topic.model_validate({"id": "t", "name": three, "description": three})
    entries = [
        DigestEntry.model_validate(
            {
                "locator": f"cap-486/s_{number}",
                "heading": three,
                "gist": three | {"en": gist},
                "topics": ["t"],
            }
        )
        for number, gist in enumerate(gists, start=1)
    ]
    return Digest([topic], entries)


def found(quote, question, *terms, words=None, held=(), generous=False):
    added = wanted(
        [clause(quote)],
        [question],
        DefinedTerms(terms),
        held,
        words or digest(),
        generous=generous,
    )
    return [place for place, _ in added]


KETTLE = term("whistling kettle")


def test_a_term_has_to_stand_in_the_quotation_and_in_the_question():
    quote = "Clean whistling kettles daily."
    assert found(quote, "Must a whistling kettle be clean?", KETTLE) == [KETTLE.locator]
    assert found(quote, "Must a teapot be clean?", KETTLE) == []
    assert found("Clean teapots.", "Must a whistling kettle be clean?", KETTLE) == []


def test_a_term_inside_another_word_is_not_that_term():
    art = term("fine art")
    assert found("Define articles.", "define articles", art) == []


def test_an_ordinary_word_is_explained_only_to_somebody_who_is_learning():
    risk = term("risk")
    assert found("Avoid risk.", "What risk?", risk) == []
    assert found("Avoid risk.", "What risk?", risk, generous=True) == [risk.locator]


def test_a_term_used_everywhere_is_not_explained():
    words = digest(*["A whistling kettle again."] * 5)
    quote, question = "Clean whistling kettles.", "Must a whistling kettle be clean?"
    assert found(quote, question, KETTLE, words=words) == []
    assert found(quote, question, KETTLE, words=digest("Teapots.")) == [KETTLE.locator]


def test_what_the_answer_has_already_is_not_added():
    quote, question = "Clean whistling kettles.", "Must a whistling kettle be clean?"
    assert found(quote, question, KETTLE, held=[KETTLE.locator]) == []


def test_the_definition_of_the_section_itself_comes_before_the_general_one():
    own = term("whistling kettle", f"{LAW}/def_whistling-kettle")
    quote, question = "Clean whistling kettles.", "Must a whistling kettle be clean?"
    assert found(quote, question, KETTLE, own) == [own.locator]


def test_a_definition_made_for_another_section_only_is_left_there():
    other = term("whistling kettle", "cap-486/s_40/def_whistling-kettle")
    assert found("Clean whistling kettles.", "Is a whistling kettle clean?", other) == []


def test_the_most_particular_terms_come_first_and_are_few():
    names = ["red kettle", "tall red kettle", "very tall red kettle"]
    quote = "Clean a very tall red kettle."
    terms = [term(name) for name in names]
    places = found(quote, quote, *terms)
    assert places == [terms[2].locator, terms[1].locator]
    assert len(places) == MAX_DEFINITIONS
