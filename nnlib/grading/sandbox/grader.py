"""One notebook, graded: the instructor's cells run here, the learner's answers run in the sandbox."""

import ast
import builtins
import contextlib
import time
from collections import Counter

from nnlib.core.limits import TimeLimitExceeded, quiet, time_limit
from nnlib.core.source import binds, executed, functions, plain_python, uses
from nnlib.core.words import tr
from nnlib.grading.check import Checks
from nnlib.grading.own import Loading
from nnlib.grading.sandbox.apart import Apart
from nnlib.grading.sandbox.inside import Inside
from nnlib.grading.sandbox.machine import Sandbox
from nnlib.grading.sandbox.roads import APART, EITHER, INSIDE
from nnlib.grading.sandbox.session import Session
from nnlib.grading.sandbox.standin import Absent, Far, FarFunction
from nnlib.grading.sandbox.submission import Answers, Plan, own_cells
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed
from nnlib.grading.verdict import TEST_FAILED, GradedNotebook, Verdict

SAID = 20_000  # characters that one cell may say
FLAGS = {
    "timeout": "worker-killed",
    "crash": "worker-died",
    "protocol-violation": "protocol-violation",
}


def grade_notebook(
    plan: Plan,
    answers: Answers,
    sandbox: Sandbox,
    checks: Checks,
    whole: Sandbox | None = None,
) -> GradedNotebook:
    """Grade the answers to one notebook. `whole` is the sandbox for tests that run inside, where they may.

    Raises SandboxError when no worker can be had.
    """
    graded = GradedNotebook(plan, answers, flags=list(answers.flags))
    if answers.problem:
        graded.verdicts = {name: _unread(cell, answers) for name, cell in plan.of("test").items()}
        return graded
    files = dict(answers.files) | dict(plan.files)
    begun, session = time.perf_counter(), Session(sandbox, tuple(files.items()))
    inside = None if whole is None else Inside(plan, answers, whole)
    try:
        checks.own = plan.own
        with checks.in_charge():
            cells = _Cells(graded, session, checks, inside)
            cells.run()
    finally:
        session.close()
    lost = Counter(session.lost) - cells.forgiven + Counter(inside.lost if inside else ())
    graded.flags += [FLAGS[why] for why in FLAGS if lost[why]]
    graded.flags += [f"{TEST_FAILED}:{n}" for n, v in graded.verdicts.items() if v.open]
    graded.flags += [f"{INSIDE}:{name}" for name in cells.elsewhere]
    graded.seconds = round(time.perf_counter() - begun, 4)
    return graded


class _Cells:
    """The cells of a notebook, run one after the other in one space of names."""

    def __init__(self, graded, session, checks, inside):
        self.graded, self.session, self.checks, self.inside = graded, session, checks, inside
        imports = Loading(
            graded.plan.own
        ).builtins  # a test may import what lies beside its notebook
        self.names = {"__name__": "__main__", "__builtins__": imports}
        self.values = set()  # names that a test looks at without calling them
        self.met = {}  # what became of the learner's names: the error of their cell, or None
        self.apart = Apart(session, checks, self.names, self.values, graded.plan.answered)
        self.before = own_cells(graded.answers, graded.plan)
        self.elsewhere = []  # tests that gave points inside, and not apart
        self.forgiven = (
            Counter()
        )  # why workers were lost apart, in tests that then gave points inside

    def run(self):
        graded = self.graded
        for number, cell in enumerate(graded.plan.cells):
            for place, source in self.before.pop(cell.grade_id, ()):
                self._own(place, source)
            if cell.kind == "setup":
                self._set_up(cell, number)
            elif cell.kind == "answer":
                self._answer(cell, number)
            elif cell.kind == "test":
                known = cell.grade_id in graded.answers.tests
                graded.verdicts[cell.grade_id] = self._graded(cell) if known else _missing(cell)
        self._shown()

    def _own(self, place, source):
        """Run a cell of the learner's own, as a notebook does; what fails in it is let be."""
        name = tr("own cell {number}", number=place)
        self.session.run(name, source)
        self.graded.own[place] = self.session.printed.get(name, "")
        for name in self.met.keys() & _bound(source):
            self.names[name] = self._meaning(name, None)

    def _shown(self):
        """What cells show that a person grades."""
        written = self.graded.plan.of("written").values()
        if self.inside and any(cell.cell_type == "code" for cell in written):
            self.inside.run()
        if self.inside:
            self.graded.outputs = self.inside.outputs

    def _set_up(self, cell, number):
        """Run a cell that is neither answer nor test on both sides; what it says here is kept, what fails is let be."""
        failed = self.session.run(tr("setup {number}", number=number), cell.source)
        if failed is not None:
            self.graded.stopped[number] = failed.message
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
            self.met[name] = failed
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

    def _graded(self, cell):
        """The verdict on a test cell, by its road: where it gives nothing apart, it may still do so inside."""
        if cell.road == INSIDE and self.inside:
            return self._inside(cell)
        before, lost = len(self.checks.reports), len(self.session.lost)
        strange = self.session.strange
        self._look(cell)
        limits, either = self.session.limits, cell.road == EITHER and self.inside is not None
        apart = self.apart.verdict(cell, limits.patience if either else limits.submission_seconds)
        checked = cell.road == APART or len(self.checks.reports) > before
        sure = strange == self.session.strange and self._sure(cell)
        if checked or self.inside is None or (sure and apart.points == cell.points):
            return apart
        inside = self._inside(cell)
        if inside.points <= apart.points and (sure or not apart.points):
            return apart
        self.forgiven += Counter(self.session.lost[lost:])
        self.elsewhere += [cell.grade_id] if inside.points else []
        return inside

    def _inside(self, cell):
        verdict = self.inside.verdict(cell)
        verdict.road = INSIDE
        return verdict

    def _look(self, cell):
        """Give a meaning to names in a test that neither the instructor's cells define nor Python."""
        wanted = _mentioned(cell) - self.names.keys() - vars(builtins).keys()
        for name in sorted(wanted):
            with contextlib.suppress(AnswerFailed, TimeLimitExceeded):
                self.names[name] = self.session.look(name)
                self.values.add(name)

    def _sure(self, cell):
        """Whether a test met only functions and plain values: of anything else it may have believed too much."""
        met = [self.names[name] for name in _mentioned(cell) & self.names.keys()]
        return not any(isinstance(m, Absent) or type(m) is Far for m in met)


def _bound(source):
    """The names that a cell of a learner's gives a meaning to at its top level."""
    try:
        return set().union(*map(binds, ast.parse(plain_python(source)).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def _mentioned(cell):
    """The names that a test mentions."""
    try:
        return uses(ast.parse(plain_python(cell.source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def _unread(cell, answers):
    said = tr(
        "Your notebook could not be read ({problem}), so nothing in it earns points.",
        problem=answers.problem,
    )
    return Verdict(0.0, cell.points, answers.problem, said, said)


def _missing(cell):
    said = tr("This test cell is missing from your notebook, so it earns no points.")
    return Verdict(0.0, cell.points, "test-missing", said, said)
