"""Claims, measured over seeds: which rates train a network, who leaves XOR's flat places, what a falling rate does."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.datasets import load_digits, logic_gate, split
from nnlib.models.layers import Dense, Input
from nnlib.models.optimizers import SGD, Adam
from nnlib.models.sequential import Sequential
from nnlib.optimizers import lr_schedule
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import SERIES, log_axis, painter, panels

# -- which rates train the digits ------------------------------------------------------------------------------------

RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
MAKERS = {
    "descent": lambda rate: SGD(rate),
    "momentum": lambda rate: SGD(rate, momentum=0.9),
    "Adam": lambda rate: Adam(rate),
}
NAMES = {"descent": tr("descent"), "momentum": tr("momentum 0.9"), "Adam": "Adam"}


def sweep_data(seeds: int = 3, epochs: int = 10, rates: tuple = RATES):
    """(rates, {name: test accuracies (rates, seeds)}) of the network 64-32-10 on the digits, batches of 32."""
    X, y, X_test, y_test = split(*load_digits(), 397, np.random.default_rng(0))

    def accuracy(optimizer, seed):
        layers = [Input((64,)), Dense(32, "relu"), Dense(10, "softmax")]
        model = Sequential(layers, rng=seed)
        model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(X, y, epochs=epochs, verbose=0)
        return model.evaluate(X_test, y_test, verbose=0)[1]

    found = {
        name: np.array([[accuracy(make(r), s) for s in range(seeds)] for r in rates])
        for name, make in MAKERS.items()
    }
    return np.array(rates), found


def good_rates(rates, accuracies, within=0.02):
    """The rates whose mean accuracy is at most `within` below the best one's."""
    means = accuracies.mean(axis=1)
    return rates[means >= means.max() - within]


@painter(8, 3.9)
def paint_sweep(data: tuple, figure: Figure):
    """The accuracy over the rate: a line through the means, a mark for each seed."""
    axes = panels(figure)
    rates, found = data
    for look, (name, accuracies) in zip(SERIES, found.items()):
        axes.semilogx(
            rates, 100 * accuracies.mean(axis=1), **look | {"marker": ""}, label=NAMES[name]
        )
        for column in accuracies.T:
            axes.semilogx(rates, 100 * column, **look | {"linestyle": ""}, alpha=0.6)
    log_axis(axes.xaxis)
    axes.set(xlabel=tr("learning rate"), ylabel=tr("test accuracy in percent"), ylim=(0, 103))
    axes.legend(loc="lower center")


def read_sweep(data: tuple):
    """In words: the range of good rates of each, and what the largest rate gives."""
    rates, found = data
    told = []
    for name, accuracies in found.items():
        good = good_rates(rates, accuracies)
        told.append(
            tr(
                "{name}: within 2 points of its best {best:.0f} percent from rate {low} to "
                "{high}, and {end:.0f} percent at the largest rate",
                name=NAMES[name],
                best=100 * accuracies.mean(axis=1).max(),
                low=plain(good[0]),
                high=plain(good[-1]),
                end=100 * accuracies[-1].mean(),
            )
        )
    return tr(
        "Test accuracy over the learning rate, {seeds} seeds. {told}.",
        seeds=next(iter(found.values())).shape[1],
        told="; ".join(told),
    )


RATE_SWEEP = Picture(sweep_data, paint_sweep, read_sweep)

# -- who leaves XOR's flat places ------------------------------------------------------------------------------------

POINTS, XOR = logic_gate("xor")
TRIED = {"descent": (0.1, 0.5), "momentum": (0.05, 0.2), "Adam": (0.001, 0.01, 0.1)}


def learned(name: str, rate: float, seeds: int, steps: int, hidden: int = 2) -> float:
    """The share of tanh networks 2-2-1, first weights normal with spread 1, that know XOR after so many steps."""
    rng = np.random.default_rng(0)
    W, out = rng.normal(0, 1, (seeds, 2, hidden)), rng.normal(0, 1, (seeds, hidden, 1))
    params = [W, np.zeros((seeds, 1, hidden)), out, np.zeros((seeds, 1, 1))]
    m, v = ([np.zeros_like(p) for p in params] for _ in range(2))
    for t in range(1, steps + 1):
        z, grads = _slopes(params)
        for i, g in enumerate(grads):
            if name == "Adam":
                m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g * g
                step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
                params[i] = params[i] - rate * step
            else:
                m[i] = (0.9 if name == "momentum" else 0.0) * m[i] - rate * g
                params[i] = params[i] + m[i]
    loss = np.mean(np.logaddexp(0, z) - XOR[:, None] * z, axis=(1, 2))
    right = np.all((z > 0) == (XOR[:, None] > 0), axis=(1, 2))
    return float(np.mean(right & (loss < 0.1)))


def _slopes(params):
    """The logits of all networks on the four points, and the gradients of the mean cross entropy."""
    W, b, out, c = params
    A = np.tanh(POINTS @ W + b)
    z = A @ out + c
    dz = (1 / (1 + np.exp(-z)) - XOR[:, None]) / 4
    dA = (dz @ out.transpose(0, 2, 1)) * (1 - A * A)
    sums = (dA.sum(axis=1, keepdims=True), dz.sum(axis=1, keepdims=True))
    return z, [POINTS.T @ dA, sums[0], A.transpose(0, 2, 1) @ dz, sums[1]]


def xor_data(seeds: int = 100, steps: int = 1500):
    """(seeds, steps, {name: {rate: share of the networks that learned XOR}})."""
    found = {n: {r: learned(n, r, seeds, steps) for r in rates} for n, rates in TRIED.items()}
    return seeds, steps, found


@painter(8, 3.3)
def paint_xor(data: tuple, figure: Figure):
    """A bar for every kind of step and rate."""
    axes = panels(figure)
    rows = [(n, r, share) for n, rates in data[2].items() for r, share in rates.items()]
    names = list(data[2])
    for row, (name, _, share) in enumerate(rows):
        look = SERIES[names.index(name)]
        axes.barh(row, 100 * share, color=look["color"], height=0.65)
        axes.text(100 * share + 1.5, row, f"{100 * share:.0f}", va="center")
    named = [tr("{name}, rate {rate}", name=NAMES[n], rate=plain(r)) for n, r, _ in rows]
    axes.set_yticks(range(len(rows)), named)
    axes.set(xlim=(0, 100), xlabel=tr("networks that learned XOR, in percent"))
    axes.invert_yaxis()


def read_xor(data: tuple):
    """In words: the shares."""
    seeds, steps, found = data
    told = "; ".join(
        tr(
            "{name}: {shares}",
            name=NAMES[name],
            shares=", ".join(
                tr("{share:.0f} percent with rate {rate}", share=100 * share, rate=plain(rate))
                for rate, share in rates.items()
            ),
        )
        for name, rates in found.items()
    )
    return tr(
        "Of {seeds} networks with two hidden tanh units, so many know XOR after {steps} steps. {told}.",
        seeds=seeds,
        steps=steps,
        told=told,
    )


XOR_STUCK = Picture(xor_data, paint_xor, read_xor)

# -- a rate that falls -----------------------------------------------------------------------------------------------

FALLS = {
    tr("constant 0.3"): lambda t, n: 0.3,
    tr("constant 0.02"): lambda t, n: 0.02,
    tr("steps"): lambda t, n: lr_schedule(0.3, t, "step", every=max(1, n // 4), factor=0.25),
    tr("cosine"): lambda t, n: lr_schedule(0.3, t, "cosine", epochs=n),
}


def falls_data(steps: int = 200, walks: int = 400, seed: int = 0):
    """{name: mean height after each step} on the bowl w^2 / 2 from w = 10, with slopes that are noisy by 1."""
    found = {}
    for name, rate in FALLS.items():
        rng, w = np.random.default_rng(seed), np.full(walks, 10.0)
        heights = [np.mean(w * w) / 2]
        for t in range(steps):
            w = w - rate(t, steps) * (w + rng.standard_normal(walks))
            heights.append(np.mean(w * w) / 2)
        found[name] = np.array(heights)
    return found


@painter(8, 3.7)
def paint_falls(found: dict, figure: Figure):
    """The mean height over the steps."""
    axes = panels(figure)
    for look, (name, heights) in zip(SERIES, found.items()):
        axes.semilogy(heights, **look | {"marker": ""}, label=name)
    log_axis(axes.yaxis)
    axes.set(xlabel=tr("step"), ylabel=tr("mean height"))
    axes.legend(loc="upper right")


def read_falls(found: dict):
    """In words: the height in the middle and at the end."""
    told = "; ".join(
        tr(
            "{name} {middle} in the middle and {end} at the end",
            name=name,
            middle=plain(heights[len(heights) // 2], 2),
            end=plain(heights[-1], 2),
        )
        for name, heights in found.items()
    )
    return tr(
        "Noisy descent on a round bowl from the height 50, mean height after {steps} steps: "
        "{told}.",
        steps=len(next(iter(found.values()))) - 1,
        told=told,
    )


FALLING_RATES = Picture(falls_data, paint_falls, read_falls)
