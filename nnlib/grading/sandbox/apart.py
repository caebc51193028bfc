"""A test cell apart from the learner's code: it runs here, and asks the learner's functions across the boundary."""

import ast
import traceback

import numpy as np

from nnlib.core.limits import TimeLimitExceeded, computing_limit, quiet, time_limit
from nnlib.core.source import last_value, plain_python, uses
from nnlib.core.words import tr
from nnlib.grading.check import Checks
from nnlib.grading.own import ExerciseError
from nnlib.grading.sandbox.inside import by_number
from nnlib.grading.sandbox.session import Session
from nnlib.grading.sandbox.submission import Cell
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed
from nnlib.grading.verdict import TEST_FAILED, Verdict

SAID = 20_000  # characters that one cell may say
TEST = "<test>"  # the file that errors in a test cell name
HIDDEN_STOPPED = tr("A hidden test stopped with an error in your answer.")
NOBODYS = (
    NameError,
    ImportError,
    SyntaxError,
    ExerciseError,
)  # errors that no answer brings about in a test cell
BY_ITSELF = tr(
    "This test stopped with an error of its own, which is no mistake of yours. Your "
    "instructor decides about its points."
)
TOO_LARGE = tr(
    "Checking your answer took more memory than a check may use. Is something in it repeated, or "
    "stretched, very many times?"
)


class Apart:
    """The tests of a notebook: `names` is what they run in, `values` those that are looked at without being called.

    `answered` is whether the instructor's notebook holds answers.
    """

    def __init__(
        self, session: Session, checks: Checks, names: dict, values: set[str], answered: bool = True
    ):
        self.session, self.checks, self.names, self.values = session, checks, names, values
        self.answered = answered

    def verdict(self, cell: Cell, seconds: float) -> Verdict:
        """The verdict on a test cell: by its reports; without one, a cell that ends without an error has all points."""
        before, failed, value = len(self.checks.reports), None, None
        with quiet(SAID) as said:
            try:
                with (
                    time_limit(seconds),
                    computing_limit(self.session.limits.checking_seconds),
                ):
                    failed, value = self._ended(cell)
            except TimeLimitExceeded:
                said_so = tr("This test ran out of time. Is there a loop that never ends?")
                failed = _lost(cell, "timeout", said_so)
        text = clean(said.getvalue(), SAID)
        if failed is not None:
            failed.said = f"{text}{failed.message}"
            return failed
        reports = self.checks.reports[before:]
        if not reports:
            verdict = _partial(cell, value)
            verdict.said = "" if cell.hidden else f"{text}{verdict.said}"
            return verdict
        most = sum(report.max_points for report in reports)
        share = sum(report.points for report in reports) / most if most else 1.0
        points = min(share, 1.0) * cell.points  # what a cell is worth is said by the cell
        slip = next((report.slip for report in reports if report.slip), None)
        message = next((report.message for report in reports if report.message), "")
        return Verdict(float(points), cell.points, slip, message, text)

    def _ended(self, cell):
        """Run a test cell: the verdict where it ended in an error, or None; and the value of its last line."""
        asked = self.session.asked
        try:
            value = last_value(plain_python(cell.source), TEST, self.names)
        except AnswerFailed as failed:
            message = HIDDEN_STOPPED if cell.hidden else failed.message
            return _lost(cell, failed.slip, message, failed.message), None
        except MemoryError as error:
            return _lost(cell, "too-large", TOO_LARGE, _in_full(cell, error)), None
        except Exception as error:
            trouble = _in_full(cell, error)
            if self._by_itself(cell, error, asked):
                return _lost(cell, TEST_FAILED, BY_ITSELF, trouble), None
            return _lost(cell, type(error).__name__, _failure(cell, error), trouble), None
        return None, value

    def _by_itself(self, cell, error, asked):
        """Whether a test failed with no part in it of the learner's code, whose own errors arrive as AnswerFailed."""
        if isinstance(error, AssertionError):
            return False
        if type(error) is NameError and not self.answered:
            return False  # who knows what the instructor's answers would have defined
        if isinstance(error, NOBODYS) or type(error) is LookupError:
            return True
        return self.session.asked == asked and not self.values & uses(
            ast.parse(plain_python(cell.source))
        )


def _partial(cell, value):
    """The verdict of a test that ended well: a number as its last line's value is partial credit, as in nbgrader."""
    if type(value) is bool or not isinstance(value, int | float | np.integer | np.floating):
        return Verdict(cell.points, cell.points)
    return by_number(cell, float(value))


def _lost(cell, slip, message, trouble=""):
    return Verdict(0.0, cell.points, slip, message, trouble=trouble or message)


def _failure(cell, error):
    """What an error in a test says; one in a hidden test may hold what is hidden."""
    if cell.hidden:
        return tr("A hidden test does not hold for your answer.")
    return f"{type(error).__name__}: {clean(str(error), 500)}".rstrip(": ")


def _in_full(cell, error):
    """An error in a test as its author sees it, with the line."""
    said = f"{type(error).__name__}: {clean(str(error), 500)}".rstrip(": ")
    number = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    for frame in traceback.extract_tb(error.__traceback__):
        number = frame.lineno if frame.filename == TEST else number
    lines = cell.source.split("\n")
    known = number is not None and 0 < number <= len(lines)
    return (
        tr(
            "{said} (line {number}: {strip})",
            said=said,
            number=number,
            strip=lines[number - 1].strip(),
        )
        if known
        else said
    )
