"""two_layer_tlu(X, W1, b1, W2, b2): two layers of threshold units."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch02._shared import eighths, step
from nnlib.grading.exercises.draw import affine_by_loops, fortran
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("two_layer_tlu", "X, W1, b1, W2, b2 -> H, Y")


def tlu_case(rng, n, d, h, k, about="", layout=np.asarray):
    """Sums lie at least 1/128 from the threshold: the biases are odd multiples of it, all else is even."""
    while True:
        X, W1, W2 = eighths(rng, n, d), eighths(rng, d, h), eighths(rng, h, k)
        b1, b2 = eighths(rng, h) / 4 + 1 / 128, eighths(rng, k) / 4 + 1 / 128
        H = step(affine_by_loops(X, W1, b1))
        Y = step(affine_by_loops(H, W2, b2))
        if n < 3 or (0.2 < H.mean() < 0.8 and 0.2 < Y.mean() < 0.8):
            break
    given = {"X": layout(X), "W1": layout(W1), "b1": b1, "W2": layout(W2), "b2": b2}
    return Case(given, {"H": H, "Y": Y}, about, scale=1)


@ex.part(points=2)
def value(rng):
    """All widths are equal, and so is the number of rows: here no shape error warns of anything."""
    known = case(
        X=[[1.0, 2.0], [0.0, 1.0]],
        W1=[[1.0, -1.0], [1.0, 1.0]],
        b1=[-2.0, 0.5],
        W2=[[1.0, -1.0], [-2.0, 1.0]],
        b2=[0.5, 0.5],
        H=[[1.0, 1.0], [0.0, 1.0]],
        Y=[[0.0, 1.0], [0.0, 1.0]],
    )
    return [known, *(tlu_case(rng, m, m, m, m) for m in (4, 5, 6))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    X = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    tie = case(
        tr("sums of exactly 0, at the threshold"),
        X=X,
        W1=[[1.0, 1.0], [1.0, -1.0]],
        b1=[-2.0, 0.0],
        W2=[[1.0], [1.0]],
        b2=[-1.0],
        H=[[1.0, 1.0], [0.0, 0.0], [0.0, 1.0]],
        Y=[[1.0], [0.0], [1.0]],
        scale=1,
    )
    others = [(5, 3, 4, 2), (1, 4, 3, 5), (7, 2, 5, 1)]
    return [tie, *(tlu_case(rng, *shape, tr("other shapes"), fortran) for shape in others)]


# ---- slips -----------------------------------------------------------------------------------------


def _two_layers(first=step, second=step, into=lambda X, H: H):
    def wrong(X, W1, b1, W2, b2):
        H = first(X @ W1 + b1)
        return H, second(into(X, H) @ W2 + b2)

    return wrong


@ex.slip
def second_layer_reads_x(X, W1, b1, W2, b2):
    """Your second layer looks at X again. It should see only what the hidden units say. The widths are equal
    here, so no shape warned you.
    """
    return _two_layers(into=lambda X, H: X)(X, W1, b1, W2, b2)


@ex.slip
def hidden_not_thresholded(X, W1, b1, W2, b2):
    """Your H holds sums, and hidden units say 0 or 1. Without their threshold the two layers are no more than one."""
    return _two_layers(first=lambda z: z)(X, W1, b1, W2, b2)


@ex.slip
def output_not_thresholded(X, W1, b1, W2, b2):
    """Your H is right, and your Y holds sums. The units of the last layer are threshold units too."""
    return _two_layers(second=lambda z: z)(X, W1, b1, W2, b2)


@ex.slip
def no_threshold(X, W1, b1, W2, b2):
    """You return the sums themselves, in both layers. A threshold unit says 0 or 1."""
    return _two_layers(lambda z: z, lambda z: z)(X, W1, b1, W2, b2)


@ex.slip
def swapped_results(*given):
    """You return Y and H in that order. The statement asks for H first, then Y."""
    return _two_layers()(*given)[::-1]


@ex.slip
def sign_for_step(X, W1, b1, W2, b2):
    """Your units say -1 and 1. In this book a unit that stays silent says 0."""
    return _two_layers(
        lambda z: np.where(z >= 0, 1.0, -1.0), lambda z: np.where(z >= 0, 1.0, -1.0)
    )(X, W1, b1, W2, b2)


def _strict(z):
    return np.where(z > 0, 1.0, 0.0)


@ex.slip
def strict_threshold(X, W1, b1, W2, b2):
    """Your units stay silent where the sum is exactly 0. In this book a unit fires there: look at the comparison."""
    return _two_layers(_strict, _strict)(X, W1, b1, W2, b2)


@ex.slip
def biases_missing(X, W1, b1, W2, b2):
    """Your thresholds all stand at 0: no unit uses its bias. Where do b1 and b2 come in?"""
    return step(X @ W1), step(step(X @ W1) @ W2)


@ex.slip
def second_bias_missing(X, W1, b1, W2, b2):
    """Your H is right, and your Y looks as if the second layer had no bias. Where does b2 come in?"""
    return step(X @ W1 + b1), step(step(X @ W1 + b1) @ W2)


@ex.slip
def weights_transposed(X, W1, b1, W2, b2):
    """Your units read the rows of the weight matrices. Column j holds the weights of unit j; the widths are equal
    here, so no shape warned you.
    """
    return step(X @ W1.T + b1), step(step(X @ W1.T + b1) @ W2.T + b2)


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def biases_subtracted(X, W1, b1, W2, b2):
    """You take the biases away, as if they were thresholds. They are added, and the sums compared with 0."""
    H = step(X @ W1 - b1)
    return H, step(H @ W2 - b2)


@ex.slip
def first_bias_missing(X, W1, b1, W2, b2):
    """Your hidden layer looks as if it had no bias. Where does b1 come in?"""
    H = step(X @ W1)
    return H, step(H @ W2 + b2)


@ex.slip
def turned_round(X, W1, b1, W2, b2):
    """Your units fire where they should be silent. Look at the comparison."""
    H = 1 - step(X @ W1 + b1)
    return H, 1 - step(H @ W2 + b2)


@ex.slip
def curves_for_steps(X, W1, b1, W2, b2):
    """Your units answer with a curve between 0 and 1. A threshold unit says 0 or 1: let the step decide."""
    return _two_layers(lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (1 + np.exp(-z)))(
        X, W1, b1, W2, b2
    )


@ex.slip
def biases_down_the_rows(X, W1, b1, W2, b2):
    """Your biases change from row to row. A bias belongs to a unit, and so to a column: every example gets the same."""
    H = step(X @ W1 + b1[:, None])
    return H, step(H @ W2 + b2[:, None])


@ex.slip
def relu_for_step(X, W1, b1, W2, b2):
    """Your hidden units keep their sums where these are positive. A threshold unit says 0 or 1: let the step decide."""
    return _two_layers(first=lambda z: np.maximum(z, 0))(X, W1, b1, W2, b2)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def two_layers_by_loops(X, W1, b1, W2, b2):
    def layer(X, W, b):
        out = np.zeros((len(X), len(b)))
        for i in range(len(X)):
            for j in range(len(b)):
                total = b[j]
                for k in range(X.shape[1]):
                    total = total + X[i, k] * W[k, j]
                out[i, j] = 1 if total >= 0 else 0
        return out

    H = layer(X, W1, b1)
    return H, layer(H, W2, b2)


@ex.right
def two_layers_numpy(X, W1, b1, W2, b2):
    H = (X @ W1 + b1 >= 0).astype(float)
    return [H, np.heaviside(H @ W2 + b2, 1.0)]


ex.right(in_float32(two_layers_numpy))


@ex.right
def two_layers_einsum(X, W1, b1, W2, b2):
    H = 1.0 - (np.einsum("nd,dh->nh", X, W1) < -b1)
    return H, 1.0 - (np.einsum("nh,hk->nk", H, W2) < -b2)


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="second-layer-reads-x", points=0)
def tlu_reading_x(X, W1, b1, W2, b2):
    H = np.heaviside(X @ W1 + b1, 1)
    Y = np.heaviside(X @ W2 + b2, 1)
    return H, Y


@ex.wrong(slip="hidden-not-thresholded", points=0)
def tlu_with_sums_inside(X, W1, b1, W2, b2):
    H = X @ W1 + b1
    return H, np.heaviside(H @ W2 + b2, 1)


ex.wrong(slip="wrong-type", points=0)(
    lambda *given: (two_layers_numpy(*given)[0] > 0, two_layers_numpy(*given)[1])
)
ex.wrong(slip="wrong-type", points=0)(lambda *given: two_layers_numpy(*given)[1])
ex.wrong(slip="biases-subtracted", points=0)(
    lambda X, W1, b1, W2, b2: two_layers_numpy(X, W1, -b1, W2, -b2)
)
ex.wrong(slip="weights-transposed", points=0)(
    lambda X, W1, b1, W2, b2: two_layers_numpy(X, W1.T, b1, W2.T, b2)
)


@ex.wrong(slip="strict-threshold", points=2)
def tlu_strict(X, W1, b1, W2, b2):
    H = (X @ W1 + b1 > 0).astype(float)
    return H, (H @ W2 + b2 > 0).astype(float)


@ex.wrong(slip="input-modified", points=2)
def tlu_in_place(X, W1, b1, W2, b2):
    X[:] = X * 1.5
    return two_layers_numpy(X / 1.5, W1, b1, W2, b2)


ex.wrong(slip="first-bias-missing", points=0)(
    lambda X, W1, b1, W2, b2: two_layers_numpy(X, W1, 0 * b1, W2, b2)
)
ex.wrong(slip="sign-for-step", points=0)(
    lambda X, W1, b1, W2, b2: (lambda H: (H, 2 * step(H @ W2 + b2) - 1))(2 * step(X @ W1 + b1) - 1)
)
ex.wrong(slip="turned-round", points=0)(
    lambda X, W1, b1, W2, b2: (lambda H: (H, np.where(H @ W2 + b2 < 0, 1.0, 0.0)))(
        np.where(X @ W1 + b1 < 0, 1.0, 0.0)
    )
)
ex.wrong(slip="no-threshold", points=0)(
    lambda X, W1, b1, W2, b2: (X @ W1 + b1, (X @ W1 + b1) @ W2 + b2)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("H = np.where(X @ W1 + b1 >= 0, 1.0, 0.0)", "H = np.where(1.0, X @ W1 + b1 >= 0, 0.0)")
ex.same("Y = np.where(H @ W2 + b2 >= 0, 1.0, 0.0)", "Y = np.where(1.0, H @ W2 + b2 >= 0, 0.0)")
