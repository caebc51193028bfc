"""The wrapper of the old tutorials: rows of 0 and 1 as targets, and the old ways of naming parameters."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_score

from nnlib import Adam, Dense, Sequential, blobs
from nnlib.keras.wrappers.estimators import KerasClassifier


def build(loss="categorical_crossentropy", width=8):
    model = Sequential([Dense(width, "relu"), Dense(3, "softmax")], rng=0)
    model.compile(Adam(0.05), loss)
    return model


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "sparse_categorical_crossentropy"])
@pytest.mark.parametrize("rows", [True, False])
def test_labels_and_rows_go_with_both_losses(loss, rows):
    X, y = blobs(90, np.random.default_rng(0), n_classes=3)
    model = KerasClassifier(build, loss=loss, epochs=60).fit(X, np.eye(3)[y] if rows else y)
    assert model.classes_.tolist() == [0, 1, 2]
    assert np.mean(model.predict(X) == y) > 0.9
    assert model.score(X, np.eye(3)[y]) == model.score(X, y) > 0.9
    assert model.predict_proba(X).shape == (90, 3)


def test_rows_go_through_cross_validation():
    X, y = blobs(90, np.random.default_rng(0), n_classes=3)
    assert cross_val_score(KerasClassifier(build, epochs=40), X, np.eye(3)[y], cv=3).min() > 0.8


def test_a_parameter_may_say_where_it_goes():
    one = KerasClassifier(model=build, model__width=5, fit__epochs=2)
    X, y = blobs(30, np.random.default_rng(0), n_classes=3)
    fitted = clone(one).fit(X, y)
    assert fitted.model.sizes == [2, 5, 3] and len(fitted.history_["loss"]) == 2


def bare(width, meta):
    return Sequential([Dense(width, "relu"), Dense(meta["n_classes_"], "softmax")])


def test_a_model_that_is_not_compiled_is_compiled_by_the_estimator():
    X, y = blobs(60, np.random.default_rng(0), n_classes=3)
    settings = {"loss": "sparse_categorical_crossentropy", "optimizer": "adam", "width": 6}
    one = KerasClassifier(
        bare, **settings, optimizer__learning_rate=0.05, epochs=30, random_state=0
    )
    fitted = clone(one).fit(X, y)
    assert fitted.score(X, y) > 0.8 and fitted.model.sizes == [2, 6, 3]
    assert type(fitted.model.optimizer) is Adam and fitted.model.optimizer.learning_rate == 0.05
    same = clone(one).fit(X, y)
    np.testing.assert_array_equal(fitted.model.theta, same.model.theta)
    slow = clone(one).set_params(optimizer__learning_rate=1e-9, optimizer=Adam).fit(X, y)
    assert slow.model.optimizer.learning_rate == 1e-9
    with pytest.raises(ValueError, match="is compiled by its function: optimizer would not count"):
        KerasClassifier(build, optimizer="adam").fit(X, y)
