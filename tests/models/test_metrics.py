"""Metrics: by name and as one's own function."""

import numpy as np
import pytest
from models.small import classifier, regressor

from nnlib import Dense, Input, Sequential, bce_with_logits, keras, multilabel_bce
from nnlib.models.callbacks import sign_of


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


def test_accuracy_wants_classes(few):
    X, _, t = few
    model = regressor()
    model.compile("sgd", "mse", ["accuracy"])
    with pytest.raises(ValueError, match="for those watch mae or mse"):
        model.fit(X, t, verbose=0)


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (
            lambda: classifier().compile("sgd", "mse", ["acuracy"]),
            ValueError,
            "did you mean 'accuracy'?",
        ),
    ],
)
def test_a_metric_that_is_not_there(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


def test_metrics_of_one_name_are_told_apart(few):
    X, _, t = few
    model = regressor()
    model.compile("sgd", "mse", [lambda y, P: 1.0, lambda y, P: 2.0, "mae"])
    history = model.fit(X, t, verbose=0).history
    assert (history["<lambda>"], history["<lambda>_1"]) == ([1.0], [2.0]) and "mae" in history


def test_the_accuracy_of_logits_asks_for_more_than_0():
    model = Sequential([Input([1]), Dense(1)], rng=0)
    model.compile("sgd", bce_with_logits, ["accuracy"])
    model.set_weights([np.zeros((1, 1)), np.array([0.3])])  # p = 0.57
    assert model.evaluate(np.ones((5, 1)), np.ones(5, int))[1] == 1.0
    several = Sequential([Input([1]), Dense(2)], rng=0)
    several.compile("sgd", multilabel_bce, ["accuracy"])
    several.set_weights([np.zeros((1, 2)), np.array([0.3, -0.3])])
    assert several.evaluate(np.ones((5, 1)), np.tile([1.0, 1.0], (5, 1)))[1] == 0.5


@pytest.mark.parametrize(
    "name, wanted",
    [
        ("precision", 2 / 3),
        ("recall", 2 / 4),
        ("auc", 4.5 / 8),  # pairs of a yes and a no that stand in order; a tie is half of one
        ("Precision", 2 / 3),
        (keras.metrics.TruePositives(), 2),
        (keras.metrics.FalsePositives(), 1),
        (keras.metrics.TrueNegatives(), 1),
        (keras.metrics.FalseNegatives(), 2),
        (keras.metrics.Precision(thresholds=0.5), 2 / 3),
        (keras.metrics.BinaryAccuracy(threshold=0.5), 3 / 6),
        (keras.metrics.AUC(name="area"), 4.5 / 8),
    ],
)
def test_yes_and_no_by_hand(name, wanted):
    model = Sequential([Input([1]), Dense(1, "sigmoid")], rng=0)
    model.compile("sgd", "binary_crossentropy", [name])
    model.set_weights([[[1.0]], [0.0]])
    X, y = np.array([[3.0], [2.0], [-1.0], [-2.0], [1.0], [-1.0]]), np.array([1, 1, 1, 1, 0, 0])
    (key, value), *_ = [
        item for item in model.evaluate(X, y, return_dict=True).items() if item[0] != "loss"
    ]
    assert value == pytest.approx(wanted) and model.metrics_names == ["loss", key]


def test_numbers_by_hand():
    model = Sequential([Input([1]), Dense(1)], rng=0)
    names = [
        "rmse",
        "root_mean_squared_error",
        "mape",
        "msle",
        keras.metrics.MeanSquaredError("mine"),
    ]
    model.compile("sgd", "mae", names)
    model.set_weights([[[1.0]], [0.0]])
    found = model.evaluate([[3.0], [1.0]], [1.0, 1.0], return_dict=True)
    assert found["rmse"] == found["root_mean_squared_error"] == pytest.approx(2**0.5)
    assert found["mape"] == pytest.approx(100) and found["mine"] == 2
    assert found["msle"] == pytest.approx(np.log(2) ** 2 / 2)


def test_cross_entropies_and_r2_by_hand():
    X, P = np.array([[2.0], [-1.0]]), 1 / (1 + np.exp([-2.0, 1.0]))
    model = Sequential([Input([1]), Dense(1, "sigmoid")], rng=0)
    model.compile("sgd", "mse", [keras.metrics.BinaryCrossentropy(), keras.metrics.R2Score()])
    model.set_weights([[[1.0]], [0.0]])
    found = model.evaluate(X, [1.0, 0.0], return_dict=True)
    wanted = -np.log([P[0], 1 - P[1]]).mean()
    assert found["binary_crossentropy"] == pytest.approx(wanted, rel=1e-5)
    assert found["r2_score"] == pytest.approx(1 - found["loss"] / 0.25, rel=1e-5)
    of_logits = keras.losses.BinaryCrossentropy(from_logits=True)
    model = Sequential([Input([1]), Dense(1)], rng=0)
    model.compile("sgd", of_logits, [keras.metrics.BinaryCrossentropy()])
    model.set_weights([[[1.0]], [0.0]])
    assert model.evaluate(X, [1.0, 0.0])[1] == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("last", ["softmax", None])
@pytest.mark.parametrize("sparse", [False, True])
def test_cross_entropy_of_classes_is_the_loss(last, sparse):
    kind = f"{'Sparse' * sparse}CategoricalCrossentropy"
    model = Sequential([Input([2]), Dense(3, last)], rng=0)
    loss = getattr(keras.losses, kind)(from_logits=last is None)
    model.compile("sgd", loss, [getattr(keras.metrics, kind)()])
    X, y = np.random.default_rng(0).normal(size=(9, 2)), np.arange(9) % 3
    value, metric = model.evaluate(X, y if sparse else np.eye(3)[y])
    assert metric == pytest.approx(value, rel=1e-5)


def test_another_threshold_is_refused():
    for make in (keras.metrics.Recall, keras.metrics.FalsePositives):
        with pytest.raises(
            ValueError, match="the threshold is 0.3; here the answer is yes from 1/2"
        ):
            make(thresholds=0.3)
    with pytest.raises(ValueError, match="the threshold is 0.7"):
        keras.metrics.BinaryAccuracy(threshold=0.7)


def test_what_has_no_yes_and_no_is_refused_and_one_class_has_no_area():
    model = Sequential([Input([1]), Dense(1)], rng=0)
    model.compile("sgd", "mse", ["recall"])
    with pytest.raises(ValueError, match="precision, recall and auc want targets of 0 and 1"):
        model.evaluate([[1.0]], [0.5])
    model.compile("sgd", "mse", ["auc"])
    assert model.evaluate([[1.0]], [1.0])[1] == 0


@pytest.mark.parametrize(
    "name, sign", [("val_auc", -1), ("recall", -1), ("val_rmse", 1), ("mape", 1)]
)
def test_what_is_better_is_known(name, sign):
    assert sign_of(name) == sign


def test_sides_of_a_hinge_are_right_or_wrong():
    model = Sequential([Input([1]), Dense(1)], rng=0)
    model.compile("sgd", "hinge", ["accuracy"])
    model.set_weights([[[1.0]], [0.0]])
    for y in ([1, -1, -1], [1, 0, 0]):
        assert model.evaluate([[0.2], [-3.0], [0.4]], y)[1] == pytest.approx(2 / 3)


def test_losses_by_their_names_as_metrics():
    P, Y = np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    names = [
        *("poisson", "kld", "logcosh", "squared_hinge", "categorical_hinge", "cosine_similarity"),
        keras.metrics.CosineSimilarity(name="cosine"),
        keras.metrics.mean_absolute_percentage_error,
    ]
    model = Sequential([Input([2]), Dense(2)], rng=0, dtype="float64")
    model.compile("sgd", "mse", names)
    model.set_weights([np.eye(2), np.zeros(2)])
    found = model.evaluate(P, Y, return_dict=True)
    assert list(found)[1:] == [*names[:6], "cosine", "mean_absolute_percentage_error"]
    assert keras.metrics.LogCoshError().shown == "logcosh"
    cosine = (0.8 / np.hypot(0.2, 0.8) + 0.6 / np.hypot(0.6, 0.4)) / 2
    assert found["cosine"] == found["cosine_similarity"] == pytest.approx(cosine)
    assert found["kld"] == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2, rel=1e-5)
    assert found["categorical_hinge"] == pytest.approx((1 - 0.8 + 0.2 + 1 - 0.6 + 0.4) / 2)
