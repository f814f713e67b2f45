"""The matrix of a comparison inside an answer."""

from __future__ import annotations

from kettles import answer, compared

from assistant.answer import ComparisonCell, Part
from ui.matrix import Item, in_matrix, matrix


def test_an_answer_that_compares_nothing_has_none():
    assert matrix(answer("q")) is None


def test_cells_have_gist_figures_force_place_and_date():
    found = matrix(compared("q"))
    assert found.places == ("European Union", "Mainland China", "Hong Kong")
    assert found.silent == ("", "", "Hong Kong: no provision found. Searched: PDPO (Cap. 486).")
    cells = {line.label: line.cells for line in found.lines}
    assert cells["What it says"][0] == (Item("Kettles must not judge.", "en", (1,)),)
    assert cells["What it says"][1] == (Item("水壶不得评判邻居", "zh-Hans", (2,)),)
    assert cells["Figures in the clauses"] == ((Item("3 cups (a pot)", "en"),), (), ())
    assert cells["Force in law"][1] == (Item("departmental rules", "en"),)
    assert cells["Provision"][0] == (Item("Article 5(1)", "en", (1,)),)
    assert cells["Application"] == ((Item("applies from 2 February 2025", "en"),), (), ())
    assert cells["Edition"][1] == (Item("China's Interim Measures: in force 15 August 2023", "en"),)
    assert all(cell[2] == () for cell in cells.values())


def test_a_limit_is_called_so():
    given = compared("q")
    limit = given.claims[1].model_copy(update={"part": Part.EXCEPTION})
    found = matrix(given.model_copy(update={"claims": (given.claims[0], limit)}))
    assert found.lines[0].cells[1][0].part == "Limits this"


def test_a_place_of_which_nothing_is_installed_names_no_texts():
    cells = (*compared("q").comparison[:2], ComparisonCell(jurisdiction="hk"))
    assert matrix(compared("q", comparison=cells)).silent[2] == "No provision found here."


def test_the_matrix_has_the_gists_and_not_the_quotations():
    given = compared("q")
    assert [in_matrix(given, position) for position in (0, 1)] == [True, False]
    assert not in_matrix(answer("q"), 0)
