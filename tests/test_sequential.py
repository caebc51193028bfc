"""Sequential: the workflow, the functions in its slots, weights of examples, and what it says of bad input."""

import copy
import os
import pickle
import signal

import numpy as np
import pytest

from nnlib import (
    SGD,
    Activation,
    Adam,
    Callback,
    Dense,
    Dropout,
    EarlyStopping,
    Flatten,
    Input,
    Sequential,
    affine_backward,
    affine_forward,
    cross_entropy,
    fit_history,
    load_digits,
    mse,
    mse_grad,
    softmax,
    softmax_cross_entropy,
    train,
)
from nnlib.plugin import PluginError


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits()
    return X[:1200], y[:1200], X[1200:], y[1200:]


@pytest.fixture
def few():
    """Sixty rows of three classes, and numbers that go with them."""
    rng = np.random.default_rng(8)
    y = np.repeat([0, 1, 2], 20)
    return rng.normal(size=(60, 4)) + y[:, None], y, rng.normal(size=60)


def classifier(
    rng=0, hidden=6, loss="sparse_categorical_crossentropy", optimizer="sgd", n=3, **settings
):
    model = Sequential(
        [Input([4]), Dense(hidden, "tanh"), Dense(n, "softmax")], rng=rng, **settings
    )
    model.compile(optimizer, loss, ["accuracy"])
    return model


def regressor(rng=0, loss="mse", optimizer="sgd", **settings):
    model = Sequential([Input([4]), Dense(6, "tanh"), Dense(1)], rng=rng, **settings)
    model.compile(optimizer, loss)
    return model


# ---- the workflow -------------------------------------------------------------------------------------------------


def test_digits_are_learnt_in_a_few_epochs(digits):
    X, y, X_test, y_test = digits
    model = Sequential([Flatten(), Dense(64, "relu"), Dense(10, "softmax")], rng=1)
    model.compile(Adam(0.005), "sparse_categorical_crossentropy", ["accuracy"])
    images = X.reshape(-1, 8, 8)
    history = model.fit(
        images, y, epochs=8, validation_data=(X_test.reshape(-1, 8, 8), y_test), verbose=0
    )
    assert list(history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert history.epoch == list(range(8))
    assert history.history["val_accuracy"][-1] > 0.9
    assert model.history is history
    scores = model.evaluate(X_test.reshape(-1, 8, 8), y_test)
    assert scores == [history.history["val_loss"][-1], history.history["val_accuracy"][-1]]
    P = model.predict(X_test.reshape(-1, 8, 8))
    assert P.shape == (597, 10) and np.allclose(P.sum(axis=1), 1, atol=1e-5)
    assert np.mean(P.argmax(axis=1) == y_test) == pytest.approx(scores[1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_trains_bit_for_bit_as_train_does(digits, dtype):
    X, y = digits[:2]
    trained = train(
        X, y, [64, 20, 10], np.random.default_rng(5), epochs=3, lr=0.2, dtype=np.dtype(dtype)
    )
    model = Sequential([Dense(20, "relu"), Dense(10, "softmax")], rng=5, dtype=dtype)
    model.compile(SGD(0.2), "sparse_categorical_crossentropy")
    history = model.fit(X, y, epochs=3, verbose=0)
    assert model.theta.dtype == dtype and np.array_equal(model.theta, trained.theta)
    assert history.history["loss"] == trained.history["loss"]


def test_one_seed_one_training(few):
    X, y, _ = few
    runs = [
        classifier(rng).fit(X, y, epochs=2, verbose=0).history
        for rng in (3, np.random.default_rng(3), 4)
    ]
    assert runs[0] == runs[1] != runs[2]


def test_no_global_random_state_is_touched(few):
    X, y, _ = few
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    model = classifier(None)
    model.fit(X, y, verbose=0)
    assert np.array_equal(np.random.get_state()[1], before)
    assert np.array_equal(np.random.get_state()[2], 624)


def test_without_a_seed_the_model_says_which_one_it_took(few):
    X, y, _ = few
    model = classifier(None)
    other = classifier(model.seed)
    assert classifier(None).seed != model.seed
    assert model.fit(X, y, verbose=0).history == other.fit(X, y, verbose=0).history


def test_a_seed_given_to_fit_draws_the_weights_too(few):
    X, y, _ = few
    one, other = classifier(None), classifier(9)
    assert one.fit(X, y, rng=9, verbose=0).history == other.fit(X, y, verbose=0).history


def test_epochs_is_one_by_default_and_fit_goes_on_from_where_it_was(few):
    X, y, _ = few
    one, two = classifier(2, optimizer="adam"), classifier(2, optimizer="adam")
    assert len(one.fit(X, y, verbose=0).epoch) == 1
    one.fit(X, y, verbose=0)
    two.fit(X, y, epochs=2, verbose=0)
    assert np.array_equal(one.theta, two.theta) and one.steps == two.steps == 4


def test_training_forgets_no_momentum_when_the_batch_size_changes(few):
    X, y, _ = few
    model = classifier(optimizer=SGD(0.1, momentum=0.9))
    model.fit(X, y, batch_size=20, verbose=0)
    memory = model.memory.copy()
    model.fit(X, y, batch_size=60, verbose=0)
    assert model.steps == 4 and memory.any() and not np.array_equal(memory, model.memory)


def test_validation_changes_nothing_and_comes_after_the_epoch(few):
    X, y, _ = few
    one, two = classifier(), classifier()
    history = one.fit(X, y, epochs=2, validation_data=(X[:30], y[:30]), verbose=0).history
    two.fit(X, y, epochs=2, verbose=0)
    assert np.array_equal(one.theta, two.theta)
    assert history["val_loss"][-1] == two.evaluate(X[:30], y[:30])[0]
    assert fit_history(classifier(), X, y, 2, validation=(X[:30], y[:30])) == history


def test_validation_split_takes_the_last_rows(few):
    X, y, _ = few
    order = np.random.default_rng(0).permutation(60)
    X, y = X[order], y[order]
    one, two = classifier(), classifier()
    history = one.fit(X, y, validation_split=0.25, verbose=0).history
    assert history == two.fit(X[:45], y[:45], validation_data=(X[45:], y[45:]), verbose=0).history


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


@pytest.mark.parametrize("shape", [(60,), (60, 1)])
def test_one_output_takes_targets_as_a_vector_or_a_column(few, shape):
    X, _, t = few
    model = regressor()
    assert (
        model.fit(X, t.reshape(shape), verbose=0).history
        == regressor().fit(X, t, verbose=0).history
    )


@pytest.mark.parametrize(
    "activation",
    [
        "sigmoid",
        "tanh",
        "relu",
        "leaky_relu",
        "selu",
        "softplus",
        "softmax",
        "linear",
        "identity",
        None,
    ],
)
def test_every_activation_by_name(few, activation):
    X, y, _ = few
    model = Sequential([Dense(8, activation), Dense(3, "softmax")], rng=0)
    model.compile(Adam(0.02), "sparse_categorical_crossentropy")
    loss = model.fit(X, y, epochs=15, verbose=0).history["loss"]
    assert loss[-1] < loss[0]


def test_an_activation_as_a_layer_of_its_own(few):
    X, y, _ = few
    one = Sequential([Dense(6, "tanh"), Dense(3, "softmax")], rng=0)
    two = Sequential([Dense(6), Activation("tanh"), Dense(3), Activation("softmax")], rng=0)
    for model in (one, two):
        model.compile("sgd", "sparse_categorical_crossentropy")
    assert one.fit(X, y, verbose=0).history == two.fit(X, y, verbose=0).history


def test_l2_shrinks_weights_and_stands_in_the_loss(few):
    from nnlib.keras import regularizers

    X, y, _ = few

    def fitted(strength):
        penalty = regularizers.l2(strength)
        model = Sequential(
            [Dense(6, "tanh", kernel_regularizer=penalty), Dense(3, "softmax")], rng=0
        )
        model.compile(SGD(0.1), "sparse_categorical_crossentropy")
        model.fit(X, y, epochs=20, verbose=0)
        return model

    free, held = fitted(0), fitted(0.1)
    W = held.layers[0].get_weights()[0]
    assert np.linalg.norm(W) < 0.5 * np.linalg.norm(free.layers[0].get_weights()[0])
    bare = np.mean(-np.log(held.predict(X)[np.arange(60), y]))
    assert held.evaluate(X, y) == pytest.approx(
        bare + 0.1 * np.sum(W**2), rel=1e-5
    )  # as Keras counts


def test_dropout_is_on_in_training_alone(few):
    X, y, _ = few
    model = Sequential([Dense(30, "relu"), Dropout(0.5), Dense(3, "softmax")], rng=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    plain = Sequential([Dense(30, "relu"), Dense(3, "softmax")], rng=0)
    plain.compile("sgd", "sparse_categorical_crossentropy")
    plain.fit(X, y, verbose=0)
    loss = model.fit(X, y, verbose=0).history["loss"]
    assert not np.array_equal(model.theta, plain.theta) and np.isfinite(loss[0])
    model.set_weights(plain.get_weights())
    assert np.array_equal(model.predict(X), plain.predict(X))


def test_dropout_of_the_input_and_twice_in_a_row():
    model = Sequential([Input([4]), Dropout(0.5), Dropout(0.5), Dense(2), Dropout(0.2), Dense(1)])
    assert model.network.keeps == [0.25, 0.8]


def test_train_on_batch_is_one_step_on_all_rows(few):
    X, y, _ = few
    one, two = classifier(dtype="float64"), classifier(dtype="float64")
    loss = one.train_on_batch(X, y)
    assert loss == pytest.approx(two.evaluate(X, y)[0], rel=1e-12)
    two.fit(X, y, batch_size=60, verbose=0)
    assert one.steps == 1 and np.allclose(one.theta, two.theta, rtol=1e-12)


# ---- weights ------------------------------------------------------------------------------------------------------


def test_layers_show_their_weights_before_any_training():
    model = Sequential(
        [Input([28, 28]), Flatten(), Dense(300, "relu"), Dense(100, "relu"), Dense(10)]
    )
    W, b = model.layers[1].get_weights()
    assert W.shape == (784, 300) and b.shape == (300,) and not b.any()
    assert np.std(W) == pytest.approx(np.sqrt(2 / 784), rel=0.02)
    assert model.layers[0].get_weights() == []
    assert model.count_params() == 266_610
    W[:] = 0
    assert model.layers[1].get_weights()[0].any()


def test_weights_can_be_set_for_a_layer_and_for_the_model(few):
    X, _, _ = few
    one, two = classifier(1), classifier(2)
    two.set_weights(one.get_weights())
    assert np.array_equal(one.predict(X), two.predict(X))
    W, b = one.layers[0].get_weights()
    one.layers[0].set_weights([2 * W, b + 1])
    assert np.array_equal(one.get_weights()[0], 2 * W) and np.array_equal(
        one.get_weights()[1], b + 1
    )


def test_a_layer_added_later_leaves_the_others_weights_alone():
    model = Sequential([Input([4]), Dense(3, "relu")], rng=0)
    W = model.get_weights()[0]
    model.add(Dense(2))
    assert [array.shape for array in model.get_weights()] == [(4, 3), (3,), (3, 2), (2,)]
    assert np.array_equal(model.get_weights()[0], W)


@pytest.mark.parametrize(
    "kind, variance",
    [
        *(("he_normal", 2 / 300), ("he_uniform", 2 / 300), ("glorot_normal", 2 / 500)),
        *(
            ("glorot_uniform", 2 / 500),
            ("lecun_normal", 1 / 300),
            ("lecun_uniform", 1 / 300),
            ("zeros", 0),
        ),
    ],
)
def test_initialisers_by_name(kind, variance):
    model = Sequential([Input([300]), Dense(200, kernel_initializer=kind)], rng=0)
    W = model.get_weights()[0]
    assert np.var(W) == pytest.approx(variance, rel=0.03)
    if kind.endswith("uniform"):
        assert np.abs(W).max() <= np.sqrt(3 * variance) * 1.000001


def test_an_initialiser_of_ones_own():
    def ones(fan_in, fan_out, rng):
        return np.ones((fan_in, fan_out))

    assert np.array_equal(
        Sequential([Input([2]), Dense(3, kernel_initializer=ones)]).get_weights()[0],
        np.ones((2, 3)),
    )


def test_summary_shows_shapes_and_counts(capsys):
    Sequential([Input([28, 28]), Flatten(), Dense(300, "relu"), Dropout(0.2), Dense(10)]).summary()
    said = " ".join(capsys.readouterr().out.split())
    assert "flatten (Flatten) (n, 784) 0 dense (Dense) (n, 300) 235,500" in said
    assert "dropout (Dropout) (n, 300) 0 dense_1 (Dense) (n, 10) 3,010" in said
    assert "Parameters in all: 238,510" in said


# ---- weights of examples ------------------------------------------------------------------------------------------


def test_class_weight_times_sample_weight(few):
    X, y, _ = few
    w = np.random.default_rng(1).uniform(0.5, 2, 60)
    one, two = classifier(dtype="float64"), classifier(dtype="float64")
    one.fit(X, y, class_weight={0: 2.0, 2: 0.5}, sample_weight=w, epochs=3, verbose=0)
    two.fit(X, y, sample_weight=w * np.array([2.0, 1, 0.5])[y], epochs=3, verbose=0)
    assert np.array_equal(one.theta, two.theta)


def test_the_batch_size_divides_a_weighted_loss(few):
    X, y, _ = few
    model, w = classifier(dtype="float64"), np.linspace(0, 3, 60)
    each = -np.log(model.predict(X)[np.arange(60), y])
    assert model.evaluate(X, y, sample_weight=w)[0] == pytest.approx(np.mean(w * each), rel=1e-12)
    assert model.train_on_batch(X, y, sample_weight=w) == pytest.approx(
        np.mean(w * each), rel=1e-12
    )


def test_class_weights_of_rows_of_one_hot_and_of_one_output(few):
    X, y, _ = few
    weights = {0: 3.0}
    one = classifier(loss="categorical_crossentropy", dtype="float64")
    two = classifier(dtype="float64")
    one.fit(X, np.eye(3)[y], class_weight=weights, verbose=0)
    two.fit(X, y, class_weight=[3, 1, 1], verbose=0)
    assert np.allclose(one.theta, two.theta, rtol=1e-9)
    bits = (y > 0).astype(int)
    model = Sequential([Dense(1, "sigmoid")], rng=0)
    model.compile("sgd", "binary_crossentropy")
    other = copy.deepcopy(model)
    model.fit(X, bits, class_weight="balanced", verbose=0)
    other.fit(X, bits, sample_weight=np.where(bits, 60 / 80, 60 / 40), verbose=0)
    assert np.array_equal(model.theta, other.theta)


# ---- functions of one's own ---------------------------------------------------------------------------------------


def my_tanh(z):
    return np.tanh(z)


def my_tanh_backward(dout, a):
    return dout * (1 - a * a)


def flat_backward(dout, a):
    return dout * 0


def my_affine(X, W, b):
    return X @ W + b


def affine_without_bias(X, W, b):
    return X @ W


def my_affine_backward(dout, X, W):
    return dout @ W.T, X.T @ dout, dout.sum(axis=0)


def affine_backward_without_db(dout, X, W):
    return dout @ W.T, X.T @ dout, 0 * dout.sum(axis=0)


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


def my_mse(P, T):
    return np.mean((P - T) ** 2)


def my_mse_grad(P, T):
    return 2 * (P - T) / P.size


def twice_mse(P, T):
    return 2 * np.mean((P - T) ** 2)


def uphill_grad(P, T):
    return 2 * (T - P) / P.size


def my_gd_step(params, grads, lr):
    return params - lr * grads


def uphill_step(params, grads, lr):
    return params + lr * grads


def my_momentum_step(w, v, g, lr, beta):
    v = beta * v - lr * g
    return w + v, v


def standing_still(w, v, g, lr, beta):
    return w, v


def my_adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adam_without_correction(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return w - lr * m / (np.sqrt(v) + eps), m, v


def own(slot, function):
    """A regression network in float64 with one slot filled with `function`, or the library's where it is None."""
    activation, backward, loss, optimizer, functions = "tanh", None, "mse", SGD(0.05), {}
    if slot == "activation" and function:
        activation, backward = function, my_tanh_backward
    elif slot == "activation_backward" and function:
        activation, backward = my_tanh, function
    elif slot == "loss" and function:
        loss = (function, mse_grad)
    elif slot == "loss_grad" and function:
        loss = (mse, function)
    elif slot == "gd_step":
        optimizer = SGD(0.05, step=function)
    elif slot == "momentum_step":
        optimizer = SGD(0.05, momentum=0.9, step=function)
    elif slot == "adam_step":
        optimizer = Adam(0.01, step=function)
    elif function:
        functions = {slot: function}
    model = Sequential(
        [Dense(6, activation, activation_backward=backward), Dense(1)],
        rng=0,
        dtype="float64",
        **functions,
    )
    model.compile(optimizer, loss)
    return model


SLOTS = [
    ("activation", my_tanh, lambda z: np.tanh(z) + 0.3),
    ("activation_backward", my_tanh_backward, flat_backward),
    ("affine", my_affine, affine_without_bias),
    ("affine_backward", my_affine_backward, affine_backward_without_db),
    ("loss", my_mse, twice_mse),
    ("loss_grad", my_mse_grad, uphill_grad),
    ("gd_step", my_gd_step, uphill_step),
    ("momentum_step", my_momentum_step, standing_still),
    ("adam_step", my_adam_step, adam_without_correction),
]


@pytest.mark.parametrize("slot, right, wrong", SLOTS, ids=[slot for slot, *_ in SLOTS])
def test_a_function_of_ones_own_is_what_runs(few, slot, right, wrong):
    X, _, t = few
    losses, thetas = [], []
    for function in (None, right, wrong):
        model = own(slot, function)
        losses.append(model.fit(X, t, epochs=3, verbose=0).history["loss"])
        thetas.append(model.theta)
    assert np.allclose(losses[0], losses[1], rtol=1e-10) and np.allclose(
        thetas[0], thetas[1], rtol=1e-8
    )
    assert not np.allclose(losses[0], losses[2], rtol=1e-6)


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


def test_metrics_of_ones_own_get_y_and_the_output(few):
    X, y, _ = few

    def sure(y, P):
        assert y.shape == (60,) and y.dtype == np.int64
        return P.max(axis=1).mean()

    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", ["acc", sure])
    history = model.fit(X, y, verbose=0).history
    assert list(history) == ["loss", "acc", "sure"]
    assert history["sure"][0] == pytest.approx(model.predict(X).max(axis=1).mean())


# ---- Ctrl-C -------------------------------------------------------------------------------------------------------


class PressCtrlC(Callback):
    """Ends training in an epoch as a person would."""

    def __init__(self, epoch, by_signal=False):
        self.at, self.by_signal, self.seen = epoch, by_signal, []

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(self.model.theta.copy())
        if epoch == self.at and self.by_signal:
            os.kill(os.getpid(), signal.SIGINT)
        elif epoch == self.at:
            raise KeyboardInterrupt


@pytest.mark.parametrize("by_signal", [False, True])
def test_ctrl_c_keeps_the_history_and_the_best_weights(few, capsys, by_signal):
    X, y, _ = few
    model, key = classifier(optimizer=SGD(0.5)), PressCtrlC(6, by_signal)
    history = model.fit(X, y, epochs=30, validation_data=(X, 2 - y), callbacks=[key], verbose=0)
    losses = history.history["val_loss"]
    assert len(losses) == 7 and model.history is history
    best = int(np.argmin(losses))
    assert best < 6, "a case where the last weights are not the best"
    assert np.array_equal(model.theta, key.seen[best])
    said = capsys.readouterr().out
    assert (
        "stopped by hand after 7 of 30 epochs" in said
        and f"epoch {best + 1}, the best by val_loss" in said
    )
    assert len(model.fit(X, y, epochs=2, verbose=0).epoch) == 2


def test_ctrl_c_goes_by_early_stopping_where_there_is_one(few, capsys):
    X, y, _ = few
    stopping = EarlyStopping("accuracy", patience=20)
    classifier().fit(X, y, epochs=9, callbacks=[stopping, PressCtrlC(3)], verbose=0)
    assert "the best by accuracy" in capsys.readouterr().out


def test_ctrl_c_in_the_first_epoch(few, capsys):
    class Early(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            raise KeyboardInterrupt

    history = classifier().fit(*few[:2], callbacks=[Early()], verbose=0)
    assert (
        history.history == {}
        and "after 0 of 1 epochs. There is no history" in capsys.readouterr().out
    )


# ---- what is shown ------------------------------------------------------------------------------------------------


def test_what_fit_shows(few, capsys):
    X, y, _ = few
    classifier().fit(X, y, epochs=2, verbose=0)
    assert capsys.readouterr() == ("", "")
    classifier().fit(X, y, epochs=2, verbose=2)
    assert capsys.readouterr().out.startswith("epoch 1/2: loss 1.")
    classifier().fit(X, y, epochs=2)
    assert "2/2" in capsys.readouterr().err


def test_a_loss_that_is_no_number_is_said_once(few, capsys):
    X, _, t = few
    model = regressor(optimizer=SGD(1e30))
    model.fit(X, t, epochs=3, verbose=0)
    assert capsys.readouterr().err.count("A smaller learning rate") == 1


# ---- copies -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_trains_on_as_the_original_would(few, copied):
    X, y, _ = few
    model = classifier(optimizer="adam")
    model.fit(X, y, epochs=2, verbose=0)
    twin = copied(model)
    model.fit(X, y, epochs=2, verbose=0)
    assert not np.array_equal(model.theta, twin.theta)
    twin.fit(X, y, epochs=2, verbose=0)
    assert np.array_equal(model.theta, twin.theta)
    assert twin.layers[0].model is twin


# ---- bad input ----------------------------------------------------------------------------------------------------


def fits(complaint, kind=ValueError, model=classifier, **change):
    return pytest.param(model, change, kind, complaint, id=complaint[:40])


@pytest.mark.parametrize(
    "model, change, kind, complaint",
    [
        fits("X has shape (6, 5); the model wants (n, 4)", X=np.zeros((6, 5))),
        fits("X has shape (4,); the model wants (n, 4)", X=np.zeros(4)),
        fits("X has 6 rows and y has 5 rows; wanted as many", y=np.zeros(5, int)),
        fits("y has label 7, but the network has 3 outputs (labels 0 to 2)", y=np.full(6, 7)),
        fits("y has label -1", y=np.full(6, -1)),
        fits(
            "a row per example: that goes with categorical_crossentropy",
            y=np.eye(3)[[0, 1, 2, 0, 1, 2]],
        ),
        fits("y holds <U1; wanted numbers", TypeError, y=np.array(list("abcabc"))),
        fits("y holds float64; wanted whole numbers", TypeError, y=np.full(6, 0.5)),
        fits("X holds nan at (2, 1)", X=np.where(np.arange(24).reshape(6, 4) == 9, np.nan, 0)),
        fits("X holds inf at (0, 0)", X=np.full((6, 4), 1e300)),
        fits("X holds object; wanted numbers", TypeError, X=np.full((6, 4), None)),
        fits("X has shape (0, 4): at least one row", X=np.zeros((0, 4)), y=np.zeros(0, int)),
        fits("epochs is 0; wanted at least 1", epochs=0),
        fits("batch_size is 0; wanted at least 1", batch_size=0),
        fits("batch_size is 2.5; wanted a whole number", TypeError, batch_size=2.5),
        fits("class_weight names class 5, which is not in y (0, 1, 2)", class_weight={0: 1, 5: 2}),
        fits("class_weight has 2 entries; wanted 3", class_weight=[1, 2]),
        fits("class_weight holds -1", class_weight={0: -1}),
        fits("class_weight is 'even'; wanted 'balanced'", class_weight="even"),
        fits("sample_weight has 5 entries; wanted 6", sample_weight=np.ones(5)),
        fits("sample_weight holds -1.0", sample_weight=-np.ones(6)),
        fits("validation_split is 1.5; wanted 0 to 1", validation_split=1.5),
        fits("of 6 rows none would be left", validation_split=0.01),
        fits(
            "validation X has shape (2, 3); the model wants (n, 4)",
            validation_data=(np.zeros((2, 3)), [0, 1]),
        ),
        fits("validation y has label 3", validation_data=(np.zeros((2, 4)), [0, 3])),
        fits("validation_data wants (X, y)", validation_data=np.zeros((2, 4))),
        fits("rng is 'dice'; wanted np.random.default_rng(seed)", TypeError, rng="dice"),
        fits("y has shape (6, 2); wanted (6, 1)", model=regressor, y=np.zeros((6, 2))),
        fits("y holds nan at (0,)", model=regressor, y=np.full(6, np.nan)),
        fits(
            "class_weight goes with one class per row",
            model=regressor,
            y=np.arange(6.0),
            class_weight={0: 1},
        ),
        fits(
            "y has shape (6,); wanted (6, 3), one column per output; for labels, the loss is sparse",
            model=lambda: classifier(loss="categorical_crossentropy"),
        ),
        fits(
            "y holds 2; binary_crossentropy wants 0 to 1",
            model=lambda: binary(),
        ),
    ],
)
def test_fit_says_what_was_given_and_what_was_wanted(model, change, kind, complaint):
    given = {"X": np.zeros((6, 4)), "y": np.array([0, 1, 2, 0, 1, 2]), "verbose": 0} | change
    with pytest.raises(kind) as error:
        model().fit(**given)
    assert complaint in str(error.value)


def binary():
    model = Sequential([Input([4]), Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    return model


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: SGD(-0.1), ValueError, "learning_rate is -0.1; wanted a positive number"),
        (lambda: SGD("fast"), TypeError, "learning_rate is 'fast'; wanted a number"),
        (lambda: SGD(momentum=2), ValueError, "momentum is 2; wanted 0 to 1"),
        (lambda: SGD(nesterov=True), ValueError, "nesterov is True"),
        (lambda: Adam(beta_1=1), ValueError, "beta is 1"),
        (lambda: Dense(0), ValueError, "units is 0; wanted at least 1"),
        (lambda: Dense(3, "rleu"), ValueError, "did you mean 'relu'?"),
        (lambda: Dense(3, 7), TypeError, "activation is 7; wanted a function or a name"),
        (lambda: Dense(3, my_tanh), PluginError, "my_tanh needs its backward too"),
        (lambda: Dense(3, use_bias=False), ValueError, "every Dense layer has its bias"),
        (
            lambda: Dense(3, kernel_initializer="glorot_normall"),
            ValueError,
            "did you mean 'glorot_normal'?",
        ),
        (lambda: Dense(3, kernel_regularizer=0.1), TypeError, "wanted l2(0.01) or None"),
        (lambda: Dropout(1), ValueError, "rate is 1"),
        (lambda: Dropout(-0.1), ValueError, "rate is -0.1; wanted 0 to 1"),
        (lambda: Input([0]), ValueError, "an axis of the shape is 0"),
        (lambda: Input([]), ValueError, "shape is []; wanted that of one example"),
        (lambda: Sequential([7]), TypeError, "wanted a layer, such as Dense(10)"),
        (lambda: Sequential(rng="x"), TypeError, "wanted np.random.default_rng(seed)"),
        (lambda: Sequential(dtype="int32"), TypeError, "dtype is int32; wanted float32 or float64"),
        (lambda: Sequential([Dense(2), Input([3])]), ValueError, "must come first"),
        (lambda: Sequential([Dense(2)] * 2), ValueError, "part of a model already"),
        (lambda: Sequential([Input([4])]).theta, ValueError, "has no Dense layer"),
        (
            lambda: Sequential([Input([28, 28]), Dense(2)]).theta,
            ValueError,
            "put Flatten() before it",
        ),
        (
            lambda: Sequential([Input([4]), Dense(2), Dropout(0.5)]).theta,
            ValueError,
            "Dropout after the last",
        ),
        (
            lambda: Sequential([Input([4]), Activation("relu")]).theta,
            ValueError,
            "must follow a Dense layer",
        ),
        (
            lambda: Sequential([Input([4]), Dense(3), Dense(2, shape=[4])]).theta,
            ValueError,
            "dense_1 wants input of shape (4,), but what comes in has shape (3,)",
        ),
        (lambda: classifier().set_weights([1]), ValueError, "given 1 arrays; wanted 4"),
        (
            lambda: classifier().layers[0].set_weights([np.ones(2)]),
            ValueError,
            "wanted [(4, 6), (6,)]",
        ),
        (lambda: Flatten("f").set_weights([1]), ValueError, "f has no weights; given 1 arrays"),
        (lambda: Dense(3).get_weights(), ValueError, "in no model yet"),
        (
            lambda: Sequential([Dense(2)]).predict(np.ones((2, 2))),
            RuntimeError,
            "does not know its input yet",
        ),
        (
            lambda: Sequential([Dense(2)]).layers[0].get_weights(),
            RuntimeError,
            "does not know its input yet",
        ),
        (lambda: Sequential([Dense(2)]).summary(), RuntimeError, "does not know its input yet"),
        (
            lambda: Sequential([Dense(2)]).fit([[1.0]], [0]),
            RuntimeError,
            "compile(optimizer, loss) comes first",
        ),
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
        (lambda: classifier(optimizer="adm"), ValueError, "did you mean 'adam'?"),
        (lambda: classifier(optimizer=7), TypeError, "wanted a name, or SGD(...) or Adam(...)"),
        (
            lambda: classifier().compile("sgd", "mse", ["acuracy"]),
            ValueError,
            "did you mean 'accuracy'?",
        ),
        (
            lambda: classifier().predict(np.full((2, 4), np.nan)),
            ValueError,
            "X holds nan at (0, 0)",
        ),
        (
            lambda: classifier().predict(np.ones((2, 4)), batch_size=0),
            ValueError,
            "batch_size is 0",
        ),
        (
            lambda: classifier().predict_classes,
            AttributeError,
            "today: nnlib.predict_classes(model.predict(X))",
        ),
        (lambda: classifier().fitt, AttributeError, "no 'fitt'"),
    ],
)
def test_a_part_says_what_was_given_and_what_was_wanted(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


def test_accuracy_wants_classes(few):
    X, _, t = few
    model = regressor()
    model.compile("sgd", "mse", ["accuracy"])
    with pytest.raises(ValueError, match="for those watch mae or mse"):
        model.fit(X, t, verbose=0)


def test_a_shape_guessed_from_a_wrong_x_is_not_kept(few):
    X, y, _ = few
    model = Sequential([Dense(3, "softmax")], rng=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="Flatten"):
        model.fit(X.reshape(60, 2, 2), y, verbose=0)
    with pytest.raises(ValueError, match=r"X has shape \(60,\)"):
        model.fit(X[:, 0], y, verbose=0)
    assert len(model.fit(X, y, verbose=0).epoch) == 1


def test_logits_losses_say_which_last_layer_they_want(few):
    X, y, _ = few
    model = Sequential([Dense(3, "tanh")])
    model.compile("sgd", softmax_cross_entropy)
    with pytest.raises(ValueError, match="softmax or no activation in the last layer; given tanh"):
        model.fit(X, y, verbose=0)


def test_the_librarys_own_functions_are_the_defaults():
    model = Sequential()
    assert (model.affine, model.affine_backward) == (affine_forward, affine_backward)
    assert Dense(2, softmax).activation == "softmax"


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
