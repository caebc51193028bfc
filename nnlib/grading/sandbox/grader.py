"""One notebook, graded: the instructor's cells run here, the learner's answers run in the sandbox."""

import ast
import contextlib
import time
import traceback

from nnlib.core.limits import TimeLimitExceeded, computing_limit, quiet, time_limit
from nnlib.core.source import executed, functions, plain_python, uses
from nnlib.core.words import tr
from nnlib.grading.check import Checks
from nnlib.grading.own import ExerciseError, Loading
from nnlib.grading.sandbox.machine import Sandbox
from nnlib.grading.sandbox.session import Session
from nnlib.grading.sandbox.standin import Absent, FarFunction
from nnlib.grading.sandbox.submission import Answers, Plan
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed
from nnlib.grading.verdict import TEST_FAILED, GradedNotebook, Verdict

SAID = 20_000  # characters that one cell may say
TEST = "<test>"  # the file that errors in a test cell name
FLAGS = {
    "timeout": "worker-killed",
    "crash": "worker-died",
    "protocol-violation": "protocol-violation",
}
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


def grade_notebook(
    plan: Plan, answers: Answers, sandbox: Sandbox, checks: Checks
) -> GradedNotebook:
    """Grade the answers to one notebook. Raises SandboxError when no worker can be had."""
    graded = GradedNotebook(plan, answers, flags=list(answers.flags))
    if answers.problem:
        graded.verdicts = {name: _unread(cell, answers) for name, cell in plan.of("test").items()}
        return graded
    begun, session = time.perf_counter(), Session(sandbox)
    try:
        checks.own = plan.own
        with checks.in_charge():
            _Cells(graded, session, checks).run()
    finally:
        session.close()
    graded.flags += [FLAGS[why] for why in FLAGS if why in session.lost]
    graded.flags += [f"{TEST_FAILED}:{n}" for n, v in graded.verdicts.items() if v.open]
    graded.seconds = round(time.perf_counter() - begun, 4)
    return graded


class _Cells:
    """The cells of a notebook, run one after the other in one space of names."""

    def __init__(self, graded, session, checks):
        self.graded, self.session, self.checks = graded, session, checks
        imports = Loading(
            graded.plan.own
        ).builtins  # a test may import what lies beside its notebook
        self.names = {"__name__": "__main__", "__builtins__": imports}
        self.values = set()  # names that a test looks at without calling them

    def run(self):
        graded = self.graded
        for number, cell in enumerate(graded.plan.cells):
            if cell.kind == "setup":
                self._set_up(cell, number)
            elif cell.kind == "answer":
                self._answer(cell, number)
            elif cell.kind == "test":
                known = cell.grade_id in graded.answers.tests
                graded.verdicts[cell.grade_id] = self._test(cell) if known else _missing(cell)

    def _set_up(self, cell, number):
        """Run a cell that is neither answer nor test on both sides; what it says here is kept, what fails is let be."""
        self.session.run(tr("setup {number}", number=number), cell.source)
        with quiet(SAID) as said, contextlib.suppress(Exception, TimeLimitExceeded):
            with time_limit(self.session.limits.patience):
                executed(plain_python(cell.source), "<setup>", self.names)
        self.graded.said[number] = clean(said.getvalue(), SAID)

    def _answer(self, cell, number):
        """Give the names of an answer cell their meaning from now on, and keep what the cell says."""
        own = functions(ast.parse(plain_python(cell.source)))
        source = self.graded.answers.sources.get(cell.grade_id)
        if source is None:
            said = tr(
                "The cell for {grade_id} is missing from your notebook.", grade_id=cell.grade_id
            )
            failed = AnswerFailed("no-answer", said)
        else:
            failed = self.session.run(cell.grade_id, source)
            said = self.session.printed.get(cell.grade_id, "")
            self.graded.said[number] = said + (failed.message if failed else "")
        for name in cell.names:
            self.names[name] = self._meaning(name, failed)
            if name not in own or not isinstance(self.names[name], FarFunction | Absent):
                self.values.add(name)

    def _meaning(self, name, failed):
        """The stand-in or the value for one name; where its cell failed, what that was."""
        if failed is not None:
            return Absent(name, failed)
        try:
            return self.session.look(name)
        except AnswerFailed as problem:
            return Absent(name, problem)
        except TimeLimitExceeded:
            return Absent(
                name,
                AnswerFailed("timeout", tr("{name} could not be looked at in time.", name=name)),
            )

    def _test(self, cell):
        """The verdict on a test cell: by its reports; without one, a cell that ends without an error has all points."""
        before, failed, limits = len(self.checks.reports), None, self.session.limits
        with quiet(SAID) as said:
            try:
                with (
                    time_limit(limits.submission_seconds),
                    computing_limit(limits.checking_seconds),
                ):
                    failed = self._ended(cell)
            except TimeLimitExceeded:
                said_so = tr("This test ran out of time. Is there a loop that never ends?")
                failed = _lost(cell, "timeout", said_so)
        text = clean(said.getvalue(), SAID)
        if failed is not None:
            failed.said = f"{text}{failed.message}"
            return failed
        reports = self.checks.reports[before:]
        if not reports:
            return Verdict(cell.points, cell.points, said=text)
        points = min(sum(report.points for report in reports), cell.points)
        slip = next((report.slip for report in reports if report.slip), None)
        message = next((report.message for report in reports if report.message), "")
        return Verdict(float(points), cell.points, slip, message, text)

    def _ended(self, cell):
        """Run a test cell: the verdict where it ended in an error, else None."""
        asked = self.session.asked
        try:
            executed(plain_python(cell.source), TEST, self.names)
        except AnswerFailed as failed:
            return _lost(cell, failed.slip, failed.message)
        except MemoryError as error:
            return _lost(cell, "too-large", TOO_LARGE, _in_full(cell, error))
        except Exception as error:
            trouble = _in_full(cell, error)
            if self._by_itself(cell, error, asked):
                return _lost(cell, TEST_FAILED, BY_ITSELF, trouble)
            return _lost(cell, type(error).__name__, _failure(cell, error), trouble)
        return None

    def _by_itself(self, cell, error, asked):
        """Whether a test failed with no part in it of the learner's code, whose own errors arrive as AnswerFailed."""
        if isinstance(error, AssertionError):
            return False
        if isinstance(error, NOBODYS) or type(error) is LookupError:
            return True
        return self.session.asked == asked and not self.values & uses(
            ast.parse(plain_python(cell.source))
        )


def _lost(cell, slip, message, trouble=""):
    return Verdict(0.0, cell.points, slip, message, trouble=trouble or message)


def _unread(cell, answers):
    said = tr(
        "Your notebook could not be read ({problem}), so nothing in it earns points.",
        problem=answers.problem,
    )
    return Verdict(0.0, cell.points, answers.problem, said, said)


def _missing(cell):
    said = tr("This test cell is missing from your notebook, so it earns no points.")
    return Verdict(0.0, cell.points, "test-missing", said, said)


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
