from types import SimpleNamespace

import pytest
from kettles import KETTLES as LAW
from kettles import FakeAssistant, answer, cite
from own_documents import HashedEmbedder, add, read_here

import ingest.documents
from assistant.excerpts import with_excerpts
from corpus.documents import Documents
from corpus.errors import UnknownDocument, UnknownProvision, Unverifiable
from corpus.provision import Authority, BindingForce
from corpus.settings import Settings
from ui.lookup import look_up
from ui.service.checking import verified
from ui.service.requests import AskRequest, ProvisionRequest, QuoteRequest
from ui.service.service import Service

MIXED = """# Notes

## 1 Both

Kettles must be dry before they are sold.

水壺出售前必須乾燥，任何人不得例外。

Teapots follow.
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)
    made = Settings(home=tmp_path)
    add(made, MIXED, "notes.md")
    add(made, "# Hers\n\n## A\n\nHer kettles.", "hers.md", owner="alice")
    return made


@pytest.fixture
def service(home):
    assistant = FakeAssistant()
    with Documents(home) as documents:
        assistant.documents = documents
        yield Service(assistant)


def test_a_place_of_a_document_reads_like_any_provision_and_says_it_is_no_law(service):
    view = service.provision(ProvisionRequest(locator="own:notes/sec_1"))
    assert view.authority is Authority.OWN_DOCUMENT
    assert view.binding_force is BindingForce.NOT_LAW
    assert view.heading_path == ("Notes",)
    assert (view.language, view.jurisdiction, view.url, view.gist) == ("en", "own", "", "")
    assert [c.locator for c in view.children] == [f"own:notes/sec_1/par_{n}" for n in (1, 2, 3)]
    ((start, end, language),) = view.foreign
    assert language == "zh-Hant"
    assert view.text[start:end] == "水壺出售前必須乾燥，任何人不得例外。"


def test_each_paragraph_has_the_language_it_is_in(service):
    view = service.provision(ProvisionRequest(locator="own:notes/sec_1/par_2", reader="zh-Hant"))
    assert (view.language, view.foreign) == ("zh-Hant", ())
    assert view.parent.locator == "own:notes/sec_1"
    assert (view.previous.locator, view.next.locator) == (
        "own:notes/sec_1/par_1",
        "own:notes/sec_1/par_3",
    )
    assert view.pinpoint == "第1節第2段"


def test_a_readers_document_opens_for_that_reader_alone(service):
    request = ProvisionRequest(locator="own:hers/sec_A")
    locator = (
        service.assistant.documents.provisions("own:hers", "alice").roots("own:hers")[0].locator
    )
    request = ProvisionRequest(locator=locator)
    assert "Her kettles" in service.provision(request, "alice").text
    for owner in ("", "bob"):
        with pytest.raises(UnknownDocument, match="own:hers"):
            service.provision(request, owner)
    with pytest.raises(UnknownProvision, match="sec_7"):
        service.provision(ProvisionRequest(locator="own:notes/sec_7"))


def test_where_there_are_no_documents_none_is_known():
    service = Service(SimpleNamespace(documents=None))
    with pytest.raises(UnknownDocument, match="own:notes"):
        service.provision(ProvisionRequest(locator="own:notes/sec_1"))


@pytest.mark.parametrize(
    ("quote", "good"),
    [("Kettles must be dry … 水壺出售前", True), ("Kettles may be wet", False)],
)
def test_quotations_of_a_document_are_checked_where_it_is_named(service, quote, good):
    check = service.verify_quote(QuoteRequest(quote=quote, locator="own:notes/sec_1"))
    assert check.verified is good
    assert [f.authority for f in check.found] == [Authority.OWN_DOCUMENT] * good


def test_nobody_checks_quotations_of_anothers_document(service):
    with pytest.raises(UnknownDocument, match="own:hers"):
        service.verify_quote(QuoteRequest(quote="kettles", locator="own:hers/sec_a"), "bob")


def test_documents_are_looked_in_for_whoever_asks_and_only_when_asked(monkeypatch):
    seen = []
    assistant = FakeAssistant()
    monkeypatch.setattr(assistant, "ask", lambda question, **given: seen.append(given))
    service = Service(assistant)
    service.ask(AskRequest(question="May kettles judge?"))
    service.ask(AskRequest(question="May kettles judge?", documents=()), owner="alice")
    assert not {"documents", "owner"} & set(seen[0])
    assert (seen[1]["documents"], seen[1]["owner"]) == ((), "alice")


def test_a_request_cannot_name_whom_it_is_for():
    with pytest.raises(ValueError, match="owner"):
        AskRequest.model_validate({"question": "May kettles judge?", "owner": "alice"})


class Law:
    """A provision table with one provision."""

    def get(self, locator, *_):
        return [LAW] if locator == LAW.locator else []


def _kettles():
    of = answer("May kettles be wet?")
    return of.model_copy(
        update={
            "claims": of.claims[:1],
            "citations": (cite(1, LAW, "Nobody shall teach a kettle"),),
            "lead": "",
            "notices": (),
        }
    )


def test_an_answer_from_outside_keeps_the_excerpts_that_are_true(service):
    documents = service.assistant.documents
    bare = _kettles().model_copy(update={"claims": ()})
    given = with_excerpts(bare, documents, HashedEmbedder(), wanted=(), owner="alice")
    assert given.excerpts
    law = Law()
    assert verified(given, law, None, documents, "alice").excerpts == given.excerpts
    forged = given.excerpts[0].model_copy(update={"text": "Kettles may be wet."})
    spoilt = given.model_copy(update={"excerpts": (forged,)})
    assert verified(spoilt, law, None, documents, "alice").excerpts == ()
    assert verified(given, law).excerpts == ()


def test_an_excerpt_does_not_pass_for_a_citation(service):
    own = {"locator": "own:notes/sec_1/par_1", "authority": Authority.OWN_DOCUMENT}
    bare = _kettles().model_copy(update={"claims": ()})
    citation = bare.citations[0].model_copy(update=own)
    with pytest.raises(Unverifiable, match="own:notes"):
        verified(bare.model_copy(update={"citations": (citation,)}), Law(), None)


def test_the_command_line_reads_places_of_documents_without_an_index(home):
    found, editions = look_up(home, "own:notes/sec_1/par_2")
    assert found.language == "zh-Hant"
    assert editions == [found]
    with pytest.raises(UnknownDocument, match="own:hers"):
        look_up(home, "own:hers/sec_a")
