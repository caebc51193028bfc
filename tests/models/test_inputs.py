"""Inputs: X, y and weights of examples as they are given, and what is said of those that do not fit."""

import copy

import numpy as np
import pytest
from models.small import classifier, regressor

from nnlib import Dense, Input, Sequential


@pytest.mark.parametrize("shape", [(60,), (60, 1)])
def test_one_output_takes_targets_as_a_vector_or_a_column(few, shape):
    X, _, t = few
    model = regressor()
    assert (
        model.fit(X, t.reshape(shape), verbose=0).history
        == regressor().fit(X, t, verbose=0).history
    )


def test_validation_split_takes_the_last_rows(few):
    X, y, _ = few
    order = np.random.default_rng(0).permutation(60)
    X, y = X[order], y[order]
    one, two = classifier(), classifier()
    history = one.fit(X, y, validation_split=0.25, verbose=0).history
    assert history == two.fit(X[:45], y[:45], validation_data=(X[45:], y[45:]), verbose=0).history


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
    assert model.train_on_batch(X, y, sample_weight=w)[0] == pytest.approx(
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


# ---- bad input -----------------------------------------------------------------------------------------------------


def binary():
    model = Sequential([Input([4]), Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    return model


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


def test_a_shape_guessed_from_a_wrong_x_is_not_kept(few):
    X, y, _ = few
    model = Sequential([Dense(3, "softmax")], rng=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="Flatten"):
        model.fit(X.reshape(60, 2, 2), y, verbose=0)
    with pytest.raises(ValueError, match=r"X has shape \(60,\)"):
        model.fit(X[:, 0], y, verbose=0)
    assert len(model.fit(X, y, verbose=0).epoch) == 1


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (
            lambda: classifier().predict(np.full((2, 4), np.nan)),
            ValueError,
            "X holds nan at (0, 0)",
        ),
    ],
)
def test_predict_wants_numbers(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)
