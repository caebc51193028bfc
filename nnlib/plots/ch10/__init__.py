"""The figures of chapter 10, generalization."""

from nnlib.plots.ch10.changes import CHANGES, THINNED, thinned_networks
from nnlib.plots.ch10.degrees import CAPACITY, DOUBLE_DESCENT, capacity
from nnlib.plots.ch10.remedies import CURVES, REMEDIES, stop_in_time
from nnlib.plots.ch10.wiggling import WIGGLE, wiggle

__all__ = [
    "CAPACITY", "CHANGES", "CURVES", "DOUBLE_DESCENT", "REMEDIES", "THINNED", "WIGGLE", "capacity",
    "stop_in_time", "thinned_networks", "wiggle",
]  # fmt: skip
