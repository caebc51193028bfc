"""scikit-learn's own tests of its MLPs, on the estimators of nnlib: the same tests, with the names translated.

`DIFFERENT` in conftest.py lists those that cannot hold here, each with what it raises and the reason; a listed test
that passes, or fails in another way, is an error.
"""

import inspect

import pytest

import nnlib

theirs = pytest.importorskip("sklearn.neural_network.tests.test_mlp")


built = []


def translated(estimator):
    """The class of nnlib under scikit-learn's words for its settings; what has no word here is refused as there."""
    accepted = inspect.signature(estimator).parameters

    def make(
        hidden_layer_sizes=(100,), activation="relu", *, solver="adam", alpha=0.0001, batch_size="auto",
        learning_rate_init=0.001, max_iter=200, random_state=None, verbose=False, warm_start=False, momentum=0.9,
        nesterovs_momentum=True, early_stopping=False, validation_fraction=0.1, beta_1=0.9, beta_2=0.999,
        epsilon=1e-8, n_iter_no_change=10, **others,
    ):  # fmt: skip
        optimizers = {
            "sgd": lambda: nnlib.SGD(
                learning_rate_init, momentum=momentum, nesterov=nesterovs_momentum
            ),
            "adam": lambda: nnlib.Adam(
                learning_rate_init, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon
            ),
        }
        others.pop("tol", None)  # without early stopping, every epoch is trained here
        if solver not in optimizers:
            others["solver"] = solver
        if others.get("learning_rate") == "constant":
            others.pop("learning_rate")
        l2 = alpha / (
            200 if batch_size == "auto" else batch_size
        )  # theirs is divided by the rows of a batch
        built.append(estimator)
        loss = others.pop("loss", "squared_error")
        settings = {"loss": {"squared_error": "mse"}.get(loss, loss)}
        return estimator(
            hidden_layer_sizes, {"logistic": "sigmoid"}.get(activation, activation),
            optimizer=optimizers.get(solver, optimizers["adam"])(), batch_size=batch_size, epochs=max_iter,
            l2=l2, random_state=random_state, verbose=int(verbose), warm_start=warm_start,
            early_stopping=early_stopping, validation_fraction=validation_fraction, patience=n_iter_no_change,
            **{key: value for key, value in settings.items() if key in accepted}, **others,
        )  # fmt: skip

    make.__name__ = estimator.__name__
    return make


OURS = {
    getattr(theirs, name): translated(getattr(nnlib, name))
    for name in ("MLPClassifier", "MLPRegressor")
}


@pytest.fixture(autouse=True)
def ours(monkeypatch):
    """nnlib's classes under scikit-learn's names; a test that builds none of them has tested nothing of nnlib."""
    built.clear()
    for kind, make in OURS.items():
        monkeypatch.setattr(theirs, kind.__name__, make)
    yield
    assert built, "no estimator of nnlib was built"


def swapped(mark):
    """A mark with nnlib's classes where scikit-learn's were bound when its tests were read."""
    if mark.name != "parametrize":
        return mark
    names, values, *others = mark.args
    values = [next((o for t, o in OURS.items() if value is t), value) for value in values]
    return pytest.Mark("parametrize", (names, values, *others), mark.kwargs, _ispytest=True)


@pytest.fixture
def global_random_seed():
    """What scikit-learn's conftest draws: here one seed."""
    return 0


TESTS = {name: test for name, test in vars(theirs).items() if name.startswith("test_")}
for _each in TESTS.values():
    _each.pytestmark = [swapped(mark) for mark in getattr(_each, "pytestmark", [])]
globals().update(TESTS)
