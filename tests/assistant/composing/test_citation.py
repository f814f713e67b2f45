import pytest

from assistant.composing.citation import chinese_number, pinpoint


@pytest.mark.parametrize(
    ("locator", "en", "hant", "hans"),
    [
        ("eu-ai-act/art_50", "Article 50", "第50條", "第50条"),
        ("eu-ai-act/art_50/par_2", "Article 50(2)", "第50(2)條", "第50(2)条"),
        ("eu-ai-act/art_5/par_1/pnt_ba", "Article 5(1)(ba)", "第5(1)(ba)條", "第5(1)(ba)条"),
        ("eu-ai-act/art_4a/par_1", "Article 4a(1)", "第4a(1)條", "第4a(1)条"),
        ("eu-ai-act/art_3/pnt_60", "Article 3, point (60)", "第3條(60)點", "第3条(60)点"),
        (
            "eu-ai-act/anx_III/pnt_4/pnt_a",
            "Annex III, point 4(a)",
            "附件III第4(a)點",
            "附件III第4(a)点",
        ),
        (
            "eu-ai-act/anx_I/sec_A/pnt_1",
            "Annex I, Section A, point 1",
            "附件I第A節第1點",
            "附件I第A节第1点",
        ),
        ("eu-ai-act/rct_27", "Recital 27", "序言第27段", "序言第27段"),
        ("cap-486/s_64/ss_3A", "s.64(3A)", "第64(3A)條", "第64(3A)条"),
        ("cap-486/s_35A", "s.35A", "第35A條", "第35A条"),
        (
            "cap-486/s_2/def_personal-data",
            "s.2, definition of “personal data”",
            "第2條「personal data」的定義",
            "第2条“personal data”的定义",
        ),
        (
            "cap-486/sch_1/dpp_3",
            "DPP 3 (Sch.1)",
            "保障資料第3原則（附表1）",
            "保障资料第3原则（附表1）",
        ),
        (
            "cap-486/sch_1/dpp_1/ss_3",
            "DPP 1(3) (Sch.1)",
            "保障資料第1(3)原則（附表1）",
            "保障资料第1(3)原则（附表1）",
        ),
        ("cap-528/sch_2", "Sch.2", "附表2", "附表2"),
        ("cap-528/sch_7/s_4", "Sch.7, s. 4", "附表7第4條", "附表7第4条"),
        ("cn-genai/art_7/itm_2", "Article 7(2)", "第七條第（二）項", "第七条第（二）项"),
        ("cn-genai/art_24", "Article 24", "第二十四條", "第二十四条"),
        ("cn-genai/art_2/par_3", "Article 2(3)", "第二條第三款", "第二条第三款"),
        ("nist-ai-rmf/MEASURE-2.11", "MEASURE 2.11", "MEASURE 2.11", "MEASURE 2.11"),
        ("nist-ai-rmf/sec_3.4", "Section 3.4", "第3.4節", "第3.4节"),
        ("nist-genai-profile/risk_2.4", "Section 2.4", "第2.4節", "第2.4节"),
        ("nist-genai-profile/GV-1.1-001", "GV-1.1-001", "GV-1.1-001", "GV-1.1-001"),
        ("nist-ai-rmf/app_A", "Appendix A", "附錄A", "附录A"),
    ],
)
def test_pinpoints_as_each_language_cites_them(locator, en, hant, hans):
    assert [pinpoint(locator, lang) for lang in ("en", "zh-Hant", "zh-Hans")] == [en, hant, hans]


def test_a_definition_is_cited_by_its_term():
    assert (
        pinpoint("cap-486/s_2/def_data-user", "zh-Hant", "資料使用者")
        == "第2條「資料使用者」的定義"
    )


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (47, "四十七")]
)
def test_chinese_numbers(number, written):
    assert chinese_number(number) == written
