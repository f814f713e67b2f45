"""The digest's words: agreed with the glossary, and those of the readers they are written for."""

import re
from collections import Counter, defaultdict

import pytest

from corpus.catalogue import catalogue
from corpus.digest import digest
from corpus.glossary import glossary
from corpus.glossary.names import NameIndex, comparable
from corpus.provision import instrument_of

TERMS = glossary().terms
ENTRIES = list(digest().entries.values())
LAW = {instrument.id: instrument.jurisdiction for instrument in catalogue().instruments}
CHINESE = ("zh-Hant", "zh-Hans")
HONG_KONG = "cap-"

EXCEPTIONS = {
    ("eu-ai-act/art_5/par_1/pnt_ba", "informed-consent"): "one of five adjectives of the consent",
    ("eu-ai-act/rct_96", "provider"): "providers of public services, not of AI systems",
    ("nist-ai-rmf/sec_5.2", "go-no-go"): "said with the verbs: decide whether to design or deploy",
}
"""Where the Chinese rightly says it without the noun, or the English noun means something else."""

SHARED_EXCEPTIONS = {
    ("feedback", "zh-Hant"): "意見 is the word, and too common a name for the glossary",
    ("penalty", "zh-Hans"): "处罚 is the word; the glossary has it under administrative-penalty",
    ("territorial-scope", "zh-Hant"): "scope of a licence or a code is no territory",
    ("territorial-scope", "zh-Hans"): "scope of a licence or a code is no territory",
    ("removal-of-content", "zh-Hant"): "a takedown notice is 指稱侵權通知, a term of its own",
    ("removal-of-content", "zh-Hans"): "a takedown notice is 指称侵权通知, a term of its own",
    ("examination", "zh-Hant"): "the examination procedure of Union law is no school examination",
    ("examination", "zh-Hans"): "the examination procedure of Union law is no school examination",
    ("health-data", "zh-Hans"): "Cap. 486 has data relating to health, the Act 健康数据",
}


def shown(entry, language):
    """Heading and gist in one language: what a reader sees of an entry."""
    return f"{entry.heading.get(language)}\n{entry.gist.get(language)}"


def every_text(language):
    """Place → all that is shown in one language; topics included, phrasings not."""
    texts = {
        entry.locator: "\n".join(
            [shown(entry, language), *(figure.what.get(language) for figure in entry.figures)]
        )
        for entry in ENTRIES
    }
    topics = digest().topics.values()
    return texts | {
        f"topic {t.id}": f"{t.name.get(language)}\n{t.description.get(language)}" for t in topics
    }


def says(term, text, language):
    """Whether a text has one of a term's names, its English abbreviation included.

    版权（著作权）人 is both 版权人 and 著作权人: a bracket may stand inside a name.
    """
    forms = [comparable(t) for t in (text, re.sub(r"（[^（）]*）", "", text))]
    abbreviations = [name for name in term.en if name.isupper()]
    names = [comparable(name) for name in (*term.names(language), *abbreviations)]
    return any(name in form for name in names for form in forms)


def named_in_english():
    """Pairs of entry and term whose preferred English name the entry has, as a word."""
    preferred = {comparable(term.en[0]): term for term in TERMS}
    index = NameIndex((name, name) for term in TERMS for name in term.en)
    for entry in ENTRIES:
        found = {comparable(match.name) for match in index.find(shown(entry, "en"))}
        yield from ((entry, preferred[name]) for name in sorted(found & preferred.keys()))


PAIRS = list(named_in_english())


# Agreement with the glossary


def test_a_law_s_own_terms_are_called_what_the_glossary_calls_them():
    own = [(e, t) for e, t in PAIRS if LAW[instrument_of(e.locator)] in t.jurisdictions]
    apart = {
        (entry.locator, term.id)
        for entry, term in own
        for language in CHINESE
        if not says(term, shown(entry, language), language)
    }
    assert len(own) > 700
    assert apart == set(EXCEPTIONS)


def test_terms_of_all_laws_are_mostly_called_what_the_glossary_calls_them():
    """An AI system may be 系統 the second time; but a word never used is the wrong word."""
    seen = defaultdict(Counter)
    for entry, term in PAIRS:
        if not term.jurisdictions:
            for language in CHINESE:
                agrees = says(term, shown(entry, language), language)
                seen[term.id, language][agrees] += 1
    often = {key: count for key, count in seen.items() if count.total() >= 3}
    apart = {key: dict(count) for key, count in often.items() if count[True] < count[False]}
    assert len(often) > 150
    assert {key for key in apart if key not in SHARED_EXCEPTIONS} == set(), apart
    assert set(SHARED_EXCEPTIONS) <= seen.keys()


# Words of another place

NOT_HONG_KONG = [
    ("人工智慧|智慧財產", "人工智能, 知識產權", ""),
    ("個資|個人數據|個人資訊|數據主體", "個人資料, 資料當事人", ""),
    ("著作權", "版權", "cn-genai"),
    ("隱私", "私隱", ""),
    ("(?<!個人)(?<!網絡)(?<!《互聯網)信息(?!化)", "資訊, 資料", ""),
    ("信息", "資訊, 資料", "cn-genai"),
    ("視頻|音頻", "影片, 音訊", ""),
    ("質量(?!管理|體系)", "質素; 質量管理體系 stands", "cap-528/s_5"),
    ("品質|回饋", "質素, 反饋", ""),
    ("軟體|硬體|網路|網際網路|因特網|演算法", "軟件, 硬件, 網絡, 互聯網, 算法", ""),
    ("界面|接口|屏幕|螢幕|默認|服務器|存儲|芯片", "介面, 熒幕, 預設, 伺服器, 儲存, 晶片", ""),
    ("計算機|(?:應用|計算機)程序|(?:惡意|源)代碼", "電腦, 程式, 惡意程式碼, 源碼", ""),
    ("數據庫", "資料庫; section 15 of Cap. 486 has 數據庫", "cap-486/s_15"),
    ("短信|郵箱|通信(?!達)|運營|首席執行官|機器人", "短訊, 電郵, 通訊, 營運, 機械人", ""),
    ("化生放核", "化生輻核", ""),
    ("人工智能委員會", "人工智能理事會: the 委員會 is the Commission", ""),
    ("大陸", "內地", ""),
    ("身份|衛生|什麼|公佈|計畫", "身分, 衞生, 甚麼, 公布, 計劃", ""),
]
"""Pattern, what Hong Kong says, and the one place or instrument where the pattern is right."""

NOT_MAINLAND = [
    ("信纳", "确信, 认为", ""),
    ("管有", "持有", ""),
    ("要项", "重要事项", ""),
    ("豁除|缴付|核证|检取|誓章", "排除, 缴纳, 认证, 扣押, 宣誓书", ""),
    ("相当可能", "很可能", ""),
    ("侦测罪行", "侦查罪行", ""),
    ("保安", "安全: a 保安 is a guard", ""),
    ("私隐(?!专员|）)", "隐私", ""),
    ("电邮|上载|接达|聯线|程式|伺服器|资料库|软体|网路|数码|视像", "电子邮件, 上传, 访问 …", ""),
    ("电脑(?!产生)", "计算机", ""),
    ("资讯|质素|遥距|持份者|检讨|制订|合约|弥偿|(?<!诉)讼费", "信息, 质量, 远程 …", ""),
    ("特许(?!（独占许可）)", "许可", ""),
    ("资料使用者|订明|条例草案|宪报", "words of Hong Kong law", HONG_KONG),
    ("(?<!《)个人资料", "个人信息, 个人数据", HONG_KONG),
    ("人工智能委员会", "人工智能理事会: the 委员会 is the Commission", ""),
]
"""Pattern, what the Mainland says, and where the pattern is right (the prefix of a locator)."""


def words_of_another_place(language, pattern, allowed):
    return {
        place: found
        for place, text in every_text(language).items()
        if not (allowed and place.startswith(allowed)) and (found := re.findall(pattern, text))
    }


@pytest.mark.parametrize(("pattern", "instead", "allowed"), NOT_HONG_KONG)
def test_traditional_chinese_is_written_as_in_hong_kong(pattern, instead, allowed):
    assert words_of_another_place("zh-Hant", pattern, allowed) == {}, f"say {instead}"


@pytest.mark.parametrize(("pattern", "instead", "allowed"), NOT_MAINLAND)
def test_simplified_chinese_is_written_for_mainland_readers(pattern, instead, allowed):
    assert words_of_another_place("zh-Hans", pattern, allowed) == {}, f"say {instead}"


@pytest.mark.parametrize(
    ("word", "bracket"),
    [
        ("资料使用者(?!申报表|登记册)", "（个人信息处理者"),
        ("资料处理者", "（受托处理者"),
        ("个人资料(?!（私隐）|私隐专员|系统)", "（个人信息）"),
        ("直接促销", "（直接营销）"),
        ("宪报", "（政府公报）"),
        ("手令", "（"),
        ("强制令", "（禁令）"),
        ("聆讯", "（听证）"),
        ("版权(?!审裁处|条例)", "（著作权）"),
        ("公平处理", "（类似合理使用"),
        ("精神权利", "（"),
        ("专用特许", "（独占许可）"),
        ("(?<!海关)关长", "（海关关长）"),
    ],
)
def test_a_hong_kong_term_has_its_mainland_equivalent_at_first_mention(word, bracket):
    mentions = [
        (entry.locator, entry.gist.zh_hans[match.end() :])
        for entry in ENTRIES
        if entry.locator.startswith(HONG_KONG)
        if (match := re.search(word, entry.gist.zh_hans))
    ]
    assert mentions
    assert [place for place, rest in mentions if not rest.startswith(bracket)] == []
