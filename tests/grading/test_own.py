"""Exercises beside a notebook: found by name, loaded by path, never mixed up, refused where they are broken."""

import sys

import numpy as np
import pytest
from own_exercise import FILE, lay

from nnlib.grading import check, examine, own
from nnlib.grading.own import ExerciseError, Own, exercise_named


def rms(x):
    return np.sqrt(np.mean(x * x))


def relu(z):
    return np.maximum(z, 0)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    """No notebook runs, and nothing lies where the tests stand."""
    monkeypatch.setattr(own, "START", None)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


# --- Where it is looked for -------------------------------------------------------------------------------------------


def test_check_finds_the_exercise_beside_the_notebook(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(lay(tmp_path / "01_rms", rms=FILE))
    assert check(rms) == 2.0
    assert examine("rms", rms).points == 3.0
    assert "✓ rms · value: 2 of 2 points" in capsys.readouterr().out


def test_a_notebook_may_go_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(own, "START", str(lay(tmp_path / "01_rms", rms=FILE)))
    assert check(rms) == 2.0


def test_an_editor_says_where_the_notebook_lies(tmp_path, monkeypatch):
    notebook = lay(tmp_path / "01_rms", rms=FILE) / "01_rms.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    assert check(rms) == 2.0
    monkeypatch.delenv("JPY_SESSION_NAME")
    monkeypatch.setattr(sys.modules["__main__"], "__vsc_ipynb_file__", str(notebook), raising=False)
    assert check(rms) == 2.0


def test_from_the_top_of_a_course_the_one_assignment_is_found(tmp_path, monkeypatch):
    lay(tmp_path / "course" / "solutions" / "01_rms", rms=FILE)
    (tmp_path / "course" / "nbgrader_config.py").touch()
    monkeypatch.chdir(tmp_path / "course")
    assert check(rms) == 2.0
    lay(tmp_path / "course" / "solutions" / "02_rms", rms=FILE)
    with pytest.raises(LookupError, match="there is no exercise 'rms'"):
        check(rms)


def test_what_lies_beside_comes_before_the_book_and_the_book_before_the_course(
    tmp_path, monkeypatch
):
    own_relu = FILE.replace('"rms", "x -> r"', '"relu", "x -> r"')
    course = tmp_path / "course"
    folder = lay(course / "solutions" / "01_relu", relu=own_relu)
    (course / "nbgrader_config.py").touch()
    monkeypatch.chdir(course)
    assert "drawn" not in examine("relu", relu).parts
    monkeypatch.chdir(folder)
    assert "drawn" in examine("relu", relu).parts


def test_the_message_for_an_unknown_one_names_what_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(lay(tmp_path / "01_rms", rms=FILE))
    with pytest.raises(LookupError) as error:
        examine("rsm", rms)
    assert "no exercise 'rsm'. Did you mean rms? Beside the notebook there is rms." in str(
        error.value
    )
    with pytest.raises(LookupError, match="Did you mean softmax"):
        examine("sotfmax", rms)


def test_a_scratch_file_of_a_learner_is_no_exercise(tmp_path, monkeypatch):
    monkeypatch.chdir(
        lay(tmp_path / "here2", relu="def relu(z:  # broken", scratch="import nothing")
    )
    assert examine("relu", relu).passed
    monkeypatch.chdir(lay(tmp_path / "here3", peak="def peak(x): return max(x)"))
    with pytest.raises(LookupError, match="peak.py has no line ex = exercise"):
        examine("peak", rms)


# --- How it is loaded -------------------------------------------------------------------------------------------------

USES = FILE.replace("r=np.sqrt(np.mean(x * x))", "r=reference(x)").replace(
    "    x = rng", "    from helpers import reference\n\n    x = rng"
)


def test_helpers_beside_it_are_imported_when_they_are_needed_and_never_mixed_up(tmp_path):
    right = "import numpy as np\ndef reference(x):\n    return np.sqrt(np.mean(x * x))\n"
    wrong = "def reference(x):\n    return 7.0\n"
    one = Own.read(lay(tmp_path / "one", rms=USES, helpers=right))
    other = Own.read(lay(tmp_path / "other", rms=USES, helpers=wrong))
    first, second = one.exercise("rms"), other.exercise("rms")
    for _ in range(2):
        assert examine(first, rms).points == 3.0
        assert examine(second, rms).points == 2.0
    assert not {"helpers", "rms"} & set(sys.modules)


@pytest.mark.parametrize(
    "line", ["import helpers", "from . import helpers", "from .helpers import reference"]
)
def test_each_way_to_import_what_lies_beside(tmp_path, line):
    told = USES.replace("from helpers import reference", line)
    if "import helpers" in line:
        told = told.replace("reference(x)", "helpers.reference(x)")
    right = "import numpy as np\ndef reference(x):\n    return np.sqrt(np.mean(x * x))\n"
    assert examine(
        Own.read(lay(tmp_path / "a", rms=told, helpers=right)).exercise("rms"), rms
    ).passed


def test_a_change_of_the_file_counts_at_once_and_changes_the_digest(tmp_path, monkeypatch):
    folder = lay(tmp_path / "01_rms", rms=FILE, helpers="A = 1")
    monkeypatch.chdir(folder)
    before = Own.read(folder)
    assert check(rms) == 2.0
    lay(folder, rms=FILE.replace("points=2", "points=5"))
    assert check(rms) == 5.0
    changed = Own.read(folder)
    lay(folder, helpers="A = 2")
    assert len({before.digest(), changed.digest(), Own.read(folder).digest()}) == 3
    assert Own.read(tmp_path / "here").digest() == ""


# --- What is broken ---------------------------------------------------------------------------------------------------

BROKEN = {
    "syntax": ("def value(rng):", "def value(rng:", r"rms\.py, line 11: '\(' was never closed"),
    "name": ('exercise("rms"', 'exercise("mean"', r"rms\.py, line 7: the exercise is called 'mean'"),
    "none": ("ex = exercise", "xe = exercise", r"rms\.py, line 10: NameError"),
    "points": ("points=2", "points=0", r"rms\.py, line 10: the part 'value' has 0 points"),
    "part": ("def drawn", "def value", r"rms\.py, line 15: ValueError: rms has a part 'value'"),
    "import": ("import numpy", "import nump", r"rms\.py, line 3: ModuleNotFoundError"),
    "words": ('    """You stop at the mean of the squares."""\n', "", r"rms\.py, line 21: ValueError: .*docstring"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path, what):
    old, new, said = BROKEN[what]
    assert old in FILE
    found = Own.read(lay(tmp_path / "01_rms", rms=FILE.replace(old, new, 1)))
    for asked in (found.refuse_broken, lambda: exercise_named("rms", found)):
        with pytest.raises(ExerciseError, match=said):
            asked()


def test_two_slips_of_one_name_are_refused_unless_they_say_the_same(tmp_path):
    again = (
        FILE
        + '\n\n@ex.slip(key="no-root")\ndef other(x):\n    """Something else."""\n    return 2 * x\n'
    )
    with pytest.raises(ExerciseError, match=r"line 27: a second slip has the key 'no-root'"):
        Own.read(lay(tmp_path / "a", rms=again)).form("rms")
    alike = FILE + "\n\n@ex.slip(like=no_root)\ndef other(x):\n    return x.dot(x) / len(x)\n"
    assert len(Own.read(lay(tmp_path / "b", rms=alike)).form("rms").slips) == 2


def test_an_exercise_without_parts_is_refused(tmp_path):
    text = 'from nnlib.grading import exercise\nex = exercise("rms", "x -> r")\n'
    with pytest.raises(ExerciseError, match="the exercise has no part"):
        Own.read(lay(tmp_path / "a", rms=text)).form("rms")


def test_cases_that_cannot_be_drawn_are_the_exercises_fault(tmp_path):
    text = FILE.replace("x=[-2], r=2", "x=[-2], r=2 / 0")
    with pytest.raises(
        ExerciseError, match=r"rms\.py, line 10: the cases of rms · value cannot be drawn: Zero"
    ):
        examine(Own.read(lay(tmp_path / "a", rms=text)).exercise("rms"), rms)
