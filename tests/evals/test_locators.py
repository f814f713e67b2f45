from __future__ import annotations

import pytest

from evals.locators import article_of, fits, found


@pytest.mark.parametrize(
    ("locator", "article"),
    [
        ("eu-ai-act/art_5/par_1/pnt_a", "eu-ai-act/art_5"),
        ("cap-486/s_2/def_personal-data", "cap-486/s_2"),
        ("cap-486/sch_1/dpp_3/ss_1", "cap-486/sch_1/dpp_3"),
        ("cap-486/sch_1", "cap-486/sch_1"),
        ("eu-ai-act/anx_III/pnt_5/pnt_b", "eu-ai-act/anx_III/pnt_5"),
        ("nist-ai-rmf/GOVERN-1.1", "nist-ai-rmf/GOVERN-1.1"),
    ],
)
def test_article_of(locator, article):
    assert article_of(locator) == article


@pytest.mark.parametrize(
    ("gold", "place", "article", "finest"),
    [
        ("cap-486/s_18/ss_1", "cap-486/s_18/ss_1", True, True),
        ("cap-486/s_18/ss_1", "cap-486/s_18/ss_1/par_a", True, True),
        ("cap-486/s_18/ss_1", "cap-486/s_18", True, False),
        ("cap-486/s_18/ss_1", "cap-486/s_18/ss_2", True, False),
        ("cap-486/s_18/ss_1", "cap-486/s_18A", False, False),
        ("cap-486/sch_1/dpp_3", "cap-486/sch_1/dpp_4", False, False),
        ("cap-486/sch_1/dpp_3", "cap-486/sch_1", False, False),
    ],
)
def test_found(gold, place, article, finest):
    assert found(gold, place, "article") is article
    assert found(gold, place, "finest") is finest


@pytest.mark.parametrize(
    ("cited", "right"),
    [
        ("eu-ai-act/art_5/par_1/pnt_f", True),
        ("eu-ai-act/art_5/par_1", True),
        ("eu-ai-act/art_5", True),
        ("eu-ai-act/art_5/par_1/pnt_f/sub_i", True),
        ("eu-ai-act/art_5/par_1/pnt_g", False),
        ("eu-ai-act", False),
        ("eu-ai-act/art_50", False),
    ],
)
def test_fits(cited, right):
    assert fits("eu-ai-act/art_5/par_1/pnt_f", cited) is right


def test_a_whole_schedule_does_not_fit_one_of_its_principles():
    assert not fits("cap-486/sch_1/dpp_3/ss_1", "cap-486/sch_1")
    assert fits("cap-486/sch_1/dpp_3/ss_1", "cap-486/sch_1/dpp_3")
    assert fits("cap-486/sch_1", "cap-486/sch_1/dpp_3")
