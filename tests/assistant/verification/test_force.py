"""Modality and negation together: the force of a statement is that of what it quotes."""

import numpy as np
import pytest

from assistant.verification import modality, negation
from assistant.verification.contrast import contrasts, weigh
from assistant.verification.statement import Context
from corpus.provision import Status
from tests.assistant.clauses import provision
from tests.assistant.verification.kettles import ADVICE, LIST, POINT, asked, said

BAN = provision("cap-486/s_1", "A keeper shall not sell a kettle.")
DUTY = provision("cap-486/s_2", "A keeper shall clean a kettle.")
LEAVE = provision("cap-486/s_3", "A keeper may lend a kettle.")
PLAIN = provision("cap-486/s_4", "A kettle is a vessel.")
BAN_ZH = provision("cap-486/s_1", "保管人不得售賣水煲。", language="zh-Hant")
DUTY_ZH = provision("cap-486/s_2", "保管人須清潔水煲。", language="zh-Hant")


def verdicts(statement, context):
    weighed = weigh(statement, context)
    return (
        modality.check(statement, context, weighed).passed,
        negation.check(statement, context, weighed).passed,
    )


@pytest.mark.parametrize(
    ("text", "language", "of"),
    [
        ("A keeper must not sell it.", "en", BAN),
        ("A keeper must not sell it.", "en", BAN_ZH),
        ("保管人不得售賣水煲。", "zh-Hant", BAN),
        ("保管人须清洁水煲。", "zh-Hans", DUTY),
        ("A keeper must clean it.", "en", DUTY_ZH),
        ("A keeper may lend it.", "en", LEAVE),
        ("保管人可以借出水煲。", "zh-Hant", LEAVE),
        ("Whistling is suggested.", "en", ADVICE),
    ],
)
def test_the_same_force_passes_across_languages(text, language, of):
    assert verdicts(said(text, of), asked(language)) == (True, True)


@pytest.mark.parametrize(
    ("text", "language", "of"),
    [
        ("A keeper must lend it.", "en", LEAVE),
        ("保管人必須借出水煲。", "zh-Hant", LEAVE),
        ("A keeper may clean it.", "en", DUTY),
        ("保管人可以清洁水煲。", "zh-Hans", DUTY_ZH),
        ("A keeper need not sell it.", "en", provision("cap-486/s_5", "Keepers must sell it.")),
    ],
)
def test_another_force_fails_as_modality(text, language, of):
    assert verdicts(said(text, of), asked(language, strict=True))[0] is False


@pytest.mark.parametrize(
    ("text", "language", "of"),
    [
        ("A keeper must not clean it.", "en", DUTY),
        ("保管人不得清潔水煲。", "zh-Hant", DUTY),
        ("A kettle is not a vessel.", "en", PLAIN),
        ("水煲不是器皿。", "zh-Hant", PLAIN),
    ],
)
def test_an_added_negation_fails(text, language, of):
    assert verdicts(said(text, of), asked(language))[1] is False


@pytest.mark.parametrize("text", ["Organisations must document whistles.", "機構必須記錄。"])
def test_a_voluntary_framework_obliges_nobody(text):
    language = "en" if text.isascii() else "zh-Hant"
    assert verdicts(said(text, ADVICE), asked(language))[0] is False


def test_should_carries_must_only_in_a_rule():
    rule = provision("cn-genai/art_9", "Providers should clean it.")
    recital = provision("eu-ai-act/rct_9", "Providers should clean it.", status=Status.EXPLANATORY)
    assert verdicts(said("Providers must clean it.", rule), asked())[0] is True
    assert verdicts(said("Providers must clean it.", recital), asked())[0] is False


def test_the_words_that_announce_a_list_give_its_points_their_force():
    assert verdicts(said("Deployers must clean it.", POINT, around=(LIST,)), asked())[0] is True
    assert verdicts(said("Deployers must clean it.", POINT), asked())[0] is False


def test_a_counterpart_is_made_for_every_word_of_force():
    made = {c.counterpart for c in contrasts("It must not sing, but it may whistle.", "en")}
    assert "It must sing, but it may whistle." in made
    assert "It must not sing, but it must whistle." in made
    assert "It must not sing, but it may not whistle." in made


def test_a_counterpart_keeps_the_script():
    assert {c.counterpart for c in contrasts("可借出", "zh-Hans")} == {"不得借出", "必须借出"}
    assert {c.counterpart for c in contrasts("可借出", "zh-Hant")} == {"不得借出", "必須借出"}


class Letters:
    """Meanings for tests: how often each letter occurs, so that like words are near."""

    def vectors(self, texts, language):
        rows = [[text.lower().count(c) for c in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
        counts = np.array(rows, np.float32) + 0.01
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    def background(self, instrument):
        return np.empty((0, 26), np.float32)


def test_the_nearest_part_of_a_quotation_decides():
    both = provision(
        "cap-486/s_6", "A keeper shall polish copper kettles. A keeper may lend wooden ladles."
    )
    context = Context("en", ("hk",), Letters())

    def least(text):
        return min(w.odds for w in weigh(said(text, both), context))

    assert least("A keeper may lend wooden ladles.") > least("A keeper must lend wooden ladles.")
    assert least("A keeper must polish copper kettles.") > least(
        "Keepers may polish copper kettles."
    )
