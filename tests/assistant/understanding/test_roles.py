import pytest

from assistant.understanding.roles import roles_of
from corpus.catalogue import LANGUAGES
from corpus.digest import Role, digest
from corpus.digest.roles import read_roles, role_name, roles
from corpus.errors import UnreadableSource, UsageError
from tests.corpus.scripts import simplified_only, traditional_only


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What must a provider and its deployers do?", ("provider", "deployer")),
        ("Which duties do importers and distributors have?", ("importer", "distributor")),
        ("Is an online service provider liable for uploads?", ("online-service-provider",)),
        ("What must a provider of general-purpose AI models publish?", ("gpai-provider",)),
        ("Do data users answer for their data processors?", ("data-user", "data-processor")),
        ("May market surveillance authorities see the source code?", ("authority",)),
        ("Can the AI Office fine a GPAI provider?", ("commission", "gpai-provider")),
        ("Do member states set the fines?", ("member-state",)),
        ("Who picks the notified body?", ("notified-body",)),
        ("May an authorised representative resign?", ("authorised-representative",)),
        ("Does a product manufacturer count?", ("manufacturer",)),
        ("Can the author's heirs sue a performer?", ("author", "performer")),
        ("May libraries copy maps?", ("library-or-school",)),
        ("Can a court order deletion?", ("court",)),
        ("What are AI actors?", ("ai-actor",)),
        ("May anyone inspect the register?", ("everyone",)),
        ("Who is the copyright owner?", ("copyright-owner",)),
        ("May my employer look at my personal data?", ("organisation", "individual")),
        ("提供者和部署者的義務", ("provider", "deployer")),
        ("資料使用者可否聘用資料處理者？", ("data-user", "data-processor")),
        ("監管機構可否要求機構交出資料？", ("authority", "organisation")),
        ("網絡服務提供者要唔要負責？", ("online-service-provider",)),
        ("版權擁有人可唔可以告個平台？", ("copyright-owner", "online-service-provider")),
        ("老細可唔可以攞我啲個人資料去train AI？", ("organisation", "individual")),
        ("影相嗰個先係作者？", ("author",)),
        ("deployer 同 data user 要做咩", ("deployer", "data-user")),
        ("通用人工智能模型提供者有什么义务？", ("gpai-provider",)),
        ("个人信息处理者要做什么？", ("data-user",)),
        ("进口商和分销商", ("importer", "distributor")),
        ("授权代表的责任", ("authorised-representative",)),
        ("法院可以下令删除吗？", ("court",)),
    ],
)
def test_roles_are_found_by_their_words_in_order_of_mention(question, found):
    assert roles_of(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "What is personal data?",
        "個人資料可以保留多久？",
        "个人信息的定义",
        "May customer data be used for training?",
        "社會工作者守則",
        "Providence and the controlled vocabulary",
        "What does the Companies Ordinance say?",
        "",
    ],
)
def test_words_that_only_hold_a_role_s_word_mean_none(question):
    assert roles_of(question) == ()


def test_every_role_of_the_digest_has_names_in_every_language():
    used = {role for entry in digest().entries.values() for role in entry.roles}
    known = {role.id for role in roles().role}
    assert used <= known == set(Role.__args__)
    assert all(role_name(role, language).strip() for role in known for language in LANGUAGES)


def test_a_role_is_found_by_the_names_that_readers_see():
    for role in roles().role:
        for language in LANGUAGES:
            assert role.id in roles_of(role_name(role.id, language)), (role.id, language)


def test_every_word_of_a_role_finds_it():
    lost = {
        word: roles_of(word) for r in roles().role for word in r.words if r.id not in roles_of(word)
    }
    assert lost == {}


def test_chinese_names_and_words_are_in_their_own_script():
    for role in roles().role:
        for text in (role.name.zh_hant, *role.zh_hant, *role.yue):
            assert simplified_only(text) == [], text
        for text in (role.name.zh_hans, *role.zh_hans):
            assert traditional_only(text) == [], text


def test_an_unknown_role_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="no role “user”; choose from: provider, deployer"):
        role_name("user", "en")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("[[role]", "not valid TOML"),
        ("not_within = []\n[[role]]\nid = 'king'\n", r"role.0.id: Input should be 'provider'"),
    ],
)
def test_a_file_that_breaks_the_format_is_refused(data, message):
    with pytest.raises(UnreadableSource, match=message):
        read_roles(data)
