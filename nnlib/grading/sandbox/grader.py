"""One submission, graded: the instructor's cells run here, the learner's answers run in the sandbox."""

import ast
import contextlib
import secrets
import time
from dataclasses import dataclass, field

from nnlib.grading.check import judged
from nnlib.grading.sandbox.judge import Absent, Learner, clean
from nnlib.grading.sandbox.submission import plain_python
from nnlib.grading.trial import AnswerFailed
from nnlib.limits import TimeLimitExceeded, quiet, time_limit

SAID = 20_000  # characters that one cell may say
FLAGS = {
    "timeout": "worker-killed",
    "crash": "worker-died",
    "protocol-violation": "protocol-violation",
}


@dataclass
class CellResult:
    """What a test cell gave: points, and where some were lost the slip and what to say."""

    points: float
    max_points: float
    slip: str | None = None
    message: str = ""
    said: str = ""

    def as_dict(self):
        """The part that goes into the JSON of a class."""
        return {
            "points": self.points,
            "max_points": self.max_points,
            "slip": self.slip,
            "message": self.message,
        }


@dataclass
class Graded:
    """What became of one notebook of one submission."""

    cells: dict[str, CellResult] = field(default_factory=dict)
    said: dict[int, str] = field(
        default_factory=dict
    )  # what cells without points said, by their place
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seed: int = 0


def grade(plan, answers, sandbox, seed=None):
    """Grade the answers to one notebook; returns Graded. Raises SandboxError when no worker can be had."""
    begun = time.perf_counter()
    seed = secrets.randbits(48) if seed is None else seed
    graded, learner = Graded(flags=list(answers.flags), seed=seed), Learner(sandbox)
    names = {"__name__": "__main__"}
    if answers.problem:
        graded.cells = {name: _unread(cell, answers) for name, cell in plan.of("test").items()}
        return graded
    try:
        for number, cell in enumerate(plan.cells):
            if cell.kind == "setup":
                graded.said[number] = _set_up(cell, number, names, learner)
            elif cell.kind == "answer":
                source = answers.sources.get(cell.grade_id)
                names.update(_answered(cell, source, learner, graded.said, number))
            elif cell.kind == "test":
                graded.cells[cell.grade_id] = (
                    _missing(cell)
                    if cell.grade_id not in answers.tests
                    else _tested(cell, names, seed, sandbox.limits.submission_seconds)
                )
    finally:
        learner.close()
    graded.flags += [FLAGS[why] for why in FLAGS if why in learner.lost]
    graded.seconds = round(time.perf_counter() - begun, 4)
    return graded


def _set_up(cell, number, names, learner):
    """Run a cell that is neither answer nor test on both sides; what it says here is kept, what fails is let be."""
    source = plain_python(cell.source)
    learner.run(f"setup {number}", cell.source)
    with quiet(SAID) as said, judged(0), contextlib.suppress(Exception, TimeLimitExceeded):
        with time_limit(learner.limits.patience):
            exec(compile(source, "<setup>", "exec"), names)
    return clean(said.getvalue(), SAID)


def _answered(cell, source, learner, said, number):
    """What the names of an answer cell stand for from now on; what the cell says goes into `said`."""
    if source is None:
        why = AnswerFailed(
            "no-answer", f"The cell for {cell.grade_id} is missing from your notebook."
        )
        return {name: Absent(name, why) for name in cell.names}
    failed = learner.run(cell.grade_id, source)
    said[number] = learner.printed.get(cell.grade_id, "") + (failed.message if failed else "")
    return {name: _bound(name, failed, learner) for name in cell.names}


def _bound(name, failed, learner):
    """The stand-in for one name; where its cell failed, what that was."""
    if failed is not None:
        return Absent(name, failed)
    try:
        return learner.look(name)
    except AnswerFailed as problem:
        return Absent(name, problem)
    except TimeLimitExceeded:
        return Absent(name, AnswerFailed("timeout", f"{name} could not be looked at in time."))


def _unread(cell, answers):
    said = f"Your notebook could not be read ({answers.problem}), so nothing in it earns points."
    return CellResult(0.0, cell.points, answers.problem, said, said)


def _missing(cell):
    said = "This test cell is missing from your notebook, so it earns no points."
    return CellResult(0.0, cell.points, "test-missing", said, said)


def _tested(cell, names, seed, seconds):
    """Run a test cell here. Reports give points; without one, a cell that ends without an error has them all."""
    slip, message = None, ""
    with quiet(SAID) as said, judged(seed) as reports:
        try:
            with time_limit(seconds):
                exec(compile(ast.parse(plain_python(cell.source)), "<test>", "exec"), names)
        except AnswerFailed as failed:
            slip, message = failed.slip, failed.message
        except TimeLimitExceeded:
            slip, message = "timeout", "This test ran out of time. Is there a loop that never ends?"
        except Exception as error:
            slip, message = type(error).__name__, _failure(cell, error)
    text = clean(said.getvalue(), SAID)
    if slip is not None:
        return CellResult(0.0, cell.points, slip, message, f"{text}{message}")
    if not reports:
        return CellResult(cell.points, cell.points, said=text)
    points = min(sum(report.points for report in reports), cell.points)
    slip = next((report.slip for report in reports if report.slip), None)
    message = next((report.message for report in reports if report.message), "")
    return CellResult(float(points), cell.points, slip, message, text)


def _failure(cell, error):
    """What an error in a test says; one in a hidden test may hold what is hidden."""
    if cell.hidden:
        return "A hidden test does not hold for your answer."
    return f"{type(error).__name__}: {clean(str(error), 500)}".rstrip(": ")
