"""Three neurons side by side: the order of the labels, and sigmoid against softmax."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from matplotlib.figure import Figure

from nnlib.activations import sigmoid, softmax
from nnlib.core.words import tr
from nnlib.datasets import ANIMALS, animals
from nnlib.layers import affine_forward
from nnlib.losses import softmax_cross_entropy_grad
from nnlib.neuron import multi_neuron_grads
from nnlib.optimizers import gd_step
from nnlib.plots.ch06.pixels import SIDE, bare, rows
from nnlib.plots.kit.live_figures import Choice, Live, Slider, Toggle
from nnlib.plots.kit.numbers import fixed
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    ORANGE,
    painter,
    panels,
)

# -- three neurons ----------------------------------------------------------------------------------------------------

N_LESSON, RATE, STEPS = 240, 0.02, 60


@functools.cache
def lesson(seed: int = 1, n=N_LESSON):
    """Pictures with any animals for training and as many new ones: rows, labels (n, 3), the mean picture."""
    rng = np.random.default_rng(seed)
    (X, Y), (X_new, Y_new) = (animals(n, rng, several=True) for _ in range(2))
    F, mean = rows(X)
    return F, Y.astype(np.float32), rows(X_new, mean)[0], Y_new, mean


@functools.lru_cache(maxsize=12)
def train_three(
    order: tuple = (0, 1, 2), grads: Callable = multi_neuron_grads, step: Callable = gd_step
):
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


def three_data(
    order: str = tr("cat, lion, iguana"),
    grads: Callable = multi_neuron_grads,
    step: Callable = gd_step,
):
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
def paint_three(three: Three, figure: Figure):
    """The weights of three neurons as pictures, in the order of the labels."""
    for k, axes in enumerate(panels(figure, 1, 3)):
        axes.imshow(tinted(three.W[:, k]), interpolation="nearest")
        bare(axes, tr("neuron {value}: {value2}", value=k + 1, value2=three.names[k]))
        axes.set_xlabel(f"{100 * three.right[k]:.1f} % right")


def read_three(three: Three):
    """In words: how often each neuron is right."""
    parts = [
        tr(
            "neuron {k} learns the {name}, {value:.1f}% right on new pictures (always the same "
            "answer: {value2:.1f}%)",
            k=k,
            name=name,
            value=100 * right,
            value2=100 * base,
        )
        for k, (name, right, base) in enumerate(zip(three.names, three.right, three.baseline), 1)
    ]
    return tr(
        "Labels in the order {listed}: {listed2}. The weights are shown as colours, grey for "
        "0. Trained with {owner} multi_neuron_grads.",
        listed=", ".join(three.names),
        listed2="; ".join(parts),
        owner=three.owner,
    )


LABEL_ORDER = Picture(three_data, paint_three, read_three)


def label_order(grads: Callable = multi_neuron_grads, step: Callable = gd_step) -> Live:
    """Widget: the order of the label columns -> the weight pictures, trained anew, in the places of their labels."""
    controls = {"order": Choice("labels", tuple(ORDERS), tr("cat, lion, iguana"))}
    return LABEL_ORDER.live(controls, grads=grads, step=step)


# -- sigmoid against softmax ------------------------------------------------------------------------------------------


@functools.cache
def train_one_of_three(seed: int = 2, n: int = 640):
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


def both_data(
    cat: bool = True,
    lion: bool = True,
    iguana: bool = False,
    seed: int = 0,
    grads: Callable = multi_neuron_grads,
    step: Callable = gd_step,
):
    """What both heads say about a new picture with the chosen animals."""
    present = (cat, lion, iguana)
    picture = scene(present, 100 + seed)
    row, _ = rows(picture[None], lesson()[4])
    (W, b), (V, c, _) = train_three((0, 1, 2), grads, step), train_one_of_three()
    return Heads(picture, present, sigmoid(row @ W + b)[0], softmax(row @ V + c)[0])


@painter(9.6, 3.5, left=0.02, right=0.985, bottom=0.13, top=0.88, wspace=0.3)
def paint_both(heads: Heads, figure: Figure):
    """The picture, and what three sigmoids and a softmax say to it."""
    whole, each, shared = panels(figure, 1, 3)
    whole.imshow(heads.picture, interpolation="nearest")
    bare(whole, tr("the picture"))
    for axes, values, colour, title in (
        (each, heads.each, BLUE, tr("three sigmoids")),
        (shared, heads.shared, ORANGE, tr("one softmax")),
    ):
        axes.bar(ANIMALS, values, color=colour, edgecolor=BLACK, hatch="" if axes is each else "//")
        for k, value in enumerate(values):
            axes.text(k, value + 0.02, f"{value:.2f}", ha="center")
        axes.set(ylim=(0, 1.15), title=tr("{title}: sum {sum:.2f}", title=title, sum=values.sum()))
        axes.grid(axis="x", visible=False)


def read_both(heads: Heads):
    """In words: what the sigmoids say, what softmax says, and what each adds up to."""
    there = [name for name, yes in zip(ANIMALS, heads.present) if yes]
    said = [
        ", ".join(f"{n} {fixed(v, 2)}" for n, v in zip(ANIMALS, values))
        for values in (heads.each, heads.shared)
    ]
    return tr(
        "In the picture: {value}. Three sigmoids say {said}, together {fixed}. Softmax says "
        "{said2}, together {fixed2}.",
        value=" and ".join(there) or tr("no animal"),
        said=said[0],
        fixed=fixed(heads.each.sum(), 2),
        said2=said[1],
        fixed2=fixed(heads.shared.sum(), 2),
    )


BOTH_ANIMALS = Picture(both_data, paint_both, read_both)


def both_animals(grads: Callable = multi_neuron_grads, step: Callable = gd_step) -> Live:
    """Widget: which animals are in the picture, which picture -> the bars of three sigmoids and of one softmax."""
    controls = {name: Toggle(name, name != "iguana") for name in ANIMALS}
    return BOTH_ANIMALS.live(
        controls | {"seed": Slider("picture", 0, 20, 0, 1)}, grads=grads, step=step
    )
