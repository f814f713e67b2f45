import pytest

from assistant.language import is_cantonese, recognise, reply_language, to_script


@pytest.mark.parametrize(
    ("text", "language", "cantonese"),
    [
        ("Which AI practices are banned in the EU?", "en", False),
        ("GDPR penalties", "en", False),
        ("個人資料可以保留多久？", "zh-Hant", False),
        ("公司可唔可以留住我啲個人資料？", "zh-Hant", True),
        ("我張相俾人用 AI 整咗做假片，香港有咩法例幫到我？", "zh-Hant", True),
        ("PDPO 入面 data user 要做乜？", "zh-Hant", True),
        ("生成式人工智能服务需要备案吗？", "zh-Hans", False),
        ("AI 生成内容 标识", "zh-Hans", False),
        ("版權", "zh-Hant", False),
        ("英國准唔准用人臉識別捉賊？", "zh-Hant", True),
        ("私隐", "zh-Hans", False),
        ("Was sagt das Gesetz über Hochrisiko-KI-Systeme und ihre Anbieter?", "de", False),
        ("Quels systèmes sont interdits par le règlement européen ?", "fr", False),
        ("AIシステムの透明性について教えてください", "ja", False),
        ("인공지능 투명성 의무는 무엇입니까", "ko", False),
    ],
)
def test_script_decides_before_statistics(text, language, cantonese):
    found = recognise(text)
    assert (found.language, found.cantonese) == (language, cantonese)


@pytest.mark.parametrize("interface", ["zh-Hant", "zh-Hans"])
def test_the_interface_decides_where_the_script_does_not(interface):
    found = recognise("人工智能", interface)
    assert found.language == interface
    assert not found.certain
    assert reply_language(found, interface) == interface


def test_an_unknown_language_is_answered_in_that_of_the_interface():
    found = recognise("Quels systèmes sont interdits par le règlement européen ?")
    assert not found.answerable
    assert reply_language(found, "zh-Hans") == "zh-Hans"
    assert reply_language(found) == "en"


def test_the_same_text_is_recognised_the_same_way_twice():
    text = "hoeveel bedraagt de boete voor verboden praktijken"
    assert len({recognise(text) for _ in range(5)}) == 1


@pytest.mark.parametrize("text", ["完整的條例適用於誰", "資料當事人的權利", "啦啦隊"])
def test_written_chinese_is_not_cantonese(text):
    assert not is_cantonese(text)


@pytest.mark.parametrize(
    ("text", "language", "converted"),
    [("个人资料", "zh-Hant", "個人資料"), ("衞生署", "zh-Hans", "卫生署")],
)
def test_script_conversion_uses_hong_kong_forms(text, language, converted):
    assert to_script(text, language) == converted
