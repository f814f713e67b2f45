import pytest

from assistant.understanding.language import is_cantonese, recognise, reply_language, to_script
from corpus.digest import digest


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


@pytest.mark.parametrize(
    "text",
    [
        "AI Act",
        "doxxing",
        "sanctions",
        "penalty",
        "whats the fine",
        "s.26 PDPO",
        "DPP3",
        "Annex III",
        "Article 5(1)(a)",
        "GOVERN 1.1",
        "NIST AI RMF",
        "EU AI Act vs China",
        "high-risk AI systems",
        "data access request",
        "Copyright Ordinance section 11",
        "general-purpose AI model systemic risk",
        "transparency obligations deployers",
        "conformity assessment notified body",
        "automated decision-making credit scoring",
        "deepfake disclosure obligations",
        "fundamental rights impact assessment",
        "moral rights derogatory treatment",
        "examples of non-high-risk AI in Annex III areas",
        "de minimis exception copyright",
        "prima facie evidence copyright",
        "sui generis database right",
        "mens rea doxxing offence",
    ],
)
def test_short_english_and_terms_of_art_are_english(text):
    assert recognise(text).language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "What about 香港?",
        "How about 版權?",
        "What does 資料使用者 mean in the PDPO?",
        'What is "個人資料" under Cap. 486?',
        "where is 暂行办法 第七条?",
        "What does パクリ mean under the law?",
    ],
)
def test_a_foreign_term_leaves_an_english_sentence_english(text):
    assert recognise(text).language == "en"


@pytest.mark.parametrize(
    ("text", "language", "cantonese"),
    [
        ("公司可唔可以keep我啲data？", "zh-Hant", True),
        ("PDPO係咩", "zh-Hant", True),
        ("我想ask下the AI Act係咩", "zh-Hant", True),
        ("the company 可唔可以 use my photo to train AI？", "zh-Hant", True),
        ("咁 what about penalties呢？", "zh-Hant", True),
        ("deepfake犯法㗎？", "zh-Hant", True),
        ("停個AI得唔得", "zh-Hant", True),
        ("EU AI Act 對 high-risk AI system 的要求", "zh-Hant", False),
        ("請問AI Act是什麼", "zh-Hant", False),
        ("data user要做什么", "zh-Hans", False),
        ("GPAI是什么", "zh-Hans", False),
        ("NIST RMF 的 GOVERN 功能讲什么", "zh-Hans", False),
        ("AI法?", "zh-Hant", False),
        ("公司可唔可以留住我啲资料？", "zh-Hans", True),
        ("系咪一定要标识", "zh-Hans", True),
    ],
)
def test_chinese_with_english_words_is_chinese(text, language, cantonese):
    found = recognise(text)
    assert (found.language, found.cantonese, found.mixed) == (
        language,
        cantonese,
        any(c.isascii() and c.isalpha() for c in text),
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("原著作品是否受保护", "zh-Hans"),
        ("著名作家的作品怎样算侵权", "zh-Hans"),
        ("准许使用，只是须付费", "zh-Hans"),
        ("可否公開個人信用", "zh-Hant"),
        ("説明衞生資料", "zh-Hant"),
        ("戶口資料准否轉交后台", "zh-Hant"),
        ("雇主可否只看秘密群組里的資料", "zh-Hant"),
    ],
)
def test_characters_of_both_scripts_decide_nothing(text, language):
    assert recognise(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Qué es un proveedor?", "es"),
        ("¿Cuánto es la multa?", "es"),
        ("Cuál es la multa máxima del AI Act", "es"),
        ("Qu'est-ce qu'un fournisseur ?", "fr"),
        ("Combien de temps ?", "fr"),
        ("Was ist ein Anbieter?", "de"),
        ("Wie hoch ist die Strafe?", "de"),
        ("Quem é responsável?", "pt"),
        ("Qual é a multa?", "pt"),
        ("Cosa prevede l'AI Act?", "it"),
        ("Chi è il fornitore?", "it"),
        ("Wat is een aanbieder?", "nl"),
        ("AI Act là gì?", "vi"),
        ("Luật AI của EU quy định gì?", "vi"),
        ("Apa itu data pribadi?", "id"),
        ("Berapa lama data boleh disimpan?", "id"),
        ("Apakah AI Act berlaku di Hong Kong?", "id"),
        ("Ano ang AI Act?", "tl"),
        ("Czym jest AI Act i kto musi go stosować?", "pl"),
        ("AI Act nedir?", "tr"),
        ("Vad är AI Act?", "sv"),
        ("AI Actの罰金はいくら？", "ja"),
        ("著作権の保護期間は？", "ja"),
        ("個人情報保護法とは", "ja"),
        ("著作権侵害", "ja"),
        ("인공지능법 벌금은?", "ko"),
        ("AI Act가 뭐예요?", "ko"),
        ("Что такое AI Act?", "ru"),
        ("Какой штраф?", "ru"),
        ("ما هي عقوبات قانون الذكاء الاصطناعي؟", "ar"),
        ("AI Act คืออะไร", "th"),
        ("AI Act क्या है?", "hi"),
        ("Τι είναι το AI Act;", "el"),
    ],
)
def test_other_languages_are_told_apart_even_in_three_words(text, language):
    found = recognise(text)
    assert found.language == language
    assert not found.answerable


def test_japanese_names_in_cantonese_do_not_make_it_japanese():
    assert recognise("「優の良品」個名係咪受版權保護？").language == "zh-Hant"


@pytest.mark.parametrize(
    "text", ["", "  ", "?", "🙂", "123", "a", "人", "の", "é", "\u0000", "-" * 3000]
)
def test_anything_gets_a_language(text):
    assert recognise(text).language
    assert reply_language(recognise(text)) in ("en", "zh-Hant", "zh-Hans")


def test_the_digest_s_own_questions_are_recognised():
    wrong = []
    asked = 0
    for entry in digest().entries.values():
        for text in entry.asked.en + entry.asked.yue + entry.asked.zh_hans:
            found = recognise(text)
            asked += 1
            wanted = (
                "en"
                if text in entry.asked.en
                else "zh-Hant"
                if text in entry.asked.yue
                else "zh-Hans"
            )
            if found.certain and found.language != wanted:
                wrong.append((text, found.language))
    assert len(wrong) <= asked * 0.002, wrong


def test_cantonese_is_told_from_written_chinese():
    entries = digest().entries.values()
    yue = [text for entry in entries for text in entry.asked.yue]
    written = [text for entry in entries for text in entry.asked.zh_hant + entry.asked.zh_hans]
    assert sum(map(is_cantonese, yue)) >= 0.98 * len(yue)
    assert [text for text in written if is_cantonese(text)] == []


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


@pytest.mark.parametrize(
    "text",
    [
        "完整的條例適用於誰",
        "資料當事人的權利",
        "啦啦隊",
        "重點解釋第三條",
        "重点解决什么",
        "香港呢個人資料怎麼辦",
        "那邊個人資料如何處理",
        "第3點規定了甚麼？",
        "那麼香港呢？",
        "那内地呢？",
        "這樣就可以啦",
        "咋办呢？",
        "调整后的规定呢？",
        "依据什么标准指定系统性风险模型",
        "尚未生效，事先可以準備嗎",
        "地點投訴",
    ],
)
def test_written_chinese_is_not_cantonese(text):
    assert not is_cantonese(text)


@pytest.mark.parametrize(
    "text",
    [
        "咁香港呢？",
        "AI Act點定義provider？",
        "幾時生效？",
        "呢條講咩",
        "邊條講起底",
        "香港版權咪同歐洲一樣？",
        "NIST話AI有咩風險",
        "想申請要點做？",
        "内地点解要备案",
        "乜嘢係高風險",
    ],
)
def test_cantonese_is_recognised_by_few_words(text):
    assert is_cantonese(text)


@pytest.mark.parametrize(
    ("text", "language", "converted"),
    [("个人资料", "zh-Hant", "個人資料"), ("衞生署", "zh-Hans", "卫生署")],
)
def test_script_conversion_uses_hong_kong_forms(text, language, converted):
    assert to_script(text, language) == converted
