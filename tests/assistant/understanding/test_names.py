import pytest

from assistant.understanding.names import Names, levelled, narrow

NAMES = Names(
    [
        ("EU", "eu"),
        ("歐盟", "eu"),
        ("歐盟委員會", "commission"),
        ("Cap. 57", "cap-57"),
        ("486章", "cap-486"),
        ("Kettle Act", "kettles"),
        ("Kettle", "a kettle"),
    ]
)


def found(text):
    return [(text[f.start : f.end], f.value) for f in NAMES.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in the EU.", [("EU", "eu")]),
        ("in the eu.", []),
        ("EUROPE and MUSEUM", []),
        ("ＥＵ法", [("ＥＵ", "eu")]),
        ("欧盟和歐盟", [("欧盟", "eu"), ("歐盟", "eu")]),
        ("歐盟委員會點睇？", [("歐盟委員會", "commission")]),
        ("Cap. 57, cap. 57 and Cap. 571", [("Cap. 57", "cap-57"), ("cap. 57", "cap-57")]),
        ("第486章，第1486章", [("486章", "cap-486")]),
        ("The KETTLE ACT", [("KETTLE ACT", "kettles")]),
        ("kettle-act, Kettles", [("kettle", "a kettle")]),
        ("Kettle\u00a0Act", [("Kettle\u00a0Act", "kettles")]),
        ("", []),
    ],
)
def test_names_stand_by_themselves_whatever_their_script_width_and_case(text, names):
    assert found(text) == names


def test_of_equal_names_the_last_counts():
    assert [f.value for f in Names([("NIST", 1), ("NIST", 2)]).find("NIST")] == [2]


@pytest.mark.parametrize(
    "text", ["《版權條例》第２６條", "Straße İstanbul ﬁne", "咁\u3000佢㗎", "𠮶陣"]
)
def test_levelling_keeps_every_character_at_its_place(text):
    assert len(levelled(text)) == len(narrow(text)) == len(text)


def test_what_was_levelled_stays_so():
    once = levelled("喺香港，《私隱條例》ＰＤＰＯ")
    assert levelled(once) == once == "喺香港,《私隐条例》pdpo"
