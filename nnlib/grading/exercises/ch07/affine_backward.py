"""affine_backward(dout, X, W): the way back through X W + b."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_vjp
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch07._answers import affine_loops, affine_numpy
from nnlib.grading.exercises.ch07._shared import UNSUMMED, affine_slopes, three
from nnlib.grading.exercises.draw import fortran, upstream
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("affine_backward", "dout, X, W -> dX, dW, db")

AFFINE = ("dX", "dW", "db")


def _affine(rng, n, n_in, n_out, about="", order=np.array):
    X, W, b = rng.normal(0, 1, (n, n_in)), rng.normal(0, 1, (n_in, n_out)), rng.normal(0, 1, n_out)
    dout = upstream(rng, (n, n_out))
    truth = affine_slopes(lambda X, W, b: X @ W + b, dout, X, W, b, AFFINE)
    arguments = {"dout": order(dout), "X": order(X), "W": order(W)}
    return Case(
        arguments, truth, about, scale=1, read=partial(three, AFFINE, n, n_out), slopes=True
    )


@ex.part(points=3)
def gradient(rng):
    known = case(
        dout=[[1.0], [10.0]],
        X=[[1.0, 2.0], [3.0, 4.0]],
        W=[[5.0], [6.0]],
        dX=[[5.0, 6.0], [50.0, 60.0]],
        dW=[[31.0], [42.0]],
        db=[11.0],
        read=partial(three, AFFINE, 2, 1),
    )
    X, W, dout = np.array([[HUGE, 2], [3, 4]]), np.array([[5.0], [6]]), np.array([[1.0], [10]])
    truth = affine_numpy(dout, X, W)
    big = uneven(
        {"dout": dout, "X": X, "W": W},
        dict(zip(AFFINE, truth, strict=True)),
        read=partial(three, AFFINE, 2, 1),
    )
    return [_affine(rng, 5, 3, 2), known, _affine(rng, 3, 3, 3, "n = n_in = n_out"), big]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    shapes = [
        (1, 2, 4, tr("one example")),
        (4, 1, 3, tr("one input")),
        (2, 2, 2, "n = n_in = n_out"),
    ]
    by_columns = _affine(rng, 4, 3, 2, tr("arrays that are stored by columns"), fortran)
    return [*(_affine(rng, *s) for s in shapes), by_columns, _affine(rng, 12, 9, 7)]


# ---- slips -----------------------------------------------------------------------------------------


def _affine_by(dX=None, dW=None, db=None):
    """A wrong answer: what is not given is right."""

    def wrong(dout, X, W):
        right = (dout @ W.T, X.T @ dout, dout.sum(axis=0))
        return tuple(
            value if make is None else make(dout, X, W)
            for make, value in zip((dX, dW, db), right, strict=True)
        )

    return wrong


@ex.slip
def averaged(dout, X, W):
    """You divide by the number of examples here. The mean stands in the loss, and its 1/n has arrived in dout
    already: look for what should only be added up.
    """
    return _affine_by(db=lambda dout, X, W: dout.mean(axis=0))(dout, X, W)


@ex.slip(like=averaged)
def averaged_dW(dout, X, W):
    return _affine_by(dW=lambda dout, X, W: X.T @ dout / len(X))(dout, X, W)


@ex.slip(like=averaged)
def averaged_dW_and_db(dout, X, W):
    return dout @ W.T, X.T @ dout / len(X), dout.mean(axis=0)


@ex.slip(like=averaged)
def averaged_all(dout, X, W):
    return tuple(g / len(X) for g in (dout @ W.T, X.T @ dout, dout.sum(axis=0)))


def _where_square(wrong, right):
    """`wrong` where all axes are of one length, and `right` elsewhere: what trying until the shapes fit leads to."""
    return lambda dout, X, W: (
        wrong(dout, X, W) if dout.shape == X.shape == W.shape else right(dout, X, W)
    )


@ex.slip
def square_product(dout, X, W):
    """Where all the shapes are equal, a product of yours fits and is wrong. The shapes cannot warn you there:
    follow one entry of dX by its indices.
    """
    return _affine_by(dX=_where_square(lambda dout, X, W: dout @ W, lambda dout, X, W: dout @ W.T))(
        dout, X, W
    )


@ex.slip(key="square-product")
def square_product_dW(dout, X, W):
    """Where all the shapes are equal, a product of yours fits and is wrong. The shapes cannot warn you there:
    follow one entry of dW by its indices.
    """
    return _affine_by(dW=_where_square(lambda dout, X, W: X @ dout, lambda dout, X, W: X.T @ dout))(
        dout, X, W
    )


@ex.slip
def db_wrong_axis(dout, X, W):
    """Where all the shapes are equal, your db adds up along the wrong axis. One number per unit is wanted: each
    comes from all the examples.
    """
    return _affine_by(
        db=_where_square(lambda dout, X, W: dout.sum(1), lambda dout, X, W: dout.sum(0))
    )(dout, X, W)


@ex.slip
def upstream_ignored(dout, X, W):
    """Your gradients do not depend on dout. What arrives from above has to go through the layer."""
    return (
        np.ones_like(dout) @ W.T,
        X.T @ np.ones_like(dout),
        np.full(W.shape[1], float(len(X))),
    )


ex.effect(*UNSUMMED)
ex.effect("input-modified", GIVEN_MODIFIED)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(affine_numpy)
ex.right(affine_loops)


@ex.right
def affine_sum_of_outers(dout, X, W):
    dW = sum(np.outer(x, d) for x, d in zip(X, dout))
    return (W @ dout.T).T, dW, np.ones(len(dout)) @ dout


ex.right(in_float32(affine_numpy))


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(dout, X, W):
    dW = numerical_vjp(lambda w: X @ w, W, dout)
    db = numerical_vjp(lambda c: X @ W + c, np.zeros(W.shape[1]), dout)
    return numerical_vjp(lambda x: x @ W, X, dout), dW, db


ex.wrong(slip="db-unsummed", points=0)(lambda dout, X, W: (dout @ W.T, X.T @ dout, dout))
ex.wrong(slip="averaged", points=0)(lambda dout, X, W: (dout @ W.T, X.T @ dout, dout.mean(axis=0)))
ex.wrong(slip="db-wrong-axis", points=0)(
    lambda dout, X, W: (dout @ W.T, X.T @ dout, dout.sum(axis=1))
)
ex.wrong(slip="averaged", points=0)(
    lambda dout, X, W: (dout @ W.T, X.T @ dout / len(X), dout.sum(axis=0))
)


@ex.wrong(slip="square-product", points=0)
def affine_where_it_fits(dout, X, W):
    """Tries the product as it stands, and turns the weights only where the shapes complain."""
    try:
        dX = dout @ W
    except ValueError:
        dX = dout @ W.T
    return dX, X.T @ dout, dout.sum(axis=0)


ex.wrong(slip="transposed", points=0)(lambda dout, X, W: (dout @ W.T, dout.T @ X, dout.sum(axis=0)))
ex.wrong(slip="error", points=0)(lambda dout, X, W: (dout @ W, X.T @ dout, dout.sum(axis=0)))
ex.wrong(slip="wrong-type", points=0)(lambda dout, X, W: (dout @ W.T, X.T @ dout))


@ex.wrong(slip="input-modified", points=3)
def affine_in_place(dout, X, W):
    dX = dout @ W.T
    dW = X.T @ dout
    for i in range(1, len(dout)):
        dout[0] += dout[i]
    return dX, dW, dout[0].copy()
