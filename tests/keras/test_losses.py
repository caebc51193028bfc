"""Losses, initializers and labels by the names of Keras's classes: what they give, what they refuse."""

import pytest

from nnlib import keras


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: keras.losses.Huber(delta=0), ValueError, "delta is 0; wanted a positive number"),
        (lambda: keras.losses.BinaryCrossentropy(label_smoothing=2), ValueError, "wanted 0 to 1"),
        (lambda: keras.metrics.Recall(thresholds=0.3), ValueError, "the answer is yes from 1/2 on"),
        (lambda: keras.metrics.AUC(curve="roc"), ValueError, "wanted 'ROC' or 'PR'"),
        (lambda: keras.Model, AttributeError, "In its place: one row of layers: Sequential"),
        (lambda: keras.layers.Conv2D, AttributeError, "In its place: Flatten() and Dense layers"),
        (lambda: keras.layers.LSTM, AttributeError, "PyTorch or Keras for sequences"),
        (
            lambda: keras.backend.set_value(0.1, 1),
            TypeError,
            "wanted model.optimizer.learning_rate",
        ),
        (lambda: keras.losses.Dice, AttributeError, "In its place: a pair (loss, its gradient)"),
        (lambda: keras.losses.CosineSimilarity(axis=0), ValueError, "a row is one example"),
        (lambda: keras.initializers.Constant("a"), TypeError, "value is 'a'; wanted a number"),
        (
            lambda: keras.callbacks.EarlyStopping(baseline=0.5),
            TypeError,
            "EarlyStopping has no baseline=: a Callback of yours",
        ),
        (
            lambda: keras.losses.MeanSquaredError(reduction="sum"),
            TypeError,
            "MeanSquaredError has no reduction=: losses are means over the batch here",
        ),
        (
            lambda: keras.layers.Dense(3)([1.0]),
            TypeError,
            "Dense is not called here: put the layers into Sequential([...])",
        ),
        (lambda: keras.utils.to_categorical([0.5]), TypeError, "whole numbers"),
    ],
)
def test_what_cannot_be_said_here_says_what_can(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


@pytest.mark.parametrize("y", [[0, 2], [[0], [2]], [0.0, 2.0], [[0.0], [2.0]]])
def test_labels_as_rows_from_a_column_and_from_floats(y):
    assert keras.utils.to_categorical(y).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_a_loss_with_its_usual_number():
    assert keras.losses.Huber(delta=1.0) == "huber"
