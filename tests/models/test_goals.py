"""Goals: losses as objects: called, trained on, and told apart from their names."""

import pickle

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential
from nnlib.models.goals import Goal

RNG = np.random.default_rng(1)
P, LABELS = RNG.dirichlet(np.ones(3), 6), np.array([0, 2, 1, 1, 0, 2])
ROWS, BITS = np.eye(3)[LABELS], RNG.integers(0, 2, (6, 3)).astype(float)

SURE = -np.mean(np.log(P[np.arange(6), LABELS]))


@pytest.mark.parametrize(
    "goal, y, P, wanted",
    [
        (Goal("mse"), ROWS, P, np.mean((P - ROWS) ** 2)),
        (Goal("mae"), ROWS, P, np.mean(np.abs(P - ROWS))),
        (Goal("huber", delta=0.1), ROWS[:, 0] * 9, P[:, 0], np.mean(0.1 * (abs(P[:, 0] - ROWS[:, 0] * 9) - 0.05))),
        (Goal("categorical_crossentropy"), ROWS, P, SURE),
        (Goal("sparse_categorical_crossentropy"), LABELS, P, SURE),
        (Goal("sparse_categorical_crossentropy", from_logits=True), LABELS, np.log(P), SURE),
        (Goal("binary_crossentropy"), BITS, P, -np.mean(BITS * np.log(P) + (1 - BITS) * np.log(1 - P))),
        (
            Goal("categorical_crossentropy", label_smoothing=0.3), ROWS, P,
            -np.mean(np.sum((0.7 * ROWS + 0.1) * np.log(P), axis=1)),
        ),
    ],
)  # fmt: skip
def test_called_with_targets_and_outputs(goal, y, P, wanted):
    if goal == "huber":
        assert (abs(P - y) > 0.1).sum() >= 4
        e = np.abs(P - y)
        wanted = np.mean(np.where(e <= 0.1, e * e / 2, 0.1 * (e - 0.05)))
    assert goal(y, P) == pytest.approx(wanted, rel=1e-10)


def test_weights_of_examples_and_what_cannot_be():
    assert Goal("mse")([1.0, 2.0], [0.0, 0.0], [2.0, 0.0]) == 1
    with pytest.raises(ValueError, match="y_true has 1 columns; mse wants 3"):
        Goal("mse")(LABELS, P)


@pytest.mark.parametrize(
    "goal, last, y",
    [
        (Goal("categorical_crossentropy", from_logits=True), None, ROWS),
        (Goal("categorical_crossentropy", label_smoothing=0.2), "softmax", ROWS),
        (Goal("binary_crossentropy", label_smoothing=0.2), "sigmoid", BITS),
        (Goal("binary_crossentropy", from_logits=True), None, BITS),
        (Goal("sparse_categorical_crossentropy", from_logits=True), None, LABELS),
        (Goal("huber", delta=0.3), None, ROWS),
    ],
)
def test_a_step_goes_down_the_slope_of_what_evaluate_says(goal, last, y):
    model = Sequential([Input([2]), Dense(3, last)], rng=0, dtype="float64")
    model.compile("sgd", goal, metrics=[])
    X = RNG.normal(size=(6, 2))
    before, h, measured = model.theta.copy(), 1e-6, []
    for i in range(len(before)):
        losses = []
        for way in (h, -h):
            model.theta[:] = before
            model.theta[i] += way
            losses.append(model.evaluate(X, y))
        measured.append((losses[0] - losses[1]) / (2 * h))
    model.theta[:] = before
    model.fit(X, y, batch_size=6, verbose=0)
    np.testing.assert_allclose((before - model.theta) / 0.01, measured, rtol=1e-5, atol=1e-8)


def test_weights_of_examples_go_with_a_loss_that_has_numbers():
    model = Sequential([Input([2]), Dense(1)], rng=0)
    model.compile("sgd", Goal("huber", delta=2.0))
    assert model.fit(np.eye(2), [1, 2], sample_weight=[0, 0], verbose=0).history["loss"] == [0]


def test_accuracy_knows_logits():
    model = Sequential([Input([1]), Dense(1)], rng=0)
    model.compile("sgd", Goal("binary_crossentropy", from_logits=True), ["accuracy"])
    model.set_weights([[[0.0]], [0.3]])
    assert model.evaluate([[1.0]], [1])[1] == 1


def test_a_goal_is_its_name_with_numbers():
    goal = pickle.loads(pickle.dumps(Goal("huber", delta=2.0)))
    assert goal == "huber" and goal.delta == 2 and not goal.is_usual and Goal("mse").is_usual
    model = Sequential([Input([1]), Dense(1, "sigmoid")])
    with pytest.raises(ValueError, match="of logits goes with softmax or no activation"):
        model.compile("sgd", Goal("categorical_crossentropy", from_logits=True))
