import pytest

from assistant.verification.actors import actors, check
from tests.assistant.verification.kettles import (
    ARTICLE,
    LIST,
    POINT,
    SECTION,
    SECTION_ZH,
    asked,
    said,
)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The data user must not sell it.", SECTION_ZH),
        ("資料使用者不得售賣。", SECTION),
        ("资料使用者须获专员同意。", SECTION),
        ("提供者可被罰款。", ARTICLE),
    ],
)
def test_an_actor_is_carried_across_languages(text, of):
    assert check(said(text, of), asked()).passed


@pytest.mark.parametrize(
    ("text", "of", "missing"),
    [
        ("Deployers pay a fine.", ARTICLE, "deployer"),
        ("部署者可被罰款。", ARTICLE, "deployer"),
        ("The data subject must not sell it.", SECTION, "data-subject"),
        ("作者不得售賣。", SECTION, "author"),
        ("The Member States pay a fine.", ARTICLE, "member-state"),
    ],
)
def test_another_actor_fails(text, of, missing):
    result = check(said(text, of), asked())
    assert not result.passed
    assert result.detail == missing


def test_the_words_that_announce_a_list_name_the_actor_of_its_points():
    assert check(said("Deployers must clean it.", POINT, around=(LIST,)), asked()).passed
    assert not check(said("Deployers must clean it.", POINT), asked()).passed


def test_people_in_general_are_not_held_against_a_statement():
    assert check(said("Nobody, no person and no owner may sell it."), asked()).passed


def test_every_actor_that_carries_another_exists():
    known = actors()
    assert all(other in known for actor in known.values() for other in actor.also)
