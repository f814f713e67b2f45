"""False packs whose hashes are right: the law that is installed here finds them out."""

from __future__ import annotations

import json

import pytest
from evidence_packs import WHEN, edited, made, replayed_pack, resealed

from assistant.answer import Answer, Check, Claim, ComparisonCell, Notice, Support, Trace
from corpus.errors import PackRefused
from ui.export.evidence.archive import packed, unpacked
from ui.export.evidence.building import build_pack, contents
from ui.export.evidence.layout import encoded, sha256
from ui.export.evidence.pack import read_pack
from ui.export.evidence.report import ClauseState, Verdict
from ui.service.requests import AskRequest

QUESTION = "Is social scoring allowed in the EU?"
KEEPING = "May a data user in Hong Kong keep personal data for ever?"


@pytest.fixture(scope="module")
def pack(digest_service):
    return made(digest_service, QUESTION)


@pytest.fixture(scope="module")
def official_pack(official_service):
    return made(official_service, KEEPING)


def codes(report):
    return {each.code for each in report.problems}


def named(report):
    return {str(each.values.get("name")) for each in report.problems}


def forged(data, service, **updates):
    """A pack made anew from a false answer, as somebody would who has the same software."""
    pack = read_pack(data)
    answer = pack.answer.model_copy(update=updates)
    try:
        files = contents(answer, pack.question, pack.history, service, WHEN)
    except (RuntimeError, IndexError):
        # Marks that lead nowhere cannot be written out.
        files = {"answer.json": encoded(answer.model_dump(mode="json"))}
    return resealed(data, files)


def test_no_file_can_be_changed_alone(pack):
    _, data = pack
    names = set(unpacked(data)) - {"manifest.json"}
    for name in names:
        files = unpacked(data)
        files[name] += b" "
        with pytest.raises(PackRefused, match=f"{name} is not the file that was sealed"):
            read_pack(packed(files))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("understanding.json", edited(lambda r: r.update(subject="something else"))),
        ("question.json", edited(lambda r: r.update(question="Something else?"))),
        ("question.json", edited(lambda r: r.update(day="2020-01-01"))),
        ("question.json", edited(lambda r: r.update(leans=True))),
        ("question.json", edited(lambda r: r.update(earlier_answers=1))),
        ("checks.json", edited(lambda r: r.update(withheld=7))),
        ("checks.json", edited(lambda r: r["quotations"][0].update(passed=True))),
        ("clauses.json", edited(lambda r: r["chosen"][0].update(text_sha256="0" * 64))),
        ("clauses.json", edited(lambda r: r["chosen"][0].update(licence="public domain"))),
        ("clauses.json", edited(lambda r: r["chosen"][0].update(url="https://evil.example/"))),
        ("clauses.json", edited(lambda r: r["chosen"].pop())),
        ("clauses.json", edited(lambda r: r["considered"].pop())),
        ("clauses.json", edited(lambda r: r["considered"][3].update(locator="cap-486/s_1"))),
        ("clauses.json", edited(lambda r: r["considered"][3].update(text_sha256="0" * 64))),
        ("clauses.json", edited(lambda r: r["considered"][3].update(score=9.0))),
        ("answer.md", lambda c: c + b"\nKettles are exempt.\n"),
        ("README.txt", lambda c: c.replace(b"RULEBRIDGE", b"RULE")),
        ("clauses/SOURCES.txt", lambda c: c.replace(b"own digest", b"authentic text")),
        ("clauses/001.txt", lambda c: c + b" Kettles are exempt."),
    ],
)
def test_a_file_that_says_something_else_is_refused(pack, digest_service, name, change):
    _, data = pack
    report = replayed_pack(resealed(data, {name: change}), digest_service)
    assert report.verdict is Verdict.REFUSED
    blamed = "clauses.json" if name == "clauses/001.txt" else name
    assert blamed in named(report)
    assert report.sentences("en")[0].startswith("Refused")


@pytest.mark.parametrize(
    "options",
    [{"instruments": ["cap-486"]}, {"language": "zh-Hans"}, {"as_at": "2025-01-01"}],
)
def test_other_options_give_another_answer(pack, digest_service, options):
    _, data = pack
    change = edited(lambda r: r["options"].update(options))
    report = replayed_pack(resealed(data, {"question.json": change}), digest_service)
    assert report.verdict is Verdict.REFUSED
    assert codes(report) == {"answer_altered"}


def test_options_that_are_none_are_refused_unread(pack):
    change = edited(lambda r: r["options"].update(instruments="all", more=1))
    with pytest.raises(PackRefused, match=r"question\.json does not have the form"):
        read_pack(resealed(pack[1], {"question.json": change}))


def test_settings_that_were_changed_are_named(pack, digest_service):
    change = edited(lambda r: r["answering"].update(threshold=0.0))
    report = replayed_pack(resealed(pack[1], {"settings.json": change}), digest_service)
    assert [each.field for each in report.installation] == ["settings.answering.threshold"]
    assert {each.code for each in report.remarks} == {"installation"}


@pytest.mark.parametrize(
    "update",
    [
        {"lead": "Yes, social scoring is allowed."},
        {"question": "Is teapot scoring allowed in the EU?"},
        {"notices": ()},
        {"withheld": 3},
        {"abstained": True},
        {"candidates": ()},
    ],
    ids=str,
)
def test_a_false_answer_does_not_come_out_again(pack, digest_service, update):
    _, data = pack
    report = replayed_pack(forged(data, digest_service, **update), digest_service)
    assert report.verdict is Verdict.REFUSED


def test_a_false_answer_of_another_installation_is_never_reproduced(pack, digest_service):
    """Somebody can claim to have used other software; then the answer is not vouched for."""
    _, data = pack
    false = forged(data, digest_service, lead="Yes, social scoring is allowed.")
    claimed = edited(lambda r: r.update(code_sha256="1" * 64))
    report = replayed_pack(resealed(false, {"software.json": claimed}), digest_service)
    assert report.verdict is Verdict.VERIFIED
    assert "lead" in [each.field for each in report.differences]
    assert any("differs here: lead" in said for said in report.sentences("en"))


def test_a_false_claim_is_bound_to_nothing(pack, digest_service):
    answer, data = pack
    false = answer.claims[0].model_copy(update={"text": "Kettles are exempt."})
    made_up = Claim(text="Kettles.", language="en", support=Support.ENTAILED, citations=(1,))
    nowhere = answer.claims[0].model_copy(update={"citations": (99,)})
    for claim in (false, made_up, nowhere):
        claims = (claim, *answer.claims[1:])
        report = replayed_pack(forged(data, digest_service, claims=claims), digest_service)
        assert report.verdict is Verdict.REFUSED
        assert "claims[0]" in named(report)


@pytest.mark.parametrize(
    "update",
    [
        {"written_by": "a model"},
        {"fallback": "Trust me."},
        {"lead_citations": (77,)},
        {"notices": (Notice(code="edition", text="Kettles.", citations=(77,)),)},
        {"comparison": (ComparisonCell(jurisdiction="eu", claims=(77,)),)},
        {"trace": Trace(checks=(Check(statement="Kettles.", test="numbers", passed=True),))},
    ],
    ids=str,
)
def test_an_answer_cannot_claim_to_be_of_another_kind(pack, digest_service, update):
    report = replayed_pack(forged(pack[1], digest_service, **update), digest_service)
    assert report.verdict is Verdict.REFUSED
    assert "unbound" in codes(report)


def test_a_false_gist_is_found_in_the_digest(pack, digest_service):
    answer, data = pack
    first = answer.citations[0].model_copy(update={"gist": "Kettles are exempt."})
    claim = answer.claims[0].model_copy(update={"text": "Kettles are exempt."})
    updates = {"citations": (first, *answer.citations[1:]), "claims": (claim, *answer.claims[1:])}
    report = replayed_pack(forged(data, digest_service, **updates), digest_service)
    assert codes(report) == {"clause_altered"}
    assert report.clauses[0].differs == ("gist",)


def test_our_words_cannot_pass_for_a_quotation(pack, digest_service):
    answer, data = pack
    first = answer.citations[0]
    first = first.model_copy(update={"quote": first.gist, "quote_verified": True})
    citations = (first, *answer.citations[1:])
    report = replayed_pack(forged(data, digest_service, citations=citations), digest_service)
    assert report.clauses[0].state is ClauseState.ALTERED


def test_an_earlier_answer_cannot_be_changed(digest_service):
    first = digest_service.ask(AskRequest(question="Which AI practices are banned in the EU?"))
    request = AskRequest(question="And in China?")
    answer = digest_service.ask(request, [first])
    false = first.model_copy(update={"lead": "None."})
    data = build_pack(answer, digest_service, made_at=WHEN, request=request, history=[false])
    report = replayed_pack(data, digest_service)
    assert report.verdict is Verdict.VERIFIED
    assert report.earlier == (False,)
    gist = first.citations[0].model_copy(update={"gist": "Kettles."})
    worse = first.model_copy(update={"citations": (gist, *first.citations[1:])})
    data = build_pack(answer, digest_service, made_at=WHEN, request=request, history=[worse])
    assert "history_altered" in codes(replayed_pack(data, digest_service))


def falsified(data, service, words):
    """The clause rewritten everywhere: file, hashes, quotation, readable answer."""
    pack = read_pack(data)
    first = pack.answer.citations[0]
    quote = words(first.quote)
    citation = first.model_copy(update={"quote": quote})
    claims = tuple(
        c.model_copy(update={"text": quote}) if c.text == first.quote else c
        for c in pack.answer.claims
    )
    answer = pack.answer.model_copy(
        update={"citations": (citation, *pack.answer.citations[1:]), "claims": claims}
    )
    files = contents(answer, pack.question, pack.history, service, WHEN)
    text = words(pack.files["clauses/001.txt"].decode())
    clauses = json.loads(files["clauses.json"])
    clauses["chosen"][0]["text_sha256"] = sha256(text)
    sources = files["clauses/SOURCES.txt"].decode()
    old = pack.clauses.chosen[0].text_sha256
    files |= {
        "clauses/001.txt": text.encode(),
        "clauses.json": encoded(clauses),
        "clauses/SOURCES.txt": sources.replace(old, sha256(text)).encode(),
    }
    return resealed(data, files)


@pytest.mark.official
def test_a_rewritten_clause_is_not_the_law(official_pack, official_service):
    _, data = official_pack
    false = falsified(data, official_service, lambda words: words.replace(" not ", " "))
    assert read_pack(false).answer.citations[0].quote != read_pack(data).answer.citations[0].quote
    report = replayed_pack(false, official_service)
    assert report.verdict is Verdict.REFUSED
    assert "clause_altered" in codes(report)
    assert report.clauses[0].state is ClauseState.ALTERED
    assert all(each.state is ClauseState.SAME for each in report.clauses[1:])


@pytest.mark.official
def test_words_around_the_quotation_are_compared_too(official_pack, official_service):
    """The quotation is right; the clause it stands in has been given another end."""
    _, data = official_pack
    text = unpacked(data)["clauses/001.txt"] + b"\nKettles are exempt."
    change = edited(lambda r: r["chosen"][0].update(text_sha256=sha256(text)))
    false = resealed(data, {"clauses/001.txt": text, "clauses.json": change})
    report = replayed_pack(false, official_service)
    assert report.verdict is Verdict.REFUSED
    assert report.clauses[0].differs == ("text",)


@pytest.mark.official
def test_a_rewritten_clause_of_other_software_is_never_verified(official_pack, official_service):
    _, data = official_pack
    false = falsified(data, official_service, lambda words: words.replace(" not ", " "))
    claimed = edited(lambda r: r.update(code_sha256="1" * 64))
    report = replayed_pack(resealed(false, {"software.json": claimed}), official_service)
    assert report.verdict is Verdict.UNVERIFIED
    assert report.clauses[0].state is ClauseState.NOT_INSTALLED


@pytest.mark.official
@pytest.mark.parametrize(
    ("update", "field"),
    [
        ({"url": "https://evil.example/"}, "url"),
        ({"binding_force": "regulation"}, "binding_force"),
        ({"authority": "official-translation"}, "authority"),
        ({"pinpoint": "s.1"}, "pinpoint"),
        ({"spans": ((0, 3),)}, "spans"),
        ({"status": "repealed"}, "status"),
    ],
)
def test_what_is_said_of_a_clause_is_compared(official_pack, official_service, update, field):
    answer, data = official_pack
    citation = answer.citations[0].model_dump() | update
    citations = (type(answer.citations[0]).model_validate(citation), *answer.citations[1:])
    report = replayed_pack(forged(data, official_service, citations=citations), official_service)
    assert report.verdict is Verdict.REFUSED
    assert field in report.clauses[0].differs


@pytest.mark.official
def test_an_edition_that_is_not_installed_is_named(official_pack, digest_service):
    report = replayed_pack(official_pack[1], digest_service)
    assert report.verdict is Verdict.UNVERIFIED
    assert {each.state for each in report.clauses} == {ClauseState.NOT_INSTALLED}
    assert any(each.field.startswith("software.index.texts") for each in report.installation)


@pytest.mark.official
def test_another_version_of_the_law_is_named(official_pack, official_service):
    """A pack of a version that is not installed: the same words stand in the one that is."""
    answer, data = official_pack
    old = answer.citations[0].version
    citations = tuple(c.model_copy(update={"version": "1997-06-30"}) for c in answer.citations)
    false = forged(data, official_service, citations=citations)
    assert replayed_pack(false, official_service).verdict is Verdict.REFUSED
    claimed = edited(lambda r: r.update(code_sha256="1" * 64))
    report = replayed_pack(resealed(false, {"software.json": claimed}), official_service)
    assert report.verdict is Verdict.UNVERIFIED
    assert report.clauses[0].state is ClauseState.OTHER_EDITION
    assert any(old in each for each in report.clauses[0].installed)


def test_answers_may_be_numbered_in_one_way_only(pack):
    answer, data = pack
    twice = (answer.citations[0],) * 2
    false = encoded(answer.model_copy(update={"citations": twice}).model_dump(mode="json"))
    with pytest.raises(PackRefused, match=r"answer\.json does not have the form"):
        read_pack(resealed(data, {"answer.json": false}))
    assert Answer.model_validate_json(false).citations[1].number == 1
