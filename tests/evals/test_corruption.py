import json

import numpy as np
import pytest

from corpus.digest import Digest, DigestEntry, Topic
from corpus.errors import UsageError
from corpus.provisions import ProvisionTable
from evals.corruption.__main__ import main
from evals.corruption.changes import KINDS, corruptions
from evals.corruption.claims import FORMS, CorrectClaim, correct_claims, first_sentence
from evals.corruption.makers import MAKERS, Task
from evals.corruption.measure import CORRECT, Subject, judge_correct, judge_corrupted, share, write
from evals.corruption.table import show
from tests.assistant.clauses import provision

GIST = {
    "en": "A provider must not sell a kettle within 3 years. It may lend it.",
    "zh-Hant": "提供者不得在3年內售賣水煲。可借出。",
    "zh-Hans": "提供者不得在3年内出售水壶。可借出。",
}
WORDS = "Providers of kettles shall not sell any kettle within 3 years of making it.\n"
OTHER = "Deployers of ladles shall record each ladle before they use it at any table.\n"


def entry(locator, **gist):
    gist = GIST | {tag.replace("_", "-"): text for tag, text in gist.items()}
    heading = {"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"}
    fields = {"locator": locator, "heading": heading, "gist": gist, "topics": ["kettles"]}
    return DigestEntry.model_validate(fields)


@pytest.fixture(scope="module")
def words():
    name = {"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"}
    topic = Topic.model_validate({"id": "kettles", "name": name, "description": name})
    entries = [entry(f"eu-ai-act/art_{n}") for n in range(1, 41)]
    ours = "Kettles whistle; our example: a blue one."
    return Digest(
        [topic], [*entries, entry("eu-ai-act/art_90", en=ours), entry("eu-ai-act/art_91")]
    )


@pytest.fixture(scope="module")
def claims(words, tmp_path_factory):
    table = ProvisionTable.create(tmp_path_factory.mktemp("index") / "provisions.sqlite")
    texts = {n: f"{OTHER if n % 2 else WORDS}See part {n + 100}." for n in range(1, 41)}
    texts |= {90: WORDS, 91: "A heading of many words without any end"}
    provisions = [provision(f"eu-ai-act/art_{n}", text) for n, text in texts.items()]
    table.write([p.model_copy(update={"order": n}) for n, p in enumerate(provisions)])
    return correct_claims(words, table, centred)


def centred(texts, language):
    return np.ones((len(texts), 2), np.float32)


def claim(text, language="en", of=WORDS, locator="eu-ai-act/art_2"):
    return CorrectClaim(locator, language, "gist", text, provision(locator, of), of.strip(), ())


def made(kind, one, claims=(), words=None):
    return MAKERS[kind](Task(one, kind, claims, words or Digest([], [])))


def test_claims_are_made_in_every_language_and_form(claims):
    assert {c.language for c in claims} == {"en", "zh-Hant", "zh-Hans"}
    assert {c.form for c in claims} <= set(FORMS)
    assert len({c.form for c in claims}) > 1
    assert all("lend" not in c.text and "借出" not in c.text for c in claims)


def test_what_does_not_rest_on_the_provision_alone_is_left_out(claims):
    assert not [c for c in claims if c.locator == "eu-ai-act/art_90" and c.language == "en"]
    assert not [c for c in claims if c.locator == "eu-ai-act/art_91"]


def test_both_halves_are_drawn(claims):
    assert 0 < sum(c.even for c in claims) < len(claims)
    assert len({c.even for c in claims if c.locator == "eu-ai-act/art_1"}) == 1


def test_a_gist_is_cut_at_its_first_full_stop():
    assert first_sentence("水煲須鳴笛；不得漏水。可借出。", "zh-Hant") == "水煲須鳴笛；不得漏水。"


@pytest.mark.parametrize(
    ("kind", "text", "language", "expected"),
    [
        ("negation", "A provider must not sell it.", "en", {"A provider must sell it."}),
        ("negation", "提供者須記錄。", "zh-Hant", {"提供者不得記錄。"}),
        ("modality", "A provider must record it.", "en", {"A provider may record it."}),
        ("modality", "提供者可以借出。", "zh-Hans", {"提供者必须借出。"}),
        ("number", "It takes three years.", "en", {"It takes four years."}),
        ("number", "為期三年。", "zh-Hant", {"為期四年。"}),
    ],
)
def test_one_word_is_exchanged(kind, text, language, expected):
    assert {made(kind, claim(text, language)).claim.text} == expected


def test_a_new_number_stands_nowhere_in_the_provision():
    of = f"{WORDS} 4, 5, 6, 7, 8 and 9 are lucky."
    for locator in (f"eu-ai-act/art_{n}" for n in range(20, 30)):
        one = made("number", claim("Not within 3 years.", of=of, locator=locator))
        if one:
            assert one.claim.text.split()[2] not in of.replace(",", "").split()


def test_actors_are_exchanged_in_number_and_case():
    one = made("role", claim("Providers tell the deployer.", of="Providers and importers meet."))
    assert one.change == "provider → importer"
    assert one.claim.text == "Importers tell the deployer."


def test_an_actor_of_the_provision_is_a_kind_of_its_own():
    absent = made("actor", claim("Providers must not sell it."))
    assert absent.claim.text.split()[0].casefold() not in WORDS.casefold()
    assert made("role", claim("Providers must not sell it.")) is None


def test_an_altered_quotation_is_no_longer_in_the_provision():
    one = made("quotation", claim("Providers must not sell it."))
    assert one.claim.quotation != WORDS.strip()
    assert "".join(one.claim.quotation.split()) not in "".join(WORDS.split())


def test_another_provision_is_another_article(claims):
    for one in claims[:20]:
        found = made("source", one, claims)
        assert found.claim.provision.root != one.provision.root
        assert found.claim.quotation != one.quotation
        assert made("citation", one, claims).claim.quotation == one.quotation


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_the_language_is_spoiled(claims, words, language):
    own = [c for c in claims if c.language == language]
    changes = {made("language", one, claims, words).change for one in own}
    other = "zh-Hans" if language == "zh-Hant" else "zh-Hant"
    assert changes == {f"in {other}", "in en", "half in en"}


def test_corruptions_are_the_same_every_time(claims, words):
    first = corruptions(claims, words, 5)
    assert first == corruptions(list(claims), words, 5)
    assert max(sum(c.kind == k and c.claim.language == "en" for c in first) for k in KINDS) == 5


def test_outcomes_are_counted_and_written(claims, words, tmp_path):
    subject = Subject(None)
    right = judge_correct(claims, subject)
    wrong = judge_corrupted(corruptions(claims, words, 5), subject)
    caught = [o for o in wrong if o.kind in ("quotation", "citation", "jurisdiction", "language")]
    assert caught
    assert all(o.withheld for o in caught)
    assert share([], withheld=True) is None
    write([*right, *wrong], "odd", tmp_path / "runs" / "odd.json")
    data = json.loads((tmp_path / "runs" / "odd.json").read_text("utf-8"))
    assert data["withheld"][CORRECT]["all"]["n"] == len(claims)
    assert data["withheld"]["quotation"]["en"]["withheld"] == 1.0
    assert len(data["outcomes"]) == len(right) + len(wrong)


def test_the_table_names_every_kind(claims, words):
    from rich.console import Console

    console = Console(record=True, width=140)
    subject = Subject(None)
    wrong = judge_corrupted(corruptions(claims, words, 2), subject)
    show(console, [*judge_correct(claims, subject), *wrong], "odd")
    shown = console.export_text()
    assert all(kind in shown for kind in {o.kind for o in wrong})
    assert "Correct claims that pass" in shown


def test_an_unknown_half_is_refused():
    with pytest.raises(UsageError, match="There is no half “first”"):
        main(half="first")
