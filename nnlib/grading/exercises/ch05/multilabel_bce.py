"""multilabel_bce(Z, Y): several questions of yes or no for each example."""

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, naive_sigmoid, softmax
from nnlib.grading.exercises.ch05._answers import (
    bce_numpy,
    bce_turned,
    clipped_logits,
    naive_logits,
    softplus,
)
from nnlib.grading.exercises.ch05._shared import (
    FORM_OVERFLOWS,
    LN2,
    LN3,
    bce_with_logits,
    binary,
    costs,
    forgiving,
)
from nnlib.grading.exercises.draw import fortran, labels, mean_reference, rows, short
from nnlib.grading.exercises.kinds import far_price, round_off

ex = exercise("multilabel_bce", "Z, Y -> J")

multilabel_bce = mean_reference(book.multilabel_bce)
ZYS = ("Z", "Y")


def tables(rng, shapes, scale=2.0):
    """Logits between -3 and 3, so that no answer is less likely than 0.04, and labels."""
    return [
        (
            short(np.clip(rng.normal(0, scale, shape), -3, 3)),
            labels(rng, shape[0] * shape[1]).reshape(shape),
        )
        for shape in shapes
    ]


@ex.part(points=1)
def value(rng):
    known = case(Z=rows(0, LN3), Y=[[1, 0]], J=3 * LN2, scale=1)
    zero = case(
        tr("logits of 0"), Z=np.zeros((3, 4)), Y=tables(rng, [(3, 4)])[0][1], J=4 * LN2, scale=1
    )
    drawn = tables(rng, [(3, 4), (3, 3), (5, 2)])
    return forgiving([known, zero, *costs(multilabel_bce, drawn, names=ZYS)])


@ex.part(points=1, hidden=True, pure=True)
def laws(rng):
    far = [
        case(
            tr("logits of 1000 and -1000"),
            Z=[[1000.0, -1000], [-1000, 1000]],
            Y=np.array(Y),
            J=J,
            scale=1,
            judge=far_price("clipped", J=J),
        )
        for Y, J in (
            ([[1.0, 0], [0, 1]], 0.0),
            ([[0.0, 1], [1, 0]], 2000.0),
            ([[1.0, 1], [0, 1]], 500.0),
        )
    ]
    Z, Y = tables(rng, [(4, 3)])[0]
    columns = sum(bce_with_logits(z, y) for z, y in zip(Z.T, Y.T, strict=True))
    alone = case(tr("one binary loss per column, added up"), Z=fortran(Z), Y=fortran(Y), J=columns)
    return [
        *costs(multilabel_bce, tables(rng, [(1, 3), (4, 1)]), names=ZYS, about=tr("other shapes")),
        alone,
        *far,
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _bce_table(Z, Y):
    return -binary(naive_sigmoid(Z), Y)


@ex.slip
def mean_over_labels(Z, Y):
    """You divide by the number of labels too. The book adds the labels of one example up, and takes the mean over
    the examples.
    """
    return _bce_table(Z, Y).mean()


@ex.slip
def mean_exchanged(Z, Y):
    """You add up over the examples and take the mean over the labels. It is the other way round."""
    return _bce_table(Z, Y).sum(axis=0).mean()


@ex.slip
def no_mean(Z, Y):
    """You add everything up and stop there. The loss is a mean over the examples."""
    return _bce_table(Z, Y).sum()


@ex.slip
def softmax_inside(Z, Y):
    """A softmax lets the labels of a row share one probability. Here a picture may show two animals, or none:
    each label answers for itself.
    """
    return -binary(softmax(Z), Y).sum(axis=1).mean()


@ex.slip(like=softmax_inside)
def softmax_inside_once(Z, Y):
    return -(Y * np.log(softmax(Z))).sum(axis=1).mean()


@ex.slip
def only_the_ones(Z, Y):
    """Labels that are 0 cost nothing in your J. Then a model that sees every animal in every picture would be
    perfect.
    """
    return -(Y * np.log(naive_sigmoid(Z))).sum(axis=1).mean()


@ex.slip
def log_of_sigmoid(Z, Y):
    """At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. You have written a form
    that stays calm there: bce_with_logits.
    """
    return _bce_table(Z, Y).sum(axis=1).mean()


@ex.slip(says=FORM_OVERFLOWS)
def overflow(Z, Y):
    return (np.log(1 + np.exp(Z)) - Y * Z).sum(axis=1).mean()


@ex.slip
def sign(Z, Y):
    """Your J has the wrong sign. The logarithm of a probability is below 0, and a price should not be."""
    return -(np.logaddexp(0, Z) - Y * Z).sum(axis=1).mean()


@ex.slip
def no_sigmoid(Z, Y):
    """You treat Z as probabilities. They are logits, any numbers at all: at 0 the model says one half."""
    return -binary(Z, Y).sum(axis=1).mean()


@ex.slip
def labels_exchanged(Z, Y):
    """You charge the labels that are 1 as if they were 0. A large logit should be cheap where its label is 1."""
    return _bce_table(Z, 1 - Y).sum(axis=1).mean()


@ex.slip
def first_example_alone(Z, Y):
    """Only the first example counts in your J. Does the return stand inside the loop, or is one row picked out?"""
    return (np.logaddexp(0, Z) - Y * Z)[0].sum()


@ex.slip
def last_label_left_out(Z, Y):
    """The last column is missing from your sum: one label of each example pays nothing. Where does your inner loop
    end?
    """
    return (np.logaddexp(0, Z) - Y * Z)[:, :-1].sum(axis=1).mean()


@ex.slip
def squared_errors(Z, Y):
    """You add up squares of errors. Here each answer pays for its surprise, with a logarithm."""
    return ((naive_sigmoid(Z) - Y) ** 2).sum(axis=1).mean()


@ex.slip
def first_label_alone(Z, Y):
    """Only the first column counts in your J. Every label of an example asks a question of its own."""
    return (np.logaddexp(0, Z) - Y * Z)[:, 0].mean()


round_off(ex, lambda Z, Y: (np.logaddexp(0, Z) - Y * Z).sum(axis=1).mean())


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def multilabel_loop(Z, Y):
    total = 0.0
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            total += softplus(Z[i, j]) - Y[i, j] * Z[i, j]
    return total / Z.shape[0]


ex.right(lambda Z, Y: sum(bce_numpy(z, y) for z, y in zip(Z.T, Y.T)))
ex.right(lambda Z, Y: np.sum(np.logaddexp(0, Z) - Y * Z, axis=1).mean())
ex.right(in_float32(lambda Z, Y: bce_turned(Z, Y) * Z.shape[1]))


ex.right(lambda Z, Y: np.einsum("ij->", np.logaddexp(0, (1 - 2 * Y) * Z)) / Z.shape[0])
ex.right(lambda Z, Y: np.mean([bce_numpy(z, y) * len(z) for z, y in zip(Z, Y)]))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="mean-over-labels", points=0)(lambda Z, Y: bce_numpy(Z, Y))
ex.wrong(slip="softmax-inside", points=0)(
    lambda Z, Y: -np.mean(np.sum(Y * np.log(softmax(Z)) + (1 - Y) * np.log(1 - softmax(Z)), axis=1))
)
ex.wrong(slip="softmax-inside", points=0)(
    lambda Z, Y: -np.mean(np.sum(Y * np.log(softmax(Z)), axis=1))
)
ex.wrong(slip="no-mean", points=0)(lambda Z, Y: bce_numpy(Z, Y) * Z.size)
ex.wrong(slip="mean-exchanged", points=0)(lambda Z, Y: bce_numpy(Z, Y) * Z.shape[0])
ex.wrong(slip="log-of-sigmoid", points=1)(lambda Z, Y: naive_logits(Z, Y) * Z.shape[1])
ex.wrong(slip="overflow", points=1)(
    lambda Z, Y: np.mean(np.sum(np.log(1 + np.exp(Z)) - Y * Z, axis=1))
)
ex.wrong(slip="clipped", points=1)(lambda Z, Y: clipped_logits(Z, Y) * Z.shape[1])
ex.wrong(slip="only-the-ones", points=0)(
    lambda Z, Y: np.mean(np.sum(Y * np.logaddexp(0, -Z), axis=1))
)


# only the first column
ex.wrong(slip=None, points=0)(lambda Z, Y: bce_numpy(Z[:, 0], Y[:, 0]) * Z.shape[1])


ex.wrong(slip="clipped", points=1)(
    lambda Z, Y: -np.sum(np.log(np.abs(1 - Y - naive_sigmoid(Z)) + 1e-9)) / len(Z)
)
ex.wrong(slip="clipped", points=1)(lambda Z, Y: bce_turned(np.clip(Z, -700, 700), Y) * Z.shape[1])
ex.wrong(slip="first-label-alone", points=0)(lambda Z, Y: bce_numpy(Z[:, 0], Y[:, 0]))
ex.wrong(slip="labels-exchanged", points=0)(lambda Z, Y: bce_numpy(Z, 1 - Y) * Z.shape[1])
ex.wrong(slip="sign", points=0)(lambda Z, Y: np.sum(Y * Z - np.logaddexp(0, Z)) / len(Z))


@ex.wrong(slip="last-label-left-out", points=0)
def multilabel_short_loop(Z, Y):
    total = 0.0
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1] - 1):
            total += softplus(Z[i, j]) - Y[i, j] * Z[i, j]
    return total / Z.shape[0]


@ex.wrong(slip="first-example-alone", points=0)
def multilabel_returns_early(Z, Y):
    for z, y in zip(Z, Y):
        return bce_numpy(z, y) * len(z)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for j in range(Z.shape[1]):", "for j in range(Z.shape[-1]):")
