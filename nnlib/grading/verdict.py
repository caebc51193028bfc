"""What grading says, from the small to the large: a verdict per test cell, a graded notebook, a graded submission."""

from dataclasses import dataclass, field

from nnlib.grading.sandbox.submission import Answers, Plan


@dataclass
class Verdict:
    """What a test cell gave: points, and where some were lost the slip and what to say.

    `trouble` is for the instructor alone: the error, with its line, of a test that ended in one. `road` is "inside" for
    a test that ran in the learner's own process.
    """

    points: float
    max_points: float
    slip: str | None = None
    message: str = ""
    said: str = ""
    trouble: str = ""
    road: str = "apart"

    @property
    def open(self) -> bool:
        """Whether nobody can say what this is worth: the test failed before it met the learner's answer."""
        return self.slip == TEST_FAILED

    def as_dict(self) -> dict:
        """The part that goes into the JSON of a class."""
        return {
            "points": self.points,
            "max_points": self.max_points,
            "slip": self.slip,
            "message": self.message,
            "road": self.road,
        }


TEST_FAILED = "test-failed"  # the slip and the flag of a test that failed by itself


@dataclass
class GradedNotebook:
    """What became of one notebook of one submission."""

    plan: Plan
    answers: Answers
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # by the test cell's grade_id
    said: dict[int, str] = field(default_factory=dict)  # what the other cells said, by their place
    # by the place in the learner's order: what cells of their own said, and what all of them showed
    own: dict[int, str] = field(default_factory=dict)
    outputs: dict[int, list[dict]] = field(default_factory=dict)
    stopped: dict[int, str] = field(
        default_factory=dict
    )  # cells that set up, by their place: the error
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class GradedSubmission:
    """What became of one submission: its notebooks, where it ran, and the digest of all that this rests on."""

    student: str
    sandbox: str
    digest: str
    seed: int
    notebooks: list[GradedNotebook] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def verdicts(self) -> dict[str, Verdict]:
        """All verdicts, by the test cell's grade_id."""
        return {name: v for notebook in self.notebooks for name, v in notebook.verdicts.items()}

    def as_dict(self) -> dict:
        """This student's entry in the JSON of the class."""
        cells = {name: verdict.as_dict() for name, verdict in self.verdicts().items()}
        by_hand = [c for nb in self.notebooks for c in nb.plan.of("written", "task").values()]
        most = sum(cell["max_points"] for cell in cells.values()) + sum(c.points for c in by_hand)
        return {
            "student": self.student,
            "points": float(sum(cell["points"] for cell in cells.values())),
            "max_points": float(most),
            "cells": cells,
            "flags": self.flags,
            "seconds": round(self.seconds, 4),
            "seed": self.seed,
        }
