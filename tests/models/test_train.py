"""train: the loop does the arithmetic it shows, on the functions it is given; bad data stop at the gate."""

import sys
import time
import traceback

import numpy as np
import pytest
import scipy.special
from running import run_python

import nnlib
from nnlib import (
    affine_backward,
    affine_forward,
    initial_theta,
    minibatches,
    relu,
    relu_backward,
    softmax,
    softmax_cross_entropy,
)
from nnlib.core.kernel import compiler
from nnlib.engine import plugin, training
from nnlib.engine.plugin import PluginError
from nnlib.engine.roles import LIBRARY_SLOTS, Functions
from nnlib.models.train import train

SIZES = [4, 5, 3, 3]


def examples(n=14, dtype=np.float64):
    rng = np.random.default_rng(7)
    y = np.arange(n) % 3
    return (rng.normal(size=(n, 4)) + np.eye(4)[y] * 3).astype(dtype), y


X, Y = examples()


def fit(seed=0, **options):
    settings = {"epochs": 4, "batch_size": 4, "lr": 0.1, **options}
    return train(X, Y, SIZES, np.random.default_rng(seed), **settings)


# --- The arithmetic -----------------------------------------------------------------------------


def gradient_by_hand(layers, X, y):
    """Loss and gradients in NumPy, with nothing of the library."""
    a, kept = X, []
    for W, b in layers:
        kept.append(a)
        z = a @ W + b
        a = np.maximum(z, 0)
    loss = np.mean(scipy.special.logsumexp(z, axis=1) - z[np.arange(len(y)), y])
    dz = (scipy.special.softmax(z, axis=1) - np.eye(z.shape[1])[y]) / len(y)
    gradients = []
    for (W, _), a in zip(layers[::-1], kept[::-1], strict=True):
        gradients.append((a.T @ dz, dz.sum(axis=0)))
        dz = (dz @ W.T) * (a > 0)
    return loss, gradients[::-1]


def train_by_hand(X, y, sizes, rng, epochs, batch_size, lr):
    theta, layers = initial_theta(sizes, rng, np.float64), []
    for a, b in zip(sizes[:-1], sizes[1:], strict=True):
        layers.append((theta[: a * b].reshape(a, b).copy(), theta[a * b : a * b + b].copy()))
        theta = theta[a * b + b :]
    history = []
    for _ in range(epochs):
        total = 0
        for rows in minibatches(len(X), batch_size, rng):
            loss, gradients = gradient_by_hand(layers, X[rows], y[rows])
            total += loss * len(rows)
            layers = [
                (W - lr * dW, b - lr * db)
                for (W, b), (dW, db) in zip(layers, gradients, strict=True)
            ]
        history.append(total / len(X))
    return history, np.concatenate([part.ravel() for layer in layers for part in layer])


@pytest.mark.parametrize("batch_size", [1, 4, 7, 13, 14, 15, 1000])
def test_it_does_what_numpy_does_by_hand(batch_size):
    """4 and 13 leave a shorter last batch; 14 is all rows, so one step of plain gradient descent per epoch."""
    network = fit(batch_size=batch_size, dtype=np.float64)
    rng = np.random.default_rng(0)
    losses, theta = train_by_hand(X, Y, SIZES, rng, 4, batch_size, 0.1)
    np.testing.assert_allclose(network.history["loss"], losses, rtol=1e-12)
    np.testing.assert_allclose(network.theta, theta, rtol=1e-10, atol=1e-13)


def test_all_rows_at_once_is_one_step_of_gradient_descent():
    network = fit(batch_size=len(X), epochs=1, dtype=np.float64)
    start = initial_theta(SIZES, np.random.default_rng(0), np.float64)
    layers, rest = [], start
    for a, b in zip(SIZES[:-1], SIZES[1:], strict=True):
        layers.append((rest[: a * b].reshape(a, b), rest[a * b : a * b + b]))
        rest = rest[a * b + b :]
    loss, gradients = gradient_by_hand(layers, X, Y)
    step = np.concatenate([part.ravel() for pair in gradients for part in pair])
    assert network.history["loss"] == [pytest.approx(loss, rel=1e-13)]
    np.testing.assert_allclose(network.theta, start - 0.1 * step, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("sizes", [[4, 3], [4, 4, 4, 3], [4, 1, 3], [4, 9, 2, 7, 3]], ids=str)
def test_any_depth_and_width(sizes):
    network = train(X, Y, sizes, np.random.default_rng(1), epochs=2, batch_size=5, dtype=np.float64)
    losses, theta = train_by_hand(X, Y, sizes, np.random.default_rng(1), 2, 5, 0.1)
    np.testing.assert_allclose(network.history["loss"], losses, rtol=1e-12)
    np.testing.assert_allclose(network.theta, theta, rtol=1e-10, atol=1e-13)


def test_float32_stays_float32_and_follows_float64():
    single, double = fit(), fit(dtype=np.float64)
    assert single.theta.dtype == np.float32 and double.theta.dtype == np.float64
    np.testing.assert_allclose(single.history["loss"], double.history["loss"], rtol=1e-4)
    assert single.predict_proba(X).dtype == np.float32


def test_one_row_can_be_learned():
    network = train(X[:1], Y[:1], SIZES, np.random.default_rng(0), epochs=30, lr=0.5)
    assert network.history["loss"][-1] < 0.1 and network.predict(X[:1]).tolist() == [Y[0]]


def test_it_learns():
    network = fit(seed=1, epochs=60)
    assert network.history["loss"][-1] < 0.1 * network.history["loss"][0]
    assert network.accuracy(X, Y) == 1


# --- The same seed, the same bits ---------------------------------------------------------------


def test_a_seed_decides_everything():
    first, again, other = fit(seed=1), fit(seed=1), fit(seed=2)
    assert first.theta.tobytes() == again.theta.tobytes() and first.history == again.history
    assert first.theta.tobytes() != other.theta.tobytes()


def test_the_global_random_state_is_neither_read_nor_written():
    np.random.seed(1)
    before = np.random.get_state()[1].tolist()
    first = fit()
    assert np.random.get_state()[1].tolist() == before
    np.random.seed(99)
    assert fit().theta.tobytes() == first.theta.tobytes()


def test_inputs_are_kept_and_their_layout_does_not_matter():
    wanted = fit().theta.tobytes()
    rng = np.random.default_rng
    options = {"epochs": 4, "batch_size": 4}
    locked, kept = X.copy(), X.copy()
    locked.flags.writeable = False
    for same_X in (locked, np.asfortranarray(X), np.repeat(X, 2, axis=0)[::2], X.tolist()):
        for same_y in (Y, Y.astype(np.int8), Y.tolist(), np.repeat(Y, 2)[::2]):
            assert train(same_X, same_y, SIZES, rng(0), **options).theta.tobytes() == wanted
    np.testing.assert_array_equal(locked, kept)


def test_whole_numbers_are_numbers():
    whole = np.round(X).astype(int)
    options = {"epochs": 2, "dtype": np.float64}
    got = train(whole, Y, SIZES, np.random.default_rng(0), **options)
    wanted = train(whole.astype(float), Y, SIZES, np.random.default_rng(0), **options)
    assert got.theta.tobytes() == wanted.theta.tobytes()


# --- The learner's function is what runs --------------------------------------------------------


def my_relu(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else 0
    return a


def my_relu_backward(dout, a):
    dz = np.zeros_like(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz


def my_softmax(Z):
    P = np.empty_like(Z)
    for i in range(Z.shape[0]):
        top = np.max(Z[i])
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = np.exp(Z[i, j] - top)
            total += P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] /= total
    return P


def my_affine(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]), X.dtype)
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j]
            Z[i, j] += b[j]
    return Z


def my_affine_backward(dout, X, W):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1], W.dtype)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            db[j] += dout[i, j]
            for k in range(X.shape[1]):
                dX[i, k] += dout[i, j] * W[k, j]
                dW[k, j] += X[i, k] * dout[i, j]
    return dX, dW, db


def my_loss(Z, y):
    total = 0.0
    for i in range(Z.shape[0]):
        powers = 0.0
        for j in range(Z.shape[1]):
            powers += np.exp(Z[i, j] - Z[i, y[i]])
        total += np.log(powers)
    return total / Z.shape[0]


def my_loss_grad(Z, y):
    dZ = my_softmax(Z)
    for i in range(Z.shape[0]):
        dZ[i, y[i]] -= 1
    return dZ / Z.shape[0]


def my_step(params, grads, lr):
    moved = np.empty_like(params)
    for i in range(params.shape[0]):
        moved[i] = params[i] - lr * grads[i]
    return moved


RIGHT = {
    "activation": my_relu, "activation_backward": my_relu_backward, "output": my_softmax, "affine": my_affine,
    "affine_backward": my_affine_backward, "loss": my_loss, "loss_grad": my_loss_grad, "step": my_step,
}  # fmt: skip


def leak(z):
    return z * 1


def gate_of_ones(dout, a):
    return dout * 1


def uniform(Z):
    P = my_softmax(Z)
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            P[i, j] = 1 / P.shape[1]
    return P


def forgets_b(X, W, b):
    return affine_forward(X, W, b * 0 + 0.5)


def wrong_sign(dout, X, W):
    dX, dW, db = affine_backward(dout, X, W)
    return dX, dW, -db


def doubled(Z, y):
    return 2 * softmax_cross_entropy(Z, y)


def no_targets(Z, y):
    return my_softmax(Z)


def uphill(params, grads, lr):
    return my_step(params, grads, -lr)


WRONG = {
    "activation": leak, "activation_backward": gate_of_ones, "output": uniform, "affine": forgets_b,
    "affine_backward": wrong_sign, "loss": doubled, "loss_grad": no_targets, "step": uphill,
}  # fmt: skip


def test_every_slot_is_tried():
    # the way back through one's own output is for losses on the output: see Sequential
    others = {"kinds", "alphas", "head", "output_backward"} | LIBRARY_SLOTS
    assert RIGHT.keys() == WRONG.keys() == set(Functions._fields) - others


@pytest.mark.parametrize("role", WRONG)
def test_a_wrong_function_of_the_learner_changes_training_and_the_library_is_itself_again(role):
    before = fit()
    wrong = fit(**{role: WRONG[role]})
    after = fit()
    # the loss of the first epoch, too, sees all but what acts behind it
    assert abs(wrong.history["loss"][-1] / before.history["loss"][-1] - 1) > 1e-3
    assert after.theta.tobytes() == before.theta.tobytes() and after.history == before.history


def test_all_functions_of_the_learner_at_once_give_the_same_training():
    own, mine = fit(dtype=np.float64), fit(dtype=np.float64, **RIGHT)
    np.testing.assert_allclose(mine.history["loss"], own.history["loss"], rtol=1e-12)
    np.testing.assert_allclose(mine.theta, own.theta, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(mine.predict_proba(X), own.predict_proba(X), rtol=1e-10)


BY_HAND = {
    "tanh": (lambda z: np.tanh(z), lambda dout, a: dout * (1 - a * a)),
    "identity": (lambda z: z * 1, lambda dout, a: dout * 1),
    "leaky_relu": (
        lambda z: nnlib.leaky_relu(z, 0.2),
        lambda dout, a: nnlib.leaky_relu_backward(dout, a, 0.2),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_library_activation_by_name_or_itself_brings_its_own_backward(name):
    by_name, itself = fit(activation=name), fit(activation=getattr(nnlib, name))
    assert by_name.history == itself.history != fit().history
    forward, backward = BY_HAND[name]
    by_hand = fit(activation=forward, activation_backward=backward)
    np.testing.assert_allclose(by_hand.history["loss"], itself.history["loss"], rtol=1e-5)


def test_the_books_gradient_from_logits_and_the_short_way_from_the_output_agree():
    short = fit(dtype=np.float64)
    for way in (nnlib.softmax_cross_entropy_grad, my_loss_grad):
        book = fit(dtype=np.float64, loss_grad=way)
        np.testing.assert_allclose(book.theta, short.theta, rtol=1e-10, atol=1e-13)
    # it looks at the logits, whatever the output says
    other = fit(dtype=np.float64, loss_grad=my_loss_grad, output=uniform)
    np.testing.assert_allclose(other.theta, short.theta, rtol=1e-10, atol=1e-13)


def relu_in_numpy(z):
    return np.maximum(z, 0)


def test_a_right_relu_gives_the_same_losses_to_the_last_bit():
    own = fit()
    pair = {"activation_backward": my_relu_backward}
    for activation in (my_relu, relu_in_numpy, compiler().njit(my_relu) if compiler() else my_relu):
        mine = fit(activation=activation, **pair)
        assert mine.history == own.history and mine.theta.tobytes() == own.theta.tobytes()


def test_prediction_runs_on_the_learners_functions_too():
    network = fit(output=uniform)
    np.testing.assert_allclose(network.predict_proba(X), 1 / 3, rtol=1e-6)


def test_swapping_a_function_does_not_compile_the_library_again():
    fit(activation=lambda z: z * 0.25)  # so that what plugging itself needs is there

    def another(z):
        return z * 0.5

    if compiler() is None:
        assert training.epoch.typed(np.float32) is training.epoch.plain
        fit(activation=another)
        return
    from numba.core import event

    epochs = list(training.epoch._typed.values())
    signatures = [len(each.dispatcher.signatures) for each in epochs]
    with event.install_recorder("numba:compile") as recorder:
        fit(activation=another)
    compiled = [e.data["dispatcher"].py_func for _, e in recorder.buffer]
    names = {function.__name__ for function in compiled}
    assert "another" in names
    assert not [
        f.__name__ for f in compiled if f.__module__.startswith("nnlib") and f.__name__ != "into"
    ]
    assert list(training.epoch._typed.values()) == epochs
    assert [len(each.dispatcher.signatures) for each in epochs] == signatures == [1] * len(epochs)


# --- When a learner's function fails ------------------------------------------------------------


def last_frame(error):
    return traceback.extract_tb(error.__traceback__)[-1]


def index_slip(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j + 5] if z[i, j] > 4 else max(z[i, j], 0)
    return a


def raises_value_error(z):
    if np.max(z) > 4:
        raise ValueError("too large for me")
    return np.maximum(z, 0)


def raises_zero_division(z):
    if np.max(z) > 4:
        raise ZeroDivisionError("by nothing")
    return np.maximum(z, 0)


def of_another_shape(z):
    return np.zeros((2, 3), z.dtype)


@pytest.mark.parametrize(
    ("function", "kind", "message", "line"),
    [
        (index_slip, IndexError, "index .* is out of bounds for axis 1", "a[i, j] = z[i, j + 5] if z[i, j] > 4"),
        (raises_value_error, ValueError, "too large for me", 'raise ValueError("too large for me")'),
        (raises_zero_division, ZeroDivisionError, "by nothing", 'raise ZeroDivisionError("by nothing")'),
    ],
)  # fmt: skip
def test_an_error_in_the_middle_of_training_names_the_learners_line(function, kind, message, line):
    big = X.copy()
    big[9] *= 40  # the trial and most rows are harmless
    own = fit()
    with pytest.raises(kind, match=message) as caught:
        train(big, Y, SIZES, np.random.default_rng(0), epochs=3, batch_size=4, activation=function)
    frame = last_frame(caught.value)
    assert frame.name == function.__name__ and frame.line.startswith(line)
    assert caught.value.__context__ is None  # no machine code in the traceback
    assert fit().history == own.history


def test_an_error_while_predicting_names_the_learners_line():
    def slip_above_100(z):
        a = np.empty_like(z)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                a[i, j] = z[i, j + 5] if z[i, j] > 100 else max(z[i, j], 0)
        return a

    network = fit(activation=slip_above_100, epochs=1)
    with pytest.raises(IndexError) as caught:
        network.predict(X * 1000)
    assert last_frame(caught.value).name == "slip_above_100"


def test_a_result_of_another_shape_in_training_is_an_error():
    with pytest.raises(ValueError, match="a function returned an array of another shape"):
        fit(activation=of_another_shape)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"activation": lambda: 0}, "has other parameters than"),
        ({"activation_backward": lambda dout, a: None}, "returned None"),
        ({"output": lambda Z: Z[0] * 1}, r"returned an array of shape \(3,\)"),
    ],
)
def test_a_function_that_does_not_fit_is_refused_before_training(options, message):
    with pytest.raises(PluginError, match=message):
        fit(**options)


def test_a_function_without_end_is_refused_before_training(monkeypatch):
    def endless(z):
        while True:
            pass

    monkeypatch.setattr(plugin, "SECONDS", 0.2)
    started = time.monotonic()
    with pytest.raises(PluginError, match="still running after 0.2 s"):
        fit(activation=endless)
    assert time.monotonic() - started < 5


def test_what_a_learners_function_prints_is_not_shown(capfd):
    def chatty(z):
        for i in range(z.shape[0]):
            print("row", i, z[i, 0])
        return my_relu(z)

    assert fit(activation=chatty).history == fit().history
    shown = capfd.readouterr()
    assert (
        shown.out == ""
        and shown.err == "nnlib: chatty prints; nothing of it is shown in training.\n"
    )


# --- The gate -----------------------------------------------------------------------------------


def with_(array, where, value):
    changed = np.array(array, float)
    changed[where] = value
    return changed


BAD = {
    "label too high": ({"y": [7] * 14}, ValueError, r"y has label 7, but the network has 3 outputs \(labels 0 to 2\)"),
    "label below 0": ({"y": [0, -1] + [0] * 12}, ValueError, r"y has label -1, but the network has 3 outputs"),
    "labels too few": ({"y": [0, 1]}, ValueError, r"y has shape \(2,\); wanted \(14,\), one label per row"),
    "labels in a column": ({"y": Y[:, None]}, ValueError, r"y has shape \(14, 1\); wanted \(14,\)"),
    "float labels": ({"y": Y * 1.0}, TypeError, r"y holds float64; wanted whole numbers \(class labels\)"),
    "X of one axis": ({"X": X[0]}, ValueError, r"X has shape \(4,\); wanted 2 axes"),
    "X of three axes": ({"X": X[None]}, ValueError, r"X has shape \(1, 14, 4\); wanted 2 axes"),
    "too many features": ({"X": np.ones((14, 5))}, ValueError, "X has 5 features per row, but the network has 4"),
    "NaN": ({"X": with_(X, (3, 2), np.nan)}, ValueError, r"X holds nan at \(3, 2\); wanted finite numbers"),
    "inf": ({"X": with_(X, (0, 1), -np.inf)}, ValueError, r"X holds -inf at \(0, 1\); wanted finite numbers"),
    "beyond float32": ({"X": with_(X, (0, 1), 1e300)}, ValueError, r"X holds inf at \(0, 1\); wanted finite"),
    "no rows": ({"X": np.ones((0, 4)), "y": np.ones(0, int)}, ValueError, r"X has shape \(0, 4\): at least one row"),
    "words": ({"X": [["a"] * 4] * 14}, TypeError, "X holds <U1; wanted numbers"),
    "complex": ({"X": X * 1j}, TypeError, "X holds complex128; wanted numbers"),
    "sizes too short": ({"sizes": [4]}, ValueError, r"sizes is \[4\]; wanted at least an input and an output width"),
    "no sizes": ({"sizes": []}, ValueError, r"sizes is \[\]; wanted at least"),
    "a width of 0": ({"sizes": [4, 0, 3]}, ValueError, "a layer's width is 0; wanted at least 1"),
    "half a unit": ({"sizes": [4, 2.5, 3]}, TypeError, "a layer's width is 2.5; wanted a whole number"),
    "batch size 0": ({"batch_size": 0}, ValueError, "batch_size is 0; wanted at least 1"),
    "half a row": ({"batch_size": 1.5}, TypeError, "batch_size is 1.5; wanted a whole number"),
    "no epochs": ({"epochs": 0}, ValueError, "epochs is 0; wanted at least 1"),
    "negative lr": ({"lr": -0.1}, ValueError, "lr is -0.1; wanted a positive number"),
    "lr 0": ({"lr": 0}, ValueError, "lr is 0; wanted a positive number"),
    "lr NaN": ({"lr": np.nan}, ValueError, "lr is nan; wanted a positive number"),
    "lr in words": ({"lr": "fast"}, TypeError, "lr is 'fast'; wanted a number"),
    "a seed for a generator": ({"rng": 0}, TypeError, r"rng is 0; wanted np.random.default_rng\(seed\)"),
    "whole-number training": ({"dtype": int}, TypeError, "dtype is int64; wanted float32 or float64"),
    "validation labels": ({"validation": (X, [9] * 14)}, ValueError, "validation y has label 9, but the network has 3"),
    "validation width": ({"validation": (X[:, :2], Y)}, ValueError, "validation X has 2 features per row"),
    "no function": ({"activation": 3}, TypeError, "activation is 3; wanted a function or a name"),
    "no function at the end": ({"output": 0.5}, TypeError, "activation is 0.5; wanted a function or a name"),
    "unknown name": ({"activation": "rellu"}, ValueError, "no activation 'rellu'; did you mean 'relu'"),
    "no step": ({"step": "sgd"}, TypeError, "gd_step is 'sgd'; wanted a function"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_data_are_stopped_at_the_gate(case):
    given, kind, message = BAD[case]
    options = {
        "X": X,
        "y": Y,
        "sizes": SIZES,
        "rng": np.random.default_rng(0),
        "epochs": 1,
        **given,
    }
    with pytest.raises(kind, match=message):
        train(**options)


# --- What comes back ----------------------------------------------------------------------------


def test_a_trained_network_predicts():
    network = fit(epochs=20)
    P = network.predict_proba(X)
    assert P.shape == (14, 3) and network.sizes == SIZES
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(network.predict(X), P.argmax(axis=1))
    assert network.accuracy(X, Y) == np.mean(network.predict(X) == Y)
    np.testing.assert_allclose(network.predict_proba(X[3:4]), P[3:4], rtol=1e-5)
    assert network.predict_proba(np.ones((0, 4))).shape == (0, 3)
    with pytest.raises(ValueError, match="X has 2 features per row, but the network has 4 inputs"):
        network.predict(X[:, :2])


def test_predictions_agree_with_numpy():
    network = fit(dtype=np.float64)
    a, rest = X, network.theta
    for n_in, n_out in zip(SIZES[:-1], SIZES[1:], strict=True):
        W, b, rest = np.split(rest, [n_in * n_out, n_in * n_out + n_out])
        z = a @ W.reshape(n_in, n_out) + b
        a = np.maximum(z, 0)
    np.testing.assert_allclose(
        network.predict_proba(X), scipy.special.softmax(z, axis=1), rtol=1e-10
    )


def test_the_history_has_one_entry_per_epoch():
    assert list(fit().history) == ["loss"] and len(fit().history["loss"]) == 4
    network = fit(validation=(X[:5], Y[:5]))
    assert network.history["accuracy"][-1] == network.accuracy(X[:5], Y[:5])
    assert (
        len(network.history["accuracy"]) == 4 and network.theta.tobytes() == fit().theta.tobytes()
    )
    assert all(type(value) is float for values in network.history.values() for value in values)


def test_a_bar_is_shown_on_request(capsys):
    fit()
    assert capsys.readouterr() == ("", "")
    fit(progress=True)
    shown = capsys.readouterr()
    assert "4/4" in shown.err and shown.out == ""


def test_two_trainings_do_not_share_their_history():
    first, second = fit(), fit(epochs=2)
    assert len(first.history["loss"]) == 4 and len(second.history["loss"]) == 2


def test_the_names_of_the_package_are_those_that_train():
    assert nnlib.train is train and nnlib.relu is relu and nnlib.softmax is softmax
    assert nnlib.relu_backward is relu_backward


# --- A machine that has never compiled it -------------------------------------------------------

COLD = """
    import warnings
    warnings.simplefilter("error")
    import numpy as np
    import nnlib
    for _ in range(2):
        network = nnlib.train(np.eye(4), [0, 1, 0, 1], [4, 3, 2], np.random.default_rng(0), epochs=2)
    print(network.history["loss"][-1])
    """


def test_cold_start_says_so_once_and_warns_of_nothing(tmp_path):
    out, err = run_python(COLD, NUMBA_CACHE_DIR=str(tmp_path))
    *notices, loss = out.splitlines()
    assert err == "" and float(loss) > 0
    if compiler() is None:
        assert notices == []
    else:
        assert notices == [
            "nnlib: compiling the training loop, once on this machine (about ten seconds) ..."
        ]
        again, err = run_python(COLD, NUMBA_CACHE_DIR=str(tmp_path))
        assert again.splitlines() == [loss] and err == ""


# --- First weights ------------------------------------------------------------------------------


def test_first_weights_by_name_or_by_a_function_of_ones_own():
    X, y, sizes = np.eye(3), [0, 1, 0], [3, 4, 2]

    def first(initializer):
        network = train(
            X, y, sizes, np.random.default_rng(0), epochs=1, lr=1e-9, initializer=initializer
        )
        return network.theta

    np.testing.assert_array_equal(first(nnlib.he), first("he"))
    assert (
        np.abs(first(lambda n_in, n_out, rng: np.full((n_in, n_out), 0.5))[:12] - 0.5).max() < 1e-6
    )
    with pytest.raises(
        ValueError, match=r"the initializer draws has shape \(4, 3\); wanted \(3, 4\)"
    ):
        first(lambda n_in, n_out, rng: np.zeros((n_out, n_in)))
    with pytest.raises(ValueError, match="initializer draws"):
        first(lambda n_in, n_out, rng: np.full((n_in, n_out), np.nan))
    with pytest.raises(ValueError, match="kind"):
        first("hee")


@pytest.mark.parametrize("ends_with", [0, 1])
def test_both_dtypes_are_warmed_side_by_side_or_one_after_the_other(monkeypatch, ends_with):
    module, done = sys.modules[nnlib.warm.__module__], []

    class Other:
        def __init__(self, command, **settings):
            done.append(command[-1])

        def wait(self):
            return ends_with

    monkeypatch.setattr(module.subprocess, "Popen", Other)
    monkeypatch.setattr(module, "warm_for", done.append)
    nnlib.warm()
    elsewhere = ["from nnlib.models.train import warm_for; warm_for('float64')"]
    if compiler() is None:
        assert done == ["float32", "float64"]
    else:
        assert done == [*elsewhere, "float32", *["float64"] * ends_with]
