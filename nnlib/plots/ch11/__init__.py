"""The figures of chapter 11, the Sequential API."""

from nnlib.plots.ch11.folds import FOLDS, fold_cutter
from nnlib.plots.ch11.imbalance import IMBALANCE, rare_class
from nnlib.plots.ch11.search import GRID_OR_RANDOM, SEARCH, search_budget
from nnlib.plots.ch11.stopping import STOPPING, stopping_data
from nnlib.plots.ch11.xray import API_XRAY, api_xray

__all__ = [
    "API_XRAY", "FOLDS", "GRID_OR_RANDOM", "IMBALANCE", "SEARCH", "STOPPING", "api_xray", "fold_cutter",
    "rare_class", "search_budget", "stopping_data",
]  # fmt: skip
