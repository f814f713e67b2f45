"""Which roles a question speaks about: provider, data user, author and so on.

Found by the words of ``corpus/digest/roles.toml``, the longest first: an “online service provider”
is no provider, and a “監管機構” is an authority, not an organisation.

Example:
    >>> roles_of("What must importers and authorised representatives check?")
    ('importer', 'authorised-representative')
    >>> roles_of("老細可唔可以攞我啲個人資料去train AI？")
    ('organisation', 'individual')
"""

from __future__ import annotations

from functools import cache

from assistant.understanding.names import Names
from corpus.catalogue import LANGUAGES
from corpus.digest.roles import roles


def roles_of(question: str) -> tuple[str, ...]:
    """The roles that a question speaks about, ids of the digest, in order of mention.

    Only what is said counts: nothing is inferred from whose law it is. A question about what a
    company must do under Cap. 486 speaks about an ``organisation``, though the law calls it a
    data user.
    """
    found = (role for name in _names().find(question) for role in name.value)
    return tuple(dict.fromkeys(found))


@cache
def _names() -> Names[tuple[str, ...]]:
    book = roles()
    meant: dict[str, tuple[str, ...]] = {}
    for role in book.role:
        names = (role.name.get(language) for language in LANGUAGES)
        forms = (*names, *role.words, *(many for word in role.en for many in _plurals(word)))
        for word in dict.fromkeys(forms):
            meant[word] = (*meant.get(word, ()), role.id)
    meant |= dict.fromkeys(book.not_within, ())
    return Names(meant.items())


def _plurals(word: str) -> tuple[str, ...]:
    """The plural of an English word.

    >>> _plurals("authority"), _plurals("business")
    (('authorities',), ('businesses',))
    """
    if word.endswith("y") and word[-2:-1] not in "aeou":
        return (f"{word[:-1]}ies",)
    if word.endswith(("s", "ch", "x")):
        return (f"{word}es",)
    return (f"{word}s",)
