"""Keras's names: the programs of the source notes, with nothing changed but the import line."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import loguniform
from sklearn.base import clone
from sklearn.model_selection import RandomizedSearchCV

import nnlib
from nnlib import keras, load_digits
from nnlib.models import deprecated

OLD = "is an old spelling that works here; today: "


@pytest.fixture(autouse=True)
def say_it_again():
    """Each place is told once in a run; here, once in a test."""
    deprecated._said.clear()


@pytest.fixture(scope="module")
def images():
    X, y = load_digits()
    order = np.random.default_rng(0).permutation(len(X))
    X, y = X[order].reshape(-1, 8, 8), y[order]
    return (X[:1200], y[:1200]), (X[1200:1500], y[1200:1500]), (X[1500:], y[1500:])


@pytest.fixture(scope="module")
def houses():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(240, 8))
    return X, X[:, 0] - X[:, 1] / 2 + 0.1 * rng.normal(size=240)


# ---- the programs -------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:input_shape:FutureWarning")
def test_the_classifier_of_the_notes(images, capsys):
    (X_train, y_train), (X_valid, y_valid), (X_test, y_test) = images
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=[8, 8]))
    model.add(keras.layers.Dense(300, activation="relu"))
    model.add(keras.layers.Dense(100, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    weights, biases = model.layers[1].get_weights()
    assert weights.shape == (64, 300) and biases.shape == (300,)
    model.summary()
    assert "50,610" in capsys.readouterr().out
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    history = model.fit(X_train, y_train, epochs=30, validation_data=(X_valid, y_valid), verbose=0)
    assert list(history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert len(history.epoch) == 30
    loss, accuracy = model.evaluate(X_test, y_test)
    assert accuracy > 0.9 and loss < 0.5
    y_proba = model.predict(X_test[:3])
    assert y_proba.shape == (3, 10) and y_proba.dtype == np.float32


def test_the_same_in_one_list_with_everything_else(images):
    (X_train, y_train), valid, test = images
    model = keras.Sequential(
        [
            keras.Input(shape=(8, 8)),
            keras.layers.Flatten(),
            keras.layers.Dense(
                64, kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.l2(1e-4)
            ),
            keras.layers.LeakyReLU(negative_slope=0.1),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(
                32, activation="selu", kernel_initializer=keras.initializers.LecunNormal()
            ),
            keras.layers.Dense(10),
            keras.layers.Softmax(),
        ],
        rng=0,
    )
    rate = keras.optimizers.schedules.ExponentialDecay(0.005, decay_steps=200, decay_rate=0.8)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=rate),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    history = model.fit(
        X_train, y_train, epochs=40, validation_data=valid, callbacks=[stop], verbose=0, class_weight={3: 1.5},
        sample_weight=np.ones(len(X_train)),
    )  # fmt: skip
    assert len(history.epoch) < 40
    assert model.evaluate(*valid)[0] == min(history.history["val_loss"]) == stop.best
    assert model.evaluate(*test)[1] > 0.9


def build_model(n_hidden=1, n_neurons=30, learning_rate=3e-3, input_shape=[8]):  # noqa: B006, as in the notes
    model = keras.models.Sequential()
    model.add(keras.layers.InputLayer(input_shape=input_shape))
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(n_neurons, activation="relu"))
    model.add(keras.layers.Dense(1))
    optimizer = keras.optimizers.SGD(lr=learning_rate)
    model.compile(loss="mse", optimizer=optimizer)
    return model


@pytest.mark.filterwarnings("ignore:.*old spelling:FutureWarning")
def test_the_search_of_the_notes(houses):
    X, y = houses
    keras_reg = keras.wrappers.scikit_learn.KerasRegressor(build_model)
    keras_reg.fit(X[:200], y[:200], epochs=5)
    assert keras_reg.predict(X[200:]).shape == (40,)
    param_distribs = {
        "n_hidden": [0, 1, 2],
        "n_neurons": np.arange(1, 100),
        "learning_rate": loguniform(3e-3, 3e-2),
    }
    rnd_search_cv = RandomizedSearchCV(keras_reg, param_distribs, n_iter=3, cv=3, random_state=2)
    rnd_search_cv.fit(
        X[:200], y[:200], epochs=30, validation_data=(X[200:], y[200:]),
        callbacks=[keras.callbacks.EarlyStopping(patience=10)],
    )  # fmt: skip
    assert set(rnd_search_cv.best_params_) == set(param_distribs)
    assert rnd_search_cv.best_score_ > 0.5
    best = rnd_search_cv.best_estimator_.model
    assert best.evaluate(X[200:], y[200:]) < np.var(y)
    assert len(best.layers) == rnd_search_cv.best_params_["n_hidden"] + 1


@pytest.mark.filterwarnings("ignore:.*old spelling:FutureWarning")
def test_the_classifier_wrapper_keeps_the_classes_names(images):
    (X, y), _, (X_test, y_test) = images

    def build(width=16):
        model = keras.Sequential(
            [keras.layers.Dense(width, "relu"), keras.layers.Dense(10, "softmax")], rng=0
        )
        model.compile("adam", "sparse_categorical_crossentropy")
        return model

    names = np.array([f"digit {label}" for label in range(10)])
    wrapped = keras.wrappers.scikit_learn.KerasClassifier(build, width=32, epochs=20)
    wrapped = clone(wrapped).set_params(epochs=25, model__width=40)
    wrapped.fit(X.reshape(-1, 64), names[y])
    assert wrapped.model.sizes == [64, 40, 10] and len(wrapped.history_["loss"]) == 25
    assert wrapped.score(X_test.reshape(-1, 64), names[y_test]) > 0.9
    assert wrapped.predict_proba(X_test.reshape(-1, 64)).shape == (297, 10)
    with pytest.raises(ValueError, match="did you mean 'width'?"):
        wrapped.set_params(widht=3)


def test_names_are_imported_as_from_keras():
    from nnlib.keras.callbacks import EarlyStopping
    from nnlib.keras.layers import Dense, Flatten
    from nnlib.keras.models import Sequential
    from nnlib.keras.optimizers.schedules import CosineDecay

    assert (Dense, Flatten, Sequential) == (nnlib.Dense, nnlib.Flatten, nnlib.Sequential)
    assert (EarlyStopping, CosineDecay) == (nnlib.EarlyStopping, nnlib.CosineDecay)
    assert nnlib.keras is keras


def test_nothing_of_scikit_learn_is_loaded_before_an_estimator_is_asked_for():
    program = (
        "import sys, nnlib; from nnlib import keras, Sequential, Dense; keras.layers.Dense(3); "
        "assert not {'sklearn', 'pandas', 'matplotlib', 'tensorflow'} & set(sys.modules); "
        "nnlib.MLPClassifier; assert 'sklearn' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# ---- losses, models, data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "last, loss, plain, targets",
    [
        (
            "softmax",
            "SparseCategoricalCrossentropy",
            "sparse_categorical_crossentropy",
            lambda y: y,
        ),
        ("sigmoid", "BinaryCrossentropy", "binary_crossentropy", lambda y: y > 1),
    ],
)
def test_from_logits_is_the_same_training(last, loss, plain, targets):
    X, y = np.random.default_rng(0).normal(size=(30, 4)), np.arange(30) % 3
    k, losses = (3 if last == "softmax" else 1), []
    for activation, goal in [(None, getattr(keras.losses, loss)(from_logits=True)), (last, plain)]:
        model = keras.Sequential(
            [keras.Input([4]), keras.layers.Dense(k, activation)], rng=0, dtype="float64"
        )
        model.compile("sgd", goal)
        losses.append(model.fit(X, targets(y), epochs=3, verbose=0).history["loss"])
    assert losses[0] == pytest.approx(losses[1], rel=1e-10)


def test_losses_as_objects():
    names = [
        keras.losses.MeanSquaredError(),
        keras.losses.MeanAbsoluteError(),
        keras.losses.Huber(),
    ]
    assert names == ["mse", "mae", "huber"]
    assert keras.losses.CategoricalCrossentropy() == "categorical_crossentropy"
    assert keras.losses.SparseCategoricalCrossentropy() == "sparse_categorical_crossentropy"
    assert keras.losses.BinaryCrossentropy() == "binary_crossentropy"


def test_a_model_is_saved_and_loaded(tmp_path):
    model = keras.Sequential([keras.Input([3]), keras.layers.Dense(2)])
    model.save(tmp_path / "my_model.keras")
    loaded = keras.models.load_model(tmp_path / "my_model.keras")
    assert np.array_equal(loaded.predict(np.eye(3)), model.predict(np.eye(3)))


def test_data_sets_come_from_nnlib(monkeypatch):
    monkeypatch.setattr(
        nnlib.datasets, "load_fashion_mnist", lambda: (("X", "y"), ("X_test", "y_test"))
    )
    (X_train_full, y_train_full), _ = keras.datasets.fashion_mnist.load_data()
    assert (X_train_full, y_train_full) == ("X", "y")


def test_labels_as_rows():
    assert keras.utils.to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert keras.utils.to_categorical([0, 1], num_classes=3).shape == (2, 3)


# ---- old spellings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write, today",
    [
        (lambda: keras.optimizers.SGD(lr=0.1), "lr= {}learning_rate="),
        (lambda: keras.optimizers.Adam(lr=0.1), "lr= {}learning_rate="),
        (
            lambda: keras.layers.Flatten(input_shape=[8]),
            "input_shape= {}keras.Input(shape=...) as the first layer",
        ),
        (
            lambda: keras.layers.Dense(3, input_shape=[8]),
            "input_shape= {}keras.Input(shape=...) as the first layer",
        ),
        (lambda: keras.layers.InputLayer(input_shape=[8]), "input_shape= {}keras.Input(shape=...)"),
        (lambda: keras.layers.Dense(3, init="he"), "init= {}kernel_initializer="),
        (lambda: keras.layers.Dropout(p=0.5), "p= {}rate="),
        (lambda: keras.layers.LeakyReLU(alpha=0.1), "alpha= {}negative_slope="),
        (
            lambda: keras.wrappers.scikit_learn.KerasRegressor,
            "keras.wrappers.scikit_learn.KerasRegressor {}the package scikeras, or nnlib.MLPRegressor",
        ),
    ],
)
def test_an_old_spelling_works_and_says_how_it_is_written_now(write, today):
    with pytest.warns(FutureWarning) as notes:
        write()
    assert [str(note.message) for note in notes] == [today.format(OLD)]
    assert notes[0].filename == __file__


def test_an_old_spelling_does_what_it_did():
    with pytest.warns(FutureWarning):
        assert keras.optimizers.SGD(lr=0.25).learning_rate == 0.25
    with pytest.warns(FutureWarning):
        assert keras.Sequential([keras.layers.Dense(3, input_shape=[8])]).sizes == [8, 3]
    with pytest.warns(FutureWarning):
        layer = keras.layers.InputLayer(input_shape=[8])
    model = keras.Sequential([layer, keras.layers.Dense(3)])
    assert model.input_shape == (8,) and len(model.layers) == 1
    model.compile("sgd", "mse")
    with pytest.warns(FutureWarning, match="nb_epoch= .* epochs="):
        assert len(model.fit(np.eye(8), np.zeros((8, 3)), nb_epoch=2, verbose=0).epoch) == 2


def test_a_place_is_told_once():
    def build():
        return keras.optimizers.SGD(lr=0.1)

    with pytest.warns(FutureWarning) as notes:
        build()
        build()
    assert len(notes) == 1


@pytest.mark.parametrize(
    "write, kind, complaint",
    [
        (
            lambda: keras.optimizers.SGD(lr=0.1, learning_rate=0.1),
            TypeError,
            "SGD was given both lr= and learning_",
        ),
        (lambda: keras.optimizers.SGD(speed=0.1), TypeError, "unexpected keyword argument 'speed'"),
        (
            lambda: keras.layers.Conv2D,
            AttributeError,
            "keras.layers has no Conv2D here; there are Activation, Dense",
        ),
        (lambda: keras.layers.dense, AttributeError, "did you mean Dense?"),
        (lambda: keras.optimizers.Ftrl, AttributeError, "keras.optimizers has no Ftrl here"),
        (lambda: keras.layer, AttributeError, "keras has no layer here; did you mean layers?"),
        (
            lambda: keras.wrappers.scikit_learn.Keras,
            AttributeError,
            "there are KerasClassifier, KerasRegressor",
        ),
    ],
)
def test_what_is_not_here_says_what_is(write, kind, complaint):
    with pytest.raises(kind) as error:
        write()
    assert complaint in str(error.value)


def test_lengths_become_1_and_zeros_stay():
    x = np.array([[[3.0, 4.0], [0.0, 0.0]]])
    np.testing.assert_allclose(keras.utils.normalize(x), [[[0.6, 0.8], [0, 0]]])
    np.testing.assert_allclose(keras.utils.normalize(x, axis=1), [[[1, 1], [0, 0]]])
    np.testing.assert_allclose(keras.utils.normalize([1, 3], order=1), [0.25, 0.75])


def test_the_version_is_that_of_the_keras_beside_which_it_is_tested(root):
    assert f"keras=={keras.__version__}" in (root / "Makefile").read_text()


def test_one_input_in_a_list_and_answers_by_name():
    model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)], rng=0)
    model.compile("sgd", "mse", ["mae"])
    X, y = np.ones((3, 2)), np.ones(3)
    np.testing.assert_array_equal(model.predict([X]), model.predict(X))
    model.reset_metrics()
    found = model.train_on_batch([X], y, return_dict=True)
    assert found.keys() == {"loss", "mae"} == model.test_on_batch(X, y, return_dict=True).keys()
    assert keras.Sequential.from_config(model.get_config()).sizes == [2, 1]
    assert model.layers[0].count_params() == 3 and model.non_trainable_weights == []


def test_a_rate_is_set_through_the_backend():
    sgd, array = keras.optimizers.SGD(0.5), np.zeros(2)
    keras.backend.set_value(sgd.learning_rate, 0.1)
    keras.backend.set_value(array, 3)
    assert sgd.learning_rate == 0.1 and array.tolist() == [3, 3]
