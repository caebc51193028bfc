"""What the estimators share: settings changed between trainings, rows held out, training that runs away."""

import inspect

import numpy as np
import pytest

from nnlib import SGD, MLPClassifier, MLPRegressor, blobs


@pytest.fixture
def points():
    return blobs(150, np.random.default_rng(0), n_classes=3)


def warm(points, **settings):
    return MLPClassifier((6,), warm_start=True, epochs=2, random_state=0, **settings).fit(*points)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_a_learning_rate_lowered_between_warm_starts_is_taken(points, optimizer):
    model = warm(points, optimizer=optimizer)
    before, steps = model.coefs_[0], model.model_.steps
    model.set_params(learning_rate=1e-12).fit(*points)
    assert np.abs(model.coefs_[0] - before).max() < 1e-9 and model.model_.steps == steps + 2
    model.set_params(learning_rate=0.1).partial_fit(*points)
    assert np.abs(model.coefs_[0] - before).max() > 1e-3


def test_all_other_settings_are_taken_too(points):
    model = warm(points)
    model.set_params(l2=0.5, dropout=0.25, activation="tanh", optimizer=SGD(0.1)).fit(*points)
    plan = model.model_.plan
    assert plan.l2 == [0.5, 0.5] and plan.keeps == [1.0, 0.75]
    assert plan.names == ["tanh", "softmax"] and model.model_.optimizer.learning_rate == 0.1


def test_another_loss_between_warm_starts_is_taken(points):
    X, t = points[0], 1.0 * points[1]
    model = MLPRegressor((6,), warm_start=True, epochs=1, random_state=0).fit(X, t)
    model.set_params(loss="mae").fit(X, t)
    assert model.model_.loss == "mae"


def test_other_widths_are_another_network(points):
    with pytest.raises(ValueError, match=r"hidden_layer_sizes is \(7,\), but what goes on has \[6"):
        warm(points).set_params(hidden_layer_sizes=(7,)).fit(*points)


def test_training_that_runs_away_raises(points, capsys):
    X, y = points
    for model, target in ((MLPClassifier, y), (MLPRegressor, 1e10 * y)):
        with pytest.raises(ValueError, match="training ran away"):
            model((6,), optimizer="sgd", learning_rate=1e200, epochs=9, random_state=0).fit(
                1e100 * X, target
            )


def test_every_class_stays_among_the_rows_to_train_on():
    X, y = np.random.default_rng(0).normal(size=(41, 4)), np.array([0] * 40 + [1])
    for seed in range(30):
        model = MLPClassifier((4,), early_stopping=True, random_state=seed)
        model._several, model.model_ = (
            False,
            type("Drawing", (), {"rng": np.random.default_rng(seed)}),
        )
        train, test = model._split(y, 0.1)
        assert 40 in train and len(test) == 4
        assert sorted([*train, *test]) == list(range(41))
    assert model.fit(X, y).n_iter_ > 0


def test_held_out_rows_have_the_classes_shares():
    y = np.repeat([0, 1, 2], [100, 50, 50])
    model = MLPClassifier()
    model._several, model.model_ = False, type("Drawing", (), {"rng": np.random.default_rng(0)})
    _, test = model._split(y, 0.2)
    assert np.abs(np.bincount(y[test]) - [20, 10, 10]).max() <= 1


def test_partial_fit_holds_no_rows_out(points):
    with pytest.raises(ValueError, match="partial_fit has no early_stopping"):
        MLPClassifier(early_stopping=True).partial_fit(*points)


def test_classes_stay_what_they_were(points):
    model = MLPClassifier((3,), random_state=0).partial_fit(*points, classes=[0, 1, 2])
    model.partial_fit(*points, classes=[2, 1, 0])
    with pytest.raises(ValueError, match=r"classes are \['a', 'b'\]; they were \[0, 1, 2\]"):
        model.partial_fit(*points, classes=["a", "b"])


def test_logarithms_of_probabilities(points):
    model = warm(points)
    assert np.allclose(np.exp(model.predict_log_proba(points[0])), model.predict_proba(points[0]))


@pytest.mark.parametrize("kind, own", [(MLPClassifier, "class_weight"), (MLPRegressor, "loss")])
def test_the_parameters_are_written_once_and_read_by_everyone(kind, own):
    names = list(inspect.signature(kind).parameters)
    assert names == [*MLPRegressor().__dict__][:-1] + [own] == [*kind(epochs=3).__dict__]
    assert {*names} == {*kind().get_params()}
    with pytest.raises(TypeError, match="has no max_iter=: epochs=200"):
        kind(max_iter=3)
    with pytest.raises(TypeError, match="argument 'epoch'; did you mean 'epochs'"):
        kind(epoch=3)
