"""From what somebody types to topics of the digest: an id, a name in any language, or free words.

Free words are matched deterministically: each topic is one document (its name, its description
and the headings and phrasings of the provisions about it), ranked with BM25; terms that the
glossary files under a topic count for it as well.

Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond" (2009), section 3.

Example:
    >>> from corpus.digest import digest
    >>> finder = finder_for(digest())
    >>> finder.find("Data labelling"), finder.find("penalties")
    (('data-labelling',), ('penalties',))
    >>> finder.find("保留個人資料")
    ('retention-and-erasure',)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from corpus.catalogue import LANGUAGES
from corpus.digest import Digest, Topic
from corpus.errors import UsageError
from corpus.glossary import Glossary, Match, glossary
from corpus.glossary.names import comparable
from corpus.sparse import K1, B, terms

_NAME, _DESCRIPTION = 8, 4
"""How many times the words of a topic's name and description count."""

_GLOSSARY = 0.5
"""Weight of a glossary term's topic, against the same words found in the topic's document."""

_STRADDLING = 0.4
"""Share of its weight that a pair of Chinese characters keeps which no topic uses."""

_LEAST = 0.3
"""Share of the asked words' weight that a topic has to carry to be meant at all."""

_CLOSE = 0.9
"""A second topic is meant as well if its score is at least this share of the best one's."""

_CLOSE_FILED = 0.7
"""The same, where the glossary files a word that was asked under it."""

_MOST = 2
"""Topics that free words may stand for."""

_SUGGESTED = 3


class TopicFinder:
    """Finds topics.

    Args:
        words: The digest, for the topics and the provisions about them.
        terms_known: The glossary; this installation's where not given.
    """

    def __init__(self, words: Digest, terms_known: Glossary | None = None) -> None:
        self._topics = words.topics
        self._glossary = terms_known or glossary()
        self._documents = {topic: Counter[str]() for topic in words.topics}
        for topic in words.topics.values():
            self._documents[topic.id].update(_own_words(topic))
        for entry in words.entries.values():
            texts = (entry.heading.get(tag) for tag in LANGUAGES)
            asked = (line for tag in LANGUAGES for line in entry.asked.in_language(tag))
            document = self._documents[entry.topics[0]]
            for line in (*texts, *asked):
                document.update(terms(line))
        self._lengths = {topic: document.total() for topic, document in self._documents.items()}
        self._average = sum(self._lengths.values()) / max(1, len(self._lengths))
        self._frequency = Counter(t for document in self._documents.values() for t in document)
        own = (set(_own_words(topic)) for topic in words.topics.values())
        self._shared = Counter(term for named in own for term in named)

    def find(self, asked: str) -> tuple[str, ...]:
        """The topics that are meant: one for an id or a name, at most two for free words.

        Args:
            asked: An id, a name in any of the three languages, or free words.

        Raises:
            UsageError: No topic is near; names the nearest ones and lists all ids.
        """
        named = self._named(asked)
        if named:
            return (named,)
        matches = self._glossary.lookup(asked)
        scores = self._scores(asked, matches)
        best = max(scores.values(), default=0.0)
        if best < _LEAST:
            raise self._unknown(asked, scores)
        filed = {topic for match in matches for topic in match.term.topics}
        ranked = sorted(scores, key=lambda topic: -scores[topic])
        close = (t for t in ranked if scores[t] >= best * (_CLOSE_FILED if t in filed else _CLOSE))
        return tuple(islice(close, _MOST))

    def _named(self, asked: str) -> str | None:
        wanted = comparable(asked)
        for topic in self._topics.values():
            names = (topic.id, *(topic.name.get(tag) for tag in LANGUAGES))
            if wanted in map(comparable, names):
                return topic.id
        return None

    def _scores(self, asked: str, matches: Sequence[Match]) -> dict[str, float]:
        """Topic → share of the asked words' weight that it carries, a little over 1 at most."""
        weights = {term: self._rarity(term) for term in terms(asked)}
        own = [[t for t in set(terms(match.name)) if t in weights] for match in matches]
        for parts in own:
            # A name is one word, however many pairs of characters it has.
            weights |= {term: weights[term] / len(parts) for term in parts}
        total = sum(weights.values())
        if not total:
            return {}
        scores = {
            topic: sum(w * self._weight(term, topic) for term, w in weights.items()) / total
            for topic in self._topics
        }
        for match, parts in zip(matches, own, strict=True):
            # Names in another script share no word with what was asked.
            share = sum(weights[t] for t in parts) / total if parts else 1 / len(weights)
            general = max(1, min((self._shared[t] for t in parts), default=1))
            for topic in scores.keys() & set(match.term.topics):
                scores[topic] += _GLOSSARY * share / len(match.term.topics) / general
        return scores

    def _rarity(self, term: str) -> float:
        """How much a term tells: less where many topics use it, still less where it names them.

        A pair of Chinese characters that no topic uses mostly straddles two words.
        """
        held = self._frequency[term]
        rare = math.log(1 + (len(self._documents) - held + 0.5) / (held + 0.5))
        if not held and not term.isascii():
            rare *= _STRADDLING
        return rare / math.sqrt(max(1, self._shared[term]))

    def _weight(self, term: str, topic: str) -> float:
        """How strongly a topic's document uses a term, from 0 to 1."""
        count = self._documents[topic][term]
        length = self._lengths[topic] / self._average
        return count / (count + K1 * (1 - B + B * length)) if count else 0.0

    def _unknown(self, asked: str, scores: dict[str, float]) -> UsageError:
        wanted = comparable(asked)

        def alike(topic: Topic) -> float:
            names = (topic.id, *(topic.name.get(tag) for tag in LANGUAGES))
            shape = max(SequenceMatcher(None, wanted, comparable(n)).ratio() for n in names)
            return scores.get(topic.id, 0.0) + shape

        near = sorted(self._topics.values(), key=alike, reverse=True)[:_SUGGESTED]
        nearest = ", ".join(topic.id for topic in near)
        known = ", ".join(self._topics)
        return UsageError(
            f"There is no topic “{asked}”; nearest are: {nearest}. All topics: {known}.",
            topic=asked,
            nearest=nearest,
            known=known,
        )


@lru_cache(maxsize=2)
def finder_for(words: Digest) -> TopicFinder:
    """The finder for a digest, made once (half a second)."""
    return TopicFinder(words)


def _own_words(topic: Topic) -> Iterator[str]:
    for tag in LANGUAGES:
        yield from terms(topic.name.get(tag)) * _NAME
        yield from terms(topic.description.get(tag)) * _DESCRIPTION
