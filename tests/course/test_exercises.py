"""`nnlib new exercise` writes what works as it is, over nothing; `nnlib test-exercise` tells what is wrong with it."""

import subprocess
import sys

import nbformat
import own_exercise
import pytest

from nnlib.core.files import BookError
from nnlib.course.exercises import new_exercise, prove_exercise
from nnlib.grading.course.release import release_all
from nnlib.grading.own import ExerciseError


def nnlib(*words):
    command = [sys.executable, "-m", "nnlib", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def course(tmp_path, monkeypatch):
    return own_exercise.new_course(tmp_path / "course", monkeypatch)


def names(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_new_exercise_works_as_it_is(course):
    assert names(course) == [
        "nbgrader_config.py",
        *(f"solutions/01_rms/{name}" for name in ("01_rms.ipynb", "01_rms.py", "rms.py")),
    ]
    found = list(prove_exercise("rms", 0.5))
    assert all(finding.fine for finding in found) and len(found) == 8
    assert not release_all(course, check=True) == []
    release_all(course)
    assert release_all(course, check=True) == []
    given = (course / "exercises/01_rms/rms.py").read_text()
    assert "reference" not in given and "drawn" not in given and "by_a_loop" not in given


@pytest.mark.parametrize(("points", "visible", "hidden"), [(2, 1, 1), (3, 2, 1), (9, 6, 3)])
def test_the_points_are_shared_out(tmp_path, monkeypatch, points, visible, hidden):
    monkeypatch.chdir(tmp_path)
    new_exercise("peak", points)
    text = (tmp_path / "solutions/01_peak/peak.py").read_text()
    assert f"@ex.part(points={visible})" in text and f"points={hidden}, hidden=True" in text
    assert all(finding.fine for finding in prove_exercise("peak", 0.1))


def test_nothing_is_written_over(course):
    before = {name: (course / name).read_bytes() for name in names(course)}
    for into in (None, "01_rms"):
        if into:
            with pytest.raises(BookError, match="rms.py is there already"):
                new_exercise("rms", into=into)
        else:
            new_exercise("rms")
    assert all((course / name).read_bytes() == data for name, data in before.items())
    assert (course / "solutions/02_rms/rms.py").exists()
    with pytest.raises(BookError, match="there is a rms.py in 01_rms and 02_rms"):
        list(prove_exercise("rms"))


@pytest.mark.parametrize(
    ("name", "said"),
    [("2rms", "wanted a name"), ("lambda", "wanted a name"), ("random", "stand in the way"), ("numpy", "stand in the")],
)  # fmt: skip
def test_names_that_cannot_be_are_refused(tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BookError, match=said):
        new_exercise(name)
    with pytest.raises(BookError, match="wanted 2 or more"):
        new_exercise("rms", points=1)
    with pytest.raises(BookError, match="two digits and a name"):
        new_exercise("rms", into="../rms")
    assert names(tmp_path) == []


def test_a_second_function_goes_into_the_same_assignment(course):
    new_exercise("spread", 4, into="01_rms")
    source = (course / "solutions/01_rms/01_rms.py").read_text()
    assert source.index("def rms(x)") < source.index("def spread(x)")
    assert source.count("from nnlib.grading import check") == 1
    for name in ("rms", "spread"):
        assert all(finding.fine for finding in prove_exercise(name, 0.2))
    assert (course / "build/replaced/solutions/01_rms/01_rms.1.py").exists()
    release_all(course)
    assert (course / "exercises/01_rms/spread.py").exists()


def test_an_assignment_without_a_percent_source_gets_its_cells_too(course):
    (course / "solutions/01_rms/01_rms.py").unlink()
    new_exercise("spread", into="01_rms")
    notebook = nbformat.read(course / "solutions/01_rms/01_rms.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert "def spread" in notebook.cells[-3].source
    assert all(finding.fine for finding in prove_exercise("spread", 0.2))


def test_the_command_reports_and_fails_where_something_fails(course):
    path = course / "solutions/01_rms/rms.py"
    path.write_text(path.read_text().replace("r=5)", "r=6)"))
    said = nnlib("test-exercise", "rms", "--seconds", "0.2")
    assert said.returncode == 1
    assert "✗ solution  rms is not judged as told" in said.stdout
    assert "rms is not ready: " in said.stderr and "Traceback" not in said.stderr
    said = nnlib("build")
    assert said.returncode == 1 and "rms.py, line 11: the solution in 01_rms.ipynb" in said.stderr
    path.write_text(path.read_text().replace("r=6)", "r=5)"))
    said = nnlib("test-exercise", "rms", "--seconds", "0.2")
    assert said.returncode == 0 and "rms is ready to be handed out." in said.stdout
    path.write_text("ex = (")
    with pytest.raises(ExerciseError, match=r"rms.py, line 1: '\(' was never closed"):
        list(prove_exercise("rms"))


def test_an_unknown_exercise_and_one_of_the_books(course):
    with pytest.raises(BookError, match="no exercise 'rsm'; this course has rms"):
        list(prove_exercise("rsm"))
    found = list(prove_exercise("relu_backward", 0.3))
    assert all(finding.fine for finding in found)
    assert "no notebook here defines relu_backward" in found[0].said
