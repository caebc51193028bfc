"""First weights: how far ten layers keep the examples apart, and what comes back of the gradient."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.initializers import init_weights
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import SERIES, log_axis, painter, panels, whole_axis

FUNCTIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0) * 1.0),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
}
KINDS = ("he", "xavier", tr("spread 0.01"), tr("spread 1"))


def _weights(kind, width, rng):
    if kind in ("he", "xavier"):
        return init_weights(width, width, kind, rng)
    return rng.normal(0, 0.01 if kind == KINDS[2] else 1.0, (width, width))


def through(kind: str, activation: str, depth: int, width: int, rng: np.random.Generator):
    """(spread of each layer's outputs over 200 examples, size of the gradient at each layer's sums)."""
    forward, slope = FUNCTIONS[activation]
    A, outputs, weights, spread = rng.normal(0, 1, (200, width)), [], [], []
    for _ in range(depth):
        weights.append(_weights(kind, width, rng))
        A = forward(A @ weights[-1])
        outputs.append(A)
        spread.append(A.std(axis=0).mean())
    d, sizes = rng.normal(0, 1, A.shape), []
    for A, W in zip(reversed(outputs), reversed(weights)):
        d = d * slope(A)
        sizes.append(np.sqrt(np.mean(d * d)))
        d = d @ W.T
    return np.array(spread), np.array(sizes[::-1])


def layers_data(activation: str = "relu", depth: int = 10, width: int = 100, seed: int = 0):
    """{kind: (spread, gradient)} layer by layer."""
    found = {
        kind: through(kind, activation, depth, width, np.random.default_rng(seed)) for kind in KINDS
    }
    return activation, found


@painter(9.5, 3.7)
def paint_layers(data: tuple, figure: Figure):
    """Left the spread on the way forward, right the gradient on the way back."""
    left, right = panels(figure, 1, 2)
    activation, found = data
    for look, (kind, (spread, back)) in zip(SERIES, found.items()):
        layers = np.arange(1, len(spread) + 1)
        left.semilogy(layers, np.maximum(spread, 1e-24), **look, label=kind)
        right.semilogy(layers, np.maximum(back, 1e-24), **look, label=kind)
    for axes, title in (
        (left, tr("{name}: how far the examples lie apart", name=activation)),
        (right, tr("size of the gradient")),
    ):
        axes.set_title(title)
        axes.set_xlabel(tr("layer"))
        axes.set_ylim(1e-22, 1e13)
        whole_axis(axes.xaxis)
        log_axis(axes.yaxis)
    right.legend(loc="best")


def read_layers(data: tuple):
    """In words: the last spread over the first, and the first gradient over the last, for each kind."""
    activation, found = data
    told = "; ".join(
        tr(
            "{kind}: the spread changes by the factor {forward}, the gradient by {back}",
            kind=kind,
            forward=plain(spread[-1] / spread[0], 2),
            back=plain(sizes[0] / sizes[-1], 2),
        )
        for kind, (spread, sizes) in found.items()
    )
    return tr(
        "{depth} layers of {name}, from the first layer to the last and back. {told}.",
        depth=len(next(iter(found.values()))[0]),
        name=activation,
        told=told,
    )


FIRST_WEIGHTS = Picture(layers_data, paint_layers, read_layers)


def first_weights() -> Live:
    """Widget: activation, depth, draw -> spread and gradient layer by layer, for four kinds of first weights."""
    return FIRST_WEIGHTS.live(
        {
            "activation": Choice(tr("activation"), tuple(FUNCTIONS), "relu"),
            "depth": Slider(tr("layers"), 2, 20, 10, 1),
            "seed": Slider(tr("draw"), 0, 20, 0, 1),
        }
    )
