"""One small network on few digits, trained in plain sight: with a penalty, dropout, noise, or changed pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

import nnlib

TRAIN, VALIDATION = 100, 300  # rows; the rest are new pictures
EPOCHS, BATCH, RATE, HIDDEN = 100, 20, 0.1, 64


@dataclass(frozen=True)
class Recipe:
    """How to train: the penalty, what dropout keeps, noise on inputs and weights, a change of pictures, the width."""

    lam: float = 0.0
    keep: float = 1.0
    input_noise: float = 0.0
    weight_noise: float = 0.0
    change: Callable | None = None
    hidden: int = HIDDEN


@dataclass(frozen=True)
class Tools:
    """The functions that training rests on: the book's, or a reader's own."""

    l2_penalty: Callable = nnlib.l2_penalty
    dropout_forward: Callable = nnlib.dropout_forward
    dropout_backward: Callable = nnlib.dropout_backward


BOOKS = Tools()


@dataclass
class Lesson:
    """What one training left: the parameters, the losses and the shares of right answers by epoch."""

    params: list = field(default_factory=list)
    train: list = field(default_factory=list)
    val: list = field(default_factory=list)
    train_right: list = field(default_factory=list)
    val_right: list = field(default_factory=list)
    snapshots: list = field(default_factory=list)


def parts(seed: int, train: int = TRAIN):
    """The digits cut into training, validation and new rows: [(X, y), ...], the first of them `train` rows long."""
    X, y = nnlib.load_digits()
    fractions = np.array([train, VALIDATION, len(y) - train - VALIDATION]) / len(y)
    cut = nnlib.split_indices(len(y), fractions, np.random.default_rng(seed))
    return [(X[rows], y[rows]) for rows in cut]


def first_params(hidden, rng):
    """He weights and zero biases of 64-hidden-10; no hidden units make it a linear model."""
    sizes = [64, hidden, 10] if hidden else [64, 10]
    pairs = [(nnlib.init_weights(m, n, "he", rng), np.zeros(n)) for m, n in zip(sizes, sizes[1:])]
    return [array for pair in pairs for array in pair]


def logits(params, X):
    """The network in use: no noise, no dropout."""
    for W, b in zip(params[:-2:2], params[1:-2:2]):
        X = np.maximum(X @ W + b, 0)
    return X @ params[-2] + params[-1]


def measured(params, X, y):
    """(loss, share of right answers) of the network on these rows."""
    Z = logits(params, X)
    Z = Z - Z.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), (Z.argmax(axis=1) == y).mean()


def gradients(params, X, y, recipe, rng, tools):
    """The gradients of loss and penalty for one batch, with the noise that the recipe asks for."""
    used = [W + recipe.weight_noise * rng.normal(size=W.shape) for W in params]
    used = used if recipe.weight_noise else params
    inputs, masks = [X], [None]
    for W, b in zip(used[:-2:2], used[1:-2:2]):
        A = np.maximum(inputs[-1] @ W + b, 0)
        if recipe.keep < 1:
            A, mask = tools.dropout_forward(A, recipe.keep, rng, True)
            masks.append(mask)
        inputs.append(A)
    dZ = _softmax(inputs[-1] @ used[-2] + used[-1])
    dZ[np.arange(len(y)), y] -= 1
    dZ /= len(y)
    grads = []
    for k in range(len(inputs) - 1, -1, -1):
        grads = [inputs[k].T @ dZ, dZ.sum(axis=0), *grads]
        if k:
            dA = dZ @ used[2 * k].T
            dA = tools.dropout_backward(dA, masks[k]) if recipe.keep < 1 else dA
            dZ = dA * (inputs[k] > 0)
    if recipe.lam:
        _, decay = tools.l2_penalty(params, recipe.lam)
        grads = [g + d for g, d in zip(grads, decay)]
    return grads


def _softmax(Z):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


def teach(
    seen, val, recipe: Recipe, rng, epochs: int = EPOCHS, tools: Tools = BOOKS, watch: bool = True
) -> Lesson:
    """Train by the recipe on the rows `seen`, (X, y); measure on them and on `val` after each epoch.

    Without `watch` only after the last one, which is quicker.
    """
    (X, y), lesson = seen, Lesson()
    lesson.params = first_params(recipe.hidden, rng)
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        pictures = X if recipe.change is None else recipe.change(X, rng)
        for rows in np.split(order, range(BATCH, len(y), BATCH)):
            batch = pictures[rows]
            if recipe.input_noise:
                batch = batch + recipe.input_noise * rng.normal(size=batch.shape)
            grads = gradients(lesson.params, batch, y[rows], recipe, rng, tools)
            lesson.params = [p - RATE * g for p, g in zip(lesson.params, grads)]
        if watch or epoch == epochs - 1:
            _note(lesson, seen, val)
    return lesson


def _note(lesson, seen, val):
    for (X, y), losses, rights in (
        (seen, lesson.train, lesson.train_right),
        (val, lesson.val, lesson.val_right),
    ):
        loss, right = measured(lesson.params, X, y)
        losses.append(loss)
        rights.append(right)
    lesson.snapshots.append(lesson.params)


def shifted(X, rng, shift=nnlib.augment_shift):
    """Flat pictures, each moved by at most a pixel."""
    return shift(X.reshape(-1, 8, 8), rng).reshape(X.shape)


def mirrored(X, rng):
    """Flat pictures, each of them left as it is or mirrored from left to right, half and half."""
    turned = X.reshape(-1, 8, 8)[:, :, ::-1].reshape(X.shape)
    return np.where(rng.random((len(X), 1)) < 0.5, turned, X)
