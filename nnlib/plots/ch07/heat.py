"""The size of the gradients, layer by layer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.backprop import mlp_backward, mlp_forward
from nnlib.core.words import tr
from nnlib.datasets import load_digits
from nnlib.losses import softmax_cross_entropy_grad
from nnlib.plots.ch07.params import start
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import decade, plain, power
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import NARROW, is_narrow, painter, panels
from nnlib.plots.kit.titles import title

# -- heat per layer ---------------------------------------------------------------------------------------------------

HEATED = ("relu", "tanh", "sigmoid")
COLDEST, HOTTEST = -9, 0


@dataclass(frozen=True)
class Heat:
    """The typical entry of each layer's dW, (activations, layers), for one size of weights; whose backward."""

    sizes: np.ndarray
    scale: float
    owner: str


def heat_data(
    hidden: int = 6,
    scale: float = 1.0,
    seed: int = 0,
    forward: Callable = mlp_forward,
    backward: Callable = mlp_backward,
):
    """Send 64 digits through `hidden` hidden layers of 20 units, once with each activation, and one gradient back."""
    X, y = load_digits()
    X, y, found = X[:64], y[:64], []
    for act in HEATED:
        params = start([64, *[20] * hidden, 10], np.random.default_rng(seed), scale=scale)
        Z, cache = forward(X, params, [act] * hidden + ["identity"])
        grads = backward(cache, params, softmax_cross_entropy_grad(Z, y))
        found.append([np.sqrt(np.mean(np.square(dW))) for dW, _ in grads])
    return Heat(np.array(found), scale, whose(backward))


@painter(9.4, 3.1, left=0.09, right=0.98, bottom=0.2, top=0.86)
def paint_heat(data: Heat, figure: Figure):
    """A row for each activation, a box for each layer, coloured by the size of its gradient.

    On a telephone a row for each layer, for there the numbers of many layers would run into one another.
    """
    axes, narrow = panels(figure), is_narrow(figure)
    logs = np.log10(np.maximum(data.sizes, 1e-12))
    shown = logs.T if narrow else logs
    axes.imshow(shown, aspect="auto", cmap="inferno", vmin=COLDEST, vmax=HOTTEST)
    for (i, j), log in np.ndenumerate(shown):
        ink = "black" if log > (COLDEST + HOTTEST) / 2 else "white"
        said = decade(10**log) if log > -11.5 else "0"
        axes.text(j, i, said, ha="center", va="center", color=ink)
    x, y = (axes.yaxis, axes.xaxis) if narrow else (axes.xaxis, axes.yaxis)
    x.set_ticks(range(logs.shape[1]), [f"{j + 1}" for j in range(logs.shape[1])])
    y.set_ticks(range(len(HEATED)), [title(act) for act in HEATED])
    x.set_label_text(tr("layer, from the input to the output"))
    axes.set(xlim=(-0.5, shown.shape[1] - 0.5), ylim=(shown.shape[0] - 0.5, -0.5))
    if narrow:
        figure.set_size_inches(NARROW, 1.6 + 0.3 * len(shown))
    axes.set_title(tr("typical size of one entry of dW"))
    axes.grid(False)


def read_heat(data: Heat):
    """In words: the typical gradient of the first and the last layer."""
    parts = [
        tr(
            "{title} {power} in layer 1 and {power2} in layer {count}",
            title=title(act),
            power=power(row[0]),
            power2=power(row[-1]),
            count=len(row),
        )
        for act, row in zip(HEATED, data.sizes)
    ]
    return tr(
        "Typical entry of dW, on 64 digits, weights {plain} times Xavier's, by {owner} "
        "mlp_backward: {listed}.",
        plain=plain(data.scale),
        owner=data.owner,
        listed="; ".join(parts),
    )


HEAT = Picture(heat_data, paint_heat, read_heat)


def gradient_heat(forward: Callable = mlp_forward, backward: Callable = mlp_backward) -> Live:
    """Widget: how deep, how large the weights, which start; and where the gradient goes out."""
    controls = {
        "hidden": Slider(tr("hidden layers"), 1, 10, 6, 1),
        "scale": Slider(tr("weights times"), 0.2, 4.0, 1.0, 0.1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return HEAT.live(controls, forward=forward, backward=backward)
