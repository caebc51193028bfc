"""`nnlib grade` in the terminal: the class is graded, then shown as a table and written as JSON."""

import contextlib
import json as json_text
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from nnlib.core.files import BookError, write_whole
from nnlib.core.words import tr
from nnlib.grading.course.grade import Class, grade_class
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.record import GradebookError
from nnlib.grading.sandbox.backends import SandboxError
from nnlib.grading.text import shown

LOG = "grade.log"
NOTES = logging.getLogger("nnlib.grading.notes")  # for the log alone
NOTES.setLevel(logging.INFO)
NOTES.propagate = False


def graded_class(
    assignment: str,
    course: Path,
    json: Path | None,
    only: list[str] | None,
    force: bool,
    jobs: int,
    db: str | None,
    scheduler: str | None = None,
    no_sandbox: bool = False,
    graders: Graders | None = None,
) -> int:
    """Grade a class and say how it went; returns how many submissions could not be graded."""
    logging.basicConfig(level=logging.WARNING, format="nnlib: %(message)s", stream=sys.stderr)
    with _noted(course):
        return _graded(
            assignment, course, json, only, force, jobs, db, scheduler, no_sandbox, graders
        )


@contextlib.contextmanager
def _noted(course):
    """Keep what a run says in build/grade.log of the course too, with its times; where it cannot be written, not."""
    loggers = logging.getLogger("nnlib.grading"), NOTES
    try:
        (course / "build").mkdir(exist_ok=True)
        keeper = logging.FileHandler(course / "build" / LOG, encoding="utf-8")
    except OSError:
        keeper = logging.NullHandler()
    keeper.handleError = lambda record: None  # a full disk is told by what cannot be graded
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for logger in loggers:
        logger.addHandler(keeper)
    try:
        yield
    except BaseException as problem:
        NOTES.error("stopped: %s: %s", type(problem).__name__, problem)
        raise
    finally:
        for logger in loggers:
            logger.removeHandler(keeper)
        keeper.close()


def _graded(assignment, course, json, only, force, jobs, db, scheduler, no_sandbox, graders):
    NOTES.info("grading %s", assignment)
    try:
        progress = sys.stderr.isatty()
        how = force, jobs, db, progress, scheduler, no_sandbox, graders
        done = grade_class(assignment, course, only, *how)
    except (GradebookError, SandboxError, RuntimeError) as problem:
        raise BookError(problem) from problem
    said = list(table(done))
    print("\n".join(said))
    NOTES.info("%s\n%s", assignment, "\n".join(said))
    if json is not None:
        write_whole(json.absolute(), json_text.dumps(done.as_dict(), indent=1) + "\n")
    return sum(step.outcome == "failed" for step in done.steps)


def table(done: Class) -> Iterator[str]:
    """The lines of the table: student, points, flags; then how many, and where answers ran."""
    width = max([7, *(len(shown(step.student)) for step in done.steps)])
    entries = {entry["student"]: entry for entry in done.students}
    yield tr("{value:<{width}}  points  flags", value="student", width=width)
    for step in done.steps:
        entry, name = entries.get(step.student), shown(step.student)
        if entry is None:
            yield tr(
                "{name:<{width}}       -  not graded: {shown}",
                name=name,
                width=width,
                shown=shown(step.reason, 200),
            )
        else:
            said = ", ".join([*_differs(entry), *entry["flags"]])
            yield f"{name:<{width}}  {entry['points']:6g}  {said}".rstrip()
    count = {
        kind: sum(step.outcome == kind for step in done.steps) for kind in ("done", "unchanged")
    }
    yield (
        tr(
            "{count} graded, {count2} unchanged since they were graded. Answers ran in: {value}.",
            count=count["done"],
            count2=count["unchanged"],
            value=done.sandbox or tr("nothing, this time"),
        )
    )


def _differs(entry):
    """The machine's points, where a person's points or a penalty make the gradebook's others."""
    machine = entry.get("machine_points", entry["points"])
    if machine != entry["points"]:
        yield tr("machine {points:g}", points=machine)
