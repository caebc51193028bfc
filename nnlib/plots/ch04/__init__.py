"""The figures of chapter 4, the way forward."""

from nnlib.plots.ch04.bumps import ERRORS, MACHINE, TOWER, bump_machine
from nnlib.plots.ch04.folds import FOLDED_PLANE
from nnlib.plots.ch04.plan import PLAN, architect
from nnlib.plots.ch04.rows import CONVENTION, UNROLLED, convention_switch

__all__ = [
    "CONVENTION", "ERRORS", "FOLDED_PLANE", "MACHINE", "PLAN", "TOWER", "UNROLLED", "architect", "bump_machine",
    "convention_switch",
]  # fmt: skip
