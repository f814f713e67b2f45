import pytest
from clauses import citation, understanding

from assistant.answer import Answer, Candidate, Claim, Need, Part, Support
from assistant.composing.explaining import why
from corpus.catalogue import LANGUAGES


def candidate(locator, **legs):
    return Candidate(
        locator=locator, instrument="cap-486", language="en", version="v", score=1.0, legs=legs
    )


def answer(language="en", **fields):
    numbered = {
        1: ("cap-486/s_26", Part.MAIN),
        2: ("cap-486/s_62", Part.EXCEPTION),
        3: ("cap-486/s_2/def_use", Part.DEFINITION),
        4: ("cap-486/s_30", Part.MAIN),
    }
    return Answer(
        question="?",
        language=language,
        claims=tuple(
            Claim(
                text="x", language=language, support=Support.DIGEST, citations=(number,), part=part
            )
            for number, (_, part) in numbered.items()
        ),
        citations=tuple(citation(n, place, language) for n, (place, _) in numbered.items()),
        understanding=understanding("Kettles?", language, instruments=("cap-486",), **fields),
        candidates=(candidate("cap-486/s_26", meaning=2, asked=1),),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", list(Need))
def test_every_need_and_language_can_be_explained(language, need):
    told = why(answer(language, need=need, expansion=("水煲",), rewritten=True))
    assert "{" not in told
    assert all(f"[{n}]" in told for n in range(1, 5))


def test_each_clause_is_said_to_be_there_for_its_own_reason():
    lines = {line[:3]: line for line in why(answer()).splitlines()}
    assert lines["[1]"].index("(rank 1)") < lines["[1]"].index("(rank 2)")
    assert "limits [1]" in lines["[2]"]
    assert "defines" in lines["[3]"]
    assert "near the others" in lines["[4]"]


def test_a_clause_that_the_question_names_is_said_to_be_named():
    lines = why(answer(references=("cap-486/s_30",))).splitlines()
    assert "names it" in next(line for line in lines if line.startswith("[4]"))


def test_an_answer_that_abstained_tells_how_the_question_was_read():
    silent = answer(as_at_named=True).model_copy(
        update={"claims": (), "citations": (), "abstained": True}
    )
    told = why(silent)
    assert "PDPO" in told
    assert "checked" not in told
