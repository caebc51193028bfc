"""nbgrader's autotests: a line `### AUTOTEST f(2)` becomes a test when an assignment is released.

What it became stands in the gradebook, and is what runs: in the instructor's own notebook the line is a comment.
"""

import hashlib
from dataclasses import replace

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from nnlib.grading.course.record import patiently
from nnlib.grading.sandbox.roads import AUTOTEST
from nnlib.grading.sandbox.submission import Plan


def with_autotests(plans: tuple[Plan, ...], course: CourseDirectory) -> tuple[Plan, ...]:
    """The plans of a released assignment, in which autotests are the tests that they became."""
    if not any(AUTOTEST in cell.source for plan in plans for cell in plan.of("test").values()):
        return plans
    return patiently(course.db_url, lambda: _from_gradebook(plans, course))


def _from_gradebook(plans, course):
    with Gradebook(course.db_url, course.course_id) as book:
        return tuple(_made(plan, book, course.assignment_id) for plan in plans)


def _made(plan, book, assignment):
    digest, cells = hashlib.sha256(plan.digest.encode()), []
    for cell in plan.cells:
        if cell.kind == "test" and AUTOTEST in cell.source:
            source = book.find_source_cell(cell.grade_id, plan.name, assignment).source
            digest.update(source.encode())
            cell = replace(cell, source=source)
        cells.append(cell)
    return replace(plan, cells=tuple(cells), digest=digest.hexdigest())
