import pytest

from assistant.understanding.leaning import leaning, matter


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("咁香港呢？", "香港呢？"),
        ("那内地呢", "内地呢"),
        ("那麼美國呢？", "美國呢？"),
        ("And in Hong Kong?", "in Hong Kong?"),
        ("What about the EU?", "What about the EU?"),
        ("How about NIST?", "How about NIST?"),
        ("Is it the same in the US?", "Is it the same in the US?"),
        ("What does the PDPO say?", "What does the PDPO say?"),
        ("那《暂行办法》呢？", "《暂行办法》呢？"),
        ("香港和内地呢？", "香港和内地呢？"),
        ("咁英國呢？", "英國呢？"),
        ("換成歐盟呢？", "換成歐盟呢？"),
        ("And the GDPR?", "the GDPR?"),
        ("Hong Kong?", "Hong Kong?"),
    ],
)
def test_a_question_that_only_names_a_place_or_law(question, core):
    lean = leaning(question)
    assert lean is not None
    assert (lean.kind, lean.core) == ("place", core)
    assert lean.names


@pytest.mark.parametrize(
    "question",
    [
        "What about penalties?",
        "And for deployers?",
        "Penalties?",
        "For small companies?",
        "Any exceptions?",
        "Are there any exceptions?",
        "What are the fines?",
        "Who enforces?",
        "When?",
        "How much?",
        "What if the company refuses?",
        "Is it the same for importers?",
        "Without consent?",
        "罰則呢？",
        "咁罰則呢？",
        "幾時生效？",
        "有冇例外？",
        "那处罚呢？",
        "例外情況呢？",
        "中小企呢？",
        "如果是學生寫的呢？",
        "要坐幾耐監？",
        "邊個負責執法？",
        "大陸又點罰？",
        "那麼請外面公司代做，有何要求？",
        "And Article 52?",
    ],
)
def test_a_question_that_only_names_another_aspect(question):
    lean = leaning(question)
    assert lean is not None
    assert lean.kind == "aspect"


@pytest.mark.parametrize(
    "question",
    [
        "does it apply to small companies?",
        "And can they charge me for it?",
        "Can anyone make the shop take it down?",
        "What does that article say?",
        "Is that allowed?",
        "Is it legal?",
        "佢要罰幾多？",
        "咁可唔可以迫佢刪返？",
        "那它什么时候生效？",
        "呢條嘅罰則係咩？",
        "這部法律適用於外國公司嗎？",
        "它有约束力吗？",
        "其他公司要守呢啲規定嗎？",
    ],
)
def test_a_question_with_a_word_for_something_said_before(question):
    lean = leaning(question)
    assert lean is not None
    assert lean.kind == "pronoun"


@pytest.mark.parametrize(
    "question",
    [
        "Which AI practices are banned in the EU?",
        "What is the PDPO?",
        "What is a deepfake?",
        "What are the penalties in Hong Kong?",
        "Must a company delete data when it no longer needs it?",
        "Is it legal to copy somebody's voice?",
        "Is it an offence to post a home address?",
        "What must providers do when their system fails?",
        "An employer buys a scoring system. Whom must it inform?",
        "Can I ask a newspaper for the data it holds about me?",
        "Do I have to tell customers they are talking to a bot?",
        "So can my boss read my work email in secret?",
        "Does it matter whether I pay?",
        "香港罰幾多？",
        "香港公司可唔可以攞客人資料嚟訓練？",
        "咁香港對個人資料外洩有咩規定？",
        "如果公司賣咗我啲資料，佢犯唔犯法？",
        "我個老細可唔可以睇佢員工嘅email？",
        "什么是深度合成？",
        "生成式人工智能服务需要备案吗？",
        "起底會罰幾多？",
        "And does Hong Kong require a data protection officer for banks?",
        "",
        "？",
        "And?",
    ],
)
def test_a_question_that_stands_alone(question):
    assert leaning(question) is None


def test_long_questions_say_enough():
    words = "and what about a company that has many customers in several cities and sells them toys"
    assert leaning(f"{words}, {words}?") is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long may a shop keep my photo?", "shop keep photo"),
        ("Is version 1.0 binding?", "version 1.0 binding"),
        ("公司可唔可以保留我嘅相片？", "公司 保留我 相片"),
        ("What?", ""),
    ],
)
def test_the_matter_of_a_question(question, words):
    assert matter(question) == words
