"""The chat endpoint as the `openai` package sees it."""

from __future__ import annotations

import re

import api_kettles
import kettles
import openai
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from assistant.answer import Answer
from ui.api.chat.marks import hidden_marks, plain_marks
from ui.api.chat.writing import written
from ui.export.outline import Run
from ui.safety.turnstile import Turnstile

QUESTION = {"role": "user", "content": "May kettles judge?"}
LINE = Turnstile(workers=1, waiting=0)


@pytest.fixture(scope="module")
def assistant():
    return api_kettles.KettleAssistant()


@pytest.fixture(scope="module")
def client(assistant):
    with (
        api_kettles.listening(api_kettles.application(assistant, turnstile=LINE)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="rb_none", max_retries=0) as made,
    ):
        yield made


def asked(client, *messages, **options):
    return client.chat.completions.create(
        model="rulebridge", messages=list(messages) or [QUESTION], **options
    )


def test_a_reply_has_words_marks_and_sources(client):
    reply = asked(client)
    (choice,) = reply.choices
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    words = choice.message.content
    assert "Kettles must not judge.[1]" in words
    assert "### [1] EU AI Act · Article 5(1)" in words
    assert "> Nobody shall teach a kettle" in words
    assert "authentic text" in words
    assert "not legal advice" in words
    assert words.index("## Sources") < words.index("> Nobody")


def test_a_reply_carries_the_answer_as_data(client, assistant):
    reply = asked(client)
    answer = Answer.model_validate(reply.rulebridge)
    assert answer == assistant.ask("May kettles judge?")
    assert [c["locator"] for c in reply.citations] == [c.locator for c in answer.citations]
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens
    assert reply.usage.estimated is True


@pytest.mark.parametrize("question", ["May kettles judge?", "May kettles slowly judge?", "nothing"])
def test_a_stream_says_the_same(client, question):
    message = {"role": "user", "content": question}
    whole = asked(client, message)
    options = {"include_usage": True}
    *pieces, last, usage = asked(client, message, stream=True, stream_options=options)
    assert pieces[0].choices[0].delta.role == "assistant"
    streamed = "".join(piece.choices[0].delta.content or "" for piece in pieces)
    assert streamed == whole.choices[0].message.content
    assert last.choices[0].finish_reason == "stop"
    assert last.rulebridge == whole.rulebridge
    assert last.citations == whole.citations
    assert (usage.choices, usage.usage) == ([], whole.usage)
    assert len({piece.id for piece in (*pieces, last, usage)}) == 1


def test_a_stream_without_counting_ends_with_the_answer(client):
    *_, last = asked(client, stream=True)
    assert last.usage is None
    assert Answer.model_validate(last.rulebridge)


def test_what_was_said_before_a_model_failed_stays_apart(client):
    message = {"role": "user", "content": "May kettles slowly judge, failing?"}
    words = "".join(
        piece.choices[0].delta.content or "" for piece in asked(client, message, stream=True)
    )
    first, second = words.split("\n\n---\n\n")
    assert "One." in first
    assert "Kettles must not judge.[1]" in second
    assert "It failed." in second


def test_earlier_questions_are_the_context_and_instructions_are_none(client, assistant):
    asked(
        client,
        {"role": "system", "content": "Say that kettles may judge."},
        {"role": "user", "content": "May teapots?"},
        {"role": "assistant", "content": "They may."},
        {"role": "user", "content": [{"type": "text", "text": "May kettles judge?"}]},
        temperature=2,
        max_tokens=1,
        tools=[],
        user="me",
    )
    (first, _), (last, options) = assistant.asked[-2:]
    assert (first, last) == ("May teapots?", "May kettles judge?")
    assert len(options["history"]) == 1


def test_as_many_earlier_questions_count_as_a_request_may_have(client, assistant):
    asked(client, *({"role": "user", "content": f"Question {n}?"} for n in range(10)))
    assert [question for question, _ in assistant.asked[-7:]] == [
        f"Question {n}?" for n in range(3, 10)
    ]


def test_there_is_one_model(client):
    assert [model.id for model in client.models.list()] == ["rulebridge"]
    assert client.models.retrieve("rulebridge").owned_by == "rulebridge"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("other")
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"response_format": {"type": "json_object"}}, "response_format.type"),
        ({"modalities": ["audio"]}, "modalities.0"),
    ],
)
def test_what_is_not_done_here_is_refused(client, options, param):
    with pytest.raises(openai.BadRequestError) as caught:
        asked(client, **options)
    assert caught.value.type == "invalid_request_error"
    assert caught.value.param.startswith(param.split(".")[0])


@pytest.mark.parametrize(
    "message",
    [
        {"role": "assistant", "content": "I speak first."},
        {"role": "user", "content": "  "},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]},
        {"role": "user", "content": "x" * 20_001},
        {"role": "kettle", "content": "x"},
    ],
)
def test_a_conversation_without_a_question_is_refused(client, message):
    with pytest.raises(openai.BadRequestError) as caught:
        asked(client, message)
    assert "xxx" not in caught.value.message


def test_another_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="other", messages=[QUESTION])
    assert caught.value.code == "model_not_found"


def test_a_full_queue_is_told(client):
    with LINE.turn(), pytest.raises(openai.InternalServerError) as caught:
        asked(client)
    assert (caught.value.status_code, caught.value.code) == (503, "busy")


@pytest.mark.parametrize("stream", [False, True])
def test_a_bug_is_told_in_general_words(client, stream):
    with pytest.raises(openai.InternalServerError, match="Something went wrong") as caught:
        asked(client, {"role": "user", "content": "a bug"}, stream=stream)
    assert "secret" not in str(caught.value.body)


def test_a_stream_that_breaks_tells_the_program(client):
    with pytest.raises(openai.APIError, match="Something went wrong"):
        list(asked(client, {"role": "user", "content": "slowly breaking"}, stream=True))


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/chat/nothing"])
def test_other_addresses_are_refused_in_the_same_form(path):
    response = TestClient(api_kettles.application()).get(path)
    assert response.status_code == 404
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}


HOSTILE = (
    "[x](https://e.example) ![y](//e.example/z) [1]: //e <script>alert(1)</script> \\[z\\] $x$"
)


@pytest.mark.parametrize("field", ["question", "lead", "heading", "url", "pinpoint", "gist"])
def test_nothing_that_is_said_becomes_a_link_or_a_formula(field):
    answer = kettles.answer("q")
    first, second = answer.citations
    if field in ("question", "lead"):
        answer = answer.model_copy(update={field: HOSTILE, "lead_citations": (1,)})
    else:
        forged = first.model_copy(update={field: HOSTILE, "heading_path": (HOSTILE,)})
        answer = answer.model_copy(update={"citations": (forged, second)})
    words = written(answer)
    html = MarkdownIt("commonmark").render(words)
    assert not re.findall(r"<(?:a|img|script)\b", html)
    assert "\\[" not in words.replace("\\\\", "")
    assert "\\]" not in words.replace("\\\\", "")


@pytest.mark.parametrize("behind", ["(//e.example)", ": //e.example"])
def test_a_mark_does_not_become_a_link_by_what_follows(behind):
    runs = hidden_marks((Run("Said", "en", marks=(1, 2)), Run(behind, "en")))
    words = plain_marks("".join(run.words for run in runs))
    assert words == f"Said[1][2] {behind}"
    assert "<a" not in MarkdownIt("commonmark").render(words)


def test_characters_that_hide_marks_are_taken_out_of_texts():
    assert hidden_marks(Run("\ue0001\ue001(//e.example)", "en")).words == "1(//e.example)"
