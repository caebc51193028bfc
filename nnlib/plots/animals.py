"""Neurons that look at drawn animals: pictures as rows, weights as pictures, one head beside another (chapter 6)."""

import functools
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from nnlib.activations import sigmoid, softmax
from nnlib.datasets import ANIMALS, DRAW, SIZE, animals
from nnlib.layers import affine_forward
from nnlib.losses import softmax_cross_entropy_grad
from nnlib.neuron import fit_logistic, multi_neuron_grads
from nnlib.optimizers import gd_step
from nnlib.plots.live_figures import Choice, Slider, Toggle
from nnlib.plots.numbers import fixed, plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    SERIES,
    VERMILION,
    note,
    painter,
    panels,
)
from nnlib.plots.xor import whose

SIDE = (SIZE, SIZE, 3)


def rows(X, mean=None):
    """Pictures (n, 64, 64, 3) as rows (n, 12288) without the mean picture, and the mean; a given mean is used."""
    flat = X.reshape(len(X), -1).astype(np.float32)
    mean = flat.mean(axis=0) if mean is None else mean
    return flat - mean, mean


def accuracy(X, y, w, b):
    """The share of pictures on whose right side of 1/2 the neuron is."""
    return float(np.mean((X @ w + b > 0) == (y > 0.5)))


def _bare(axes, title=""):
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    axes.set_title(title)
    for spine in axes.spines.values():
        spine.set_visible(True)


# -- the animals ------------------------------------------------------------------------------------------------------


def zoo_data(rng, n=12):
    return animals(n, rng)


@painter(9.4, 3.5)
def paint_zoo(zoo, figure):
    X, y = zoo
    for axes, picture, kind in zip(panels(figure, 2, len(X) // 2).flat, X, y):
        axes.imshow(picture, interpolation="nearest")
        _bare(axes, ANIMALS[kind])


def read_zoo(zoo):
    X, _ = zoo
    return (
        f"{len(X)} drawn pictures of 64 by 64 points. A cat is a grey face with pointed ears, a lion a yellow face in "
        "a brown mane, an iguana a long green body. Place, size, colours and background differ."
    )


ZOO = Picture(zoo_data, paint_zoo, read_zoo)


# -- flattening -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flat:
    """A picture, a patch of 2 by 2 of its points, and its row of numbers, with the place where the patch begins."""

    picture: np.ndarray
    row: int
    column: int

    @property
    def patch(self):
        return self.picture[self.row : self.row + 2, self.column : self.column + 2]

    def place(self, i, j, c):
        """Where the number of row i, column j, colour c stands in the flat row."""
        return (i * SIZE + j) * 3 + c


def flatten_data(rng):
    X, _ = animals(1, rng)
    dark = np.argwhere(X[0].sum(axis=2) < 1.6)  # the cat's ear: its topmost point
    row, column = dark[0]
    return Flat(X[0], int(row), int(column) - 1)


@painter(9.6, 3.9, left=0.01, right=0.99, bottom=0.02, top=0.9, wspace=0.05)
def paint_flatten(flat, figure):
    whole, patch, line = panels(figure, 1, 3, width_ratios=(1, 1, 1.25))
    whole.imshow(flat.picture, interpolation="nearest")
    frame = (flat.column - 0.5, flat.row - 0.5)
    whole.add_patch(Rectangle(frame, 2, 2, fill=False, edgecolor=VERMILION, linewidth=2.5))
    _bare(whole, "64 × 64 points")
    patch.imshow(flat.patch, interpolation="nearest")
    _bare(patch, "4 of them, 3 numbers each")
    _bare(line, "one row of 12,288 numbers")
    line.set(xlim=(0, 10), ylim=(14.0, -0.6))
    for i in range(2):
        for j in range(2):
            for c, name in enumerate(("red", "green", "blue")):
                value = flat.patch[i, j, c]
                ink = {"color": _ink(flat.patch[i, j]), "ha": "center", "va": "center"}
                patch.text(j, i + 0.26 * (c - 1), f"{name} {value:.2f}", **ink)
                slot = 1 + 6.5 * i + 3 * j + c
                where = flat.place(flat.row + i, flat.column + j, c)
                _slot(line, slot - 0.5 + (0.5 if i else 0), where, value, flat.patch[i, j])
    for y in (-0.1, 6.95, 13.6):
        line.text(5, y, "…", ha="center", va="center", fontsize=14)


def _ink(colour):
    """Black on light, white on dark."""
    return "white" if np.mean(colour) < 0.55 else BLACK


def _slot(axes, y, where, value, colour):
    axes.add_patch(
        FancyBboxPatch((4.4, y - 0.02), 3.2, 0.72, boxstyle="round,pad=0.04", fc=colour, ec=GREY)
    )
    axes.text(6, y + 0.34, f"{value:.2f}", ha="center", va="center", color=_ink(colour))
    axes.text(4.1, y + 0.34, f"number {where:,}", ha="right", va="center")


def read_flatten(flat):
    first = flat.place(flat.row, flat.column, 0)
    below = flat.place(flat.row + 1, flat.column, 0)
    return (
        "A picture of 64 by 64 points, three numbers a point, becomes one row of 12,288 numbers, line by line. The red "
        f"of the point in row {flat.row}, column {flat.column} is number {first:,}; the point below it begins at "
        f"number {below:,}, {below - first} places later. For the neuron they are no neighbours."
    )


FLATTEN = Picture(flatten_data, paint_flatten, read_flatten)


# -- one neuron -------------------------------------------------------------------------------------------------------


@painter(9.6, 3.1)
def paint_weights(w, figure):
    """The weights (12288,) of one neuron in the shape of a picture, each colour by itself."""
    parts = np.moveaxis(np.reshape(w, SIDE), 2, 0)
    most = np.abs(parts).max()
    for axes, part, name in zip(panels(figure, 1, 3), parts, ("red", "green", "blue")):
        shown = axes.imshow(part, cmap="PuOr", vmin=-most, vmax=most, interpolation="nearest")
        _bare(axes, f"weights, {name}")
    if len(figure.axes) == 3:
        bar = figure.colorbar(shown, ax=figure.axes, ticks=(-most, 0, most), pad=0.02)
        bar.ax.set_yticklabels(["speaks against\na cat", "0", "speaks for\na cat"])


def read_weights(w):
    parts = np.moveaxis(np.reshape(w, SIDE), 2, 0)
    middle, edge = parts[:, 20:44, 20:44].mean(), parts[:, :8].mean()
    return (
        "The 12,288 weights of the cat neuron as three pictures of 64 by 64, one for red, green and blue. The mean "
        f"weight in the middle of the picture is {plain(middle, 2)}, in the eight rows at the top {plain(edge, 2)}; "
        f"the mean over all blue numbers is {plain(parts[2].mean(), 2)}, over all red ones {plain(parts[0].mean(), 2)}."
    )


WEIGHTS = Picture(lambda w: w, paint_weights, read_weights)


@dataclass(frozen=True)
class Honest:
    """Accuracies (splits,) in training and on new pictures, with true and with shuffled labels; the baseline."""

    found: dict
    baseline: float
    owner: str


def honest_data(rng, fit=fit_logistic, splits=5, n=480, n_train=160, lr=0.05, steps=60):
    """Train the cat neuron on several splits of the pictures, once with the true labels and once with shuffled ones."""
    X, y = animals(n, rng)
    cat, found = (y == 0).astype(np.float32), {}
    for _ in range(splits):
        order = rng.permutation(n)
        train, new = order[:n_train], order[n_train:]
        F, mean = rows(X[train])
        G, _ = rows(X[new], mean)
        for name, labels in (("true", cat[train]), ("shuffled", rng.permutation(cat[train]))):
            w, b, _ = fit(F, labels, lr, steps)
            found.setdefault((name, "training"), []).append(accuracy(F, labels, w, b))
            found.setdefault((name, "new"), []).append(accuracy(G, cat[new], w, b))
    return Honest(
        {key: np.array(values) for key, values in found.items()}, 1 - cat.mean(), whose(fit)
    )


@painter(8.4, 3.4)
def paint_honest(honest, figure):
    axes = panels(figure)
    names = [f"{labels} labels,\n{where} pictures" for labels, where in honest.found]
    for k, (accuracies, look) in enumerate(zip(honest.found.values(), SERIES)):
        spots = {"color": look["color"], "markersize": 9, "alpha": 0.8}
        axes.plot(100 * accuracies, np.full(len(accuracies), k), look["marker"], **spots)
    axes.axvline(100 * honest.baseline, color=BLACK, linestyle=":")
    note(axes, "always “no cat”", 100 * (honest.baseline - 0.4) / 62 - 0.005, 0.32, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlim=(40, 102), ylim=(len(names) - 0.5, -0.5), xlabel="right answers in %")


def read_honest(honest):
    parts = [
        f"{labels} labels, {where} pictures {100 * a.mean():.1f}% ({100 * a.min():.1f} to {100 * a.max():.1f})"
        for (labels, where), a in honest.found.items()
    ]
    count = len(next(iter(honest.found.values())))
    return (
        f"The cat neuron on {count} splits, trained with {honest.owner} fit_logistic. Right answers, mean and spread: "
        f"{'; '.join(parts)}. Always saying no is right in {100 * honest.baseline:.1f}%."
    )


HONEST = Picture(honest_data, paint_honest, read_honest)


# -- three neurons ----------------------------------------------------------------------------------------------------

N_LESSON, RATE, STEPS = 240, 0.02, 60


@functools.cache
def lesson(seed=1, n=N_LESSON):
    """Pictures with any animals for training and as many new ones: rows, labels (n, 3), the mean picture."""
    rng = np.random.default_rng(seed)
    (X, Y), (X_new, Y_new) = (animals(n, rng, several=True) for _ in range(2))
    F, mean = rows(X)
    return F, Y.astype(np.float32), rows(X_new, mean)[0], Y_new, mean


@functools.lru_cache(maxsize=12)
def train_three(order=(0, 1, 2), grads=multi_neuron_grads, step=gd_step):
    """W (12288, 3), b (3,) of three neurons from zeros; `order` says which animal each label column stands for."""
    F, Y, *_ = lesson()
    W, b = np.zeros((F.shape[1], 3), np.float32), np.zeros(3, np.float32)
    for _ in range(STEPS):
        _, dW, db = grads(F, Y[:, list(order)], W, b)
        W, b = step(W, dW, RATE), step(b, db, RATE)
    return W, b


@dataclass(frozen=True)
class Three:
    """Three neurons: the animal of each, its weights, its accuracy on new pictures; whose function gave the slopes."""

    names: tuple
    W: np.ndarray
    right: np.ndarray
    baseline: np.ndarray
    owner: str


ORDERS = {", ".join(ANIMALS[k] for k in order): order for order in permutations(range(3))}


def three_data(order="cat, lion, iguana", grads=multi_neuron_grads, step=gd_step):
    """Train three neurons with the label columns in this order."""
    columns = list(ORDERS[order])
    W, b = train_three(ORDERS[order], grads, step)
    _, _, G, Y_new, _ = lesson()
    truth = Y_new[:, columns]
    right = ((G @ W + b > 0) == truth).mean(axis=0)
    share = truth.mean(axis=0)
    return Three(tuple(order.split(", ")), W, right, np.maximum(share, 1 - share), whose(grads))


def tinted(w):
    """Weights as colours: grey is 0, brighter in red, green or blue is positive there."""
    return np.clip(0.5 + 0.5 * np.reshape(w, SIDE) / np.quantile(np.abs(w), 0.995), 0, 1)


@painter(9, 3.6)
def paint_three(three, figure):
    for k, axes in enumerate(panels(figure, 1, 3)):
        axes.imshow(tinted(three.W[:, k]), interpolation="nearest")
        _bare(axes, f"neuron {k + 1}: {three.names[k]}")
        axes.set_xlabel(f"{100 * three.right[k]:.1f} % right")


def read_three(three):
    parts = [
        f"neuron {k} learns the {name}, {100 * right:.1f}% right on new pictures "
        f"(always the same answer: {100 * base:.1f}%)"
        for k, (name, right, base) in enumerate(zip(three.names, three.right, three.baseline), 1)
    ]
    return (
        f"Labels in the order {', '.join(three.names)}: {'; '.join(parts)}. The weights are shown as colours, grey for "
        f"0. Trained with {three.owner} multi_neuron_grads."
    )


THREE = Picture(three_data, paint_three, read_three)


def label_order(grads=multi_neuron_grads, step=gd_step):
    """Widget: the order of the label columns -> the weight pictures, trained anew, in the places of their labels."""
    controls = {"order": Choice("labels", tuple(ORDERS), "cat, lion, iguana")}
    return THREE.live(controls, grads=grads, step=step)


# -- sigmoid against softmax ------------------------------------------------------------------------------------------


@functools.cache
def train_one_of_three(seed=2, n=640):
    """W, b of a softmax head, trained on pictures with exactly one animal, and its accuracy on new ones."""
    X, Y = animals(n, np.random.default_rng(seed), several=True)
    single = Y.sum(axis=1) == 1
    F, y = rows(X[single], lesson()[4])[0], Y[single].argmax(axis=1)
    half = len(y) // 2
    W, b = np.zeros((F.shape[1], 3), np.float32), np.zeros(3, np.float32)
    for _ in range(STEPS):
        dZ = softmax_cross_entropy_grad(affine_forward(F[:half], W, b), y[:half])
        W, b = gd_step(W, F[:half].T @ dZ, 2 * RATE), gd_step(b, dZ.sum(axis=0), 2 * RATE)
    return W, b, float(np.mean((F[half:] @ W + b).argmax(axis=1) == y[half:]))


def scene(present, seed):
    """A picture (64, 64, 3) with exactly these animals: drawn until one has them."""
    rng = np.random.default_rng(seed)
    while True:
        X, Y = animals(16, rng, several=True)
        found = np.flatnonzero((Y == np.array(present)).all(axis=1))
        if len(found):
            return X[found[0]]


@dataclass(frozen=True)
class Heads:
    """One picture, the animals in it, and what three sigmoid neurons and a softmax say about it."""

    picture: np.ndarray
    present: tuple
    each: np.ndarray
    shared: np.ndarray


def both_data(cat=True, lion=True, iguana=False, seed=0, grads=multi_neuron_grads, step=gd_step):
    """What both heads say about a new picture with the chosen animals."""
    present = (cat, lion, iguana)
    picture = scene(present, 100 + seed)
    row, _ = rows(picture[None], lesson()[4])
    (W, b), (V, c, _) = train_three((0, 1, 2), grads, step), train_one_of_three()
    return Heads(picture, present, sigmoid(row @ W + b)[0], softmax(row @ V + c)[0])


@painter(9.6, 3.5, left=0.02, right=0.985, bottom=0.13, top=0.88, wspace=0.3)
def paint_both(heads, figure):
    whole, each, shared = panels(figure, 1, 3)
    whole.imshow(heads.picture, interpolation="nearest")
    _bare(whole, "the picture")
    for axes, values, colour, title in (
        (each, heads.each, BLUE, "three sigmoids"),
        (shared, heads.shared, ORANGE, "one softmax"),
    ):
        axes.bar(ANIMALS, values, color=colour, edgecolor=BLACK, hatch="" if axes is each else "//")
        for k, value in enumerate(values):
            axes.text(k, value + 0.02, f"{value:.2f}", ha="center")
        axes.set(ylim=(0, 1.15), title=f"{title}: sum {values.sum():.2f}")
        axes.grid(axis="x", visible=False)


def read_both(heads):
    there = [name for name, yes in zip(ANIMALS, heads.present) if yes]
    said = [
        ", ".join(f"{n} {fixed(v, 2)}" for n, v in zip(ANIMALS, values))
        for values in (heads.each, heads.shared)
    ]
    return (
        f"In the picture: {' and '.join(there) or 'no animal'}. Three sigmoids say {said[0]}, together "
        f"{fixed(heads.each.sum(), 2)}. Softmax says {said[1]}, together {fixed(heads.shared.sum(), 2)}."
    )


BOTH = Picture(both_data, paint_both, read_both)


def both_animals(grads=multi_neuron_grads, step=gd_step):
    """Widget: which animals are in the picture, which picture -> the bars of three sigmoids and of one softmax."""
    controls = {name: Toggle(name, name != "iguana") for name in ANIMALS}
    return BOTH.live(controls | {"seed": Slider("picture", 0, 20, 0, 1)}, grads=grads, step=step)


# -- how old is the cat? ----------------------------------------------------------------------------------------------


def cats_of_age(n, rng):
    """Pictures of one cat each and its age in years, 0 to 15: the older, the larger. X (n, 64, 64, 3), ages (n,)."""
    ages, X = rng.uniform(0, 15, n), np.empty((n, *SIDE))
    for picture, age in zip(X, ages):
        picture[:] = rng.uniform(0.6, 1, 3)
        DRAW[0](picture, *rng.uniform(22, 42, 2), 6 + 0.4 * age, rng)
    return np.clip(X + rng.normal(0, 0.02, X.shape), 0, 1), ages


@dataclass(frozen=True)
class Ages:
    """New cats: their ages, the neuron's answers, and the mean age of the cats it was trained on."""

    ages: np.ndarray
    said: np.ndarray
    mean: float

    @property
    def error(self):
        return float(np.abs(self.said - self.ages).mean())

    @property
    def baseline(self):
        return float(np.abs(self.mean - self.ages).mean())


def ages_data(rng, n=200, lr=0.004, steps=100, step=gd_step):
    """Train one linear neuron on the pictures of n cats and their ages, and ask it about n new ones."""
    (X, ages), (X_new, new) = (cats_of_age(n, rng) for _ in range(2))
    F, mean = rows(X)
    # The rows have the mean 0, so the best bias is the mean age, whatever the weights are.
    w, b, target = np.zeros(F.shape[1], np.float32), ages.mean(), ages.astype(np.float32)
    for _ in range(steps):
        w = step(w, 2 * F.T @ (F @ w + np.float32(b) - target) / n, lr)
    return Ages(new, rows(X_new, mean)[0] @ w + b, float(b))


@painter(5.6, 4.4)
def paint_ages(ages, figure):
    axes = panels(figure)
    axes.plot((0, 15), (0, 15), color=GREY, label="exactly right")
    axes.axhline(ages.mean, color=VERMILION, linestyle="--", label="always the mean")
    axes.plot(ages.ages, ages.said, "o", color=BLUE, markersize=5, alpha=0.7, label="the neuron")
    axes.set(xlabel="age in years", ylabel="the answer in years", xlim=(-0.4, 15.4))
    axes.legend(loc="upper left")


def read_ages(ages):
    below = int(np.sum(ages.said < 0))
    return (
        f"One linear neuron says how old {len(ages.ages)} new cats are. Its answers are off by {ages.error:.1f} years "
        f"on average; always saying the mean, {ages.mean:.1f}, is off by {ages.baseline:.1f}. It gives {below} cats "
        "an age below 0."
    )


AGES = Picture(ages_data, paint_ages, read_ages)


# -- which head? ------------------------------------------------------------------------------------------------------

QUESTIONS = (
    ("Will it rain tomorrow?", "one probability", "1 × sigmoid", "binary cross entropy"),
    ("Which of 4 toppings are on the pizza?", "any of them", "4 × sigmoid", "the same, 4 added up"),
    ("Which of 10 digits is it?", "exactly one", "softmax over 10", "cross entropy"),
    ("How warm will it be, in °C?", "any number", "1 × identity", "squared error"),
    ("How far can the car still go?", "a number above 0", "1 × softplus", "squared error"),
)
TITLES = ("question", "answer", "head", "loss")
PLACES = (0.0, 4.45, 7.1, 9.65)
WIDTHS = (4.15, 2.35, 2.25, 2.75)
COLOURS = ("#DCECF7", "#F3E3EC", "#FFF3D6", "#DDF1EA")


@painter(10.4, 3.6, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_heads(questions, figure):
    axes = panels(figure)
    for start, width, title in zip(PLACES, WIDTHS, TITLES):
        axes.text(
            start + width / 2, 0.3, title, ha="center", va="center", fontsize=14, weight="bold"
        )
    for row, cells in enumerate(questions, start=1):
        for words, start, width, colour in zip(cells, PLACES, WIDTHS, COLOURS):
            axes.add_patch(
                FancyBboxPatch(
                    (start, row - 0.3), width, 0.6, boxstyle="round,pad=0.05", fc=colour, ec=GREY
                )
            )
            axes.text(start + width / 2, row, words, ha="center", va="center")
    axes.set(xlim=(-0.15, 12.55), ylim=(len(questions) + 0.5, 0))
    axes.axis("off")


def read_heads(questions):
    listed = "; ".join(
        f"{question} {answer}: {head}, {loss}" for question, answer, head, loss in questions
    )
    return f"{len(questions)} questions and the head that fits each. {listed}."


HEADS = Picture(lambda: QUESTIONS, paint_heads, read_heads)
