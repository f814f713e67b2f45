import pytest

from assistant.understanding.mention import known, mentions, plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Article 22 GDPR and the PDPO", [("law", ()), ("instrument", ("cap-486",))]),
        ("NIST", [("jurisdiction", ("nist-ai-rmf", "nist-genai-profile"))]),
        ("NIST AI 600-1", [("instrument", ("nist-genai-profile",))]),
        ("EU AI Act", [("instrument", ("eu-ai-act",))]),
        ("the Kettle Safety Ordinance", [("law", ())]),
        ("《煲水條例》", [("law", ())]),
        ("英國", [("place", ())]),
        ("香港", [("jurisdiction", ("cap-486", "cap-528"))]),
        ("tell us", []),
    ],
)
def test_names_of_ours_and_of_others(text, found):
    assert [(m.kind, m.instruments) for m in mentions(plain(text))] == found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("中國香港", ["hk"]),
        ("中国香港和内地", ["hk", "cn"]),
        ("中國", ["cn"]),
        ("European Union", ["eu"]),
        ("Hong Kong's and China's rules", ["hk", "cn"]),
    ],
)
def test_a_place_within_the_name_of_a_place_is_not_another(text, places):
    assert [m.jurisdiction for m in known(text, "jurisdiction")] == places


def test_macau_is_not_the_mainland():
    (mention,) = known("中國澳門")
    assert mention.kind == "place"
    assert mention.outside is not None
    assert mention.outside.name.en == "Macau"


def test_a_name_of_another_kind_hides_none_where_it_is_not_asked_for():
    assert [m.kind for m in known("EU AI Act")] == ["instrument"]
    assert [m.jurisdiction for m in known("EU AI Act", "jurisdiction")] == ["eu"]


def test_mentions_tell_where_they_stand():
    text = "同埋香港《版權條例》"
    assert [text[m.start : m.end] for m in mentions(text)] == ["香港", "版權條例"]


def test_plain_text_is_as_long_and_has_few_blanks_in_a_row():
    text = "第２６\u3000（１）條" + " " * 9 + "x"
    assert len(plain(text)) == len(text)
    assert plain(text).startswith("第26 (1)條    \0")
