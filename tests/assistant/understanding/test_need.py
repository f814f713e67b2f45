from collections import defaultdict

import pytest

from assistant.answer import Need
from assistant.understanding.naming import named
from assistant.understanding.need import need_of
from evals.questions import load
from evals.split import select

WORDINGS = {
    Need.FIGURE: [
        "How long must logs be kept?",
        "How much can a small firm be fined?",
        "Within how many days must a request be answered?",
        "What is the maximum penalty for doxxing?",
        "What's the threshold in FLOP for systemic risk?",
        "How soon must a serious incident be reported?",
        "Is there a cap on the fine, and how high is it?",
        "what percentage of turnover can they take",
        "What is the retention period for technical documentation?",
        "起底最多罰幾多？",
        "版權有幾耐？",
        "幾多日內要覆我？",
        "唔守會點罰？",
        "條片畀人盜用可以判幾年？",
        "AI 幾大先算有系統性風險？要幾多 FLOP？",
        "send 咗 DAR 之後 company 有幾多日 reply？",
        "罰款上限是多少？",
        "資料可保留多久？",
        "最高刑罰是甚麼？",
        "违规最多罚多少钱？",
        "应在几个工作日内答复？",
        "版权保护期多长？",
        "平台要喺幾短時間內落架？",
        "penalty for not registering",
        "违反办法怎么处罚？",
    ],
    Need.DATE: [
        "When does the ban on social scoring apply?",
        "From what date do the rules for chatbots apply?",
        "When did the Interim Measures come into force?",
        "By when must old systems comply?",
        "whens the AI act start",
        "What deadline do providers of older models have?",
        "高風險規定幾時生效？",
        "我哋幾時開始要守？",
        "條例由邊日起實施？",
        "何時開始適用？",
        "過渡期到何時？",
        "第50条从哪一天起施行？",
        "什么时候生效？",
        "生效日期",
    ],
    Need.YES_NO: [
        "Can a shop keep my old address?",
        "Must we label AI pictures?",
        "I run a school. Is emotion recognition allowed there?",
        "Hong Kong copies EU law here, doesn't it?",
        "We train on customer data, is that lawful?",
        "Tell me whether consent is needed.",
        "When may a company refuse an access request?",
        "In which cases is consent unnecessary?",
        "可唔可以攞人哋幅圖嚟train？",
        "公司可唔可以keep我啲data？",
        "使唔使話畀人知係AI整？",
        "有冇規定要備案？",
        "係咪一定要簽約？",
        "教書用影印犯唔犯法？",
        "咁算唔算侵權㗎？",
        "老細睇我WhatsApp得唔得？",
        "PDPO 管唔管外國公司？",
        "學校能否使用情緒識別？",
        "部署者應否通知員工？",
        "此舉是否侵犯版權？",
        "機構可否拒絕要求？",
        "法例有沒有規定須作標示？",
        "个人能不能要求删除？",
        "上线前需要备案吗？",
        "什么情况下可以拒绝？",
        "现在已经生效了吧？",
        "是否必须取得同意？",
    ],
    Need.DUTIES: [
        "What must a provider do before launch?",
        "What do deployers have to tell workers?",
        "Which obligations fall on importers?",
        "What are the responsibilities of a data user?",
        "What does the Act require of distributors?",
        "What is required of a notified body?",
        "How must a provider handle complaints?",
        "Whom must an employer inform?",
        "What safeguards should we put in place?",
        "compliance checklist for deployers",
        "deployer 要做咩？",
        "我哋公司要守啲咩規矩？",
        "做provider有咩責任？",
        "用AI請人要點做先合規？",
        "進口商須履行哪些義務？",
        "資料使用者有甚麼責任？",
        "部署者應採取何種措施？",
        "提供者应当承担哪些义务？",
        "企业需要做什么？",
        "服务提供者的义务有哪些？",
        "deployers' duties",
        "list deployer obligations",
        "請列出部署者的義務",
        "进口商的义务",
    ],
    Need.EXPLANATION: [
        "What is a deployer?",
        "What does “substantial modification” mean?",
        "Why are some practices banned?",
        "Explain the risk levels.",
        "How does the sandbox work?",
        "Definition of personal data",
        "PDPO係咩？",
        "點解要有AI素養？",
        "咩係通用人工智能模型？",
        "起底即係咩？",
        "沙盒點運作？",
        "何謂資料使用者？",
        "「部署者」的定義",
        "為何要評估影響？",
        "什么是深度伪造？",
        "为什么要做算法备案？",
        "请介绍一下风险分级。",
        "AI系统怎么分类？",
    ],
    Need.COMPARISON: [
        "How does the EU differ from China on labels?",
        "Compare the fines.",
        "EU vs Hong Kong: doxxing",
        "What is the difference between the two?",
        "Which place is stricter on biometrics?",
        "歐盟同大陸有咩分別？",
        "兩邊有咩唔同？",
        "三地比較一下",
        "兩者有何異同？",
        "邊度嚴啲？邊個地方最嚴？",
        "与香港相比有什么区别？",
        "两地规定有何不同？",
        "对比一下欧盟和内地的处罚",
        "哪个地方更严？",
    ],
    Need.LOOKUP: [
        "GDPR penalties",
        "Which article bans social scoring?",
        "Where does it say that consent is needed?",
        "Who enforces the Interim Measures?",
        "Which AI practices are banned?",
        "And in Hong Kong?",
        "What about children?",
        "邊條講起底？",
        "邊個部門管？",
        "咁香港呢？",
        "由哪個機構監管？",
        "第幾條規定備案？",
        "哪一条规定标识？",
        "哪些用途被禁止？",
        "版權",
    ],
}
CASES = [(question, need) for need, questions in WORDINGS.items() for question in questions]


@pytest.mark.parametrize(("question", "need"), CASES)
def test_the_words_of_a_question_show_what_it_wants(question, need):
    assert need_of(question) is need


@pytest.mark.parametrize(
    ("question", "not_need"),
    [
        ("這幾部規定各怎麼保護小孩？", Need.FIGURE),
        ("兩地分別怎樣規定？", Need.COMPARISON),
        ("歐盟法比較嚴，公司可唔可以唔跟？", Need.COMPARISON),
        ("任何條文都不要引用", Need.DUTIES),
        ("請勿給出處，資料可保留多久？", Need.LOOKUP),
        ("AI 亂作嘢，NIST 叫做咩？", Need.DUTIES),
        ("資料須符合甚麼條件？", Need.DUTIES),
        ("What rights do I have to my photo?", Need.DUTIES),
        ("What does the Map function do?", Need.DUTIES),
        ("When is consent needed?", Need.DATE),
        ("幾時可以唔解釋？", Need.DATE),
        ("What are the limits on live face recognition?", Need.FIGURE),
        ("Explain a rule which applies to chatbots.", Need.LOOKUP),
        ("What are the different tiers of risk?", Need.COMPARISON),
        ("有解決方法的說明", Need.YES_NO),
    ],
)
def test_words_that_only_resemble_those_of_a_need(question, not_need):
    assert need_of(question) is not not_need


def test_several_jurisdictions_make_a_comparison_without_its_words():
    assert need_of("罰幾多？", comparison=True) is Need.COMPARISON


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("What does section 26 say?", Need.LOOKUP),
        ("What is Article 50?", Need.LOOKUP),
        ("第七條講咩？", Need.LOOKUP),
        ("Article 5(1)(a)", Need.LOOKUP),
        ("Explain Article 14.", Need.EXPLANATION),
        ("What does “user” mean in Article 3?", Need.EXPLANATION),
        ("Does section 26 apply to backups?", Need.YES_NO),
        ("第26條係咪要刪除？", Need.YES_NO),
        ("How high are the fines in Article 99?", Need.FIGURE),
    ],
)
def test_a_question_that_names_its_provision_looks_it_up_or_asks_about_it(question, need):
    assert need_of(question, references=("demo/art_1",)) is need


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("罰款上限是多少？", "罚款上限是多少？"), ("須履行甚麼義務？", "须履行什么义务？")],
)
def test_both_scripts_and_widths_are_read_alike(traditional, simplified):
    assert need_of(traditional) is need_of(simplified)


@pytest.mark.parametrize(
    "question", ["", "   ", "?", "。", "🙂", "a" * 4000, "何" * 2000, "(" * 500]
)
def test_anything_has_a_need(question):
    assert isinstance(need_of(question), Need)


EXPECTED = {
    "figure": ({Need.FIGURE, Need.DATE}, 0.95),
    "comparison": ({Need.COMPARISON}, 0.95),
    "role": ({Need.DUTIES, Need.YES_NO}, 0.8),
    "definition": ({Need.EXPLANATION, Need.YES_NO}, 0.8),
}
"""Kinds of the grounding set that say which need fits, and the share of dev that has to agree."""


@pytest.mark.parametrize("kind", EXPECTED)
def test_needs_agree_with_the_kinds_of_the_grounding_set(kind):
    needs = defaultdict(list)
    for question in select(load(), "dev"):
        if question.kind == kind:
            places, _ = named(question.question)
            needs[need_of(question.question, comparison=len(places) > 1)].append(question.id)
    right, least = EXPECTED[kind]
    agreed = sum(len(ids) for need, ids in needs.items() if need in right)
    assert agreed >= least * sum(map(len, needs.values())), dict(needs)
