from __future__ import annotations

import pytest

from corpus.errors import UnreadableSource
from evals.questions import KINDS, load
from evals.split import SPLIT, Division, divide, ids_sha256, select, write
from tests.evals.answers import question

SET = load()
DEV, TEST = select(SET, "dev"), select(SET, "test")


def test_the_committed_split_fits_the_set():
    division = Division.model_validate_json(SPLIT.read_bytes())
    assert ids_sha256(DEV) == division.dev.sha256
    assert ids_sha256(TEST) == division.test.sha256
    assert len(DEV) + len(TEST) == len(SET)


def test_no_group_is_torn_apart():
    assert {q.group for q in DEV}.isdisjoint(q.group for q in TEST)


def test_two_fifths_are_for_tuning_in_every_kind():
    groups = {q.group for q in SET}
    assert len({q.group for q in DEV}) / len(groups) == pytest.approx(0.4, abs=0.03)
    for kind in KINDS:
        here = {q.group for q in SET if q.kind == kind}
        share = len({q.group for q in DEV if q.kind == kind}) / len(here)
        assert 0.25 <= share <= 0.6, kind


def test_dividing_gives_each_kind_its_share_and_stays_the_same(tmp_path):
    made = [question(n, kind=("single" if n < 10 else "role")) for n in range(15)]
    division = divide(made)
    assert division == divide(made[::-1])
    assert sum(group < "g010" for group in division.dev.groups) == 4
    assert len(division.dev.groups) == 6
    write(division, tmp_path / "split.json")
    dev = select(made, "dev", tmp_path / "split.json")
    assert {q.group for q in dev} == set(division.dev.groups)


def test_a_corrected_gold_leaves_the_split_alone_and_a_lost_question_does_not(tmp_path):
    made = [question(n) for n in range(5)]
    write(divide(made), tmp_path / "split.json")
    mended = [q.model_copy(update={"acceptable": ("cap-486/s_27",)}) for q in made]
    kept = [len(select(mended, half, tmp_path / "split.json")) for half in ("dev", "test")]
    assert kept == [2, 3]
    short = [q for q in made if q.group not in divide(made).dev.groups[:1]]
    with pytest.raises(UnreadableSource, match=r"not those that split\.json divided"):
        select(short, "dev", tmp_path / "split.json")
