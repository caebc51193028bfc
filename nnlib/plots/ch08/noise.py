"""How noisy a batch's gradient is: the cloud, the noise over the batch size, and the paths it leads to."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.batching import minibatches, per_example_gradients
from nnlib.core.words import tr
from nnlib.neuron import logistic_loss_and_grads
from nnlib.optimizers import gd_step
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREY,
    SERIES,
    SKY,
    VERMILION,
    log_axis,
    painter,
    panels,
)

# -- (b) the gradient cloud -------------------------------------------------------------------------------------------

N_CLOUD, DRAWS = 1000, 300


def two_clouds(rng: np.random.Generator, n=N_CLOUD):
    """Two overlapping clouds of points on a line: X (n, 1), y (n,) of 0 and 1."""
    y = (rng.random(n) < 0.5).astype(float)
    return (rng.standard_normal(n) + 1.2 * y - 0.6)[:, None], y


@dataclass(frozen=True)
class Cloud:
    """Gradients (dw, db) of minibatches around the full one, and their noise, measured and by the formula."""

    B: int
    n: int
    full: np.ndarray
    drawn: np.ndarray
    spread: float
    law: float
    angle: float


def cloud_data(B: int = 16, seed: int = 0, w: float = -0.5, b: float = 0.3, draws=DRAWS):
    """Draw minibatches of B from 1,000 examples and take the gradient of a logistic neuron on each."""
    rng = np.random.default_rng(seed)
    X, y = two_clouds(np.random.default_rng(0))
    each = per_example_gradients(X, y, np.array([w]), b)
    full = each.mean(axis=0)
    picks = [rng.choice(len(X), B, replace=False) for _ in range(draws)]
    drawn = np.array([each[rows].mean(axis=0) for rows in picks])
    return Cloud(
        B, len(X), full, drawn, noise_of(drawn, full), spread_law(each, B), _angle(drawn, full)
    )


def noise_of(drawn, full):
    """The root mean square distance of the drawn gradients from the full one."""
    return float(np.sqrt(np.mean(np.sum((drawn - full) ** 2, axis=1))))


def spread_law(each, B):
    """The noise of batches of B: sqrt(variance / B), times sqrt((n - B) / (n - 1)), for n is finite."""
    n = len(each)
    variance = np.sum(each.var(axis=0))
    return float(np.sqrt(variance / B * (n - B) / (n - 1)))


def _angle(drawn, full):
    """The mean angle between a batch's gradient and the full one, in degrees."""
    cosines = drawn @ full / (np.linalg.norm(drawn, axis=1) * np.linalg.norm(full))
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())


@painter(6.4, 4.4)
def paint_cloud(cloud: Cloud, figure: Figure):
    """The gradients of many batches as a cloud around the full one."""
    axes = panels(figure)
    axes.plot(
        *cloud.drawn.T, "o", color=SKY, markersize=4, alpha=0.7, label=tr("gradients of batches")
    )
    arrow = {"arrowstyle": "-|>", "color": VERMILION, "linewidth": 2.5}
    axes.annotate("", cloud.full, (0, 0), arrowprops=arrow)
    axes.plot(*cloud.full, "s", color=VERMILION, markersize=9, label=tr("gradient of all 1,000"))
    axes.plot(0, 0, "+", color=BLACK, markersize=12)
    axes.set(
        xlim=(-1.75, 1.05),
        ylim=(-0.95, 1.05),
        xlabel=tr("slope with respect to w"),
        ylabel=tr("slope with respect to b"),
    )
    axes.legend(loc="upper right")


def read_cloud(cloud: Cloud):
    """In words: the noise of the cloud, and what the formula says."""
    return tr(
        "Batches of {B}: their gradients have a noise of {plain}, around the full one, whose "
        "length is {plain2}; the formula says {plain3}. On average they point {plain4} degrees beside "
        "it.",
        B=cloud.B,
        plain=plain(cloud.spread),
        plain2=plain(float(np.linalg.norm(cloud.full))),
        plain3=plain(cloud.law),
        plain4=plain(cloud.angle, 2),
    )


CLOUD = Picture(cloud_data, paint_cloud, read_cloud)


def gradient_cloud() -> Live:
    """Widget: batch size, draw -> the cloud of minibatch gradients around the true one."""
    return CLOUD.live(
        {"B": Slider(tr("batch size B"), 1, 1000, 16, 1), "seed": Slider("draw", 0, 20, 0, 1)}
    )


# -- noise against batch size -----------------------------------------------------------------------------------------

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 990)


def noise_data(rng: np.random.Generator, draws: int = 2000):
    """For each batch size the measured noise, and the formula with and without the factor for a finite n."""
    X, y = two_clouds(np.random.default_rng(0))
    each = per_example_gradients(X, y, np.array([-0.5]), 0.3)
    full, sizes = each.mean(axis=0), np.array(SIZES)
    measured = []
    for B in sizes:
        picks = rng.permuted(np.tile(np.arange(len(X)), (draws, 1)), axis=1)[:, :B]
        measured.append(noise_of(each[picks].mean(axis=1), full))
    variance = np.sum(each.var(axis=0))
    return {
        "sizes": sizes,
        "measured": np.array(measured),
        "law": np.array([spread_law(each, B) for B in sizes]),
        "simple": np.sqrt(variance / sizes),
    }


@painter(7.2, 4)
def paint_noise(data: dict, figure: Figure):
    """The noise over the batch size, measured and by the formula."""
    axes = panels(figure)
    axes.loglog(data["sizes"], data["simple"], ":", color=GREY, label="1 / √B alone")
    axes.loglog(
        data["sizes"], data["law"], "-", color=BLUE, label=tr("with the factor for n = 1,000")
    )
    axes.loglog(data["sizes"], data["measured"], "o", color=VERMILION, label="measured")
    axes.set(xlabel=tr("batch size B"), ylabel=tr("noise of the gradient"))
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.legend(loc="lower left")


def read_noise(data: dict):
    """In words: the noise at a few batch sizes."""
    at = dict(zip(data["sizes"].tolist(), data["measured"].tolist()))
    shown = ", ".join(f"{plain(at[B])} at B = {B}" for B in (1, 4, 16, 64, 256))
    return tr(
        "Noise of minibatch gradients: {shown}. Four times the batch, half the noise, "
        "until B comes near n = 1,000, where it falls faster: {plain} at 990.",
        shown=shown,
        plain=plain(at[990]),
    )


NOISE = Picture(noise_data, paint_noise, read_noise)


# -- paths ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Walk:
    """The way of (w, b) through the loss for one batch size, and the loss at its end."""

    B: int
    steps: np.ndarray
    loss: float


def paths_data(
    rng: np.random.Generator,
    sizes: tuple = (1, 16, 256),
    updates: int = 60,
    lr: float = 1.0,
    start: tuple = (-2.0, 2.0),
):
    """Walk down the loss of a logistic neuron with minibatches of several sizes, the same number of updates each."""
    X, y = two_clouds(np.random.default_rng(0), 256)
    walks = [_walk(X, y, B, updates, lr, start, rng) for B in sizes]
    ws, bs = np.linspace(-2.6, 3.2, 70), np.linspace(-2.2, 2.6, 60)
    loss = np.array([[logistic_loss_and_grads(X, y, np.array([w]), b)[0] for w in ws] for b in bs])
    return {"walks": walks, "ws": ws, "bs": bs, "loss": loss}


def _walk(X, y, B, updates, lr, start, rng):
    w, b, steps = np.array([start[0]]), start[1], [start]
    while len(steps) <= updates:
        for rows in minibatches(len(X), B, rng):
            _, dw, db = logistic_loss_and_grads(X[rows], y[rows], w, b)
            w, b = gd_step(w, dw, lr), float(gd_step(b, db, lr))
            steps.append((w[0], b))
    steps = np.array(steps[: updates + 1])
    end = logistic_loss_and_grads(X, y, steps[-1, :1], steps[-1, 1])[0]
    return Walk(B, steps, float(end))


@painter(9, 3.5, left=0.07, right=0.985, bottom=0.17, top=0.88, wspace=0.12)
def paint_paths(data: dict, figure: Figure):
    """The way of each batch size over the loss."""
    row = panels(figure, 1, len(data["walks"]), sharex=True, sharey=True)
    for axes, walk, look in zip(row, data["walks"], SERIES):
        axes.contour(data["ws"], data["bs"], data["loss"], 12, colors="#B0B0B0", linewidths=0.9)
        axes.plot(*walk.steps.T, **look | {"linestyle": "-"}, markersize=3, linewidth=1.4)
        axes.plot(*walk.steps[0], "k^", markersize=9)
        axes.set_title(f"B = {walk.B}")
        axes.set_xlabel("w")
        axes.grid(False)
        axes.set(xlim=(data["ws"][0], data["ws"][-1]), ylim=(data["bs"][0], data["bs"][-1]))
    row[0].set_ylabel("b")


def read_paths(data: dict):
    """In words: how long each way was."""
    ends = "; ".join(
        tr("B = {B} ends at loss {loss:.3f}", B=walk.B, loss=walk.loss) for walk in data["walks"]
    )
    updates = len(data["walks"][0].steps) - 1
    said = tr(
        "Three walks from the same start, {updates} updates each: {ends}.",
        updates=updates,
        ends=ends,
    )
    return tr("{said} The smaller the batch, the more it zigzags.", said=said)


PATHS = Picture(paths_data, paint_paths, read_paths)
