"""Whatever is offered by `nnlib` and is no mathematics: models, layers, optimizers, schedules, callbacks, estimators.

Each is called as it is meant, but for one argument that is garbage. What comes out is a result, or a TypeError or
ValueError in words; no argument is changed.
"""

import copy
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mathematics import FUNCTIONS, GARBAGE, QUIET, same

import nnlib
from nnlib import Dense, Flatten, Input, Sequential
from nnlib.engine.network import initial_theta

X, Y = np.random.default_rng(0).normal(size=(8, 3)), np.arange(8) % 2
ROWS = np.ones((4, 64)), [0, 1, 2, 9]  # for a network of digits


def rng():
    return np.random.default_rng(0)


def model():
    made = Sequential([Input([3]), Dense(2, "softmax")], rng=0)
    made.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    return made


def with_layers(*layers):
    """A model with these layers in the middle takes a step."""
    made = Sequential([Input([3]), *layers, Dense(2, "softmax")], rng=0)
    made.compile("sgd", "sparse_categorical_crossentropy")
    made.fit(X, Y, verbose=0)


def with_optimizer(optimizer):
    made = Sequential([Input([3]), Dense(2, "softmax")], rng=0)
    made.compile(optimizer, "sparse_categorical_crossentropy")
    made.fit(X, Y, verbose=0)


def with_callback(callback):
    held_out = {"validation_data": (X, Y), "callbacks": [callback]}
    model().fit(X, Y, epochs=2, verbose=0, **held_out)


def with_data(estimator):
    estimator.fit(X, Y).predict(X)


def entered(kind, use):
    """The class as a function: an object is made, and used."""

    def made(**arguments):
        use(kind(**arguments))

    made.__signature__ = inspect.signature(kind)
    return made


def method(name):
    def call(**arguments):
        getattr(model(), name)(**arguments)

    call.__signature__ = inspect.signature(getattr(model(), name))
    return call


START = {"initial_learning_rate": 0.1, "decay_steps": 3}
STEPS = ("SGD", "Adam", "AdamW", "Nadam", "Adamax", "RMSprop", "Adadelta", "Adagrad")
CLASSES = {  # how an object is used, and what it needs
    "Input": (lambda made: Sequential([made, Flatten(), Dense(2)]).build(), {"shape": [3]}),
    "InputLayer": (lambda made: Sequential([made, Flatten(), Dense(2)]).build(), {"shape": [3]}),
    "Flatten": (with_layers, {}),
    "Dense": (with_layers, {"units": 2}),
    "Activation": (lambda made: with_layers(Dense(2), made), {"activation": "relu"}),
    "Dropout": (with_layers, {"rate": 0.2}),
    **dict.fromkeys(STEPS, (with_optimizer, {})),
    "ExponentialDecay": (lambda made: made.at(100), START | {"decay_rate": 0.5}),
    "CosineDecay": (lambda made: made.at(100), START),
    "InverseTimeDecay": (lambda made: made.at(100), START | {"decay_rate": 0.5}),
    "PiecewiseConstantDecay": (lambda made: made.at(9), {"boundaries": [2], "values": [0.1, 0.2]}),
    "PolynomialDecay": (lambda made: made.at(100), START),
    "EarlyStopping": (with_callback, {}),
    "LearningRateScheduler": (with_callback, {"schedule": lambda epoch: 0.1}),
    "Sequential": (lambda made: made.add(Dense(1)), {"layers": [Input([3]), Dense(2)]}),
    "MLPClassifier": (with_data, {"epochs": 1}),
    "MLPRegressor": (with_data, {"epochs": 1}),
}
DOORS = {name: (entered(getattr(nnlib, name), use), take) for name, (use, take) in CLASSES.items()}
DOORS |= {
    "count_parameters": (nnlib.count_parameters, {"sizes": [3, 2]}),
    "initial_theta": (initial_theta, {"sizes": [3, 2], "rng": rng()}),
    "train": (nnlib.train, {"X": X, "y": Y, "sizes": [3, 2, 2], "rng": rng(), "epochs": 1}),
    "fit_history": (nnlib.fit_history, {"model": model(), "X": X, "y": Y}),
    "train_digits": (nnlib.train_digits, {"rng": rng(), "train": ROWS, "held_out": ROWS}),
    "compile": (method("compile"), {"loss": "mse"}),
    "fit": (method("fit"), {"X": X, "y": Y, "verbose": 0}),
    "evaluate": (method("evaluate"), {"X": X, "y": Y}),
    "predict": (method("predict"), {"X": X}),
    "train_on_batch": (method("train_on_batch"), {"X": X, "y": Y}),
    "add": (method("add"), {"layer": Dense(2)}),
    "build": (method("build"), {}),
    "set_weights": (method("set_weights"), {"weights": [np.ones((3, 2)), np.ones(2)]}),
}
ELSEWHERE = {  # without arguments, or with tests of every damage of their own
    *("warm", "digits_split", "load_model", "Callback", "History"),
}
PLACES = [
    (name, key)
    for name, (door, _) in DOORS.items()
    for key, about in inspect.signature(door).parameters.items()
    if about.kind is not about.VAR_KEYWORD
]


def test_everything_that_is_offered_is_tried():
    assert set(nnlib.__all__) <= FUNCTIONS.keys() | DOORS.keys() | ELSEWHERE
    assert not ELSEWHERE & DOORS.keys()


def enter(door, right, changed):
    """Call with these arguments in the place of the right ones: a result, or an error that a person can read."""
    arguments = right | changed
    kept = {k: copy.deepcopy(v) for k, v in arguments.items() if isinstance(v, (list, np.ndarray))}
    try:
        door(**arguments)
    except (TypeError, ValueError) as error:
        assert str(error).strip() and "numba" not in str(error).lower(), error
    assert same([arguments[key] for key in kept], list(kept.values())), "an argument was changed"


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_as_it_is_meant_to(name):
    door, right = DOORS[name]
    door(**right)


@QUIET
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=400)
@given(st.sampled_from(PLACES), st.integers(0, len(GARBAGE) - 1))
def test_one_wrong_argument_gives_a_readable_error_or_a_result(place, number):
    name, key = place
    enter(*DOORS[name], {key: GARBAGE[number]})


MASKED = np.ma.masked_array(X, np.zeros(X.shape, bool))


@pytest.mark.parametrize("name", ["fit", "evaluate", "predict", "train_on_batch", "train"])
def test_a_masked_array_is_refused(name):
    door, right = DOORS[name]
    with pytest.raises(TypeError, match="X is a masked array"):
        door(**right | {"X": MASKED})


@pytest.mark.parametrize("kind", [nnlib.MLPClassifier, nnlib.MLPRegressor])
def test_an_estimator_refuses_masks_too(kind):
    with pytest.raises(TypeError, match="X is a masked array"):
        kind(epochs=1).fit(MASKED, Y)
    with pytest.raises(TypeError, match="y is a masked array"):
        kind(epochs=1).fit(X, np.ma.masked_array(Y))
    with pytest.raises(TypeError, match="X is a masked array"):
        kind(epochs=1).fit(X, Y).predict(MASKED)


@pytest.mark.parametrize("wrong", [None, 0, 42, np.random, np.random.RandomState(0)])
@pytest.mark.parametrize("name", ["train", "train_digits", "initial_theta"])
def test_a_wrong_rng_hears_what_was_wanted(name, wrong):
    door, right = DOORS[name]
    with pytest.raises(TypeError, match=r"rng is .*; wanted np.random.default_rng\(seed\)"):
        door(**right | {"rng": wrong})


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("SGD", {"nesterov": "no"}, "nesterov is 'no'; wanted True or False"),
        ("ExponentialDecay", {"staircase": "no"}, "staircase is 'no'; wanted True or False"),
        ("PolynomialDecay", {"cycle": "no"}, "cycle is 'no'; wanted True or False"),
        ("EarlyStopping", {"restore_best_weights": "no"}, "restore_best_weights is 'no'"),
        ("EarlyStopping", {"patience": ""}, "patience is ''; wanted a whole number"),
        ("EarlyStopping", {"monitor": None}, "monitor is None; wanted a text, in quotes"),
        ("MLPClassifier", {"early_stopping": "no"}, "early_stopping is 'no'; wanted True or False"),
        ("MLPRegressor", {"hidden_layer_sizes": "10"}, "hidden_layer_sizes is '10'; wanted a list"),
        ("PiecewiseConstantDecay", {"boundaries": b"1"}, "boundaries is b'1'; wanted a list"),
        ("Input", {"shape": b"1"}, "an axis of the shape is b'1'; wanted a whole number"),
        ("fit_history", {"model": None}, "model.train_on_batch is None; wanted a function"),
        ("train", {"validation": {}}, r"validation is {}; wanted a pair \(X, y\)"),
        ("train_digits", {"held_out": 0}, r"held_out is 0; wanted a pair \(X, y\)"),
        ("count_parameters", {"sizes": 3}, "sizes is 3; wanted a list of widths"),
        ("set_weights", {"weights": [["a"], [1]]}, "weights holds .*; wanted numbers"),
    ],
)
def test_a_wrong_kind_hears_what_was_wanted(name, wrong, message):
    door, right = DOORS[name]
    with pytest.raises(TypeError, match=message):
        door(**right | wrong)
