"""One submission and all that is needed to grade it, anywhere; and the grading of it, in this process."""

import contextlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from nnlib.grading.check import Checks
from nnlib.grading.course.digest import submission_digest
from nnlib.grading.sandbox.grader import grade_notebook
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.machine import Sandboxes
from nnlib.grading.sandbox.submission import Plan, extra_files, read_answers
from nnlib.grading.verdict import GradedSubmission


@dataclass(frozen=True)
class Task:
    """One student's submission of one assignment: where it lies, what is asked, what it may take."""

    student: str
    folder: str
    plans: tuple[Plan, ...]
    limits: Limits
    caps: Caps
    backend: str | None = None

    @contextlib.contextmanager
    def unpacked(self):
        """The task, with its files in a folder of this machine: where they are."""
        yield self

    def sandboxes(self, known: Sandboxes) -> list:
        """For each of its notebooks the sandbox for its answers, and the one for the whole of it or None."""
        return [
            (
                known.get(plan, self.limits, self.backend),
                known.get(plan, self.limits, self.backend, notebook=True)
                if plan.goes_inside and self.limits.inside
                else None,
            )
            for plan in self.plans
        ]


def grade_submission(task: Task, sandboxes: Sandboxes, seed: int | None = None) -> GradedSubmission:
    """Grade one submission here and now. Raises SandboxError where there is no sandbox. Writes nothing.

    What the instructor's tests change in this process stays changed: `graders` does this in a fork.
    """
    begun, folder = time.perf_counter(), Path(task.folder)
    checks = Checks(secrets.randbits(48) if seed is None else seed)
    graded = GradedSubmission(task.student, "", submission_digest(task), checks.seed)
    for plan, (sandbox, whole) in zip(task.plans, task.sandboxes(sandboxes)):
        answers = read_answers(plan, folder / f"{plan.name}.ipynb", task.caps)
        graded.notebooks.append(grade_notebook(plan, answers, sandbox, checks, whole))
        graded.sandbox = sandbox.name
    flags = [flag for notebook in graded.notebooks for flag in notebook.flags]
    flags += ["extra-files"] if extra_files(folder, task.plans, task.caps) else []
    graded.flags = list(dict.fromkeys(flags))
    graded.seconds = time.perf_counter() - begun
    return graded
