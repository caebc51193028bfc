"""What a batch costs in time and in memory."""

import time
import tracemalloc

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.layers import affine_forward
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLUE,
    VERMILION,
    log_axis,
    painter,
    panels,
)

# -- throughput and memory --------------------------------------------------------------------------------------------


def throughput_data(
    rng: np.random.Generator,
    sizes: tuple = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    rows: int = 1024,
    rounds: int = 5,
):
    """Rows per second through one layer of 256 x 256, B rows at a time, the best of several rounds; and bytes kept."""
    X, W = rng.standard_normal((rows, 256)), rng.standard_normal((256, 256))
    best = np.full(len(sizes), np.inf)
    for _ in range(rounds):
        for k, B in enumerate(sizes):
            start = time.perf_counter()
            for at in range(0, rows, B):
                X[at : at + B] @ W
            best[k] = min(best[k], time.perf_counter() - start)
    memory = np.array([kept_bytes(X[:B], W) for B in sizes])
    return {"sizes": np.array(sizes), "speed": rows / best, "memory": memory}


def kept_bytes(X, W):
    """How many bytes more Python holds with the input and the output of a layer, as the way back wants them."""
    affine_forward(X, W, np.zeros(W.shape[1]))  # what is loaded at the first call is no part of it
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = X.copy(), affine_forward(X, W, np.zeros(W.shape[1]))
        return tracemalloc.get_traced_memory()[0] - before if kept else 0
    finally:
        tracemalloc.stop()


@painter(9, 3.6)
def paint_throughput(data: dict, figure: Figure):
    """Rows per second and bytes kept, over the batch size."""
    left, right = panels(figure, 1, 2)
    left.loglog(data["sizes"], data["speed"], "-o", color=BLUE)
    left.set(
        xlabel=tr("batch size B"), ylabel=tr("rows per second"), title=tr("speed on this machine")
    )
    right.loglog(data["sizes"], data["memory"] / 1024, "-s", color=VERMILION)
    right.set(
        xlabel=tr("batch size B"),
        ylabel=tr("kilobytes kept"),
        title=tr("input and output of the layer"),
    )
    for axes in (left, right):
        log_axis(axes.xaxis)
        log_axis(axes.yaxis)


def read_throughput(data: dict):
    """In words: what a batch gains in time, and costs in memory."""
    first, best = data["speed"][0], data["speed"].max()
    at = data["sizes"][int(data["speed"].argmax())]
    kept = tr(
        "{plain} kilobytes to {plain2}",
        plain=plain(data["memory"][0] / 1024),
        plain2=plain(data["memory"][-1] / 1024),
    )
    return tr(
        "One layer of 256 by 256 on this machine: {plain} rows per second one at a time, "
        "{plain2} in batches of {at}, {plain3} times as many. What has to be kept for the "
        "way back grows with B, from {kept}.",
        plain=plain(first, 2),
        plain2=plain(best, 2),
        at=at,
        plain3=plain(best / first, 2),
        kept=kept,
    )


THROUGHPUT = Picture(throughput_data, paint_throughput, read_throughput)
