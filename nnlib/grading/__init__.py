"""Grading: checks that give points and name the mistake, and the road through nbgrader.

from nnlib.grading import check
check(relu_backward)
"""

from nnlib.grading.check import check, examine
from nnlib.grading.exercise import case, exercise
from nnlib.grading.report import PartResult, Report

__all__ = ["PartResult", "Report", "case", "check", "examine", "exercise"]
