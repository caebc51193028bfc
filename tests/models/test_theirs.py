"""scikit-learn's words: a synonym trains as today's word does, the rest is refused at the line that asks."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from nnlib import SGD, MLPClassifier, MLPRegressor, blobs, keras
from nnlib.models import deprecated


@pytest.fixture(autouse=True)
def say_it_again():
    deprecated._said.clear()


@pytest.fixture
def points():
    return blobs(60, np.random.default_rng(0), n_classes=2)


SAME = [
    (MLPClassifier, "activation", "logistic", "sigmoid"),
    (MLPRegressor, "activation", "logistic", "sigmoid"),
    (MLPRegressor, "loss", "squared_error", "mse"),
    (MLPClassifier, "learning_rate", "constant", None),
]


@pytest.mark.parametrize("kind, name, word, today", SAME)
def test_a_synonym_trains_as_todays_word_with_one_note(points, kind, name, word, today):
    def fitted(value, how):
        model = kind((4,), epochs=2, random_state=0, warm_start=True)
        model = how(model, {name: value})
        for _ in range(2):
            model.fit(*points)
        return model.coefs_[0]

    def built(model, given):
        return kind(**model.get_params() | given)

    for how in (built, lambda model, given: model.set_params(**given)):
        deprecated._said.clear()
        with pytest.warns(FutureWarning, match=f"{name}='{word}' is scikit-learn's word") as notes:
            theirs = fitted(word, how)
        assert [note.filename for note in notes] == [__file__]
        assert np.array_equal(theirs, fitted(today, how))


def test_a_synonym_stays_what_was_given(points):
    model = MLPClassifier(activation="logistic")
    assert clone(model).get_params()["activation"] == "logistic"


def test_a_synonym_in_a_grid_is_noted_at_the_line_of_the_search(points):
    search = GridSearchCV(MLPClassifier((3,), epochs=1), {"activation": ["logistic", "relu"]}, cv=2)
    with pytest.warns(FutureWarning, match="logistic") as notes:
        search.fit(*points)
    assert [note.filename for note in notes] == [__file__]


REFUSED = [
    ("optimizer", "lbfgs", "there is no L-BFGS.*Wanted 'adam'"),
    ("learning_rate", "adaptive", r"wanted a number.*optimizer=SGD\("),
    ("learning_rate", "invscaling", r"wanted a number.*optimizer=SGD\("),
    ("loss", "poisson", "wanted 'mse', 'mae' or 'huber'"),
]


@pytest.mark.parametrize("name, word, complaint", REFUSED)
def test_a_word_for_something_else_is_refused_where_it_is_written(points, name, word, complaint):
    with pytest.raises(ValueError, match=f"{name} is '{word}'; {complaint}"):
        MLPRegressor(**{name: word})
    with pytest.raises(ValueError, match=complaint):
        MLPRegressor().set_params(**{name: word})
    with pytest.raises(ValueError, match=complaint):
        setattr(MLPRegressor(), name, word)
    with pytest.raises(ValueError, match=complaint):
        GridSearchCV(MLPRegressor(), {name: [word]}, cv=2).fit(*points)


@pytest.mark.parametrize(
    "name, today",
    [("max_iter", "epochs="), ("solver", "optimizer="), ("n_jobs", "GridSearchCV"), ("tol", "early_stopping")],
)  # fmt: skip
def test_a_setting_of_theirs_is_refused_everywhere(points, name, today):
    complaint = f"MLPClassifier has no {name}=: .*{today}"
    with pytest.raises(TypeError, match=complaint):
        MLPClassifier(**{name: 2})
    with pytest.raises(ValueError, match=complaint):
        MLPClassifier().set_params(**{name: 2})
    with pytest.raises(ValueError, match=complaint):
        make_pipeline(MLPClassifier()).set_params(**{f"mlpclassifier__{name}": 2})
    with pytest.raises(ValueError, match=complaint):
        GridSearchCV(MLPClassifier(), {name: [2]}, cv=2).fit(*points)


def test_an_unknown_setting_gets_scikit_learns_own_list():
    with pytest.raises(ValueError, match="Invalid parameter 'epoch'"):
        MLPClassifier().set_params(epoch=3)


def test_words_of_here_are_not_noted(points):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        MLPClassifier((3,), "sigmoid", epochs=1, learning_rate=0.1).fit(*points)


def test_the_rate_that_falls_which_the_refusal_names_works(points):
    falling = keras.optimizers.schedules.InverseTimeDecay(0.1, 1000, 1.0)
    model = MLPClassifier((3,), optimizer=SGD(falling), epochs=2, random_state=0)
    assert clone(model).fit(*points).n_iter_ == 2
