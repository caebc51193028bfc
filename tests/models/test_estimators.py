"""Estimators: scikit-learn's own checks, its searches and pipelines, and its numbers for a small network."""

import numpy as np
import pytest
from scipy.sparse import coo_array, csc_matrix, csr_array
from sklearn import neural_network
from sklearn.base import clone
from sklearn.model_selection import RandomizedSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from nnlib import SGD, Adam, MLPClassifier, MLPRegressor, blobs, load_digits


@parametrize_with_checks([MLPClassifier(random_state=0), MLPRegressor(random_state=0)])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits()
    order = np.random.default_rng(0).permutation(len(X))
    X, y = X[order], y[order]
    return X[:1200], y[:1200], X[1200:], y[1200:]


@pytest.fixture
def points():
    return blobs(150, np.random.default_rng(0), n_classes=3)


QUICK = {"hidden_layer_sizes": (20,), "learning_rate": 0.01, "random_state": 0}


def test_digits_are_learnt(digits):
    X, y, X_test, y_test = digits
    model = MLPClassifier((64,), epochs=30, random_state=0).fit(X, y)
    assert model.score(X_test, y_test) > 0.9
    assert model.predict_proba(X_test).shape == (597, 10)
    assert [W.shape for W in model.coefs_] == [(64, 64), (64, 10)]
    assert [b.shape for b in model.intercepts_] == [(64,), (10,)]
    assert model.n_iter_ == len(model.loss_curve_) == 30 and model.n_features_in_ == 64
    assert model.loss_curve_[-1] < model.loss_curve_[0]


@pytest.mark.parametrize(
    "names", [np.array(["no", "yes"]), np.array([-1, 1]), np.array([False, True])]
)
def test_two_classes_of_any_name(points, names):
    X, y = points
    model = MLPClassifier(**QUICK, epochs=60).fit(X, names[(y == 1).astype(int)])
    assert model.classes_.tolist() == names.tolist() and model.model_.sizes[-1] == 1
    P = model.predict_proba(X)
    assert P.shape == (150, 2) and np.allclose(P.sum(axis=1), 1)
    assert np.array_equal(model.predict(X), names[P.argmax(axis=1)])


def test_several_labels_at_once(points):
    X, y = points
    Y = np.column_stack([y == 0, y != 1, X[:, 0] > 0]).astype(int)
    model = MLPClassifier(**QUICK, epochs=150).fit(X, Y)
    assert model.predict(X).shape == (150, 3) and np.mean(model.predict(X) == Y) > 0.9
    assert not np.allclose(model.predict_proba(X).sum(axis=1), 1)


def test_regression_of_one_and_of_several_numbers(points):
    X, _ = points
    T = np.column_stack([X[:, 0] - X[:, 1], X[:, 0] * X[:, 1]]) / 3
    one, two = (MLPRegressor(**QUICK, epochs=150).fit(X, t) for t in (T[:, 0], T))
    assert one.predict(X).shape == (150,) and two.predict(X).shape == (150, 2)
    assert one.score(X, T[:, 0]) > 0.9 and two.score(X, T) > 0.9


@pytest.mark.parametrize(
    "activation, theirs", [("tanh", "tanh"), ("relu", "relu"), ("sigmoid", "logistic")]
)
@pytest.mark.parametrize("k", [2, 3])
def test_its_answers_are_scikit_learns_for_the_same_weights(points, activation, theirs, k):
    X, y = points
    X, y = X[y < k], y[y < k]
    model = MLPClassifier((7, 5), activation, epochs=20, random_state=1).fit(X, y)
    other = neural_network.MLPClassifier((7, 5), activation=theirs, max_iter=1, solver="sgd")
    other.partial_fit(X, y, classes=range(k))
    other.coefs_, other.intercepts_ = model.coefs_, model.intercepts_
    assert np.allclose(model.predict_proba(X), other.predict_proba(X), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_its_training_is_scikit_learns_from_the_same_start(points, solver):
    X, t = points[0], 1.0 * points[1]
    # scikit-learn halves the squared error: its gradient is half of ours, and so is its penalty's
    optimizer = SGD(0.005) if solver == "sgd" else Adam(0.01, epsilon=1e-20)
    ours = MLPRegressor(
        (6,), "tanh", optimizer=optimizer, l2=0.03, epochs=1, warm_start=True, random_state=0
    )
    theirs = neural_network.MLPRegressor(
        hidden_layer_sizes=(6,), activation="tanh", solver=solver, learning_rate_init=0.01, batch_size=150,
        alpha=0.03 * 150 / 2, momentum=0, nesterovs_momentum=False, shuffle=False, epsilon=1e-20,
    )  # fmt: skip
    ours.fit(X, t)
    theirs.partial_fit(X, t)
    theirs.coefs_, theirs.intercepts_ = ours.coefs_, ours.intercepts_
    ours.model_.compile(optimizer, "mse")  # both start anew, without a memory
    theirs._optimizer = type(theirs._optimizer)(theirs.coefs_ + theirs.intercepts_, 0.01)
    for name in ("momentum", "nesterov", "epsilon"):
        if hasattr(theirs._optimizer, name):
            setattr(theirs._optimizer, name, {"epsilon": 1e-20}.get(name, 0))
    for _ in range(5):
        ours.fit(X, t)
        theirs.partial_fit(X, t)
    for mine, other in zip(ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_):
        assert np.allclose(mine, other, rtol=1e-9, atol=1e-12)


def test_one_seed_one_model(points):
    X, y = points
    states = (0, np.random.default_rng(0), np.random.RandomState(0), None)
    fits = [MLPClassifier((5,), epochs=3, random_state=state).fit(X, y) for state in states]
    assert fits[0].loss_curve_ == fits[1].loss_curve_ != fits[2].loss_curve_
    again = MLPClassifier((5,), epochs=3, random_state=np.random.RandomState(0)).fit(X, y)
    assert again.loss_curve_ == fits[2].loss_curve_ != fits[3].loss_curve_


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_computes_in_the_dtype_of_x(points, dtype):
    X, y = points
    model = MLPClassifier((5,), epochs=2, random_state=0).fit(X.astype(dtype), y)
    assert model.coefs_[0].dtype == model.predict_proba(X.astype(dtype)).dtype == dtype


def test_early_stopping_holds_rows_out_and_restores_the_best(digits):
    X, y, *_ = digits
    model = MLPClassifier(
        (30,), epochs=200, learning_rate=0.02, early_stopping=True, patience=4, random_state=0
    )
    model.fit(X, y)
    losses = model.history_["val_loss"]
    assert model.n_iter_ == len(losses) < 200 and int(np.argmin(losses)) == len(losses) - 5


def test_weights_of_rows_are_rows_given_again(points):
    X, y = points
    times = np.random.default_rng(1).integers(0, 3, 150)
    model = MLPClassifier((6,), epochs=20, batch_size=1000, random_state=0)
    one = clone(model).fit(X, y, sample_weight=times)
    two = clone(model).fit(X.repeat(times, axis=0), y.repeat(times))
    assert np.allclose(one.predict_proba(X), two.predict_proba(X), rtol=1e-8)


def test_class_weights(points):
    X, y = points
    balanced = np.where(y == 2, 4.0, 1.0)
    model = MLPClassifier((6,), epochs=10, random_state=0)
    one = clone(model).set_params(class_weight={2: 4}).fit(X, y)
    two = clone(model).fit(X, y, sample_weight=balanced)
    assert np.array_equal(one.predict_proba(X), two.predict_proba(X))
    few = np.r_[np.where(y == 0)[0], np.where(y == 1)[0][:5]]
    one = clone(model).set_params(class_weight="balanced").fit(X[few], y[few])
    two = clone(model).fit(X[few], y[few], sample_weight=1 / np.bincount(y[few])[y[few]])
    assert np.allclose(one.predict_proba(X), two.predict_proba(X), rtol=1e-10)


def test_warm_start_and_partial_fit_go_on(points):
    X, y = points
    whole = MLPClassifier((6,), epochs=4, random_state=0).fit(X, y)
    warm = MLPClassifier((6,), epochs=2, random_state=0, warm_start=True).fit(X, y).fit(X, y)
    part = MLPClassifier((6,), random_state=0)
    for _ in range(4):
        part.partial_fit(X, y)
    assert warm.loss_curve_ == part.loss_curve_ == whole.loss_curve_
    assert (warm.n_iter_, part.n_iter_) == (2, 1)
    cold = MLPClassifier((6,), epochs=4, random_state=0).fit(X, y).fit(X, y)
    assert cold.loss_curve_ == whole.loss_curve_


def test_partial_fit_is_told_of_classes_to_come(points):
    X, y = points
    model = MLPClassifier((6,), random_state=0).partial_fit(X[y < 2], y[y < 2], classes=[0, 1, 2])
    model.partial_fit(X, y)
    assert model.predict_proba(X).shape == (150, 3)
    with pytest.raises(ValueError, match="y has class .*7.*; known are 0, 1, 2"):
        model.partial_fit(X[:2], [0, 7])


@pytest.mark.filterwarnings("ignore:The total space of parameters:UserWarning")
def test_a_random_search_with_early_stopping_in_a_pipeline(digits):
    X, y, X_test, y_test = digits
    pipeline = make_pipeline(
        StandardScaler(), MLPClassifier(epochs=60, early_stopping=True, patience=5, random_state=0)
    )
    space = {
        "mlpclassifier__hidden_layer_sizes": [(), (16,), (64,), (32, 32)],
        "mlpclassifier__learning_rate": [0.001, 0.003, 0.01],
        "mlpclassifier__dropout": [0.0, 0.2],
        "mlpclassifier__l2": [0.0, 1e-3],
    }
    search = RandomizedSearchCV(pipeline, space, n_iter=4, cv=3, random_state=1, n_jobs=1)
    search.fit(X, y)
    assert search.best_score_ > 0.9 and search.score(X_test, y_test) > 0.88
    again = RandomizedSearchCV(pipeline, space, n_iter=4, cv=3, random_state=1).fit(X, y)
    assert np.array_equal(
        again.cv_results_["mean_test_score"], search.cv_results_["mean_test_score"]
    )


def test_cross_validation(points):
    X, y = points
    assert cross_val_score(MLPClassifier(**QUICK, epochs=60), X, y, cv=4).min() > 0.9


def my_relu(z):
    return np.maximum(z, 0.0)


def my_relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)


def dead_backward(dout, a):
    return 0 * dout


def test_functions_of_ones_own_are_what_runs(points):
    X, y = points
    curves = [
        MLPClassifier((6,), activation, epochs=3, random_state=0).fit(X, y).loss_curve_
        for activation in ("relu", (my_relu, my_relu_backward), (my_relu, dead_backward))
    ]
    assert curves[0] == pytest.approx(curves[1], rel=1e-10)
    assert curves[0] != pytest.approx(curves[2], rel=1e-6)


def test_an_optimizer_of_ones_choice_is_not_changed(points):
    X, y = points
    optimizer = SGD(0.1, momentum=0.9)
    model = MLPClassifier((5,), optimizer=optimizer, epochs=2, random_state=0).fit(X, y)
    assert model.model_.optimizer is not optimizer and model.model_.optimizer.momentum == 0.9
    assert clone(model).optimizer.momentum == 0.9


@pytest.mark.parametrize(
    "settings, kind, complaint",
    [
        ({"learning_rate": -1}, ValueError, "learning_rate is -1; wanted a positive number"),
        ({"learning_rate": 0.1, "optimizer": SGD()}, ValueError, "leave learning_rate at None"),
        ({"optimizer": "adm"}, ValueError, "did you mean 'adam'?"),
        ({"activation": "rleu"}, ValueError, "did you mean 'relu'?"),
        ({"hidden_layer_sizes": (5, 0)}, ValueError, "a hidden layer's size is 0"),
        ({"batch_size": 0}, ValueError, "batch_size is 0; wanted at least 1"),
        ({"epochs": 0}, ValueError, "epochs is 0; wanted at least 1"),
        ({"l2": -1}, ValueError, "l2 is -1; wanted 0 to inf"),
        ({"dropout": 1}, ValueError, "rate is 1"),
        ({"early_stopping": True, "patience": -1}, ValueError, "patience is -1"),
        (
            {"early_stopping": True, "validation_fraction": 2},
            ValueError,
            "validation_fraction is 2",
        ),
        (
            {"early_stopping": True, "validation_fraction": 0.001},
            ValueError,
            "of 150 rows none would be left",
        ),
    ],
)
def test_settings_that_cannot_be(points, settings, kind, complaint):
    with pytest.raises(kind) as error:
        MLPClassifier(**settings).fit(*points)
    assert complaint in str(error.value)


def test_weights_of_nothing_but_zeros(points):
    with pytest.raises(ValueError, match="all sample weights are 0|at least one non-zero"):
        MLPClassifier().fit(*points, sample_weight=np.zeros(150))


@pytest.mark.parametrize("make", [csr_array, csc_matrix, coo_array])
def test_a_sparse_matrix_is_the_full_one(make):
    X = np.random.default_rng(0).normal(size=(40, 5)) * (np.arange(5) != 2)
    y = np.where(X[:, 0] > 0, "yes", "no")
    full, sparse = (
        MLPClassifier((4,), epochs=3, random_state=0).fit(kind(X), y) for kind in (np.array, make)
    )
    np.testing.assert_array_equal(full.coefs_[0], sparse.coefs_[0])
    np.testing.assert_array_equal(full.predict_proba(X), sparse.predict_proba(make(X)))


@pytest.mark.parametrize(
    "old, today",
    [
        ("max_iter", "epochs=200"),
        ("alpha", "l2="),
        ("solver", "optimizer="),
        ("tol", "early_stopping"),
    ],
)
def test_scikit_learns_words_get_those_of_here(old, today):
    with pytest.raises(TypeError, match=f"MLPClassifier has no {old}=: .*{today}"):
        MLPClassifier(**{old: 1})
