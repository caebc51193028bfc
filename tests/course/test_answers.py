"""The exercise notebook that is meant, and what was written into it."""

import pytest
from exercise_notebooks import RELU_BACKWARD, notebook

from nnlib.keep import KeepError, keep_notebook


def test_an_answer_in_two_halves_is_one(mine, page):
    first, second = RELU_BACKWARD.split("\n")
    assert keep_notebook(page(("relu_backward", first), ("relu_backward", second))) == {
        "relu_backward": "kept"
    }


@pytest.mark.parametrize(
    "asked", ["3_activation", "chapters/03_activations.ipynb", ".", "", "04_forward"]
)
def test_a_notebook_that_is_not_there_is_told_with_what_is(answered, asked):
    if asked.startswith("chapters"):
        (answered / "chapters").mkdir()
        notebook(answered / asked)
        with pytest.raises(KeepError, match="no cell for an answer"):
            keep_notebook(asked)
        return
    with pytest.raises(KeepError, match="there is 03_activations"):
        keep_notebook(asked)
    assert not (answered / "mine.py").exists()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"cells": 3}', "\0"])
def test_a_file_that_is_no_notebook_is_told_so(mine, tmp_path, text):
    (tmp_path / "n.ipynb").write_text(text)
    with pytest.raises(KeepError, match="n.ipynb is not a notebook that can be read"):
        keep_notebook(tmp_path / "n.ipynb")
