"""An instructor's notebook that cannot be released: one sentence with file, cell and what was wanted."""

import json
import shutil

import classroom
import pytest
from traitlets.config import Config

from nnlib.core.files import BookError
from nnlib.grading.course.flaws import MOST, flaws, refuse_flawed
from nnlib.grading.course.folder import ROOT
from nnlib.grading.course.release import release_all

ANSWER = "### BEGIN SOLUTION\nf = 1\n### END SOLUTION"
TEST = "assert f == 1"
KINDS = {
    "solution": {"solution": True},
    "test": {"grade": True, "locked": True, "points": 1},
    "read-only": {"locked": True},
    "task": {"task": True, "points": 1},
    "plain": None,
}


def cell(source, kind="plain", cell_type="code", **about):
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False}
    made = {"cell_type": cell_type, "source": source, "metadata": {}}
    if KINDS[kind] is not None:
        made["metadata"]["nbgrader"] = known | {"grade_id": kind} | KINDS[kind] | about
    return made | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def without(made, *keys):
    for key in keys:
        del made["metadata"]["nbgrader"][key]
    return made


SOUND = [cell(ANSWER, "solution"), cell(TEST, "test")]
PYTHON = {"kernelspec": {"name": "python3", "language": "python", "display_name": "p"}}
FLAWS = {  # the cells, and what is said of them
    "two of one ID": (
        [*SOUND, cell(TEST, "test")],
        "n.ipynb, cells 2, 3 have one ID, test; wanted one for each",
    ),
    "no ID": ([cell(TEST, "test", grade_id="")], "n.ipynb, cell 1: it has no ID; wanted one of"),
    "no ID at all": ([without(cell(TEST, "test"), "grade_id")], "cell 1: it has no ID"),
    "an ID with a blank": (
        [cell(TEST, "test", grade_id="a b")],
        "cell 1 (a b): its ID is 'a b'; wanted letters, digits, _ and -",
    ),
    "no end": (
        [cell("### BEGIN SOLUTION\nf = 1", "solution")],
        "cell 1 (solution): BEGIN SOLUTION in line 1 has no end; wanted END SOLUTION",
    ),
    "no beginning": (
        [cell("f = 1\n### END SOLUTION", "solution")],
        "cell 1 (solution): END SOLUTION in line 2 has no BEGIN SOLUTION before it",
    ),
    "one in another": (
        [cell("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "solution")],
        "BEGIN SOLUTION in line 2 stands inside of another; wanted END SOLUTION before",
    ),
    "no end of hidden tests": (
        [cell("### BEGIN HIDDEN TESTS\nassert f", "test")],
        "cell 1 (test): BEGIN HIDDEN TESTS in line 1 has no end; wanted END HIDDEN TESTS",
    ),
    "an answer elsewhere": ([cell(ANSWER)], "cell 1: it holds BEGIN SOLUTION and is not an answer"),
    "hidden tests elsewhere": (
        [cell("### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS", "read-only")],
        "cell 1 (read-only): it holds BEGIN HIDDEN TESTS and is not a test; wanted it there",
    ),
    "a scheme elsewhere": (
        [cell("=== BEGIN MARK SCHEME ===\n=== END MARK SCHEME ===", cell_type="markdown")],
        "cell 1: it holds BEGIN MARK SCHEME and is not a task",
    ),
    "an autotest elsewhere": ([cell("### AUTOTEST f")], "cell 1: it holds AUTOTEST and is not a"),
    "almost a mark": (
        [cell("### BEGIN HIDDEN TEST\nassert f\n### END HIDDEN TEST", "test")],
        "line 1 is no mark, so what follows goes out to learners: ### BEGIN HIDDEN TEST; wanted",
    ),
    "in small letters": (
        [cell("### Begin Solution\nf = 1\n### End Solution", "solution")],
        "line 1 is no mark",
    ),
    "points on what is read only": (
        [cell("a = 1", "read-only", points=2)],
        "cell 1 (read-only): it has 2 points that nobody can earn; wanted a test, an answer",
    ),
    "no points": (
        [without(cell(TEST, "test"), "points")],
        "cell 1 (test): it has no points; wanted a number, 0 too",
    ),
    "points below 0": ([cell(TEST, "test", points=-1)], "it has -1 points; wanted a number from 0"),
    "points in words": ([cell(TEST, "test", points="two")], "it has 'two' points; wanted a number"),
    "an old schema": (
        [cell(TEST, "test", schema_version=1)],
        "of version 1, wanted 3; run: nbgrader update .",
    ),
    "no schema": ([without(cell(TEST, "test"), "schema_version")], "of version 0, wanted 3; run"),
    "a new schema": ([cell(TEST, "test", schema_version=9)], "written by a newer nbgrader"),
    "a broken checksum": ([cell(TEST, "test", checksum="0")], "cell 1 (test): nbgrader's data is not"),
    "locked in words": ([cell(TEST, "test", locked="yes")], "nbgrader's data is not as wanted: 'yes'"),
    "a test in Markdown": (
        [cell(TEST, "test", "markdown")],
        "cell 1 (test): it is a test in a Markdown cell; wanted code",
    ),
    "an answer in Markdown": ([cell("?", "solution", "markdown")], "an answer in Markdown without"),
    "a task in code": ([cell("1", "task")], "cell 1 (task): it is a task in a code cell; wanted"),
}  # fmt: skip


def write(path, cells, metadata=PYTHON):
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole))
    return path


@pytest.mark.parametrize("kind", FLAWS)
def test_each_flaw_is_one_sentence(tmp_path, kind):
    cells, said = FLAWS[kind]
    path = write(tmp_path / "n.ipynb", cells)
    with pytest.raises(BookError) as found:
        refuse_flawed([path], Config())
    first, *_ = str(found.value).splitlines()
    assert said in first and str(path) in first


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"worksheets": []}'])
def test_what_is_no_notebook(tmp_path, data):
    path = tmp_path / "n.ipynb"
    path.write_bytes(data)
    assert list(flaws(path, Config())) == [
        f"{path} is no notebook that can be read; wanted one of format 4"
    ]


def test_a_kernel_of_another_language(tmp_path):
    path = write(tmp_path / "n.ipynb", SOUND, {"kernelspec": {"name": "ir", "language": "R"}})
    assert list(flaws(path, Config())) == [f"{path}: it is written in R; wanted Python"]


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": {"name": "my-env"}}])
def test_autotests_need_a_kernel_that_nbgrader_knows(tmp_path, metadata):
    path = write(tmp_path / "n.ipynb", SOUND, metadata)
    assert not list(flaws(path, Config()))
    write(path, [*SOUND, cell("### AUTOTEST f", "test", grade_id="u")], metadata)
    (said,) = flaws(path, Config())
    assert said.startswith(f"{path}: its kernel is ") and "python3" in said


def test_the_marks_of_a_course_are_its_own(tmp_path):
    path = write(tmp_path / "n.ipynb", [cell("# A1\nf = 1\n# A2", "solution")])
    own = {"begin_solution_delimeter": "A1", "end_solution_delimeter": "A3"}
    (said,) = flaws(path, Config(ClearSolutions=own))
    assert "A1 in line 1 has no end; wanted A3" in said


def test_many_flaws_are_told_up_to_a_number(tmp_path):
    path = write(tmp_path / "n.ipynb", [cell(ANSWER)] * (MOST + 3))
    with pytest.raises(BookError) as found:
        refuse_flawed([path], Config())
    lines = str(found.value).splitlines()
    assert len(lines) == MOST + 1 and lines[-1] == "… and 3 more"


@pytest.mark.parametrize("path", sorted(ROOT.glob("solutions/*/*.ipynb")), ids=lambda p: p.stem)
def test_the_books_own_notebooks_have_none(path):
    assert not list(flaws(path, Config()))


def test_the_command_says_it_without_a_traceback(tmp_path):
    course = classroom.new_course(tmp_path / "course")
    write(course / "solutions/own/own.ipynb", FLAWS["no end"][0])
    done = classroom.nnlib("release", "own", "--course", course)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith(f"nnlib: {course}/solutions/own/own.ipynb, cell 1 (solution): ")
    assert len(done.stderr.splitlines()) == 1


def test_of_the_books_own_the_file_itself_is_named_and_not_a_copy(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    path = write(tmp_path / "solutions/own/own.ipynb", FLAWS["no end"][0])
    with pytest.raises(BookError) as found:
        release_all(tmp_path)
    assert str(found.value).startswith(f"{path}, cell 1 (solution): ")
