"""What grading has left behind: slips are what the grader noted, not what was printed."""

import nbformat
import pytest

from nnlib.grading.course.reading import slips


def graded_notebook(folder, slip, text):
    about = {"grade": True, "solution": False, "grade_id": "relu_gradient", "points": 2}
    graded = {"points": 0, "max_points": 2, "slip": slip, "message": ""}
    cell = nbformat.v4.new_code_cell("check(relu)", metadata={"nbgrader": about, "nnlib": graded})
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "n.ipynb")


@pytest.mark.parametrize(
    "slip, found", [("kink-slope", {"relu_gradient": "kink-slope"}), (None, {})]
)
def test_slips_are_what_the_grader_noted_and_not_what_was_printed(tmp_path, slip, found):
    graded_notebook(tmp_path, slip, "✗ relu · gradient: 0 of 2 points  [slip: mine]\n")
    assert slips(tmp_path) == found


def test_a_folder_without_a_graded_notebook_says_so(tmp_path):
    assert slips(tmp_path) == {"submission": "not-graded"}
