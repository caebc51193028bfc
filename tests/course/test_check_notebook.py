"""`nnlib check` counts what is right, says why the rest is not, and what it cannot check."""

import pytest
from exercise_notebooks import RELU_BACKWARD, WRONG

from nnlib.keep import KeepError, check_notebook


def test_checking_a_notebook_counts_points_and_says_why(page):
    rows, _ = check_notebook(page(("relu_backward", WRONG), ("tanh_backward", "1 / 0")))
    points = {(name, part): (got, most) for name, part, got, most, _ in rows}
    assert points[("relu_backward", "gradient")] == (0, 2) and points[
        ("tanh_backward", "gradient")
    ] == (0, 1)
    said = [message for name, _, _, _, message in rows if name == "tanh_backward"]
    assert any("ZeroDivisionError" in message for message in said)


def test_a_notebook_of_other_functions_says_what_is_there(page):
    with pytest.raises(KeepError, match=r"no check for the answers in .*n.ipynb \(rms, peak\)"):
        check_notebook(page(("rms", "def rms(x): pass"), ("peak", "def peak(x): pass")))
    with pytest.raises(KeepError, match="n.ipynb has no cell for an answer"):
        check_notebook(page())
    rows, others = check_notebook(page(("rms", "1 / 0"), ("relu_backward", RELU_BACKWARD)))
    assert {row.function for row in rows} == {"relu_backward"} and others == ["rms"]
    assert sum(row.points for row in rows) == sum(row.most for row in rows) == 3
