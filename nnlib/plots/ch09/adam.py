"""Inside Adam: what its two averages hold, and how long each step becomes."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Choice, Live, Slider, Toggle
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREEN, GREY, VERMILION, painter, panels

SIZES = {"0.003": 0.003, "1": 1.0, "500": 500.0}


@dataclass(frozen=True)
class Inside:
    """One parameter under Adam: its gradients, both averages, and the steps in units of the rate."""

    size: float
    corrected: bool
    g: np.ndarray
    mean: np.ndarray
    root: np.ndarray
    steps: np.ndarray


def inside_data(
    size: float = 500.0,
    noise: float = 0.5,
    beta2: float = 0.999,
    corrected: bool = True,
    seed: int = 0,
    length: int = 60,
):
    """Gradients around `size` with this relative noise, and what Adam makes of them, with its correction or without."""
    g = size * (1 + noise * np.random.default_rng(seed).standard_normal(length))
    m, v, mean, root = 0.0, 0.0, [], []
    for t, now in enumerate(g, start=1):
        m, v = 0.9 * m + 0.1 * now, beta2 * v + (1 - beta2) * now * now
        shares = (1 - 0.9**t, 1 - beta2**t) if corrected else (1.0, 1.0)
        mean.append(m / shares[0])
        root.append(np.sqrt(v / shares[1]))
    mean, root = np.array(mean), np.array(root)
    return Inside(size, corrected, g, mean, root, mean / (root + 1e-8))


@painter(9.5, 3.5)
def paint_inside(inside: Inside, figure: Figure):
    """Left the gradients and both averages, right the steps."""
    left, right = panels(figure, 1, 2)
    t = np.arange(1, len(inside.g) + 1)
    left.plot(t, inside.g, ".", color=GREY, markersize=6, label=tr("gradients"))
    left.plot(t, inside.mean, "-", color=BLUE, label=tr("their mean"))
    left.plot(t, inside.root, "--", color=VERMILION, label=tr("root of the mean of squares"))
    left.set(xlabel=tr("step t"), ylim=(-0.3 * inside.size, 3.4 * inside.size))
    left.legend(loc="upper right")
    right.plot(t, inside.steps, "-", color=GREEN)
    right.axhline(1, color=GREY, linestyle=":")
    right.set(xlabel=tr("step t"), ylim=(0, max(2, 1.1 * inside.steps.max())))
    right.set_title(tr("length of the step, in rates"))


def read_inside(inside: Inside):
    """In words: the first step, the longest, and the last."""
    how = tr("with the correction") if inside.corrected else tr("without the correction")
    return tr(
        "Adam on a parameter whose gradients are about {size}, {how}: the first step is {first} "
        "times the rate long, the longest {longest}, the last {last}.",
        size=plain(inside.size),
        how=how,
        first=plain(inside.steps[0], 2),
        longest=plain(inside.steps.max(), 2),
        last=plain(inside.steps[-1], 2),
    )


INSIDE_ADAM = Picture(inside_data, paint_inside, read_inside)


def _named(size: str = "500", **more):
    return inside_data(SIZES[size], **more)


NAMED_INSIDE = Picture(_named, paint_inside, read_inside)


def inside_adam() -> Live:
    """Widget: size and noise of the gradients, beta2, correction -> both averages and the steps."""
    return NAMED_INSIDE.live(
        {
            "size": Choice(tr("size of the gradients"), tuple(SIZES), "500"),
            "noise": Slider(tr("noise"), 0.0, 2.0, 0.5, 0.1),
            "beta2": Slider("beta2", 0.5, 0.999, 0.999, 0.001),
            "corrected": Toggle(tr("bias correction"), True),
        }
    )
