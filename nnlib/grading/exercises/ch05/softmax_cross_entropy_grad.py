"""softmax_cross_entropy_grad(Z, y): its gradient at the logits."""

import math

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import (
    in_float32,
    naive_sigmoid,
    naive_softmax,
    nudged_gradient,
    onehot,
    softmax,
    softmax_by_global_max,
)
from nnlib.grading.exercises.ch05._answers import log_softmax, sigmoid_calm
from nnlib.grading.exercises.ch05._shared import (
    CLASSES,
    LABEL_COLUMN,
    LN3,
    classes,
    loss_slopes,
    slopes_of,
    softmax_cross_entropy,
)
from nnlib.grading.exercises.draw import fortran, rows
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GLOBAL_MAX, NO_SHIFT

ex = exercise("softmax_cross_entropy_grad", "Z, y -> dZ")


@ex.part(points=2)
def gradient(rng):
    known = case(Z=rows(0, LN3), y=np.array([0]), dZ=[[-0.75, 0.75]], scale=1)
    far = {"Z": np.array([[HUGE, 0], [0, LN3]]), "y": np.array([1, 0])}
    big = uneven(far, {"dZ": np.array([[1, -1], [-0.75, 0.75]]) / 2})
    drawn = loss_slopes(
        softmax_cross_entropy, classes(rng, [(1, 3), (3, 4), (3, 3)]), names=CLASSES
    )
    return [known, *drawn, big]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    far = case(
        tr("logits of ±1000"),
        Z=[[1000.0, 0], [1000, 0], [0, 1000], [-1000, 0]],
        y=np.array([0, 1, 0, 1]),
        dZ=np.array([[0, 0], [0.5, -0.5], [-0.5, 0.5], [0, 0]]) / 2,
        scale=1,
    )
    low = case(
        tr("logits of -1000"), Z=[[-1000, -1000]], y=np.array([1]), dZ=[[0.5, -0.5]], scale=1
    )
    Z, y = classes(rng, [(3, 4)])[0]
    truth = slopes_of(softmax_cross_entropy, Z, y)
    levels = np.array([[1000.0], [0.0], [-1000.0]])
    uneven = case(tr("rows of very different size"), Z=Z + levels, y=y, dZ=truth)
    (wide, y), single, one = classes(rng, [(6, 5), (1, 1), (3, 1)])
    shapes = loss_slopes(
        softmax_cross_entropy, [(fortran(wide), y)], names=CLASSES, about=tr("other shapes")
    )
    alone = [
        case(tr("a single class"), Z=Z, y=y, dZ=np.zeros(Z.shape), scale=1)
        for Z, y in (single, one)
    ]
    return [*shapes, *alone, far, low, uneven]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def softmax_slope_left(Z, y):
    """A slope of the softmax is still in your dZ, so a row that is sure and wrong would hardly move. Work the
    product out on paper: what cancels?
    """
    return (softmax(Z) - onehot(y, Z.shape[1])) * softmax(Z) * (1 - softmax(Z)) / len(y)


@ex.slip
def label_missing(Z, y):
    """Your dZ does not depend on y, and its rows do not sum to 0. The class that is there should be pulled up."""
    return softmax(Z) / len(y)


@ex.slip
def own_class_only(Z, y):
    """Only the class that is there moves in your dZ. When its probability grows, the others must shrink: each row sums
    to 0.
    """
    return (softmax(Z) - 1) * onehot(y, Z.shape[1]) / len(y)


@ex.slip(says=LABEL_COLUMN)
def labels_broadcast(Z, y):
    P = softmax(Z)
    P[:, y] -= 1
    return P / len(y)


@ex.slip
def slope_at_p(Z, y):
    """You stopped at the slope with respect to the probabilities. From there it is one more step to the logits."""
    return -onehot(y, Z.shape[1]) / softmax(Z) / len(y)


@ex.slip
def no_softmax(Z, y):
    """You compare the labels with the logits themselves. Which probabilities do the logits stand for?"""
    return (Z - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def sigmoid_for_softmax(Z, y):
    """You squash each logit on its own, so that your rows do not sum to 0. Here the classes share the 1."""
    return (naive_sigmoid(Z) - onehot(y, Z.shape[1])) / len(y)


@ex.slip(says=NO_SHIFT)
def no_shift(Z, y):
    return (naive_softmax(Z) - onehot(y, Z.shape[1])) / len(y)


@ex.slip(says=GLOBAL_MAX)
def global_max(Z, y):
    return (softmax_by_global_max(Z) - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def wrong_axis(Z, y):
    """Your softmax shares the 1 among the examples, down the columns. The classes of one row share it."""
    return (softmax(Z.T).T - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def whole_table(Z, y):
    """The probabilities of your whole table sum to 1, and those of each row should. One sum per row is needed."""
    E = np.exp(Z - Z.max())
    return (E / E.sum() - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def label_added(Z, y):
    """You add the 1 of the class that is there. Its logit should be pulled up, so its slope is negative."""
    return (softmax(Z) + onehot(y, Z.shape[1])) / len(y)


@ex.slip
def label_off_the_mean(Z, y):
    """You divide the probabilities by the number of examples and not the 1 of the label, or the other way round. The
    whole difference is divided.
    """
    return softmax(Z) / len(y) - onehot(y, Z.shape[1])


@ex.slip(like=label_off_the_mean)
def shares_off_the_mean(Z, y):
    return softmax(Z) - onehot(y, Z.shape[1]) / len(y)


@ex.slip
def likeliest_for_label(Z, y):
    """You take the 1 off the likeliest class, right or not. It belongs to the class that is there: look at y."""
    return (softmax(Z) - onehot(Z.argmax(axis=1), Z.shape[1])) / len(y)


@ex.slip
def exponential_alone(Z, y):
    """You take the powers of e as they are. They become probabilities when each row is divided by its sum."""
    return (np.exp(Z) - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def log_shares(Z, y):
    """You take the logarithm of the probabilities. In the slope with respect to the logits they stand as they are."""
    return (np.log(softmax(Z)) - onehot(y, Z.shape[1])) / len(y)


@ex.slip
def softmax_twice(Z, y):
    """Softmax is in your slopes twice: its probabilities go through it again. Z holds the logits: once is enough."""
    return (softmax(softmax(Z)) - onehot(y, Z.shape[1])) / len(y)


round_off(ex, lambda Z, y: (softmax(Z) - onehot(y, Z.shape[1])) / len(y), digits=(1, 2))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def softmax_slope_loop(Z, y):
    dZ = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        e = [math.exp(z - max(Z[i])) for z in Z[i]]
        for j in range(Z.shape[1]):
            dZ[i, j] = (e[j] / sum(e) - (1 if j == y[i] else 0)) / Z.shape[0]
    return dZ


@ex.right
def softmax_slope(Z, y):
    dZ = np.exp(log_softmax(Z))
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


@ex.right
def softmax_slope_onehot(Z, y):
    E = np.exp(Z - Z.max(axis=1)[:, None])
    return (E / E.sum(axis=1)[:, None] - np.eye(Z.shape[1])[y]) / len(Z)


ex.right(in_float32(softmax_slope))


ex.right(
    lambda Z, y: np.einsum("ij->ij", softmax(Z) - (np.arange(Z.shape[1]) == y[:, None])) / len(y)
)


@ex.right
def row_by_row(Z, y):
    dZ = []
    for row, label in zip(Z, y):
        shares = np.exp(row - np.logaddexp.reduce(row))
        shares[label] -= 1
        dZ.append(shares)
    return np.array(dZ) / len(dZ)


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_gradient(softmax_cross_entropy))

ex.wrong(slip="missing-mean", points=0)(lambda Z, y: softmax_slope(Z, y) * len(y))
ex.wrong(slip="averaged-outputs", points=0)(lambda Z, y: softmax_slope(Z, y) / Z.shape[1])
ex.wrong(slip="sign-flipped", points=0)(lambda Z, y: -softmax_slope(Z, y))
ex.wrong(slip="softmax-slope-left", points=0)(
    lambda Z, y: softmax_slope(Z, y) * softmax(Z) * (1 - softmax(Z))
)


@ex.wrong(slip="labels-broadcast", points=0)
def slope_with_column_of_labels(Z, y):
    y = y.reshape(-1, 1)
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


ex.wrong(slip="label-missing", points=0)(lambda Z, y: softmax(Z) / len(y))
ex.wrong(slip="sigmoid-for-softmax", points=0)(
    lambda Z, y: (sigmoid_calm(Z) - np.eye(Z.shape[1])[y]) / len(y)
)
ex.wrong(slip="no-shift", points=2)(
    lambda Z, y: (np.exp(Z) / np.exp(Z).sum(axis=1)[:, None] - np.eye(Z.shape[1])[y]) / len(y)
)
ex.wrong(slip="wrong-axis", points=0)(
    lambda Z, y: (softmax(Z.T).T - np.eye(Z.shape[1])[y]) / len(y)
)


# this backward belongs to the forward that misses its mean over the classes: they fit each other
ex.wrong(slip="mean-twice", points=0)(lambda Z, y: softmax_slope(Z, y) / len(y))


@ex.wrong(slip="input-modified", points=2)
def softmax_slope_in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, Z)
    Z /= Z.sum(axis=1, keepdims=True)
    Z[np.arange(len(y)), y] -= 1
    Z /= len(y)
    return Z


ex.wrong(slip="label-off-the-mean", points=0)(
    lambda Z, y: softmax(Z) / len(y) - np.eye(Z.shape[1])[y]
)
ex.wrong(slip="label-added", points=0)(lambda Z, y: (softmax(Z) + np.eye(Z.shape[1])[y]) / len(y))
ex.wrong(slip="exponential-alone", points=0)(
    lambda Z, y: (np.exp(Z) - np.eye(Z.shape[1])[y]) / len(y)
)
ex.wrong(slip="own-class-only", points=0)(
    lambda Z, y: np.eye(Z.shape[1])[y] * (softmax(Z) - 1) / len(y)
)
ex.wrong(slip="whole-table", points=0)(
    lambda Z, y: (np.exp(Z) / np.exp(Z).sum() - np.eye(Z.shape[1])[y]) / len(y)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("dZ = np.zeros(Z.shape)", "dZ = np.ones(Z.shape)")
