"""Learning the map of question vectors from a few invented pairs, without a model."""

from types import SimpleNamespace

import numpy as np
import pytest

import ingest.adapter
from corpus.adapter import QueryAdapter
from corpus.catalogue import Trilingual, catalogue
from corpus.centring import normalised
from corpus.digest import Asked, Digest, DigestEntry
from ingest.adapter import HALVES, Pairs, found_among_five, learn, pairs_of

SIZE, ARTICLES = 16, 12
UNSEEN = "cap-486"


def rotated(angle=0.7):
    """A map of all vectors: each pair of parts turned by an angle, which hides what is meant."""
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.kron(np.eye(SIZE // 2), turn)


def pairs(*instruments, each=4, angle=1.5):
    """Questions that stand at an angle to the gists of their articles, all at the same one."""
    chance = np.random.default_rng(7)
    questions, gists, places = [], [], []
    for instrument in instruments:
        for number in range(ARTICLES):
            gist = normalised(chance.normal(size=(1, SIZE)))[0]
            gists.append(gist)
            places.append(f"{instrument}/art_{number}")
            questions += [gist @ rotated(angle) + chance.normal(size=SIZE) / 20] * each
    asks = np.repeat(places, each)
    return Pairs(
        normalised(np.stack(questions)),
        asks,
        np.array(["en", "zh-Hans"] * (len(asks) // 2)),
        normalised(np.stack(gists)),
        np.array(places),
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Few pairs are looked at more often than many."""
    monkeypatch.setattr("ingest.adapter.EPOCHS", 40)
    monkeypatch.setattr("ingest.adapter.BATCH", 32)
    monkeypatch.setattr("ingest.adapter.LEARNING_RATE", 1e-2)


def rank_of_right(among, adapter):
    """How many gists stand before the right one, on average."""
    likeness = adapter.adapted(among.questions) @ among.gists.T
    right = likeness[
        np.arange(len(among.asks)), [among.tells.tolist().index(a) for a in among.asks]
    ]
    return float((likeness > right[:, None]).sum(axis=1).mean())


# --- learning


def test_the_learned_map_lifts_the_right_gist():
    seen = pairs("eu-ai-act")
    assert (
        rank_of_right(seen, learn(seen, "kettles")) < rank_of_right(seen, QueryAdapter.none()) / 2
    )


def test_what_was_learned_carries_over_to_instruments_not_seen():
    both = pairs("eu-ai-act", "cap-528", "nist-ai-rmf", "cn-genai", UNSEEN)
    seen = both.only(["eu-ai-act", "cap-528", "nist-ai-rmf", "cn-genai"])
    held = both.only([UNSEEN])
    learned = learn(seen, "kettles")
    assert rank_of_right(held, learned) < rank_of_right(held, QueryAdapter.none())
    before, after = found_among_five(held, QueryAdapter.none()), found_among_five(held, learned)
    assert all(after[language] > before[language] for language in ("en", "zh-Hans"))


def test_the_same_pairs_give_the_same_map():
    one, other = (learn(pairs("eu-ai-act"), "kettles") for _ in range(2))
    assert (one.weights == other.weights).all()
    assert (one.bias == other.bias).all()
    assert one.fingerprint == "kettles"
    assert one.weights.shape == (SIZE, SIZE)
    assert one.bias.shape == (SIZE,)


def test_a_question_is_kept_near_where_it_was():
    seen = pairs("eu-ai-act", angle=0.0)
    learned = learn(seen, "kettles")
    assert float((learned.adapted(seen.questions) * seen.questions).sum(axis=1).mean()) > 0.9


def test_a_stronger_hold_keeps_the_map_smaller(monkeypatch):
    free = learn(pairs("eu-ai-act"), "kettles")
    monkeypatch.setattr("ingest.adapter.DECAY", 1.0)
    held = learn(pairs("eu-ai-act"), "kettles")
    assert np.abs(held.weights).sum() < np.abs(free.weights).sum() / 2


def axes(*numbers, size=4):
    return np.eye(size, dtype=np.float32)[list(numbers)]


def test_a_question_is_not_pushed_away_from_places_around_its_own():
    def learned(around):
        asked = "eu-ai-act/art_5/par_1"
        one = Pairs(
            axes(0),
            np.array([asked]),
            np.array(["en"]),
            axes(1, 2, 3),
            np.array([asked, around, "eu-ai-act/art_9"]),
        )
        turned = learn(one, "kettles").adapted(axes(0)[0])
        return turned @ one.gists.T

    for around in ("eu-ai-act/art_5", "eu-ai-act/art_5/par_1/pnt_a"):
        own, near, other = learned(around)
        assert own > near > other
        assert near == pytest.approx(0, abs=1e-6)
    own, beside, other = learned("eu-ai-act/art_5/par_2")
    assert beside == pytest.approx(other, abs=1e-6)
    assert beside < 0 < own


def test_every_language_of_a_gist_is_its_own():
    one = Pairs(
        axes(0),
        np.array(["eu-ai-act/art_5"]),
        np.array(["en"]),
        axes(1, 2, 3),
        np.array(["eu-ai-act/art_5", "eu-ai-act/art_5", "eu-ai-act/art_9"]),
    )
    first, second, other = learn(one, "kettles").adapted(axes(0)[0]) @ one.gists.T
    assert first == pytest.approx(second, abs=1e-6)
    assert first > 0 > other


# --- measuring


def measured(*asks, tells, gists):
    questions = np.tile(axes(0, size=gists.shape[1]), (len(asks), 1))
    languages = np.array([language for _, language in asks])
    places = np.array([place for place, _ in asks])
    return found_among_five(
        Pairs(questions, places, languages, gists, np.array(tells)), QueryAdapter.none()
    )


FALLING = np.array([[1 - n / 20, 0] for n in range(8)], np.float32)


def test_an_article_counts_as_found_among_the_five_nearest_by_language():
    tells = [f"eu-ai-act/art_{n}" for n in range(8)]
    asks = [("eu-ai-act/art_4", "en"), ("eu-ai-act/art_5", "en"), ("eu-ai-act/art_0", "zh-Hant")]
    assert measured(*asks, tells=tells, gists=FALLING) == {"en": 0.5, "zh-Hant": 1.0}


def test_articles_are_counted_and_not_their_parts():
    tells = [f"eu-ai-act/art_1/par_{n}" for n in range(6)] + ["eu-ai-act/art_2", "eu-ai-act/art_3"]
    asks = [("eu-ai-act/art_3/par_9", "en"), ("eu-ai-act/art_1", "en")]
    assert measured(*asks, tells=tells, gists=FALLING) == {"en": 1.0}


def test_the_pairs_of_some_instruments_are_kept_together():
    both = pairs("eu-ai-act", UNSEEN)
    kept = both.only([UNSEEN])
    assert {place.split("/")[0] for place in (*kept.asks, *kept.tells)} == {UNSEEN}
    assert len(kept.questions) == len(kept.asks) == len(kept.languages) == len(both.asks) // 2
    assert len(kept.gists) == len(kept.tells) == ARTICLES
    assert (kept.questions == both.questions[len(kept.questions) :]).all()
    assert len(both.only(["nist-ai-rmf"]).asks) == 0


def test_the_halves_are_all_instruments_each_once():
    assert sorted(sum(HALVES, ())) == sorted(i.id for i in catalogue().instruments)


# --- what is learned from

KETTLES = Trilingual.model_validate({"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"})
ASKED = Asked.model_validate({"en": ["Which?"], "yue": ["邊啲？"], "zh-Hans": ["哪些？", "哪个？"]})


def words():
    entries = [
        DigestEntry(locator=place, heading=KETTLES, gist=KETTLES, topics=("kettles",), asked=ASKED)
        for place in ("cap-486/s_26", "eu-ai-act/art_50")
    ]
    topic = SimpleNamespace(id="kettles", name=KETTLES, description=KETTLES)
    return Digest([topic], entries)


class Embedder:
    """Makes a vector of a text's length and kind; knows no model."""

    fingerprint, dimension = "kettles", 3

    def __init__(self):
        self.gists = []

    def embed_queries(self, texts):
        return normalised(np.array([[len(t), hash_of(t), 1] for t in texts], np.float32))

    def embed_passages(self, texts, progress=None):
        self.gists += texts
        return normalised(np.array([[1, hash_of(t), len(t)] for t in texts], np.float32))


def hash_of(text):
    return sum(map(ord, text)) % 13


def test_phrasings_and_gists_are_paired_by_their_provision():
    embedder = Embedder()
    made = pairs_of(words(), embedder)
    places = ["cap-486/s_26", "eu-ai-act/art_50"]
    assert made.asks.tolist() == [place for place in places for _ in range(4)]
    assert made.languages.tolist() == ["en", "zh-Hant", "zh-Hans", "zh-Hans"] * 2
    assert made.tells.tolist() == [place for place in places for _ in range(3)]
    assert embedder.gists[:3] == ["Kettles: Kettles", "水煲: 水煲", "水壶: 水壶"]
    assert made.questions.shape == (8, 3)
    assert made.gists.shape == (6, 3)


def test_the_file_is_learned_from_everything_and_measured_on_what_was_not_seen(
    monkeypatch, tmp_path, caplog
):
    everything = pairs(*sum(HALVES, ()), each=2)
    learned_from = []

    def learning(from_pairs, fingerprint):
        learned_from.append({place.split("/")[0] for place in from_pairs.asks.tolist()})
        return QueryAdapter(fingerprint, np.zeros((SIZE, SIZE)), np.zeros(SIZE))

    monkeypatch.setattr(ingest.adapter, "Embedder", lambda **fields: Embedder())
    monkeypatch.setattr(ingest.adapter, "pairs_of", lambda words, embedder: everything)
    monkeypatch.setattr(ingest.adapter, "learn", learning)
    monkeypatch.setattr(ingest.adapter, "files", lambda package: tmp_path)
    with caplog.at_level("INFO", logger="ingest.adapter"):
        ingest.adapter.main()
    one, other = map(set, HALVES)
    assert learned_from == [other, one, one | other]
    assert len([m for m in caplog.messages if "not learned from" in m]) == 4
    saved = QueryAdapter.load("kettles", tmp_path / "adapter.npz")
    assert saved.weights.shape == (SIZE, SIZE)
