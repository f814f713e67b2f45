from datetime import date

import pytest

from assistant.understanding.as_at import as_at_of
from assistant.understanding.days import read_day

TODAY = date(2026, 11, 22)
EARLIER = "2026-07-26"


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("As of 1 March 2025, which AI practices were banned in the EU?", "2025-03-01"),
        ("Which AI practices were banned as at 2025-03-01?", "2025-03-01"),
        ("What were the fines under the AI Act as of March 1st, 2025?", "2025-03-01"),
        ("As of 2028-01-01, what must deployers do?", "2028-01-01"),
        ("What did the law in 2025 say about deepfakes?", "2025-12-31"),
        ("Which rules for chatbots did the law in force in January 2025 contain?", "2025-01-31"),
        ("Show the provisions in force on 15 August 2024.", "2024-08-15"),
        ("What was in force on 3 February 2025?", "2025-02-03"),
        ("How did Article 6 read in March 2026?", "2026-03-31"),
        ("Use the text of 27 July 2026 please: what is a deepfake?", "2026-07-27"),
        ("What does the 2025 version of the AI Act say on literacy?", "2025-12-31"),
        ("Under the law on 1 March 2025, could police scan faces live?", "2025-03-01"),
        ("What was the law before 27 July 2026 on AI literacy?", "2026-07-26"),
        ("What was the text before 2026?", "2025-12-31"),
        ("Fines under the AI Act as they were in June 2025", "2025-06-30"),
        ("截至2025年3月1日，歐盟禁止哪些人工智能做法？", "2025-03-01"),
        ("截至２０２５年３月１日，欧盟禁止哪些做法？", "2025-03-01"),
        ("以2025年6月30日的條文為準，部署者要做甚麼？", "2025-06-30"),
        ("2025年時的法律怎樣規定深偽？", "2025-12-31"),
        ("按2025年3月有效的條文，可否推斷員工情緒？", "2025-03-31"),
        ("喺2025年3月1號嗰陣嘅法例，可唔可以用AI睇員工情緒？", "2025-03-01"),
        ("二零二五年三月一日有效的法律文本是怎樣的？", "2025-03-01"),
        ("二零二五年三月一日有效的條文是怎樣的？", "2025-03-01"),
        ("根据2025年的法律，深度合成要标识吗？", "2025-12-31"),
        ("2028年1月1日有效的规定对部署者有什么要求？", "2028-01-01"),
        ("2024年版本的人工智能法第六條講咩？", "2024-12-31"),
        ("2026年7月27日前的條文點規定AI素養？", "2026-07-26"),
    ],
)
def test_a_day_beside_words_for_the_law_of_that_day(question, day):
    found = as_at_of(question, TODAY)
    assert (found.day.isoformat() if found else None) == day


@pytest.mark.parametrize(
    "question",
    [
        "What did the AI Act require before the Digital Omnibus?",
        "What did the AI Act say on literacy before the amendment of 2026?",
        "High-risk deadline under the Act before it was amended",
        "What does the original text of the AI Act say about literacy?",
        "When did the high-risk duties apply in the AI Act as originally adopted?",
        "What did the old version of the EU AI Act say about SMEs?",
        "AI Act pre-omnibus: literacy duty",
        "《人工智能法》修訂前的條文怎樣規定高風險系統？",
        "修改前的规定对提供者有什么要求？",
        "歐盟AI Act原來的版本點講AI素養？",
        "AI Act未修訂之前嘅條文，幾時開始管高風險？",
        "欧盟人工智能法旧版怎么规定？",
        "2026/1744 生效前，歐盟法對深偽有何規定？",
    ],
)
def test_the_earlier_version_by_name(question):
    found = as_at_of(question, TODAY)
    assert found is not None
    assert found.day.isoformat() == EARLIER
    assert found.words in question


@pytest.mark.parametrize(
    "question",
    [
        "Do the rules cover systems placed on the market before 2 August 2026?",
        "What applies from 2 December 2027?",
        "Which obligations apply as of 2 August 2026?",
        "When does the ban on social scoring apply?",
        "When do the AI Act's rules enter into force?",
        "Were models released in 2025 exempt until August 2027?",
        "As of when do fines apply?",
        "As of today, is a chatbot high-risk?",
        "A novelist who died in 1965 is still protected, isn't she?",
        "It is November 2026, so must providers already comply?",
        "What do the Interim Measures of 2023 say about labels?",
        "What does Regulation (EU) 2024/1689 say about sandboxes?",
        "How did the amendment change the law in 2026?",
        "How does the AI Act differ from the text before the Digital Omnibus?",
        "Must systems placed on the market before the amendment comply?",
        "Quote the original text of Article 5.",
        "Did the PDPO before the amendment cover doxxing?",
        "As of 1 March 2025 and as of 1 March 2026, what was banned?",
        "Is copyright law in Hong Kong different for works of 1950?",
        "Photos I took before 2020: who owns the copyright?",
        "Does a new law in 2027 bring more duties?",
        "GPT-4 version 2024 rules",
        "版權幾時屆滿？",
        "2026年8月2日前已推出市場的系統要遵守嗎？",
        "2027年12月2日起適用甚麼規定？",
        "自2026年8月2日起的規定有哪些？",
        "歐盟人工智能法8月2日已全面適用，現在就得合規了吧？",
        "截至2026年8月2日已投放市場的系統，何時要合規？",
        "2025年版權屆滿的作品可以用來訓練嗎？",
        "作者1965年過身，2025年仲有冇版權？",
        "修訂前推出的系統要不要符合規定？",
        "AI Act修訂前後有咩分別？",
        "私隱條例修訂前的條文怎樣規定？",
        "2023年8月15日起施行的办法适用于谁？",
        "而家2026年11月，歐盟AI Act啲義務係咪已經生效？",
        "截至30 February 2025, what?",
        "As of 30 February 2025, what was banned?",
        "",
    ],
)
def test_a_day_that_is_part_of_the_matter_is_left_alone(question):
    assert as_at_of(question, TODAY) is None


def test_the_words_that_say_so_are_those_of_the_question():
    found = as_at_of("請問截至２０２５年３月１日，有何禁令？", TODAY)
    assert found is not None
    assert found.words == "截至２０２５年３月１日"
    assert not found.year_only


@pytest.mark.parametrize(
    ("question", "today", "day", "year_only"),
    [
        ("What did the law in 2025 say?", TODAY, date(2025, 12, 31), True),
        ("What does the law in 2026 say?", TODAY, TODAY, True),
        ("What will the law in 2028 say?", TODAY, date(2028, 12, 31), True),
        ("What does the law in November 2026 say?", TODAY, TODAY, False),
        ("2026年的法律怎樣規定？", TODAY, TODAY, True),
    ],
)
def test_a_month_or_year_stands_for_its_last_day_and_the_running_one_for_today(
    question, today, day, year_only
):
    found = as_at_of(question, today)
    assert found is not None
    assert (found.day, found.year_only) == (day, year_only)


def test_the_date_of_a_version_stands_for_the_first_day_on_which_it_is_in_force():
    found = as_at_of("What did the version of 12 July 2024 say about literacy?", TODAY)
    assert found is not None
    assert found.day == date(2024, 8, 1)


def test_before_the_amendment_means_nothing_while_the_first_version_is_in_force():
    assert as_at_of("the AI Act before the Digital Omnibus", date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1 March 2025", "2025-03-01"),
        ("21st of March 2025", "2025-03-21"),
        ("March 1, 2025", "2025-03-01"),
        ("Sept. 2025", "2025-09-30"),
        ("2024-02", None),
        ("Feb 2024", "2024-02-29"),
        ("2025/3/1", "2025-03-01"),
        ("2025年3月1號", "2025-03-01"),
        ("二〇二四年十二月二十一日", "2024-12-21"),
        ("2025年13月", None),
        ("2025-02-30", None),
    ],
)
def test_days_are_read_as_they_are_written(words, day):
    found = read_day(words, TODAY)
    assert (found.isoformat() if found else None) == day
