"""What the tests of a class share: courses in which nobody was graded, and a folder of downloads."""

import pytest

from nnlib.grading.course import sample
from nnlib.grading.course.folder import ROOT
from nnlib.grading.course.release import release

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course in which the assignment was released just now; nobody has handed in anything."""
    folder = sample.new_course(tmp_path_factory.mktemp("released") / "course")
    release(ASSIGNMENT, folder)
    return folder


@pytest.fixture
def empty_course(tmp_path):
    """A course folder with the released notebook and without a gradebook: enough to collect into."""
    folder = sample.new_course(tmp_path / "course")
    (folder / "exercises" / ASSIGNMENT).mkdir(parents=True)
    source = ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
    (folder / "exercises" / ASSIGNMENT / NOTEBOOK).write_bytes(source.read_bytes())
    return folder


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder
