"""`nnlib grade` in the terminal: the class is graded, then shown as a table and written as JSON."""

import json as json_text
import logging
import sys

from nnlib.book import BookError
from nnlib.grading.course import grade
from nnlib.grading.record import GradebookError, write_whole
from nnlib.grading.sandbox.backends import SandboxError


def graded_class(assignment, course, json, only, force, jobs, db, scheduler=None):
    """Grade a class and say how it went; returns how many submissions could not be graded."""
    logging.basicConfig(level=logging.WARNING, format="nnlib: %(message)s", stream=sys.stderr)
    try:
        progress = sys.stderr.isatty()
        done = grade(assignment, course, only, force, jobs, db, progress, scheduler)
    except (GradebookError, SandboxError, RuntimeError) as problem:
        raise BookError(problem) from problem
    print("\n".join(table(done)))
    if json is not None:
        write_whole(json.absolute(), json_text.dumps(done.as_dict(), indent=1) + "\n")
    return sum(step.outcome == "failed" for step in done.steps)


def table(done):
    """The lines of the table: student, points, flags; then how many, and where answers ran."""
    width = max([7, *(len(shown(step.student)) for step in done.steps)])
    entries = {entry["student"]: entry for entry in done.students}
    yield f"{'student':<{width}}  points  flags"
    for step in done.steps:
        entry, name = entries.get(step.student), shown(step.student)
        if entry is None:
            yield f"{name:<{width}}       -  not graded: {shown(step.reason, 200)}"
        else:
            yield f"{name:<{width}}  {entry['points']:6g}  {', '.join(entry['flags'])}".rstrip()
    count = {
        kind: sum(step.outcome == kind for step in done.steps) for kind in ("done", "unchanged")
    }
    yield (
        f"{count['done']} graded, {count['unchanged']} unchanged since they were graded. "
        f"Answers ran in: {done.sandbox or 'nothing, this time'}."
    )


def shown(text, most=40):
    """Text for a terminal: nothing in it can move the cursor or change a colour."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"
