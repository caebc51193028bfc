"""The perceptron: threshold units, the rule by which they learn, and two layers of them, which draw XOR.

A unit weighs its inputs and fires where the sum reaches 0: `heaviside(0)` is 1. Labels and outputs are the numbers
0 and 1; rows are examples. All raise TypeError for what is no number, ValueError for shapes that do not meet.
"""

from __future__ import annotations

import numpy as np

from nnlib.core.arguments import (
    all_finite,
    as_floats,
    meet,
    not_empty,
    one_of,
    positive_int,
    positive_number,
)
from nnlib.core.types import Array, ArrayLike, Number, Real
from nnlib.core.words import tr

_GATES = {  # every corner of the square lies at least 0.5 from the threshold, so no tie ever matters
    "AND": ((1.0, 1.0), -1.5),
    "OR": ((1.0, 1.0), -0.5),
    "NAND": ((-1.0, -1.0), 1.5),
    "NOR": ((-1.0, -1.0), 0.5),
}


def _bits(name, array):
    """`array`, in which every number must be 0 or 1."""
    if not np.isin(array, (0, 1)).all():
        wrong = array[~np.isin(array, (0, 1))][0]
        raise ValueError(tr("{name} holds {wrong:g}; wanted 0 and 1", name=name, wrong=wrong))
    return array


def weighted_sum(x: ArrayLike, w: ArrayLike, b: Number) -> Real:
    """The weighted sum of a neuron, z = sum_i x_i w_i + b, with x (d,), w (d,) and the number b.

    Without inputs (d = 0) it is b. Raises TypeError for what is no number, ValueError where the shapes do not meet.
    >>> float(weighted_sum([1, 2], [0.5, -1], 3))
    1.5
    """
    x, w, b = meet("weighted_sum", "x d, w d, b", x, w, b)
    return x @ w + b


def heaviside(z: ArrayLike) -> Array:
    """The Heaviside step, H(z) = 1 where z >= 0, else 0, for z of any shape. At the threshold H(0) = 1.

    The same function as the activation `step`. NaN stays NaN. Law: H(z) = (sgn(z) + 1) / 2 everywhere but at 0. Raises
    TypeError for what is no number.
    >>> heaviside([-0.1, 0, 7])
    array([0., 1., 1.])
    """
    return np.heaviside(as_floats("z", z), 1)


def sgn(z: ArrayLike) -> Array:
    """The sign, sgn(z) = -1, 0 or 1 for z < 0, z = 0, z > 0, for z of any shape. Law: sgn(-z) = -sgn(z).

    NaN stays NaN; float32 stays float32, everything else is float64. Raises TypeError for what is no number.
    >>> sgn([-0.1, 0, 7])
    array([-1.,  0.,  1.])
    """
    return np.sign(as_floats("z", z))


def tlu_predict(X: ArrayLike, w: ArrayLike, b: Number) -> Array:
    """A threshold logic unit, H(X w + b) (n,), with X (n, d), w (d,) and the number b: one 0 or 1 per row.

    w is a normal vector of the boundary x w + b = 0 and points to the side where the unit fires.
    Source: McCulloch & Pitts (1943). Raises TypeError for what is no number, ValueError where the shapes do not meet.
    >>> tlu_predict([[0, 0], [0, 1], [1, 1]], [1, 1], -1.5)
    array([0., 0., 1.])
    """
    X, w, b = meet("tlu_predict", "X n d, w d, b", X, w, b)
    return heaviside(X @ w + b)


def gate_weights(name: str) -> tuple[Array, float]:
    """Weights w (2,) and bias b of a unit that is the gate AND, OR, NAND or NOR: H(x w + b) is its truth table.

    At every corner |x w + b| is at least 1/2. Upper or lower case. Raises TypeError for what is no text, ValueError
    for other names: no unit alone is XOR.
    >>> w, b = gate_weights("NAND")
    >>> tlu_predict([[0, 0], [0, 1], [1, 0], [1, 1]], w, b)
    array([1., 1., 1., 0.])
    """
    if not isinstance(name, str) or name.upper() not in _GATES:
        one_of("name", name, _GATES)
    w, b = _GATES[name.upper()]
    return np.array(w), b


def _rule(W, b, x, y, eta):
    """The perceptron rule for one unit (W a vector) or several (W a matrix): W, b and the error y - H(x W + b)."""
    error = y - heaviside(x @ W + b)
    return W + eta * np.multiply.outer(x, error), b + eta * error, error


def perceptron_step(
    w: ArrayLike, b: Number, x: ArrayLike, y: Number, eta: Number
) -> tuple[Array, Real]:
    """One step of the perceptron rule, w + eta (y - H(x w + b)) x and b + eta (y - H(x w + b)), as new (w, b).

    w (d,), x (d,), the numbers b, y (0 or 1) and eta > 0. Law: where the unit is right, nothing changes; where it is
    wrong, the sum at x moves toward the wanted side by eta (|x|^2 + 1). Source: Rosenblatt (1958). Raises TypeError
    for what is no number, ValueError for other shapes, y and eta.
    >>> w, b = perceptron_step([0, 0], 0, [1, 2], 0, 0.5)
    >>> w, float(b)
    (array([-0.5, -1. ]), -0.5)
    """
    w, b, x, y = meet("perceptron_step", "w d, b, x d, y", w, b, x, y)
    w, b, _ = _rule(w, b, x, _bits("y", y), w.dtype.type(positive_number("eta", eta)))
    return w, b


def perceptron_layer_step(
    W: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike, eta: Number
) -> tuple[Array, Array]:
    """One step of the perceptron rule for k units, W + eta x (y - H(x W + b))^T and b + eta (y - H(x W + b)).

    W (d, k), b (k,), x (d,), y (k,) of 0 and 1, eta > 0; returns new (W, b).
    Law: column j is `perceptron_step` of unit j alone: the units know nothing of each other. Raises TypeError for what
    is no number, ValueError for other shapes, y and eta.
    >>> perceptron_layer_step([[0, 0], [0, 0]], [0, 0], [1, 2], [0, 1], 0.5)
    (array([[-0.5,  0. ],
           [-1. ,  0. ]]), array([-0.5,  0. ]))
    """
    W, b, x, y = meet("perceptron_layer_step", "W d k, b k, x d, y k", W, b, x, y)
    W, b, _ = _rule(W, b, x, _bits("y", y), W.dtype.type(positive_number("eta", eta)))
    return W, b


def perceptron_fit(
    X: ArrayLike, y: ArrayLike, eta: Number, max_epochs: int
) -> tuple[Array, Real, list[int]]:
    """The perceptron: `perceptron_step` on row after row, from w = 0, b = 0, until an epoch brings no mistake.

    X (n, d), y (n,) of 0 and 1, eta > 0. Returns w (d,), b and the list of mistakes in each epoch; its last entry
    is 0 where the unit has learned all rows, and it has max_epochs entries where it has not.
    Law (Novikoff, 1962): if some unit of length 1 (bias included) keeps every row at a distance of at least gamma,
    there are at most (R / gamma)^2 mistakes in all, with R the length of the longest row (with a 1 for the bias).
    Law: eta only scales w and b (to the last bit where eta is a power of 2), so the mistakes are the same.
    Raises ValueError where X holds NaN or inf, y anything but 0 and 1, or there is no row.
    >>> w, b, mistakes = perceptron_fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1], 1, 20)
    >>> mistakes
    [2, 3, 3, 2, 1, 0]
    """
    X, y = meet("perceptron_fit", "X n d, y n", X, y)
    not_empty("X", X)
    all_finite("X", X)
    _bits("y", y)
    eta = X.dtype.type(positive_number("eta", eta))
    w, b, mistakes = np.zeros(X.shape[1], X.dtype), X.dtype.type(0), []
    for _ in range(positive_int("max_epochs", max_epochs)):
        mistakes.append(0)
        for x, label in zip(X, y):
            w, b, error = _rule(w, b, x, label, eta)
            mistakes[-1] += int(error != 0)
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


def linearly_separable(X: ArrayLike, y: ArrayLike, max_epochs: int) -> bool:
    """Whether one unit can be right on every row: whether a perceptron gets through X (n, d), y (n,) without a mistake.

    True is certain. False means that max_epochs were not enough, or that no line (plane, …) separates the rows: with
    2 inputs it fails for XOR and its opposite, 2 of 16 functions; with 3 inputs for 152 of 256.
    Raises as `perceptron_fit`.
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> linearly_separable(corners, [0, 1, 1, 1], 50), linearly_separable(corners, [0, 1, 1, 0], 50)
    (True, False)
    """
    _, _, mistakes = perceptron_fit(X, y, 1, max_epochs)
    return mistakes[-1] == 0


def two_faced() -> tuple[Array, float]:
    """w (2,) and b of a unit that is NAND if it fires where its sum is 0, and NOR if it fires above 0 only.

    The sums at (0, 0), (0, 1), (1, 0) and (1, 1) are 1, 0, 0 and -1: two points lie on the line.
    >>> two_faced()
    (array([-1., -1.]), 1.0)
    """
    return np.array([-1.0, -1.0]), 1.0


def unlucky_start() -> tuple[Array, float]:
    """w (2,) and b from which the perceptron rule is slow to learn AND: 334 corrections with the rate 1, 4 with 100.

    From zero the rate changes nothing and 11 are enough; from here, each correction moves the sum at (1, 1) by 3 eta.
    >>> unlucky_start()
    (array([0., 0.]), -1000.0)
    """
    return np.zeros(2), -1000.0


def xor_from_gates(x1: ArrayLike, x2: ArrayLike) -> Array:
    """Exclusive or from three gates, XOR(x1, x2) = AND(NAND(x1, x2), OR(x1, x2)).

    x1 and x2 are 0 or 1, or arrays of them of one shape, which the result has too. Raises TypeError for what is no
    number, ValueError for other numbers and where the shapes differ.
    >>> xor_from_gates([0, 0, 1, 1], [0, 1, 0, 1])
    array([0., 1., 1., 0.])
    """
    x1, x2 = as_floats("x1", x1), as_floats("x2", x2)
    if x1.shape != x2.shape:
        raise ValueError(
            tr(
                "xor_from_gates wants one shape; given: x1 {shape}, x2 {shape2}",
                shape=x1.shape,
                shape2=x2.shape,
            )
        )
    nand = _gate("NAND", _bits("x1", x1), _bits("x2", x2))
    return _gate("AND", nand, _gate("OR", x1, x2))


def _gate(name, x1, x2):
    w, b = gate_weights(name)
    w1, w2 = w.tolist()  # numbers of Python: the dtype of the arrays decides
    return heaviside(x1 * w1 + x2 * w2 + b)


def two_layer_tlu(
    X: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike
) -> tuple[Array, Array]:
    """Two layers of threshold units, H = H(X W1 + b1) (n, h) and Y = H(H W2 + b2) (n, k), both of 0 and 1.

    X (n, d), W1 (d, h), b1 (h,), W2 (h, k), b2 (k,). The second layer sees the hidden units, never X. Raises TypeError
    for what is no number, ValueError where the shapes do not meet.
    >>> H, Y = two_layer_tlu([[0, 1], [1, 1]], *xor_network_params())
    >>> H
    array([[1., 1.],
           [0., 1.]])
    >>> Y
    array([[1.],
           [0.]])
    """
    shapes = "X n d, W1 d h, b1 h, W2 h k, b2 k"
    X, W1, b1, W2, b2 = meet("two_layer_tlu", shapes, X, W1, b1, W2, b2)
    H = heaviside(X @ W1 + b1)
    return H, heaviside(H @ W2 + b2)


def xor_network_params() -> tuple[Array, Array, Array, Array]:
    """W1 (2, 2), b1 (2,), W2 (2, 1), b2 (1,) of threshold units that are XOR: NAND and OR, and their AND.

    For `two_layer_tlu`. Every sum lies at least 1/2 from its threshold.
    >>> H, Y = two_layer_tlu([[0, 0], [0, 1], [1, 0], [1, 1]], *xor_network_params())
    >>> Y.ravel()
    array([0., 1., 1., 0.])
    """
    (nand, b_nand), (either, b_or), (both, b_and) = map(gate_weights, ("NAND", "OR", "AND"))
    W1, b1 = np.stack([nand, either], axis=1), np.array([b_nand, b_or])
    return W1, b1, both[:, None], np.array([b_and])


def collapse_affine(
    W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike
) -> tuple[Array, Array]:
    """The one affine map that two in a row are: W = W1 W2 and b = b1 W2 + b2.

    W1 (d, h), b1 (h,), W2 (h, k), b2 (k,); returns W (d, k), b (k,).
    Law: (X W1 + b1) W2 + b2 = X W + b for every X. Without an activation between them, more layers draw nothing new.
    Raises TypeError for what is no number, ValueError where the shapes do not meet.
    >>> W, b = collapse_affine([[1, 2]], [0, 1], [[3], [4]], [5])
    >>> W, b
    (array([[11.]]), array([9.]))
    """
    W1, b1, W2, b2 = meet("collapse_affine", "W1 d h, b1 h, W2 h k, b2 k", W1, b1, W2, b2)
    return W1 @ W2, b1 @ W2 + b2


def relu_xor_params() -> tuple[Array, Array, Array, Array]:
    """W1 (2, 2), b1 (2,), W2 (2, 1), b2 (1,) of a network 2-2-1 with relu between: relu(x1 - x2) + relu(x2 - x1).

    Law: that is |x1 - x2| on the whole plane, as if the paper were folded along x1 = x2; at the corners it is XOR.
    >>> W1, b1, W2, b2 = relu_xor_params()
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> (np.maximum(X @ W1 + b1, 0) @ W2 + b2).ravel()
    array([0., 1., 1., 0.])
    """
    return np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2), np.ones((2, 1)), np.zeros(1)


def fool_class_means() -> tuple[Array, Array]:
    """X (3, 2) and y (3,) that a line separates, but not the one half-way between the means of the two classes.

    A point far out pulls a mean away, and does not change which lines separate.
    >>> X, y = fool_class_means()
    >>> linearly_separable(X, y, 100), X[y == 0].mean(axis=0).tolist(), X[y == 1].mean(axis=0).tolist()
    (True, [0.0, 4.5], [1.0, 0.0])
    """
    return np.array([[0.0, 0.0], [0.0, 9.0], [1.0, 0.0]]), np.array([0.0, 0.0, 1.0])
