import hashlib
import io
import zipfile

import pytest
from own_documents import KETTLES, HashedEmbedder, add, read_here

import ingest.documents
from corpus.documents import Documents
from corpus.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentGarbled,
    DocumentLocked,
    DocumentScanned,
    DocumentsFull,
    DocumentTooLarge,
    DocumentUnknown,
)
from corpus.provision import Authority, BindingForce
from corpus.settings import Settings
from ingest.documents import add_document, known_document
from ingest.parsers.document.limits import Limits
from tests.ingest.parsers.document.document_files import SIMPLIFIED, TRADITIONAL, kettle_word
from tests.ingest.parsers.tiny_pdf import Put, pdf


@pytest.fixture
def home(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def _read_here(monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)


def added(home, data, name, **given):
    return add_document(home, HashedEmbedder(), data, name, **given)


@pytest.mark.usefixtures("_read_here")
def test_what_is_known_of_a_document(home):
    document = add(home, KETTLES, "Kettle Guidance.md")
    assert document.id == "own:kettle-guidance"
    assert document.title == "Kettle guidance"
    assert (document.file, document.kind) == ("Kettle Guidance.md", "markdown")
    assert document.sha256 == hashlib.sha256(KETTLES.encode()).hexdigest()
    assert document.size == len(KETTLES.encode())
    assert document.languages == ("en", "zh-Hant")
    assert (document.provisions, document.passages, document.pages) == (6, 3, None)
    assert document.model == "hashed@1/128"


@pytest.mark.usefixtures("_read_here")
def test_no_provision_passes_for_law(home):
    document = add(home)
    with Documents(home) as documents:
        for provision in documents.provisions(document.id):
            assert provision.edition.authority is Authority.OWN_DOCUMENT
            assert provision.edition.binding_force is BindingForce.NOT_LAW
            assert provision.edition.jurisdiction == "own"
            assert not provision.edition.authority.is_official


@pytest.mark.usefixtures("_read_here")
def test_the_same_bytes_are_taken_in_once(home):
    embedder = HashedEmbedder()
    assert known_document(home, embedder, KETTLES.encode()) is None
    first = add(home, embedder=embedder)
    embedded = embedder.embedded
    assert add(home, name="another name.md", title="Another", embedder=embedder) == first
    assert add(home, owner="alice", embedder=embedder) == first
    assert known_document(home, embedder, KETTLES.encode(), "alice") == first
    assert embedder.embedded == embedded
    with Documents(home) as documents:
        assert documents.list("alice") == (first,)


@pytest.mark.usefixtures("_read_here")
def test_what_another_reader_added_stays_unknown_to_this_one(home):
    hers = add(home, owner="alice")
    assert known_document(home, HashedEmbedder(), KETTLES.encode(), "bob") is None
    his = add(home, owner="bob")
    assert (hers.id, his.id) == ("own:kettles", "own:kettles")
    assert (hers.owner, his.owner) == ("alice", "bob")


@pytest.mark.usefixtures("_read_here")
def test_added_again_under_another_model_it_is_made_anew(home):
    first = add(home)
    again = add(home, embedder=HashedEmbedder("newer@2/128"))
    assert (again.id, again.model) == (first.id, "newer@2/128")
    with Documents(home) as documents:
        assert documents.list() == (again,)


@pytest.mark.usefixtures("_read_here")
def test_documents_of_one_name_have_an_id_each(home):
    ids = [add(home, f"{KETTLES}\nNumber {n}.").id for n in range(3)]
    ids.append(add(home, "# Else\n\n## A\n\nWords.", title="Kettles").id)
    assert ids == ["own:kettles", "own:kettles-2", "own:kettles-3", "own:kettles-4"]


@pytest.mark.usefixtures("_read_here")
def test_a_name_taken_while_reading_gives_way(home, monkeypatch):
    def slow(data, name, **given):
        read = read_here(data, name, **given)
        monkeypatch.setattr(ingest.documents, "read_apart", read_here)
        add(home, f"{KETTLES}\nFirst.")
        return read

    monkeypatch.setattr(ingest.documents, "read_apart", slow)
    late = add(home)
    assert late.id == "own:kettles-2"
    with Documents(home) as documents:
        places = [p.locator for p in documents.provisions(late.id)]
        assert len(places) == late.provisions
        assert all(place.startswith("own:kettles-2/") for place in places)
        (found, *_) = documents.search("porcelain glaze", HashedEmbedder(), documents=[late.id])
        assert found.locator == "own:kettles-2/sec_3/par_1"
        assert documents.provision(found.locator).edition.instrument == late.id


@pytest.mark.usefixtures("_read_here")
def test_the_reader_names_it(home):
    assert add(home, title="水壺\n指引").title == "水壺指引"


@pytest.mark.usefixtures("_read_here")
def test_progress_is_told_in_order(home):
    told = []
    add(home, progress=lambda *step: told.append(step))
    assert told == [
        ("read", 0, 1),
        ("read", 1, 1),
        ("embed", 3, 3),
        ("write", 0, 1),
        ("write", 1, 1),
    ]


@pytest.mark.usefixtures("_read_here")
def test_a_reader_may_add_so_many_and_no_more(tmp_path):
    home = Settings(home=tmp_path, documents_max=1)
    first = add(home, owner="alice")
    with pytest.raises(DocumentsFull, match="1 documents, as many as RULEBRIDGE_DOCUMENTS_MAX"):
        add(home, f"{KETTLES}\nMore.", owner="alice")
    assert add(home, owner="alice") == first
    assert add(home, f"{KETTLES}\nMore.", owner="bob").owner == "bob"


@pytest.mark.usefixtures("_read_here")
def test_a_reader_may_take_up_so_much_room_and_no_more(tmp_path, monkeypatch):
    home = Settings(home=tmp_path)
    add(home)
    home = home.model_copy(update={"documents_max_bytes": 1000})
    with pytest.raises(DocumentsFull, match="as much room as RULEBRIDGE_DOCUMENTS_MAX_BYTES"):
        add(home, f"{KETTLES}\nMore.")


@pytest.mark.usefixtures("_read_here")
@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (TRADITIONAL, "big5hkscs"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (TRADITIONAL, "utf-8-sig"),
    ],
)
def test_every_encoding_is_searched_and_read_alike(home, words, encoding):
    document = added(home, f"{words}\n\n{words[::-1]}\n".encode(encoding), "notes.txt")
    assert document.languages == ("zh-Hant" if words is TRADITIONAL else "zh-Hans",)
    with Documents(home) as documents:
        (found, *_) = documents.search("没有水的情况下使用电水壶", HashedEmbedder())
        assert found.text == words


@pytest.mark.usefixtures("_read_here")
def test_a_document_of_short_lines_is_found_all_the_same(home):
    document = added(home, b"Lid\n\nSpout\n\nHandle\n", "parts.txt")
    assert document.passages == 3
    with Documents(home) as documents:
        (found, *_) = documents.search("handle", HashedEmbedder(), everything=True)
        assert found.text == "Handle"


def scanned():
    return pdf([[]])


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b" " * 80_000_000)
    return out.getvalue()


def locked():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf([[Put(72, 700, "A kettle.")]]))))
    writer.encrypt("secret", "secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "error", "said"),
    [
        (scanned(), "scan.pdf", DocumentScanned, "OCR"),
        (locked(), "locked.pdf", DocumentLocked, "password"),
        (bomb(), "bomb.docx", DocumentTooLarge, "more than"),
        (b"%PDF-1.4\n" + b"\xff" * 500, "cut.pdf", DocumentDamaged, "damaged"),
        (b"\x89PNG\r\n", "shot.png", DocumentUnknown, "picture"),
        (b"\x81\x8d\x8f\x90\x9d" * 40, "noise.txt", DocumentGarbled, "UTF-8"),
        (b" \n \n", "blank.txt", DocumentEmpty, "no words"),
        (b"x" * 2000, "long.txt", DocumentTooLarge, "2,000|1,000"),
    ],
)
def test_what_cannot_be_taken_in_gets_its_sentence_and_leaves_nothing(
    home, data, name, error, said
):
    limits = Limits(bytes=1000) if name == "long.txt" else Limits()
    with pytest.raises(error, match=said):
        added(home, data, name, limits=limits)
    with Documents(home) as documents:
        assert documents.list() == ()
    assert not list((home.home).rglob("*.npz"))


def test_word_and_a_thousand_pages_read_in_a_process_of_their_own(home):
    word = added(home, kettle_word(), "policy.docx")
    assert (word.kind, word.title) == ("docx", "Kettle policy")
    line = "Kettles on floor {} are checked by its own keeper every single working day."
    book = pdf([[Put(72, 700, line.format(n))] for n in range(1, 1001)])
    document = added(home, book, "floors.pdf")
    assert (document.pages, document.passages) == (1000, 1000)
    with Documents(home) as documents:
        (found, *_) = documents.search("floor 733 keeper", HashedEmbedder())
        assert (found.locator, found.page, found.paragraph) == ("own:floors/p_733/par_1", 733, 1)
