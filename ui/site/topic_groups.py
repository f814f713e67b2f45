"""The topics of the digest in groups, and how much each jurisdiction has on each of them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.catalogue import catalogue
from corpus.digest import Digest, Topic

OTHER = "other"
"""The group of the topics that stand in none."""


@dataclass(frozen=True)
class TopicGroup:
    """Topics that are browsed together.

    Attributes:
        id: The group's name is the text ``compare_page.group_<id>``.
        topics: In reading order.
    """

    id: str
    topics: tuple[Topic, ...]


@cache
def grouping() -> dict[str, tuple[str, ...]]:
    """Group id → topic ids, in reading order."""
    raw = tomllib.loads(files("ui.site").joinpath("topic_groups.toml").read_text("utf-8"))
    return {group["id"]: tuple(group["topics"]) for group in raw["group"]}


def grouped(topics: Iterable[Topic]) -> tuple[TopicGroup, ...]:
    """Topics in their groups; empty groups are left out.

    Args:
        topics: Those that there are.
    """
    known = {topic.id: topic for topic in topics}
    filed = {topic for ids in grouping().values() for topic in ids}
    groups = [
        TopicGroup(group, tuple(known[topic] for topic in ids if topic in known))
        for group, ids in grouping().items()
    ]
    groups.append(TopicGroup(OTHER, tuple(t for t in known.values() if t.id not in filed)))
    return tuple(group for group in groups if group.topics)


def counts(words: Digest, available: Collection[str]) -> dict[str, dict[str, int]]:
    """Topic → jurisdiction → provisions that the digest files under it.

    Args:
        words: The digest.
        available: Ids of the instruments that are installed; others do not count.
    """
    book = catalogue()
    places = {i.id: i.jurisdiction for i in book.instruments if i.id in available}
    found = {topic: {place.id: 0 for place in book.jurisdiction} for topic in words.topics}
    for topic, table in words.by_topic.items():
        for instrument, entries in table.items():
            if instrument in places:
                found[topic][places[instrument]] += len(entries)
    return found
