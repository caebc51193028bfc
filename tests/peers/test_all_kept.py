"""A reader at the end of the book: every function is kept in one `mine.py`, and every chapter runs on them.

Here and not in `make test`, for all chapters run once more, on plain Python loops in places. `make test-peers` then
opens them in the browser, too.
"""

import os
import re

import nbformat
import pytest
from all_kept import keep_all

from nnlib.course.execute import run_all
from nnlib.grading.exercises import EXERCISES

CHAPTERS = "chapters/[0-9][0-9]_*.ipynb"


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """A mine.py with the instructor's answer to every exercise."""
    path = tmp_path_factory.mktemp("reader") / "mine.py"
    kept = keep_all(path)
    assert set(kept) == set(EXERCISES) and set(kept.values()) == {"kept"}
    return path


@pytest.fixture(scope="module")
def runs(root, mine):
    before = os.environ["NNLIB_MINE"]
    os.environ["NNLIB_MINE"] = str(mine)
    try:
        yield {run.notebook.stem: run for run in run_all(root.glob(CHAPTERS), root=mine.parent)}
    finally:
        os.environ["NNLIB_MINE"] = before


def test_every_chapter_runs_on_them(root, runs):
    assert set(runs) == {path.stem for path in root.glob(CHAPTERS)}
    assert {stem: run.error for stem, run in runs.items() if run.error} == {}


def test_every_chapter_says_that_they_are_the_readers(root, runs):
    """Where a chapter asks for kept functions and names their owner, it is the reader."""
    for stem, run in runs.items():
        source = (root / "chapters" / f"{stem}.py").read_text(encoding="utf-8")
        if "owner(" in source:
            cells = nbformat.read(run.executed, as_version=4).cells
            said = [str(output) for cell in cells for output in cell.get("outputs", ())]
            assert any(re.search(r"\byours?\b", text) for text in said), stem
