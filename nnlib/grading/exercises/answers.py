"""What wrong and right answers of several chapters are made of."""

import math

import numpy as np

from nnlib.gradcheck import numerical_gradient, numerical_vjp


def named(function):
    """Decorate what a factory makes from `function`: it takes over the name and the docstring, not the parameters."""

    def add(made):
        if function is not None:
            made.__name__, made.__doc__ = function.__name__, function.__doc__
        return made

    return add


def changed(function, change):
    """The same function with its results changed: `change(*results, *arguments)`."""
    return lambda *given: change(*function(*given), *given)


def over_entries(one):
    """A function of matrices, by two loops, from a function of numbers."""

    def loops(*arrays):
        numbers = [x for x in arrays if not isinstance(x, np.ndarray)]
        arrays = [x for x in arrays if isinstance(x, np.ndarray)]
        out = np.zeros(arrays[0].shape)
        for i in range(arrays[0].shape[0]):
            for j in range(arrays[0].shape[1]):
                out[i, j] = one(*(x[i, j] for x in arrays), *numbers)
        return out

    return loops


def in_float32(function):
    """The same function in float32, what comes in and what goes out; labels stay whole numbers."""

    def single(*arguments):
        return shortened(function(*map(shortened, arguments)))

    return single


def shortened(value):
    """Arrays of floats as float32, also in a tuple; everything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(shortened, value))
    floats = isinstance(value, (np.ndarray, np.floating)) and value.dtype.kind == "f"
    return value.astype(np.float32) if floats else value


def logistic(z):
    """The sigmoid of a number, by the form that does not overflow."""
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def naive_sigmoid(z):
    """The sigmoid as a learner first writes it: it overflows."""
    return 1 / (1 + np.exp(-z))


def softmax(Z):
    """The softmax of each row."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def naive_softmax(Z):
    """The softmax of each row without its shift: it overflows."""
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def softmax_by_global_max(Z):
    """The softmax of each row, shifted by the largest entry of all rows: small rows become 0 / 0."""
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


def onehot(y, n_classes):
    """One row per label, with a 1 in its place."""
    return np.eye(n_classes)[y]


def nudged_backward(forward, inverse):
    """A backward by central differences: it goes back from the output to the input, and nudges that."""

    def answer(dout, a, *numbers):
        with np.errstate(all="ignore"):
            return numerical_vjp(lambda z: forward(z, *numbers), inverse(a, *numbers), dout)

    return answer


def nudged_gradient(loss):
    """The gradient of a loss by its first argument, by central differences."""
    return lambda out, *given: numerical_gradient(lambda moved: loss(moved, *given), out)


def by_nudging(f, X, h=1e-5):
    """The slopes of f at X, one number nudged after the other: what is written where the book's is not at hand."""
    X = np.array(X, float)
    slopes = np.zeros_like(X)
    for i in np.ndindex(X.shape):
        up, down = X.copy(), X.copy()
        up[i], down[i] = X[i] + h, X[i] - h
        slopes[i] = (f(up[()]) - f(down[()])) / (2 * h)
    return slopes[()]


def nudged_slopes(cost):
    """(J, dw, db) of a cost whose last arguments are w and b, by central differences."""

    def answer(*given):
        *data, w, b = given
        dw = by_nudging(lambda w: cost(*data, w, b), w)
        return cost(*given), dw, by_nudging(lambda b: cost(*data, w, b), b)

    return answer


def nudged_params(loss, params):
    """[(dW, db), ...] of loss(params), by central differences, each number nudged in its place."""
    moved = [array.copy() for layer in params for array in layer]

    def slope(i):
        def f(array):
            arrays = [*moved[:i], array, *moved[i + 1 :]]
            return loss(list(zip(arrays[::2], arrays[1::2], strict=True)))

        return numerical_gradient(f, moved[i])

    slopes = [slope(i) for i in range(len(moved))]
    return list(zip(slopes[::2], slopes[1::2], strict=True))
