"""A course in one's own folder: what it holds, what it must not hold, handing in, being graded."""

import os

import nbformat
import pytest

from nnlib.core.files import BookError
from nnlib.course import selfstudy
from nnlib.grading.course.folder import ROOT, copy_course
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.release import release, release_all

pytestmark = pytest.mark.xdist_group("class")
STEMS = sorted(path.stem for path in ROOT.glob("chapters/[0-9][0-9]_*.ipynb"))
RELEASED = sorted(ROOT.glob("exercises/*/*.ipynb"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("mine") / "course"
    selfstudy.course(made)
    return made


def test_the_whole_course_has_every_chapter_and_the_short_one_leaves_two_out(folder, tmp_path):
    selfstudy.course(tmp_path / "short", short=True)

    def stems(root):
        return sorted(path.stem for path in root.glob("chapters/*.ipynb"))

    assert stems(folder) == STEMS
    assert stems(tmp_path / "short") == [s for s in STEMS if s[:2] in selfstudy.SHORT]
    for root in (folder, tmp_path / "short"):
        exercises = {path.parent.name for path in root.glob("exercises/*/*.ipynb")}
        assert exercises == {path.parent.name for path in root.glob("solutions/*/*.ipynb")}
        assert exercises <= set(stems(root))


def test_it_holds_no_answer(folder):
    for source in folder.glob("solutions/*/*.ipynb"):
        for cell in nbformat.read(source, as_version=4).cells:
            if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
                assert "raise NotImplementedError()" in cell.source
                assert cell.source.count("\n    ") <= cell.source.count('"""') * 30
                answer = cell.source.split("### BEGIN SOLUTION")[1].split("### END")[0]
                assert answer.split() == ["raise", "NotImplementedError()"]


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_what_is_released_from_the_tests_alone_is_the_exercise(released, tmp_path):
    source = selfstudy.tests_only(released.read_text(encoding="utf-8"))
    made = copy_course(tmp_path / "course", released.stem)
    (made / "solutions" / released.stem / released.name).write_text(source, encoding="utf-8")
    again = release(released.stem, made) / released.name
    assert again.read_text(encoding="utf-8") == released.read_text(encoding="utf-8")


def test_a_learner_hands_in_and_is_graded_hidden_parts_too(folder):
    stem = "03_activations"
    answers = (ROOT / "solutions" / stem / f"{stem}.ipynb").read_bytes()
    (folder / "exercises" / stem / f"{stem}.ipynb").write_bytes(answers)
    selfstudy.submit(stem, "ada", folder)
    (folder / "exercises" / stem / f"{stem}.ipynb").write_bytes(
        (ROOT / "exercises" / stem / f"{stem}.ipynb").read_bytes()
    )
    selfstudy.submit(stem, "bo", folder)
    done = grade_class(stem, folder, progress=False)
    assert {s["student"]: s["points"] for s in done.students} == {"ada": 24, "bo": 0}


def test_handing_in_again_keeps_what_was_handed_in(folder):
    notebook = folder / "exercises" / "03_activations" / "03_activations.ipynb"
    for text in ("one", "two", "three"):
        notebook.write_text(text)
        target = selfstudy.submit("03_activations", "cy", folder)
    kept = sorted((folder / "build" / "replaced" / "submitted" / "cy").rglob("*.ipynb"))
    assert [path.read_text() for path in (*kept, target)] == ["one", "two", "three"]


def test_what_is_there_stays_as_it_is(folder):
    mine = folder / "exercises" / "03_activations" / "03_activations.ipynb"
    mine.write_text("my answers")
    assert selfstudy.course(folder) == [] and mine.read_text() == "my answers"


def test_names_that_lead_elsewhere_and_unknown_exercises_are_refused(folder):
    for name in ("../ada", "a/b", "", "*", ".hidden"):
        with pytest.raises(BookError, match="student is|exercise"):
            selfstudy.submit("03_activations", name or "/", folder)
    with pytest.raises(BookError, match="there is no exercise '99_nothing' here"):
        selfstudy.submit("99_nothing", "ada", folder)


@pytest.mark.parametrize(
    "beside", [(), ("nbgrader_config.py",), ("chapters/01_rms.ipynb", "nbgrader_config.py")]
)
def test_handing_in_happens_in_the_course_that_one_stands_in(tmp_path, monkeypatch, beside):
    for name in ("exercises/01_rms/01_rms.ipynb", *beside):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    for here in (".", "exercises", "exercises/01_rms"):
        monkeypatch.chdir(tmp_path / here)
        target = selfstudy.submit("01_rms", "ada")
        assert target == tmp_path / "submitted" / "ada" / "01_rms" / "01_rms.ipynb"
        assert target.read_text() == "exercises/01_rms/01_rms.ipynb"
    assert target.with_name("timestamp.txt").read_text().endswith(" UTC")
    with pytest.raises(BookError, match="there is no exercise '03_activations' here; there is 01_"):
        selfstudy.submit("03_activations", "ada")


def test_handing_in_on_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    notebook = tmp_path / "exercises" / "01_rms" / "01_rms.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("first")
    target = selfstudy.submit("01_rms", "ada", tmp_path)
    notebook.write_text("second")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        selfstudy.submit("01_rms", "ada", tmp_path)
    assert target.read_text() == "first"


def test_building_in_a_course_of_ones_own_never_takes_an_answer_away(folder):
    notebook = folder / "exercises" / "01_perceptron" / "01_perceptron.ipynb"
    answered = (ROOT / "solutions" / "01_perceptron" / "01_perceptron.ipynb").read_text("utf-8")
    given = notebook.read_text(encoding="utf-8")
    notebook.write_text(answered, encoding="utf-8")
    for source in folder.glob("solutions/*/*.ipynb"):
        if source.stem != "01_perceptron":
            source.rename(source.with_suffix(".aside"))
    try:
        with pytest.raises(FileExistsError, match="01_perceptron.ipynb holds answers"):
            release_all(folder)
        assert notebook.read_text(encoding="utf-8") == answered
        notebook.write_text(given, encoding="utf-8")
        assert release_all(folder) == []
    finally:
        for aside in folder.glob("solutions/*/*.aside"):
            aside.rename(aside.with_suffix(".ipynb"))


def test_a_course_to_teach_has_answers_and_releases_without_them(tmp_path):
    folder = tmp_path / "teach"
    written = selfstudy.teaching_course(folder)
    assert written and selfstudy.teaching_course(folder) == []
    assert not (folder / "exercises").exists()
    answers = (folder / "solutions" / "03_activations" / "03_activations.ipynb").read_text("utf-8")
    assert "BEGIN SOLUTION" in answers and "BEGIN HIDDEN TESTS" in answers
    released = release("03_activations", folder) / "03_activations.ipynb"
    assert released.parent.parent == folder / "exercises"
    text = released.read_text("utf-8")
    assert "BEGIN SOLUTION" not in text and "BEGIN HIDDEN" not in text
