"""The sample class: submissions from files of answers, in a folder that was made for them."""

import classroom
import nbformat
import pytest

from nnlib.grading.course import sample
from nnlib.grading.course.folder import ROOT

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


def test_build_submission_takes_helpers_along_and_leaves_the_rest(tmp_path):
    released = ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
    answers = tmp_path / "answers.py"
    answers.write_text(
        '"""A sample."""\n\nimport numpy as np\n\nHALF = 0.5\n\n\ndef helper(x):\n    return x\n\n\n'
        "def relu(z):\n    return helper(z)\n\n\ndef unasked(z):\n    return z\n"
    )
    sample.build_submission(released, answers, tmp_path / "deep" / "out.ipynb")
    before, after = (
        nbformat.read(path, as_version=4).cells
        for path in (released, tmp_path / "deep" / "out.ipynb")
    )
    changed = {b.id: a.source for b, a in zip(before, after, strict=True) if b.source != a.source}
    assert changed == {
        "relu": "HALF = 0.5\n\n\ndef helper(x):\n    return x\n\n\ndef relu(z):\n    return helper(z)"
    }


def test_the_sample_course_empties_no_folder_that_it_did_not_make(tmp_path):
    folder = tmp_path / "sample_class"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="nnlib did not make it"):
        sample.run_sample_class(tmp_path, progress=False)
    assert (folder / "thesis.txt").read_text() == "years of work"
