"""Losses: by name and as one's own pair, and which last layer goes with them."""

import numpy as np
import pytest
from models.small import classifier, my_mse, regressor

from nnlib import Adam, Dense, Input, Sequential, cross_entropy, mse, softmax_cross_entropy
from nnlib.engine.plugin import PluginError


@pytest.mark.parametrize(
    "loss, last, targets",
    [
        ("sparse_categorical_crossentropy", "softmax", lambda y: y),
        ("sparse_categorical_crossentropy", "softmax", lambda y: y[:, None]),
        ("sparse_categorical_crossentropy", "softmax", lambda y: y.astype(float)),
        ("categorical_crossentropy", "softmax", lambda y: np.eye(3)[y]),
        ("binary_crossentropy", "sigmoid", lambda y: np.eye(3)[y]),
        ("mse", "identity", lambda y: np.eye(3)[y]),
        ("mae", "linear", lambda y: np.eye(3)[y]),
        ("huber", "softplus", lambda y: np.eye(3)[y]),
        ("mean_squared_error", "sigmoid", lambda y: np.eye(3)[y]),
    ],
)
def test_every_loss_falls(few, loss, last, targets):
    X, y, _ = few
    model = Sequential([Dense(8, "relu"), Dense(3, last)], rng=0)
    model.compile(Adam(0.01), loss, ["accuracy"])
    history = model.fit(X, targets(y), epochs=40, verbose=0).history
    assert history["loss"][-1] < 0.75 * history["loss"][0]
    assert model.evaluate(X, targets(y), return_dict=True).keys() == {"loss", "accuracy"}


def my_softmax(Z):
    P = np.empty_like(Z)
    for i in range(Z.shape[0]):
        e = np.exp(Z[i] - Z[i].max())
        P[i] = e / e.sum()
    return P


def my_softmax_backward(dout, P):
    dZ = np.empty_like(P)
    for i in range(P.shape[0]):
        dZ[i] = P[i] * (dout[i] - np.sum(dout[i] * P[i]))
    return dZ


def test_a_wrong_output_layer_of_ones_own_changes_the_training(few):
    X, y, _ = few

    def fitted(last, backward=None):
        model = Sequential([Dense(3, last, activation_backward=backward)], rng=0, dtype="float64")
        model.compile("sgd", "categorical_crossentropy")
        return model.fit(X, np.eye(3)[y], epochs=2, verbose=0).history["loss"]

    assert np.allclose(fitted("softmax"), fitted(my_softmax, my_softmax_backward), rtol=1e-10)
    assert not np.allclose(
        fitted("softmax"), fitted(lambda Z: my_softmax(2 * Z), my_softmax_backward)
    )


def my_cross_entropy(Z, y):
    total = 0.0
    for i in range(Z.shape[0]):
        top = Z[i].max()
        total += top + np.log(np.sum(np.exp(Z[i] - top))) - Z[i, y[i]]
    return total / Z.shape[0]


def my_cross_entropy_grad(Z, y):
    P = my_softmax(Z)
    for i in range(Z.shape[0]):
        P[i, y[i]] -= 1
    return P / Z.shape[0]


@pytest.mark.parametrize("last", ["softmax", None])
def test_a_loss_named_as_the_books_loss_of_logits_gets_logits(few, last):
    X, y, _ = few
    named, loss = classifier(dtype="float64"), my_cross_entropy
    loss.__name__ = "softmax_cross_entropy"
    model = Sequential([Dense(6, "tanh"), Dense(3, last)], rng=0, dtype="float64")
    model.compile("sgd", (loss, my_cross_entropy_grad), ["accuracy"])
    one, two = (m.fit(X, y, epochs=3, verbose=0).history for m in (named, model))
    assert np.allclose(one["loss"], two["loss"], rtol=1e-10)
    assert one["accuracy"] == two["accuracy"]
    assert model.evaluate(X, y) == pytest.approx(named.evaluate(X, y), rel=1e-10)


def test_the_librarys_losses_can_be_given_as_functions(few):
    X, y, t = few
    assert (
        regressor(loss=mse).fit(X, t, verbose=0).history == regressor().fit(X, t, verbose=0).history
    )
    model = Sequential([Dense(6, "tanh"), Dense(3)], rng=0)
    model.compile("sgd", softmax_cross_entropy)
    loss = classifier().fit(X, y, verbose=0).history["loss"]
    assert model.fit(X, y, verbose=0).history["loss"] == pytest.approx(loss, rel=1e-5)


def test_logits_losses_say_which_last_layer_they_want(few):
    X, y, _ = few
    model = Sequential([Dense(3, "tanh")])
    model.compile("sgd", softmax_cross_entropy)
    with pytest.raises(ValueError, match="softmax or no activation in the last layer; given tanh"):
        model.fit(X, y, verbose=0)


def test_weights_beside_a_loss_of_ones_own_are_refused(few):
    def own(P, T):
        return np.mean((P - T) ** 2)

    def own_grad(P, T):
        return 2 * (P - T) / P.size

    model = Sequential([Input((few[0].shape[1],)), Dense(1)], rng=0)
    model.compile("sgd", (own, own_grad))
    y, weights = few[1].astype(float), np.ones(len(few[0]))
    model.fit(few[0], y, verbose=0)
    for call in (model.fit, model.evaluate):
        with pytest.raises(ValueError, match="the loss own of your own: it gives one number"):
            call(few[0], y, sample_weight=weights, verbose=0)


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: classifier().compile("sgd"), ValueError, "compile wants a loss"),
        (
            lambda: classifier(loss="sparse_categorical"),
            ValueError,
            "did you mean 'sparse_categorical_cross",
        ),
        (
            lambda: classifier(loss="binary_crossentropy"),
            ValueError,
            "goes with sigmoid in the last layer",
        ),
        (lambda: classifier(loss=my_mse), PluginError, "my_mse needs its gradient too"),
        (lambda: classifier(loss=7), TypeError, "loss is 7; wanted a name or a pair"),
        (lambda: classifier(loss=cross_entropy), PluginError, "needs its gradient"),
    ],
)
def test_a_loss_says_what_was_given_and_what_was_wanted(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)
