from assistant.verification import Backing, Statement, backing, verify
from corpus.provisions import ProvisionTable
from tests.assistant.verification.kettles import ARTICLE, LIST, POINT, SECTION, asked, said


def test_a_statement_that_its_source_carries_passes_every_check():
    verdict = verify(said("A data user must not sell a kettle within three years."), asked())
    assert verdict.passed
    assert [check.test for check in verdict.checks] == [
        "quotation", "language", "jurisdiction", "numbers", "actors", "modality", "negation",
    ]  # fmt: skip
    assert not verdict.converted


def test_everything_that_is_wrong_is_named():
    statement = said("In the EU a deployer may sell it within 9 years.", quotation="A keeper may")
    verdict = verify(statement, asked("en", "hk"))
    assert not verdict.passed
    assert verdict.failed == ("quotation", "jurisdiction", "numbers", "actors")


def test_the_other_script_is_put_right():
    verdict = verify(said("资料使用者不得售卖水煲。"), asked("zh-Hant", "hk"))
    assert verdict.passed
    assert verdict.converted
    assert verdict.text == "資料使用者不得售賣水煲。"


def test_a_statement_may_rest_on_two_provisions():
    backings = (Backing(SECTION, SECTION.body), Backing(ARTICLE, ARTICLE.body))
    text = "A data user must not sell it within 3 years; providers pay up to EUR 35 million."
    assert verify(Statement(text, backings), asked("en", "hk", "eu")).passed
    assert not verify(Statement(text, backings[:1]), asked("en", "hk", "eu")).passed


def test_a_backing_brings_what_encloses_its_provision(tmp_path):
    start = LIST.text.index("(a)")
    point = POINT.model_copy(
        update={"root": LIST.locator, "span": (start, start + len(POINT.text))}
    )
    table = ProvisionTable.create(tmp_path / "provisions.sqlite")
    table.write([LIST, point])
    found = backing(table.one(POINT.locator), "clean the kettle", table)
    assert [outer.locator for outer in found.around] == [LIST.locator]
    assert "Deployers of kettles shall:" in found.announced
