"""The matrix: what is in a cell, what is not, and what it says about itself."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.comparing.aspects import MAX_ENTRIES, Aspect, aspect_of, choose
from assistant.comparing.comparison import Holdings, State, lay_out
from assistant.comparing.topics import finder_for
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import DigestEntry, digest
from corpus.errors import UsageError
from corpus.index import IndexedText
from corpus.provision import Authority, BindingForce, Edition, Provision, encloses, instrument_of
from corpus.provisions import ProvisionTable

TODAY = date(2026, 11, 22)
JURISDICTION = {i.id: i.jurisdiction for i in catalogue().instruments}


def entry(locator, topics, *, asked=3, figures=()):
    words = {"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"}
    return DigestEntry(
        locator=locator,
        heading=words,
        gist=words,
        topics=topics,
        asked={"en": [f"Kettle {n}?" for n in range(asked)]},
        figures=figures,
    )


def indexed(instrument, version, authority, language="en"):
    return IndexedText(
        instrument=instrument, version=version, language=language, authority=authority,
        file="file", sha256="", provisions=1, passages=1,
    )  # fmt: skip


def own(*instruments):
    book = catalogue()
    return [
        indexed(i, book.instrument(i).version[-1].id, Authority.OWN_DIGEST)
        for i in instruments or JURISDICTION
    ]


@pytest.fixture
def table(tmp_path):
    with ProvisionTable.create(tmp_path / "provisions.sqlite") as made:
        yield made


def provision(locator, version, language, words, authority=Authority.AUTHENTIC, **fields):
    instrument = catalogue().instrument(instrument_of(locator))
    edition = Edition(
        instrument=instrument.id,
        jurisdiction=instrument.jurisdiction,
        version=version,
        language=language,
        authority=authority,
        binding_force=instrument.binding_force,
        source_url="https://publisher.example/text",
    )
    given = {"kind": "paragraph", "root": locator, "heading": "On kettles", "span": (0, len(words))}
    return Provision(locator=locator, edition=edition, text=words, **given | fields)


@pytest.fixture
def holdings(table):
    return Holdings(table, own(), digest())


# ---------------------------------------------------------------- topics


@pytest.mark.parametrize(
    ("asked", "topics"),
    [
        ("retention-and-erasure", ("retention-and-erasure",)),
        ("Retention and erasure", ("retention-and-erasure",)),
        ("生成內容的標示", ("marking-of-generated-content",)),
        ("数据标注", ("data-labelling",)),
        ("保留個人資料", ("retention-and-erasure",)),
        ("deepfake labelling", ("deepfakes-and-personality", "marking-of-generated-content")),
        ("罰款", ("penalties",)),
        ("个人信息保存", ("retention-and-erasure", "personal-data-collection")),
        ("copyright of AI output", ("copyright-in-ai-outputs",)),
    ],
)
def test_topics_are_found_by_id_name_and_free_words(asked, topics):
    assert finder_for(digest()).find(asked)[: len(topics)] == topics


@pytest.mark.parametrize("asked", ["xyzzy", "football", "", "   ", "香港電車"])
def test_an_unknown_topic_is_refused_with_the_nearest_and_the_list(asked):
    with pytest.raises(UsageError, match=r"There is no topic .* nearest are: .*All topics: scope"):
        finder_for(digest()).find(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_found_by_its_name(language):
    finder = finder_for(digest())
    for topic in digest().topics.values():
        assert finder.find(topic.name.get(language)) == (topic.id,)


# ---------------------------------------------------------------- choice


def test_what_is_first_about_the_topic_comes_before_what_mentions_it():
    chosen, more = choose(
        [
            entry("eu-ai-act/art_7", ("penalties", "security"), asked=9),
            entry("eu-ai-act/art_9", ("security",), asked=3),
            entry("eu-ai-act/art_8", ("minors", "security"), asked=9),
        ],
        "security",
    )
    assert [(c.entry.locator, c.aspect) for c in chosen] == [
        ("eu-ai-act/art_9", Aspect.RULE),
        ("eu-ai-act/art_8", Aspect.RULE),
        ("eu-ai-act/art_7", Aspect.SANCTION),
    ]
    assert more == 0


def test_recitals_stand_in_only_where_there_is_nothing_else():
    recital = entry("eu-ai-act/rct_9", ("security",), asked=9)
    alone, _ = choose([recital], "security")
    beside, more = choose([recital, entry("eu-ai-act/art_9", ("minors", "security"))], "security")
    assert [c.entry.locator for c in alone] == ["eu-ai-act/rct_9"]
    assert [c.entry.locator for c in beside] == ["eu-ai-act/art_9"]
    assert more == 1


def test_an_article_and_its_part_are_not_both_shown():
    parts = [entry(f"cap-486/s_26{tail}", ("security",)) for tail in ("", "/ss_1", "/ss_2")]
    chosen, more = choose(parts, "security")
    assert [c.entry.locator for c in chosen] == ["cap-486/s_26"]
    assert more == 2


def test_each_law_at_home_in_the_topic_is_heard_and_no_other():
    many = [entry(f"cap-486/s_{n}", ("security",), asked=9) for n in range(1, 9)]
    second = entry("cap-528/s_9", ("security",), asked=1)
    passing = entry("cap-528/s_9", ("minors", "security"), asked=9)
    heard, _ = choose([*many, second], "security")
    unheard, _ = choose([*many[:2], passing], "security")
    assert len(heard) == MAX_ENTRIES
    assert second in [c.entry for c in heard]
    assert passing not in [c.entry for c in unheard]


def test_another_side_of_the_matter_is_preferred_to_a_fifth_rule():
    rules = [entry(f"cap-486/s_{n}", ("security",), asked=9) for n in range(1, 9)]
    sanction = entry("cap-486/s_64", ("penalties", "security"), asked=6)
    chosen, _ = choose([*rules, sanction], "security")
    assert [c.aspect for c in chosen] == [Aspect.RULE] * 4 + [Aspect.SANCTION]


def test_the_first_topic_says_what_an_entry_does_for_another():
    assert aspect_of(entry("cap-486/s_1", ("exemptions", "security")), "security") == "exception"
    assert aspect_of(entry("cap-486/s_1", ("exemptions", "security")), "exemptions") == "rule"


# ---------------------------------------------------------------- the matrix


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_holds_another_jurisdictions_law(holdings, language):
    matrix = lay_out(list(digest().topics), holdings, language=language, as_at=TODAY)
    assert len(matrix.rows) == len(digest().topics)
    for row in matrix.rows:
        assert [cell.jurisdiction for cell in row.cells] == ["eu", "cn", "hk", "us"]
        for cell in row.cells:
            assert len(cell.entries) <= MAX_ENTRIES
            assert (cell.state is State.FOUND) == bool(cell.entries)
            assert bool(cell.entries) or cell.remark
            for one in cell.entries:
                assert JURISDICTION[one.citation.instrument] == cell.jurisdiction
                assert row.topic in digest().entries[one.citation.locator].topics
    numbers = [citation.number for citation in matrix.citations]
    assert numbers == list(range(1, len(numbers) + 1))


def test_digest_alone_is_marked_as_ours(holdings):
    matrix = lay_out("retention-and-erasure", holdings, jurisdictions=["hk"], as_at=TODAY)
    (cell,) = matrix.rows[0].cells
    first = cell.entries[0].citation
    assert first.locator == "cap-486/s_26"
    assert (first.authority, first.quote, first.quote_verified) == ("own-digest", "", False)
    assert first.gist == digest().entries["cap-486/s_26"].gist.en
    assert first.binding_force is BindingForce.STATUTE
    assert "own_digest" in [notice.code for notice in matrix.notices]


def test_silence_says_where_was_looked(holdings):
    matrix = lay_out("生成内容的标识", holdings, jurisdictions=["hk"], language="zh-Hans")
    (cell,) = matrix.rows[0].cells
    assert cell.state is State.SILENT
    assert cell.searched == ("cap-486", "cap-528")
    assert "《私隐条例》（第486章）" in cell.remark
    assert "《版权条例》（第528章）" in cell.remark
    assert matrix.rows[0].synthesis[0].kind == "missing"


def test_what_is_not_installed_is_not_called_silent(table):
    matrix = lay_out("penalties", Holdings(table, own("cap-486"), digest()), as_at=TODAY)
    states = {cell.jurisdiction: cell.state for cell in matrix.rows[0].cells}
    assert states == {"eu": "not_installed", "cn": "not_installed", "hk": "found",
                      "us": "not_installed"}  # fmt: skip
    assert matrix.rows[0].cells[0].remark == "Not installed: EU AI Act."
    assert {c.instrument for c in matrix.citations} == {"cap-486"}


def test_application_is_told_and_what_does_not_apply_yet_is_marked(holdings):
    matrix = lay_out("human-oversight", holdings, jurisdictions=["eu"], as_at=TODAY)
    cell = matrix.rows[0].cells[0]
    waiting = next(d for d in cell.dates if "2 December 2027" in d)
    assert waiting.startswith("applies from 2 December 2027, not yet applicable (Article 14")
    assert "not_yet_applicable" in [notice.code for notice in matrix.notices]
    later = lay_out("human-oversight", holdings, jurisdictions=["eu"], as_at=date(2028, 1, 1))
    assert not any("not yet" in d for d in later.rows[0].cells[0].dates)


def test_quotations_are_verified_and_stand_in_the_readers_language(table):
    version = "2022-10-01"
    table.write(
        [
            provision("cap-486/s_26", version, "en", "A kettle shall be emptied."),
            provision("cap-486/s_26", version, "zh-Hant", "水煲須予倒空。"),
        ]
    )
    texts = [*own(), indexed("cap-486", version, Authority.AUTHENTIC)]
    held = Holdings(table, texts, digest())

    def first(language):
        matrix = lay_out("retention-and-erasure", held, jurisdictions=["hk"], language=language)
        return matrix.rows[0].cells[0].entries[0].citation

    assert first("en").quote == "A kettle shall be emptied."
    # A reader of Simplified Chinese is shown the Chinese law, as published, with our gist.
    assert (first("zh-Hans").quote, first("zh-Hans").language) == ("水煲須予倒空。", "zh-Hant")
    assert first("zh-Hans").gist == digest().entries["cap-486/s_26"].gist.get("zh-Hans")
    assert first("zh-Hant").quote_verified
    assert first("zh-Hant").authority is Authority.AUTHENTIC


def test_an_earlier_day_gets_the_words_of_that_day_without_our_later_gist(table):
    old = "2024-07-12"
    words = "Kettles shall be watched by people."
    table.write([provision("eu-ai-act/art_14", old, "en", words, heading="Watching kettles")])
    texts = [*own(), indexed("eu-ai-act", old, Authority.AUTHENTIC)]
    day = date(2025, 6, 1)
    matrix = lay_out(
        "human-oversight", Holdings(table, texts, digest()), jurisdictions=["eu"], as_at=day
    )
    (cell,) = matrix.rows[0].cells
    (one,) = cell.entries
    assert (one.citation.version, one.citation.quote, one.citation.gist) == (old, words, "")
    assert (one.heading, one.figures) == ("Watching kettles", ())
    assert "1 June 2025" in cell.remark


@pytest.mark.parametrize("day", [date(2025, 6, 1), date(2020, 1, 1)])
def test_a_day_of_which_no_text_is_installed_is_said_so(holdings, day):
    matrix = lay_out("human-oversight", holdings, jurisdictions=["eu"], as_at=day)
    (cell,) = matrix.rows[0].cells
    assert cell.state is State.NOT_INSTALLED
    assert f"{day.year} is installed: EU AI Act" in cell.remark


def test_columns_come_in_the_order_asked(holdings):
    matrix = lay_out(["penalties", "consent"], holdings, jurisdictions=["us", "hk", "us"])
    assert matrix.jurisdictions == ("us", "hk")
    assert [row.topic for row in matrix.rows] == ["penalties", "consent"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"jurisdictions": ["uk"]}, "no jurisdiction “uk”; choose from: eu, cn, hk, us"),
        ({"language": "fr"}, "does not answer in “fr”"),
    ],
)
def test_bad_requests_are_refused(holdings, options, message):
    with pytest.raises(UsageError, match=message):
        lay_out("penalties", holdings, **options)


def test_parts_of_one_article_never_stand_beside_it(holdings):
    matrix = lay_out(list(digest().topics), holdings, as_at=TODAY)
    for row in matrix.rows:
        for cell in row.cells:
            places = [one.citation.locator for one in cell.entries]
            assert not [(a, b) for a in places for b in places if a != b and encloses(a, b)]


def test_the_assistant_lays_out_what_its_index_holds(digest_assistant):
    matrix = digest_assistant.compare("數據標註", ["cn", "hk"], language="zh-Hant")
    assert [cell.state for cell in matrix.rows[0].cells] == ["found", "silent"]
    assert matrix.rows[0].cells[0].entries[0].citation.pinpoint == "第八條"
