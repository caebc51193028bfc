"""Sequential: compile, fit, evaluate; the functions in its slots."""

import numpy as np
import pytest
from models.small import classifier, my_mse, my_mse_grad, my_tanh, my_tanh_backward, regressor

from nnlib import (
    SGD,
    Adam,
    Dense,
    Flatten,
    Input,
    Sequential,
    mse,
    mse_grad,
    train,
)


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


def test_train_on_batch_is_one_step_on_all_rows(few):
    X, y, _ = few
    one, two = classifier(dtype="float64"), classifier(dtype="float64")
    loss, accuracy = one.train_on_batch(X, y)
    assert loss == pytest.approx(two.evaluate(X, y)[0], rel=1e-12)
    two.fit(X, y, batch_size=60, verbose=0)
    assert one.steps == 1 and np.allclose(one.theta, two.theta, rtol=1e-12)
    assert (
        accuracy == one.test_on_batch(X, y)[1] and (one.predict_on_batch(X) == one.predict(X)).all()
    )


# ---- functions of one's own ----------------------------------------------------------------------------------------


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


# ---- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (
            lambda: Sequential([Dense(2)]).fit([[1.0]], [0]),
            RuntimeError,
            "compile(optimizer, loss) comes first",
        ),
        (
            lambda: classifier().inputs,
            AttributeError,
            "Sequential has no 'inputs'; there is model.input_shape",
        ),
        (lambda: classifier().fitt, AttributeError, "no 'fitt'"),
    ],
)
def test_what_is_gone_or_comes_too_early(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


# ---- layers and optimizers that change between trainings -----------------------------------------------------------


def fresh(model, optimizer, X, y, **settings):
    """The weights after a training of a new model that starts from this one's weights."""
    layers = [Dense(layer.units, layer.activation) for layer in model.dense]
    other = Sequential([Input([4]), *layers], rng=7, dtype=model.dtype)
    other.set_weights(model.get_weights())
    other.compile(optimizer, model.loss)
    other.fit(X, y, rng=5, verbose=0, **settings)
    return other.theta


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_layers_added_after_training_are_trained_from_an_empty_memory(few, optimizer):
    X, _, t = few
    model = regressor(optimizer=optimizer)
    model.fit(X, t, epochs=2, verbose=0)
    model.add(Dense(40, "relu"))
    model.add(Dense(1))
    assert model.train_on_batch(X, t) > 0  # the crash of old
    model.pop()
    model.add(Dense(1))
    expected = fresh(model, optimizer, X, t, epochs=2)
    model.fit(X, t, epochs=2, rng=5, verbose=0)
    assert np.array_equal(model.theta, expected)


@pytest.mark.parametrize("first", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("batch_size", [16, 32])
def test_another_optimizer_after_training_starts_from_nothing(few, first, batch_size):
    X, _, t = few
    model = regressor(optimizer=first)
    model.fit(X, t, verbose=0)
    expected = fresh(model, Adam(0.01), X, t, batch_size=batch_size)
    model.optimizer = Adam(0.01)
    model.fit(X, t, batch_size=batch_size, rng=5, verbose=0)
    assert np.array_equal(model.theta, expected) and len(model.memory) == 2 * len(model.theta)


def test_momentum_that_comes_later_starts_from_nothing(few):
    X, _, t = few
    model = regressor()
    model.fit(X, t, verbose=0)
    expected = fresh(model, SGD(0.01, momentum=0.9), X, t, epochs=2)
    model.optimizer.momentum = 0.9
    model.fit(X, t, epochs=2, rng=5, verbose=0)
    assert np.array_equal(model.theta, expected)


def test_numbers_changed_between_trainings_are_taken_and_the_memory_stays(few):
    X, _, t = few
    models = [regressor(optimizer=Adam(0.01)) for _ in range(3)]
    for model in models:
        model.fit(X, t, verbose=0)
    before = models[0].memory.copy()
    models[1].optimizer.beta_1 = 0.5
    models[2].optimizer.learning_rate = 0.02
    for model in models:
        model.fit(X, t, rng=5, verbose=0)
        assert model.steps == 4 and not np.array_equal(before, model.memory)
    assert len({model.theta.tobytes() for model in models}) == 3


def test_penalties_and_dropout_changed_between_trainings_are_taken(few):
    X, _, t = few
    model = regressor()
    model.fit(X, t, verbose=0)
    model.layers[0].l2 = 100.0
    model.fit(X, t, verbose=0)
    assert model.evaluate(X, t) > 100 * np.sum(model.get_weights()[0] ** 2) / 2


def test_an_optimizer_may_be_set_by_its_name():
    model = regressor()
    model.optimizer = "adam"
    assert isinstance(model.optimizer, Adam)
    with pytest.raises(ValueError, match="did you mean 'adam'?"):
        model.optimizer = "adm"


def test_keywords_that_nobody_knows_are_refused(few):
    X, y, _ = few
    with pytest.raises(TypeError, match="argument 'epoch'; did you mean 'epochs'"):
        classifier().fit(X, y, epoch=3)
    with pytest.raises(TypeError, match="argument 'metric'; did you mean 'metrics'"):
        classifier().compile("sgd", "mse", metric=["mae"])


@pytest.mark.filterwarnings("ignore:x= is an old spelling:FutureWarning")
def test_x_as_keras_writes_it(few):
    X, y, _ = few
    model = classifier()
    assert model.evaluate(x=X, y=y) == model.evaluate(X, y)
    assert np.array_equal(model.predict(x=X), model.predict(X))
    assert len(model.fit(x=X, y=y, shuffle=True, verbose=0).epoch) == 1
