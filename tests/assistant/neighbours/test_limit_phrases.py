"""The words that make an exception or condition of a reference, in three languages."""

from __future__ import annotations

import pytest

from assistant.neighbours.reading import read
from tests.assistant.neighbours.laws import law


def edges(instrument: str, language: str, words: str) -> set[str]:
    """What is found in `words`, the second paragraph of the second of four provisions.

    ``!a>b`` is an exception to b in a, ``?a>b`` a condition of b in a.
    """
    root, inner, heading = {
        "eu-ai-act": ("art", "par", "Article"),
        "cn-genai": ("art", "par", "第条"),
        "cap-486": ("s", "ss", "Section"),
    }[instrument]
    provisions = law(
        instrument,
        language,
        (f"{root}_1", heading, ["Boil."]),
        (
            f"{root}_2",
            heading,
            [
                (f"{inner}_1", "Keep:", ("pnt_a" if root == "art" else "par_a", "lids")),
                (f"{inner}_2", words),
                (f"{inner}_3", "Clean."),
            ],
        ),
        (f"{root}_3", heading, ["Pour."]),
        (f"{root}_4", heading, ["Sell."]),
    )
    start = len(instrument) + 1
    sign = {"exception": "!", "condition": "?"}
    return {
        f"{sign[one.kind]}{one.limiter[start:]}>{one.of[start:] or 'all'}"
        for one in read(provisions)
    }


EUROPEAN = [
    ("By way of derogation from Article 1, kettles may cool.", "!art_2/par_2>art_1"),
    (
        "Notwithstanding paragraph 1, point (a), lids may go.",
        "!art_2/par_2>art_2/par_1/pnt_a",
    ),
    (
        "Paragraphs 1 and 3 shall not apply to teapots.",
        "!art_2/par_2>art_2/par_1 !art_2/par_2>art_2/par_3",
    ),
    (
        "The obligation laid down in Article 3 shall not apply to teapots.",
        "!art_2/par_2>art_3",
    ),
    ("This Article shall apply only to kettles.", "?art_2/par_2>art_2"),
    (
        "Subject to Articles 3 and 4, kettles whistle.",
        "?art_3>art_2/par_2 ?art_4>art_2/par_2",
    ),
    (
        "Kettles whistle, except in the cases referred to in Article 4.",
        "!art_4>art_2/par_2",
    ),
    ("Kettles whistle unless Article 4 applies.", "!art_4>art_2/par_2"),
    ("Kettles subject to Article 4 whistle.", ""),
    ("Where Article 4 does not apply, kettles whistle.", ""),
    ("By derogation from Article 1 of Regulation (EU) 2000/1, kettles whistle.", ""),
    ("Without prejudice to Article 4, kettles whistle.", ""),
    ("Kettles whistle in accordance with Article 4.", ""),
    ("This paragraph shall not apply to teapots.", ""),
    ("By way of derogation from Article 99, kettles may cool.", ""),
]

ENGLISH = [
    (
        "Subject to subsection (3) and section 4, a kettle is hot.",
        "?s_2/ss_3>s_2/ss_2 ?s_4>s_2/ss_2",
    ),
    (
        "Subject to subsection (3), section 4 does not apply.",
        "?s_2/ss_3>s_2/ss_2 !s_2/ss_2>s_4",
    ),
    ("A kettle is hot, but subject to section 4.", "?s_4>s_2/ss_2"),
    ("Subsection (1)(a) does not apply unless it rains.", "?s_2/ss_2>s_2/ss_1/par_a"),
    (
        "A kettle is exempt from the provisions of section 1 and section 3 if it is old.",
        "!s_2/ss_2>s_1 !s_2/ss_2>s_3",
    ),
    ("The data which is exempt from section 1 by virtue of section 3 is old.", ""),
    (
        "Subsection (1) shall not operate so as to prevent whistling.",
        "!s_2/ss_2>s_2/ss_1",
    ),
    (
        "In proceedings for an offence under section 1, it is a defence to prove sleep.",
        "!s_2/ss_2>s_1",
    ),
    (
        "It is a defence for a person charged with an offence under section 3 to prove sleep.",
        "!s_2/ss_2>s_3",
    ),
    ("Section 4 of the Teapot Ordinance (Cap. 9) does not apply.", ""),
    ("The burden of proving that this section does not apply lies on him.", ""),
    ("Except as provided in section 3, kettles are hot.", "!s_3>s_2/ss_2"),
]

CHINESE = [
    ("除第(3)款及第4條另有規定外，水壺須熱。", "?s_2/ss_3>s_2/ss_2 ?s_4>s_2/ss_2"),
    ("在符合第3及4條的規定下，水壺須熱。", "?s_3>s_2/ss_2 ?s_4>s_2/ss_2"),
    ("在第4條的規限下，水壺須熱。", "?s_4>s_2/ss_2"),
    ("第(1)款不適用於茶壺。", "!s_2/ss_2>s_2/ss_1"),
    ("第(1)款並不就茶壺而適用。", "!s_2/ss_2>s_2/ss_1"),
    ("除非下雨，否則第(1)款不適用。", "?s_2/ss_2>s_2/ss_1"),
    ("舊水壺獲豁免而不受第1條及第3條的條文所管限。", "!s_2/ss_2>s_1 !s_2/ss_2>s_3"),
    ("憑藉第4條獲豁免而不受第1條所管限的水壺是舊的。", ""),
    ("儘管有第1條的規定，水壺可涼。", "!s_2/ss_2>s_1"),
    ("如第1條不適用，水壺可涼。", ""),
    ("第(3)款不受第1條規限。", ""),
    ("儘管有《茶壺條例》(第9章)第1條的規定，水壺可涼。", ""),
    ("被控犯第1條所訂罪行的人如證明自己睡着，即可以此作為免責辯護。", "!s_2/ss_2>s_1"),
]

MAINLAND = [
    ("睡着的人，不适用第三条的规定。", "!art_2/par_2>art_3"),
    ("茶壶不适用前款规定。", "!art_2/par_2>art_2/par_1"),
    ("依照第三条的规定处罚。", ""),
    ("不适用本办法。", "!art_2/par_2>all"),
]


@pytest.mark.parametrize(("words", "expected"), EUROPEAN)
def test_european_articles(words, expected):
    assert edges("eu-ai-act", "en", words) == set(expected.split())


@pytest.mark.parametrize(("words", "expected"), ENGLISH)
def test_english_sections(words, expected):
    assert edges("cap-486", "en", words) == set(expected.split())


@pytest.mark.parametrize(("words", "expected"), CHINESE)
def test_chinese_sections(words, expected):
    assert edges("cap-486", "zh-Hant", words) == set(expected.split())


@pytest.mark.parametrize(("words", "expected"), MAINLAND)
def test_mainland_articles(words, expected):
    assert edges("cn-genai", "zh-Hans", words) == set(expected.split())


def test_transitional_schedules_are_passed_over():
    words = ["Section 1 of this Ordinance does not apply to a kettle made before."]
    lasting = law("cap-486", "en", ("s_1", "A", ["Boil."]), ("sch_2", "Old kettles", words))
    passing = law("cap-486", "en", ("s_1", "A", ["Boil."]), ("sch_2", "Transitional", words))
    assert [one.of for one in read(lasting)] == ["cap-486/s_1"]
    assert list(read(passing)) == []


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("Copyright in a jingle is not infringed by copying it.", {"s_22", "s_23"}),
        (
            "Fair dealing with a jingle does not infringe any copyright in it.",
            {"s_22", "s_23", "s_24"},
        ),
        ("An act that by virtue of section 24 does not infringe copyright is free.", set()),
    ],
)
def test_permitted_acts_are_exceptions_to_the_acts_they_are_about(words, acts):
    rights = [(f"s_{n}", "Right", ["It is restricted."]) for n in (22, 23, 24)]
    provisions = law("cap-528", "en", *rights, ("s_40", "Jingles", [words]))
    found = {one.of.split("/")[1] for one in read(provisions) if one.alone}
    assert found == acts
