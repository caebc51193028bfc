"""The figures of chapter 5, losses."""

from nnlib.plots.ch05.decision import DECISION
from nnlib.plots.ch05.divergence import CROSS_BARS, cross_entropy_bars
from nnlib.plots.ch05.dragging import outlier_drag
from nnlib.plots.ch05.entropy import (
    BRANCHES,
    CONFIDENT,
    LOGIT_CURVES,
    SURPRISE,
    confident_and_wrong,
)
from nnlib.plots.ch05.outliers import OUTLIER, TUG_OF_WAR
from nnlib.plots.ch05.regression import JOINTS, REGRESSION, delta_slider
from nnlib.plots.ch05.stuck import ESCAPES, STUCK, SURFACES, stuck_neuron

__all__ = [
    "BRANCHES", "CONFIDENT", "CROSS_BARS", "DECISION", "ESCAPES", "JOINTS", "LOGIT_CURVES",
    "OUTLIER", "REGRESSION", "STUCK", "SURFACES", "SURPRISE", "TUG_OF_WAR", "confident_and_wrong",
    "cross_entropy_bars", "delta_slider", "outlier_drag", "stuck_neuron",
]  # fmt: skip
