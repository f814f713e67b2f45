"""Packs as they are made, read back and replayed where they were made."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from evidence_packs import WHEN, edited, made, replayed_pack, resealed

from corpus.errors import UsageError
from corpus.provision import Authority
from ui.export.evidence.archive import unpacked
from ui.export.evidence.building import build_pack, pack_name
from ui.export.evidence.canonical import canonical_hash, differences
from ui.export.evidence.clauses import clause_records
from ui.export.evidence.layout import CLAUSE_FILE, OPTIONAL, REQUIRED
from ui.export.evidence.pack import read_pack
from ui.export.evidence.report import ClauseState, Verdict
from ui.export.evidence.software import public_name
from ui.service.requests import AskRequest

QUESTIONS = {
    "lookup": "Is social scoring allowed in the EU?",
    "cantonese": "歐盟同大陸對AI生成內容嘅標示要求有咩分別？",
    "simplified": "生成式人工智能服务提供者如何处理用户投诉？",
    "abstention": "欧盟《数据法》对云服务商换约有什么规定？",
    "day": "Which AI practices were banned in the EU on 1 March 2025?",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_pack_is_reproduced_where_it_was_made(digest_service, question):
    answer, data = made(digest_service, question)
    report = replayed_pack(data, digest_service)
    assert report.verdict is Verdict.REPRODUCED
    assert report.answer_hash == report.answer_hash_here == canonical_hash(answer)
    assert [each.state for each in report.clauses] == [ClauseState.SAME] * len(answer.citations)
    assert (report.problems, report.remarks, report.installation) == ((), (), ())


@pytest.mark.official
@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("May a data user in Hong Kong keep personal data for ever?", {}),
        ("香港同內地對個人資料嘅保存有咩分別？", {}),
        ("提供者发现违法内容应当怎么做？", {"jurisdictions": ("cn",)}),
        ("What must providers do about complaints in China?", {"language": "zh-Hant"}),
    ],
)
def test_official_words_are_in_the_pack(official_service, question, options):
    answer, data = made(official_service, question, **options)
    files = unpacked(data)
    clauses = json.loads(files["clauses.json"])
    assert clauses["chosen"]
    for clause, citation in zip(clauses["chosen"], answer.citations, strict=True):
        words = files[clause["file"]]
        assert hashlib.sha256(words).hexdigest() == clause["text_sha256"]
        assert citation.quote.split(" … ")[0] in words.decode()
        assert clause["source_sha256"]
        assert clause["licence"] in files["clauses/SOURCES.txt"].decode()
    assert all(each["text_sha256"] for each in clauses["considered"])
    assert {each["locator"] for each in clauses["considered"] if each["used"]}
    assert replayed_pack(data, official_service).verdict is Verdict.REPRODUCED


def test_the_same_answer_and_time_make_the_same_bytes(digest_service):
    request = AskRequest(question=QUESTIONS["lookup"])
    answer = digest_service.ask(request)
    hong_kong = timezone(timedelta(hours=8))
    packs = {
        build_pack(answer, digest_service, made_at=moment, request=request)
        for moment in (WHEN, WHEN.astimezone(hong_kong), WHEN.replace(microsecond=7))
    }
    assert len(packs) == 1
    later = WHEN + timedelta(days=1)
    assert (
        read_pack(packs.pop()).id
        != read_pack(build_pack(answer, digest_service, made_at=later, request=request)).id
    )


def test_what_a_pack_holds(digest_service):
    answer, data = made(digest_service, QUESTIONS["lookup"])
    files = unpacked(data)
    assert set(files) - REQUIRED == {
        f"clauses/{n:03d}.txt" for n in range(1, 1 + len(answer.citations))
    }
    assert all(CLAUSE_FILE.fullmatch(name) for name in set(files) - REQUIRED - OPTIONAL)
    pack = read_pack(data)
    assert pack.answer == answer
    assert pack.made_at == WHEN
    assert pack.question.request.as_at == answer.understanding.as_at
    readme = files["README.txt"].decode()
    assert [w in readme for w in ("EVIDENCE PACK", "證據包", "证据包")] == [True] * 3
    assert readme.startswith("EVIDENCE")
    assert answer.lead.split(".")[0].split("(")[0].strip() in files["answer.md"].decode()
    assert "own digest" in files["clauses/SOURCES.txt"].decode()


def test_the_readme_begins_in_the_language_of_the_answer(digest_service):
    _, data = made(digest_service, QUESTIONS["cantonese"])
    assert unpacked(data)["README.txt"].decode().splitlines()[0] == "RULEBRIDGE 答覆的證據包"


def test_a_pack_says_nothing_of_the_machine(digest_service, digest_home, models):
    from corpus.settings import settings

    _, data = made(digest_service, QUESTIONS["lookup"])
    told = b"".join(unpacked(data).values()).decode()
    private = {str(digest_home.home), str(models), str(settings().home), "localhost", "127.0.0.1"}
    assert [words for words in private if words in told] == []
    assert "sources" not in json.loads(unpacked(data)["settings.json"])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("qwen3:8b", "qwen3:8b"),
        ("org/model", "org/model"),
        ("/srv/models/m.gguf", "m.gguf"),
        ("~/m.gguf", "m.gguf"),
        ("./m.gguf", "m.gguf"),
        (r"C:\models\m.gguf", "m.gguf"),
        ("https://host.example/m", "m"),
    ],
)
def test_of_a_language_model_only_its_name_is_told(name, shown):
    assert public_name(name) == shown


def test_a_conversation_is_carried_and_replayed(digest_service):
    history = []
    for question in ("Which AI practices are banned in the EU?", "And in China?", "shorter"):
        answer, data = made(digest_service, question, tuple(history))
        report = replayed_pack(data, digest_service)
        assert report.verdict is Verdict.REPRODUCED
        assert report.earlier == (True,) * len(history)
        assert [each.question for each in read_pack(data).history] == [a.question for a in history]
        history.append(answer)


def test_a_follow_up_without_its_conversation_is_not_reproduced(digest_service):
    first = digest_service.ask(AskRequest(question="Which AI practices are banned in the EU?"))
    request = AskRequest(question="And in China?")
    answer = digest_service.ask(request, [first])
    data = build_pack(answer, digest_service, made_at=WHEN, request=request)
    report = replayed_pack(data, digest_service)
    assert report.verdict is Verdict.VERIFIED
    assert {each.code for each in report.remarks} == {"history_missing", "answer_differs"}
    assert report.differences[0].field.startswith("understanding")


def test_earlier_questions_alone_will_do(digest_service):
    earlier = ("Which AI practices are banned in the EU?",)
    _, data = made(digest_service, "And in China?", earlier=earlier)
    assert "history.json" not in unpacked(data)
    assert replayed_pack(data, digest_service).verdict is Verdict.REPRODUCED


def test_options_that_were_not_recorded_are_read_off_the_answer(digest_service):
    answer = digest_service.ask(AskRequest(question=QUESTIONS["day"]))
    data = build_pack(answer, digest_service, made_at=WHEN)
    report = replayed_pack(data, digest_service)
    assert report.verdict is Verdict.REPRODUCED
    assert [each.code for each in report.remarks] == ["not_recorded"]


def test_a_day_counted_from_today_stays_the_day_it_was(digest_service, monkeypatch):
    """The running year stands for today; in a later year, for its last day."""

    class Later(date):
        @classmethod
        def today(cls):
            return date(2031, 5, 6)

    question = f"As of {date.today().year}, which AI practices are banned in the EU?"
    answer, data = made(digest_service, question)
    assert answer.understanding.as_at_named
    monkeypatch.setattr("assistant.assistant.date", Later)
    again = digest_service.ask(AskRequest(question=question))
    assert again.understanding.as_at != answer.understanding.as_at
    assert replayed_pack(data, digest_service).verdict is Verdict.REPRODUCED


def test_an_answer_asked_today_is_replayed_as_of_today(digest_service, monkeypatch):
    class Later(date):
        @classmethod
        def today(cls):
            return date(2031, 5, 6)

    _, data = made(digest_service, QUESTIONS["lookup"])
    monkeypatch.setattr("assistant.assistant.date", Later)
    assert replayed_pack(data, digest_service).verdict is Verdict.REPRODUCED


def test_a_time_without_its_zone_is_refused(digest_service):
    answer, _ = made(digest_service, QUESTIONS["lookup"])
    with pytest.raises(UsageError, match="time zone"):
        build_pack(answer, digest_service, made_at=datetime(2026, 11, 22))


def test_the_name_of_a_pack(digest_service):
    answer, _ = made(digest_service, QUESTIONS["lookup"])
    name = pack_name(answer, WHEN)
    assert name.isascii()
    assert name.endswith("-evidence.zip")


def test_another_installation_is_named(digest_service):
    def change(record):
        record["python"] = "CPython 3.99.0"
        record["code_sha256"] = "0" * 64

    _, data = made(digest_service, QUESTIONS["lookup"])
    report = replayed_pack(resealed(data, {"software.json": edited(change)}), digest_service)
    assert report.verdict is Verdict.REPRODUCED
    fields = {each.field: each.recorded for each in report.installation}
    assert fields == {"software.code_sha256": "0" * 64, "software.python": "CPython 3.99.0"}


def test_scores_and_times_do_not_count(digest_service):
    answer, _ = made(digest_service, QUESTIONS["lookup"])
    slower = answer.model_copy(update={"ms": 9e9})
    first = answer.candidates[0].model_copy(update={"score": 0.0, "legs": {}})
    other = answer.model_copy(update={"candidates": (first, *answer.candidates[1:])})
    assert canonical_hash(answer) == canonical_hash(slower) == canonical_hash(other)
    worse = answer.model_copy(update={"lead": answer.lead + " "})
    assert canonical_hash(answer) != canonical_hash(worse)


@pytest.mark.parametrize(
    ("one", "other", "fields"),
    [
        ({"a": [1]}, {"a": [1, 2]}, ["a[1]"]),
        ({"a": None}, {}, ["a"]),
        ({"a": True}, {"a": 1}, ["a"]),
        ({"a": {"b": "x" * 500}}, {"a": {"b": "y"}}, ["a.b"]),
        ([], {}, [""]),
    ],
)
def test_differences_are_named(one, other, fields):
    found = list(differences(one, other))
    assert [each.field for each in found] == fields
    assert all(len(each.recorded) <= 200 for each in found)


def test_a_clause_without_official_text_is_our_own_words(digest_service):
    answer, data = made(digest_service, QUESTIONS["lookup"])
    assert {c.authority for c in answer.citations} == {Authority.OWN_DIGEST}
    assert unpacked(data)["clauses/001.txt"].decode() == answer.citations[0].gist
    assistant = digest_service.assistant
    found = clause_records(answer, assistant.index.provisions, assistant.words)
    assert {clause.source_sha256 for clause in found.chosen} == {""}
    assert all(clause.text_sha256 for clause in found.considered)


def test_utc(digest_service):
    _, data = made(digest_service, QUESTIONS["abstention"])
    assert read_pack(data).made_at.tzinfo == UTC
