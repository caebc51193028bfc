"""What several exercises of chapter 4 share: cases, truths and words."""

import math

import numpy as np

from nnlib.grading.exercise import Case
from nnlib.grading.exercises.draw import affine_by_loops, short


def affine_case(rng, n, n_in, n_out, about="", layout=np.asarray):
    X, W, b = (short(rng.normal(0, 1, shape)) for shape in ((n, n_in), (n_in, n_out), (n_out,)))
    b = b + np.where(b < 0, -1, 1)  # a bias that is missed, or put elsewhere, is seen
    return Case({"X": layout(X), "W": layout(W), "b": b}, {"Z": affine_by_loops(X, W, b)}, about)


def pairs(sizes):
    return list(zip(sizes[:-1], sizes[1:], strict=True))


BENDS = {
    "identity": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)),
}
