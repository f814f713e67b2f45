"""No secret comes through into a log line, whoever logs it and wherever it stands."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from corpus.settings import Settings
from ui.logs.redaction import HIDDEN, Redaction, secrets_of

KEY = "rb_kettlekettlekettle12"
LINES = [
    "Authorization: Bearer {}",
    "authorization=Bearer {}",
    "[(b'Authorization', b'Bearer {}'), (b'Accept', b'*/*')]",
    "{{'api-key': '{}', 'accept': 'json'}}",
    '{{"x-api-key": "{}"}}',
    "Api-Key: {}",
    "Cookie: session={}; theme=dark",
    "set-cookie: rb_session={}",
    "RULEBRIDGE_QDRANT_API_KEY={}",
    "password = {}",
    "sent with bearer {} to the server",
    "http://keeper:{}@qdrant:6333/collections",
    "the key {} was refused",
    "a key sk-{} of a service",
]


@pytest.mark.parametrize("line", LINES)
def test_what_looks_like_a_secret_is_hidden(line):
    cleaned = Redaction().clean(line.format(KEY))
    assert KEY not in cleaned
    assert HIDDEN in cleaned


@pytest.mark.parametrize(
    "line",
    [
        "The Qdrant server at http://qdrant:6333 does not answer.",
        '{"method": "GET", "path": "/p/{locator}", "status": 200}',
        "3 tokens over the limit; the author wrote back",
        "a secretary asked for a password reset",
        "https://publisher.example/text?page=3",
    ],
)
def test_ordinary_words_stay(line):
    assert Redaction(["kettle-key"]).clean(line) == line


def test_the_secrets_of_the_settings_are_hidden_wherever_they_stand():
    made = Settings(qdrant_api_key="plain words", llm_api_key="plain words too")
    assert Redaction(secrets_of(made)).clean("so plain words too, plain words!") == (
        f"so {HIDDEN}, {HIDDEN}!"
    )


def test_every_secret_setting_is_among_them():
    secret = {
        name: f"{name}-value"
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }
    assert len(secret) >= 2
    assert set(secrets_of(Settings(**secret))) == set(secret.values())


@pytest.fixture
def record():
    def make(message, *args, error=None, **extra):
        info = (type(error), error, error.__traceback__) if error else None
        made = logging.LogRecord("kettles", logging.ERROR, "f.py", 1, message, args, info)
        vars(made).update(extra)
        Redaction(["hidden-one"]).filter(made)
        return made

    return make


def test_arguments_and_other_fields_are_cleaned_too(record):
    made = record(
        "sent %s to %s", "hidden-one", "qdrant",
        http={"authorization": "hidden-one", "deep": [("hidden-one", 3)]},
        key=SecretStr("whatever"), status=200, nothing=None,
    )  # fmt: skip
    assert made.getMessage() == f"sent {HIDDEN} to qdrant"
    assert made.http == {"authorization": HIDDEN, "deep": [[HIDDEN, 3]]}
    assert (made.key, made.status, made.nothing) == (HIDDEN, 200, None)


def test_an_exception_is_named_by_kind_and_place_only(record):
    try:
        int("May kettles judge?")
    except ValueError as error:
        made = record("it failed", error=error)
    assert made.getMessage().startswith("it failed (ValueError at test_log_redaction.py:")
    assert "kettles judge" not in logging.Formatter().format(made)


def test_nobody_writes_a_line_of_their_own(record):
    assert record("first\r\nERROR:root:second\u2028third").getMessage() == (
        "first ERROR:root:second third"
    )


def test_a_template_that_its_arguments_do_not_fit_is_logged_without_them(record):
    assert record("%d kettles", "May kettles judge?").getMessage() == "%d kettles"
