"""Garbage through every door of `nnlib.keras`: a result, or a TypeError or ValueError in words; nothing is changed.

Each face is called as it is meant, but for one argument that is garbage, and what it makes is put to use: a layer in
a model, a loss in `compile`, a callback in `fit`.
"""

import inspect
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_front_door import X as ROWS
from test_front_door import Y, enter, entered, model, with_callback, with_layers
from test_mathematics import GARBAGE, QUIET

from nnlib import SGD, Dense, Input, Sequential, keras
from nnlib.keras import backend, ops
from nnlib.keras.preprocessing import text
from nnlib.keras.wrappers.estimators import KerasClassifier, KerasRegressor

SHARES = np.eye(2)[Y]
HALF = np.full((8, 2), 0.5)


# ---- How what comes out of a face is used ---------------------------------------------------------


def trained(layers, loss, y, metrics=None):
    made = Sequential([Input([3]), *layers], rng=0)
    made.compile("sgd", loss, metrics)
    made.fit(ROWS, y, verbose=0)


def with_layer(made):
    after = [] if made.name and "softmax" in made.name else [Dense(2, "softmax")]
    trained([Dense(2), made, *after], "sparse_categorical_crossentropy", Y)


def in_a_kernel(word):
    return lambda made: with_layers(Dense(2, **{word: made}))


def with_loss(loss):
    last = {"sparse": "softmax", "catego": "softmax", "binary": "sigmoid", "kl_div": "softmax"}
    layer = Dense(2, None if loss.from_logits else last.get(loss[:6]))
    trained([layer], loss, Y if loss[:6] == "sparse" else SHARES)


def with_metric(metric):
    trained([Dense(1, "sigmoid")], "binary_crossentropy", Y, [metric])


def with_texts(tokenizer):
    tokenizer.fit_on_texts(["the sun", "the rain"])
    for mode in text.MODES:
        tokenizer.texts_to_matrix(["sun the"], mode)


def built(units=2, last="softmax", loss="sparse_categorical_crossentropy"):
    made = Sequential([Dense(units, last)], rng=0)
    made.compile("sgd", loss)
    return made


def regressor():
    return built(1, None, "mse")


def estimated(estimator):
    estimator.fit(ROWS, Y).predict(ROWS)
    estimator.score(ROWS, Y)


def method(kind, make, name):
    """A method of a class as a function: of an object that is made afresh for each call."""

    def call(**arguments):
        return getattr(make(), name)(**arguments)

    _self, *parameters = inspect.signature(getattr(kind, name)).parameters.values()
    call.__signature__ = inspect.Signature(parameters)
    return call


def fitted_tokenizer():
    tokenizer = text.Tokenizer()
    tokenizer.fit_on_texts(["the sun", "the rain"])
    return tokenizer


def settings_of(kind, build):
    """An estimator as a function of the settings that programs give it."""
    names = (
        "build_fn model epochs batch_size verbose callbacks validation_split validation_data class_weight "
        "random_state units optimizer loss metrics optimizer__learning_rate model__units fit__epochs"
    )

    def call(**given):
        estimated(kind(**{"build_fn": build, "epochs": 1} | given))

    only = inspect.Parameter.KEYWORD_ONLY
    call.__signature__ = inspect.Signature(
        [inspect.Parameter(name, only) for name in names.split()]
    )
    return call


# ---- The doors ------------------------------------------------------------------------------------

NEEDS = {
    "Input": {"shape": [3]}, "InputLayer": {"shape": [3]}, "Dense": {"units": 2}, "Dropout": {"rate": 0.2},
    "Activation": {"activation": "relu"}, "Reshape": {"target_shape": [2]}, "CSVLogger": {"filename": "a.csv"},
    "ModelCheckpoint": {"filepath": "m.keras"}, "LearningRateScheduler": {"schedule": lambda epoch: 0.1},
}  # fmt: skip
DOORS = {}  # name: (function, the right arguments)


def doors(module, use, names=None):
    """The classes of a module of `keras` as doors; what is a word already, and no class, stands elsewhere."""
    for name in names or module.__all__:
        if not isinstance(made := getattr(module, name), str):
            found = entered(made, use), NEEDS.get(name, {})
            DOORS[f"{module.__name__.removeprefix('nnlib.keras.')}.{name}"] = found


doors(keras.initializers, in_a_kernel("kernel_initializer"))
doors(keras.regularizers, in_a_kernel("kernel_regularizer"))
doors(keras.constraints, in_a_kernel("kernel_constraint"))
doors(keras.losses, with_loss)
doors(keras.metrics, with_metric)
doors(
    keras.callbacks,
    with_callback,
    sorted({*keras.callbacks.__all__} - {"Callback", "History", "TensorBoard"}),
)
doors(keras.layers, with_layer, ["Activation", "ELU", "LeakyReLU", "ReLU", "Reshape", "Softmax"])
doors(keras.layers, with_layers, ["Dense", "Dropout", "Flatten"])
doors(keras.layers, lambda made: Sequential([made, Dense(2)]).build(), ["Input", "InputLayer"])
doors(text, with_texts, ["Tokenizer"])
for _name in keras.activations.__all__:
    _function = getattr(keras.activations, _name)
    DOORS[f"activations.{_name}"] = (
        _function,
        {next(iter(inspect.signature(_function).parameters)): ROWS},
    )
for _name in keras.losses.__all__:
    if isinstance(_loss := getattr(keras.losses, _name), str):
        _y = Y if _loss[:6] == "sparse" else SHARES
        DOORS[f"losses.{_name}"] = _loss, {"y_true": _y, "y_pred": HALF}
for _kind, _build in ((KerasClassifier, built), (KerasRegressor, regressor)):
    DOORS[_kind.__name__] = settings_of(_kind, _build), {}
    for _name, _needs in {
        "fit": {"X": ROWS, "y": Y},
        "predict": {"X": ROWS},
        "score": {"X": ROWS, "y": Y},
    }.items():
        _ready = lambda kind=_kind, build=_build: kind(build, epochs=1).fit(ROWS, Y)  # noqa: E731
        DOORS[f"{_kind.__name__}.{_name}"] = method(_kind, _ready, _name), _needs
for _name, _needs in {
    "fit_on_texts": {"texts": ["a b"]},
    "texts_to_sequences": {"texts": ["the"]},
    "texts_to_matrix": {"texts": ["the"]},
    "sequences_to_matrix": {"sequences": [[1, 2]]},
}.items():
    DOORS[f"Tokenizer.{_name}"] = method(text.Tokenizer, fitted_tokenizer, _name), _needs
DOORS |= {
    "clone_model": (keras.models.clone_model, {"model": model()}),
    "model_from_json": (keras.models.model_from_json, {"text": model().to_json()}),
    "cast": (ops.cast, {"x": ROWS, "dtype": "float32"}),
    "convert_to_tensor": (ops.convert_to_tensor, {"x": ROWS}),
    "convert_to_numpy": (ops.convert_to_numpy, {"x": ROWS}),
    "shape": (ops.shape, {"x": ROWS}),
    "get_value": (backend.get_value, {"x": 1}),
    "set_value": (lambda value: backend.set_value(np.ones(2), value), {"value": 2.0}),
    "set_rate": (lambda value: backend.set_value(SGD(0.1).learning_rate, value), {"value": 2.0}),
    "set_value of": (lambda x: backend.set_value(np.copy(x), 2.0), {"x": np.ones(2)}),
    "normalize": (keras.utils.normalize, {"x": ROWS}),
    "plot_model": (keras.utils.plot_model, {"model": model()}),
    "to_categorical": (keras.utils.to_categorical, {"y": Y}),
    "text_to_word_sequence": (text.text_to_word_sequence, {"text": "a b"}),
}
ELSEWHERE = {  # NumPy's own functions, what is tried in `test_front_door`, and what takes nothing
    *("Sequential", "optimizers", "datasets", "backend", "ops", "set_random_seed", "load_model"),
}
PLACES = [
    (name, key)
    for name, (door, _) in DOORS.items()
    for key, about in inspect.signature(door).parameters.items()
    if about.kind is not about.VAR_KEYWORD
]


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    """Garbage can be the name of a file."""
    monkeypatch.chdir(tmp_path)


def test_every_module_of_keras_has_doors():
    tried = {name.split(".")[0] for name in DOORS} | {
        "wrappers",
        "models",
        "utils",
        "preprocessing",
        "Input",
    }
    assert {*keras.__all__} <= tried | ELSEWHERE


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_as_it_is_meant_to(name):
    door, right = DOORS[name]
    door(**right)


def is_users_own(error):
    """Whether garbage that is a function, or the name of a file, failed as functions and files do."""
    return isinstance(error, OSError) and error.filename is not None


@QUIET
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
@settings(max_examples=700, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.integers(0, len(GARBAGE) - 1))
def test_one_wrong_argument_gives_a_readable_error_or_a_result(place, number):
    name, key = place
    try:
        enter(*DOORS[name], {key: GARBAGE[number]})
    except OSError as error:
        assert is_users_own(error), error


@pytest.mark.parametrize("wrong", [0, 1, 2, True, np.int8(1)])
@pytest.mark.parametrize(
    "kind",
    [keras.callbacks.CSVLogger, keras.callbacks.ModelCheckpoint, keras.callbacks.TensorBoard],
)
def test_a_number_is_no_file(kind, wrong):
    """As a file's name it would be one that is open already, the screen say, and closed after the first line."""
    with pytest.raises(TypeError, match="wanted the name of a file"):
        kind(wrong)
    os.fstat(int(wrong))


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: keras.models.clone_model(3), TypeError, "model is 3; wanted a Sequential"),
        (lambda: keras.utils.plot_model(None), TypeError, "model is None; wanted a Sequential"),
        (lambda: keras.callbacks.CSVLogger("a", ";;"), ValueError, "separator is ';;'; wanted one character"),
        (lambda: with_callback(keras.callbacks.ModelCheckpoint("{}")), ValueError, "filepath is '{}'"),
        (lambda: keras.initializers.RandomUniform(0, float("inf")), ValueError, "maxval is inf; wanted -1e"),
        (lambda: keras.initializers.TruncatedNormal(mean=None), TypeError, "mean is None; wanted a number"),
        (lambda: keras.losses.mse([[1.0], [2.0]], [1.0, 2.0, 3.0]), ValueError, r"y_true has shape \(2, 1\) and"),
        (lambda: keras.losses.mse([1.0], [1.0], [1.0, 2.0]), ValueError, "sample_weight has shape"),
        (lambda: keras.losses.mse([], []), ValueError, "y_true has shape"),
        (lambda: keras.losses.Huber(from_logits=True), TypeError, "from_logits"),
        (lambda: keras.losses.BinaryCrossentropy("no"), TypeError, "from_logits is 'no'; wanted True or False"),
        (lambda: keras.metrics.AUC(name=["a"]), TypeError, "name is .*; wanted a text"),
        (lambda: keras.utils.to_categorical(["a"]), TypeError, "y holds <U1; wanted whole numbers"),
        (lambda: keras.utils.to_categorical([0.5]), TypeError, "y holds float64; wanted whole numbers"),
        (lambda: keras.utils.to_categorical([-1]), ValueError, "y has label -1"),
        (lambda: keras.utils.normalize(ROWS, 2), ValueError, r"axis is 2, and x has shape \(8, 3\)"),
        (lambda: ops.cast(10**400, "float32"), ValueError, "too large for float32"),
        (lambda: text.text_to_word_sequence(3), TypeError, "text is 3; wanted a text"),
        (lambda: text.text_to_word_sequence("a", split=""), ValueError, "split is empty"),
        (lambda: fitted_tokenizer().fit_on_texts([[1, 2]]), TypeError, "a word is 1; wanted a text"),
        (lambda: fitted_tokenizer().fit_on_texts(3), TypeError, "texts is 3; wanted a list"),
        (lambda: fitted_tokenizer().sequences_to_matrix([["a"]]), ValueError, "a sequence is .*; wanted whole"),
        (lambda: text.Tokenizer(10**9).sequences_to_matrix([[1], [2]]), ValueError, "the table would have shape"),
        (lambda: estimated(KerasClassifier(lambda: 3)), TypeError, "build_fn returned 3; wanted a Sequential"),
        (lambda: estimated(KerasClassifier(3)), TypeError, "build_fn is 3; wanted a function"),
        (lambda: KerasClassifier(built).fit(ROWS, [None] * 8), TypeError, "wanted labels of one kind"),
        (lambda: model().fit(ROWS, Y, callbacks=3), TypeError, "callbacks is 3; wanted a list of callbacks"),
        (lambda: model().fit(ROWS, Y, verbose=np.ones(2)), TypeError, "verbose is .*; wanted 0, 1, 2"),
        (lambda: Dense(2, activation=()), TypeError, r"activation is \(\); wanted a pair"),
        (lambda: model().compile("sgd", "mse", [["mae"]]), ValueError, "there is no metric"),
    ],
)  # fmt: skip
def test_what_was_given_and_what_was_wanted_is_said(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
