"""Digests: whatever can change a verdict changes them, and nothing else does."""

import dataclasses
from pathlib import Path

import classroom
import pytest

from nnlib.grading.course import digest
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.grade import _ready, tasks_of
from nnlib.grading.sandbox.limits import Caps, Limits

pytestmark = pytest.mark.xdist_group("digest")


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    folder = classroom.new_course(tmp_path_factory.mktemp("digest") / "course")
    classroom.hand_in(folder, "ada")
    course = open_course(folder, classroom.ASSIGNMENT)
    return tasks_of(course, _ready(classroom.ASSIGNMENT, course), ["ada"])[0]


def other(value):
    if isinstance(value, tuple):
        return (*value, "another")
    return not value if isinstance(value, bool) else value + 1


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Limits)])
def test_every_limit_is_in_the_digest(task, name):
    limits = dataclasses.replace(task.limits, **{name: other(getattr(task.limits, name))})
    changed = dataclasses.replace(task, limits=limits)
    assert digest.submission_digest(changed) != digest.submission_digest(task)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Caps)])
def test_every_cap_is_in_the_digest(task, name):
    caps = dataclasses.replace(task.caps, **{name: other(getattr(task.caps, name))})
    changed = dataclasses.replace(task, caps=caps)
    assert digest.submission_digest(changed) != digest.submission_digest(task)


def test_the_backend_the_tests_and_the_files_are_in_the_digest(task, tmp_path):
    before = digest.submission_digest(task)
    assert digest.submission_digest(dataclasses.replace(task, backend="plain")) != before
    plan = dataclasses.replace(task.plans[0], digest="another")
    assert digest.submission_digest(dataclasses.replace(task, plans=(plan,))) != before
    found = [before]
    for name, text in (("timestamp.txt", "2026-03-02"), ("numpy.py", ""), (classroom.NOTEBOOK, "")):
        path = Path(task.folder) / name
        kept = path.read_bytes() if path.exists() else None
        path.write_text(text)
        found.append(digest.submission_digest(task))
        path.unlink() if kept is None else path.write_bytes(kept)
    assert len(set(found)) == 4 and digest.submission_digest(task) == before
    student = dataclasses.replace(task, student="emmy")
    assert digest.submission_digest(student) == before, "whose it is changes no verdict"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A small nnlib; write(name) adds a line to a file of it and gives the digest of the code then."""
    monkeypatch.setattr(digest, "PACKAGE", tmp_path)

    def write(name):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write("# another line\n")
        return digest.code_digest.__wrapped__()

    return write


@pytest.mark.parametrize(
    "name",
    [
        *("activations.py", "core/limits.py", "engine/network.py", "grading/check.py"),
        *("grading/sandbox/worker.py", "grading/exercises/draw.py", "grading/course/task.py"),
    ],
)
def test_the_library_the_checks_and_the_sandbox_are_in_the_digest(package, name):
    assert package(name) != package(name)


@pytest.mark.parametrize("name", ["plots/style.py", "course/cli.py", "keep.py"])
def test_what_no_verdict_rests_on_is_not(package, name):
    package("activations.py")
    assert package(name) == package(name)
