"""The demo: a learner's functions train, and the sample class is graded by what learners get of the assignment."""

import re

import pytest

from nnlib.core.files import BookError
from nnlib.course import demo
from nnlib.grading.course import sample as road
from nnlib.grading.sandbox.submission import read_plan

STEM = "03_activations"


def test_the_sample_course_grades_by_the_instructors_own_tests(root, tmp_path):
    """Made from exercises/ alone, it has each test of solutions/, its points, and what hidden parts ask."""
    made = demo.sample_course(tmp_path / "course") / "solutions" / STEM / f"{STEM}.ipynb"
    released = root / "exercises" / STEM / f"{STEM}.ipynb"
    ours = read_plan(made, released)
    theirs = read_plan(root / "solutions" / STEM / f"{STEM}.ipynb", released)
    assert (ours.name, ours.asked, ours.imported, ours.max_points) == (
        *(theirs.name, theirs.asked, theirs.imported, theirs.max_points),
    )
    for mine, real in zip(ours.cells, theirs.cells, strict=True):
        assert (mine.kind, mine.grade_id, mine.points, mine.hidden, mine.names, mine.released) == (
            *(real.kind, real.grade_id, real.points, real.hidden, real.names, real.released),
        )
        assert mine.kind != "test" or _calls(mine.source) == _calls(real.source) != []


def _calls(source):
    return [line for line in source.splitlines() if line and not line.startswith("#")]


def test_the_sample_course_empties_no_folder_that_it_did_not_make(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="nnlib did not make it"):
        demo.sample_course(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_demo_trains_grades_and_says_where_the_feedback_lies(tmp_path, monkeypatch, capsys):
    few = tmp_path / "few"
    few.mkdir()
    for name in ("slip_relu", "vectorised"):
        (few / f"{name}.py").write_text((road.SAMPLE_CLASS / f"{name}.py").read_text())
    monkeypatch.setattr(road, "SAMPLE_CLASS", few)
    monkeypatch.setattr(demo, "SEEDS", range(1))
    monkeypatch.chdir(tmp_path)
    demo.main("demo")
    said = capsys.readouterr().out
    assert said.count("✓ the learner's") == 3 and "network on the learner's" in said
    assert "slip_relu         21 of 24   kink-slope\n" in said
    assert "vectorised        24 of 24   none\n" in said
    feedback = tmp_path / "demo" / "sample_class" / "feedback"
    assert f"Feedback for each student: {feedback}\n" in said
    assert len(list(feedback.rglob("*.html"))) == 2
    page = tmp_path / "demo" / "draw_a_digit.html"
    assert f"this page needs no Python and no internet: {page}\n" in said
    assert re.search(r"reads 9[5-9]\.\d% of 400 test digits", said)
    assert "<script" in page.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_nothing_is_begun(tmp_path, capsys):
    (tmp_path / "file").touch()
    with pytest.raises(BookError, match="nothing can be written in .*file/demo; go to a folder of"):
        demo.main(tmp_path / "file" / "demo")
    assert capsys.readouterr().out == ""
