"""What every public function of the mathematics keeps to: types, an example, words from one list, honest errors."""

import ast
import copy
import doctest
import importlib
import inspect
import re
import traceback

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib

HOMES = {module: names.split() for module, names in nnlib._HOME.items() if "." not in module}
FUNCTIONS = {name: getattr(nnlib, name) for names in HOMES.values() for name in names}


# ---- Types and examples ---------------------------------------------------------------------------


def test_the_mathematics_is_what_the_front_door_says(root):
    there = {path.stem for path in root.glob("nnlib/*.py")} - {"__init__", "__main__", "keep"}
    assert HOMES.keys() == there


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_goes_in_and_what_comes_out(name):
    signature = inspect.signature(FUNCTIONS[name])
    bare = [key for key, given in signature.parameters.items() if given.annotation is given.empty]
    assert bare == [] and signature.return_annotation is not signature.empty


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_docstring_has_an_example_and_says_what_is_raised(name):
    text = FUNCTIONS[name].__doc__
    calls = [example.source for example in doctest.DocTestParser().get_examples(text)]
    assert any(f"{name}(" in call for call in calls)
    nothing_to_refuse = not inspect.signature(FUNCTIONS[name]).parameters
    assert nothing_to_refuse or re.search(r"[Rr]aises|[Ee]rrors as|TypeError", text)


# ---- Words ----------------------------------------------------------------------------------------

# A word means one thing in every function that has it.
WORDS = {
    "X": "inputs, a row per example (n, d)",
    "Xc": "inputs, a column per example (d, n)",
    "x": "the input of one example, or of one neuron",
    "x1": "the first of two inputs",
    "x2": "the second of two inputs",
    "y": "labels or targets, one per example",
    "Y": "targets, a row per example",
    "T": "targets of a regression",
    "P": "predictions or probabilities, a row per example",
    "p": "a probability, or a distribution",
    "q": "the distribution of a model",
    "z": "the sum of a neuron before its activation: a logit",
    "Z": "the same, a row per example",
    "a": "the output of an activation",
    "A": "the same, a row per example",
    "I": "images",
    "images": "images of any kind",
    "w": "the weights of one neuron, or a vector of parameters",
    "W": "the weights of a layer (n_in, n_out)",
    "W1": "those of the first layer",
    "W2": "those of the second layer",
    "b": "the bias of a neuron, or the biases of a layer",
    "b1": "those of the first layer",
    "b2": "those of the second layer",
    "params": "parameters: an array, or a list of (W, b)",
    "weights": "a list of weights",
    "grad": "a gradient",
    "grads": "gradients, in the form of params",
    "g": "the gradient at w",
    "m": "Adam's mean of the gradients",
    "v": "the velocity, or Adam's mean of their squares",
    "u": "what a step remembers third: AMSGrad's largest v so far, RMSprop's velocity",
    "centered": "whether the square of the mean slope is taken off",
    "t": "the number of the step, from 1",
    "dout": "the upstream gradient",
    "dA": "the gradient at a layer's output",
    "dZ": "the gradient at a layer's sums",
    "act": "an activation",
    "acts": "one activation per layer",
    "cache": "what the way forward left behind for the way back",
    "f": "a function whose slope is measured",
    "forward": "a forward whose backward is measured",
    "loss_fn": "a loss of the parameters",
    "h": "a finite-difference step",
    "alpha": "the slope of a leaky unit, or how far below 0 an exponential one levels off",
    "delta": "where Huber's loss turns into a line",
    "lr": "the learning rate",
    "lr_end": "the learning rate at the end",
    "every": "epochs between two falls of the rate",
    "factor": "what the rate is multiplied by",
    "rho": "the share that a mean of squares keeps",
    "beta1": "how much of the mean is kept",
    "beta2": "how much of the mean square is kept",
    "eps": "Adam's guard against a division by 0",
    "epoch": "the number of an epoch, from 0",
    "epochs": "how many epochs",
    "max_epochs": "how many epochs at most",
    "steps": "how many steps",
    "updates": "how many steps an epoch takes",
    "n_iter": "how many settings are tried",
    "n_samples": "how many examples",
    "n_classes": "how many classes",
    "n_in": "how many inputs a layer has",
    "n_out": "how many outputs a layer has",
    "test_size": "how many examples are kept for the test",
    "fractions": "parts of a whole",
    "sizes": "how many examples each part has",
    "means": "means over parts of a batch",
    "losses": "one loss per example, or per batch",
    "drop_last": "whether a short last batch is left out",
    "rng": "a np.random.Generator",
    "keep": "the share of entries that dropout keeps",
    "mask": "what dropout multiplied by",
    "training": "whether this is training",
    "patience": "epochs to wait for an improvement",
    "min_delta": "the least improvement that counts",
    "mu": "the mean of each column",
    "sd": "a standard deviation, of each column or of single gradients",
    "threshold": "above it, 1",
    "predicted": "labels that a model gives",
    "slope": "what is said to be the slope of f",
    "low": "the least number that can be drawn",
    "high": "the largest number that can be drawn",
    "sample": "a function that draws a setting",
    "score": "a function that rates a setting",
    "kind": "one of several ways, by name",
    "name": "one of several things, by name",
    "task": "one of several tasks, by name",
    "shape": "the shape of an array",
    "spread": "the standard deviation of a cloud",
    "noise": "the standard deviation of what is added, or of what is left",
    "several": "whether a picture may show more than one animal",
    "edges": "where bumps begin and end",
    "heights": "how high bumps are",
    "steepness": "how fast a bump rises",
    "layer": "a layer that can only be asked: a function of its inputs",
    "nodes": "the operations of a graph",
    "values": "numbers by name",
    "folder": "where files are kept",
    "source": "where files come from",
}
# Words that an exercise of the book fixes, against the list: word: (what others call it, where it stands).
FIXED = {
    "B": ("batch_size", "iterations_per_epoch minibatches torn_batches train_epoch"),
    "n": (
        "n_samples",
        "iterations_per_epoch batch_sizes minibatches batch_for_noise torn_batches split_indices kfold_indices",
    ),
    "eta": ("lr", "perceptron_step perceptron_layer_step perceptron_fit"),
    "lr0": ("lr", "lr_schedule"),
    "beta": ("momentum", "momentum_step nesterov_step rmsprop_momentum_step"),
    "fan_in": ("n_in", "init_weights"),
    "fan_out": ("n_out", "init_weights"),
    "k": ("n_classes", "confusion_matrix one_hot class_weights_balanced"),
    "k ": ("n_folds", "kfold_indices"),
    "p": ("predicted", "confusion_matrix"),
    "lam": ("l2", "l2_penalty"),
    "class_w": ("class_weight", "weighted_loss"),
    "sample_w": ("sample_weight", "weighted_loss"),
    "proba": ("P", "predict_classes"),
    "train": ("losses", "overfit_report"),
    "val": ("losses", "early_stopping overfit_report"),
    "a": ("P", "relative_error"),
    "b": ("T", "relative_error"),
}


def strange_words(functions):
    """Parameters that are neither in the list nor fixed by an exercise."""
    fixed = {(name, word.strip()) for word, (_, names) in FIXED.items() for name in names.split()}
    return [
        f"{name}: {word}"
        for name, function in functions.items()
        for word in inspect.signature(function).parameters
        if word not in WORDS and (name, word) not in fixed
    ]


def test_every_parameter_is_a_word_of_the_list():
    assert strange_words(FUNCTIONS) == []
    assert strange_words({"f": lambda X, batch: 0, "one_hot": lambda y, k: 0}) == ["f: batch"]


def test_the_list_holds_no_word_that_nobody_uses():
    used = {word for f in FUNCTIONS.values() for word in inspect.signature(f).parameters}
    assert WORDS.keys() - used == set() and {word.strip() for word in FIXED} - used == set()
    assert {name for _, names in FIXED.values() for name in names.split()} <= FUNCTIONS.keys()


def test_graded_functions_take_what_the_exercise_gives(root):
    graded = {}
    for path in sorted(root.glob("solutions/*/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in FUNCTIONS:
                graded.setdefault(node.name, [given.arg for given in node.args.args])
    assert len(graded) > 50
    ours = {name: list(inspect.signature(FUNCTIONS[name]).parameters) for name in graded}
    assert {name: ours[name] for name in graded if ours[name] != graded[name]} == {}


# ---- Errors ---------------------------------------------------------------------------------------

GARBAGE = [
    *(
        None,
        True,
        0,
        -1,
        2,
        2**63,
        10**30,
        1.5,
        -0.5,
        float("nan"),
        float("inf"),
        1e308,
        1j,
        10**400,
    ),
    *("", "1", "relu", b"1", object(), {}, {"x": 1}, {1, 2}, (), [], [1], [0, 1], [[1, 2], [3]]),
    *([None], [[]], ["a", "b"], [[1, 0], [0, 1]], ((1,), (2,)), range(3), np.mean, lambda *a: "no"),
    *(np.random, np.random.RandomState(0), np.random.default_rng(0), np.float32(1), np.int8(1)),
    *(
        np.zeros(0),
        np.zeros((0, 2)),
        np.zeros((2, 0)),
        np.ones(3),
        np.ones((2, 2)),
        np.eye(3)[None],
    ),
    *(
        np.array(2.0),
        np.ones(2, np.float16),
        np.ones(2, complex),
        np.array([None, 1]),
        np.array("a"),
    ),
    *(np.full(2, np.nan), np.full((2, 2), np.inf), np.array([0, 1]), np.array([-1, 5])),
    *(np.ma.masked_array([1.0, 2.0], [0, 1]), np.ma.masked_array(np.eye(2), np.eye(2) > 0)),
    np.datetime64(0, "s"),
]
QUIET = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of inf and NaN, which are numbers
OFFLINE = {name: f for name, f in FUNCTIONS.items() if not name.startswith("load_")}
TAKE_RNG = [name for name in OFFLINE if "rng" in inspect.signature(OFFLINE[name]).parameters]
TAKE_ARRAYS = [
    name
    for name, function in OFFLINE.items()
    if any(
        "ArrayLike" == given.annotation for given in inspect.signature(function).parameters.values()
    )
]


def example_of(name):
    """The arguments of a call in the function's own docstring, by name."""
    function = FUNCTIONS[name]
    space = dict(vars(importlib.import_module(function.__module__)))
    for example in doctest.DocTestParser().get_examples(function.__doc__):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                taken = f"_taken(lambda *a, **k: (a, k))({ast.unparse(node)})"
                space["_taken"] = lambda keep: lambda value: value
                space[name] = lambda *a, **k: (a, k)
                args, named = eval(taken, space)
                return inspect.signature(function).bind(*args, **named).arguments
        exec(compile(example.source, name, "exec"), space)
    raise LookupError(f"{name} has no example that calls it")


def same(a, b):
    """Whether two values are alike to the last bit; what cannot be compared counts as alike."""
    if isinstance(a, np.ndarray):
        return (
            a.shape == b.shape
            and a.dtype == b.dtype
            and (a.dtype == object or a.tobytes() == b.tobytes())
        )
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return True


def try_with(name, arguments):
    """Call with these arguments: whatever they are, only TypeError and ValueError come out, and nothing is changed."""
    before = [
        copy.deepcopy(v) if isinstance(v, (list, tuple, np.ndarray)) else v
        for v in arguments.values()
    ]
    try:
        FUNCTIONS[name](**arguments)
    except (TypeError, ValueError) as error:
        assert str(error).strip() and "numba" not in str(error).lower()
    except OverflowError as error:  # out of the function that was given
        assert traceback.extract_tb(error.__traceback__)[-1].filename == "<string>", error
    assert same(list(arguments.values()), before), "an argument was changed"


@QUIET
@pytest.mark.parametrize("name", OFFLINE)
def test_one_wrong_argument_gives_a_clear_error_or_a_result(name):
    if not inspect.signature(FUNCTIONS[name]).parameters:
        return
    right = example_of(name)
    for key in inspect.signature(FUNCTIONS[name]).parameters:
        for wrong in GARBAGE:
            try:
                try_with(name, right | {key: wrong})
            except (AssertionError, Exception) as error:
                raise AssertionError(
                    f"{name}({key}={wrong!r}): {type(error).__name__}: {error}"
                ) from error


@QUIET
@settings(max_examples=300)
@given(st.data())
def test_garbage_all_over_gives_a_clear_error_or_a_result(data):
    name = data.draw(
        st.sampled_from([name for name in OFFLINE if inspect.signature(OFFLINE[name]).parameters])
    )
    keys = list(inspect.signature(FUNCTIONS[name]).parameters)
    picks = [data.draw(st.integers(0, len(GARBAGE) - 1), label=key) for key in keys]
    try_with(name, {key: GARBAGE[pick] for key, pick in zip(keys, picks)})


@pytest.mark.parametrize("name", TAKE_RNG)
@pytest.mark.parametrize(
    "wrong",
    [None, 0, 42, np.random, np.random.RandomState(0)],
    ids=["None", "0", "42", "np.random", "RandomState"],
)
def test_a_wrong_rng_hears_what_was_wanted(name, wrong):
    with pytest.raises(TypeError, match=r"rng is .*; wanted np.random.default_rng\(seed\)"):
        FUNCTIONS[name](**example_of(name) | {"rng": wrong})


@pytest.mark.parametrize("name", TAKE_ARRAYS)
def test_a_masked_array_is_refused(name):
    right = example_of(name)
    for key, wanted in inspect.signature(FUNCTIONS[name]).parameters.items():
        if wanted.annotation == "ArrayLike" and np.ndim(right[key]):
            masked = np.ma.masked_array(right[key], np.zeros(np.shape(right[key]), bool))
            with pytest.raises(TypeError, match=f"{key} is a masked array"):
                FUNCTIONS[name](**right | {key: masked})


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("he", {"n_in": 0}, "n_in is 0; wanted at least 1"),
        ("he", {"n_in": 10**6, "n_out": 10**6}, "W would have shape"),
        ("one_hot", {"k": 2**63}, "k is 9223372036854775808; wanted at most"),
        ("confusion_matrix", {"k": 10**9}, "the matrix would have shape"),
        ("minibatches", {"n": 2**63}, "n is 9223372036854775808; wanted at most"),
        ("fit_logistic", {"steps": 2**63}, "steps is 9223372036854775808; wanted at most"),
        ("random_search", {"n_iter": 10**30}, "wanted at most"),
        ("adam_step", {"t": 2**63}, "wanted at most"),
        ("train_epoch", {"y": [0]}, r"y has shape \(1,\); wanted \(2,\), one label per row"),
        ("train_epoch", {"y": [0, 2]}, "y has label 2, but the network has 2 outputs"),
        ("critical_learning_rate", {"X": [[np.nan]]}, "X holds nan at"),
        ("leaky_relu", {"alpha": -0.1}, "alpha is -0.1; wanted 0 to inf"),
        ("blobs", {"spread": -1}, "spread is -1; wanted 0 to"),
        ("lr_schedule", {"epoch": 10**6, "factor": 10}, "the rate is no number"),
    ],
)
def test_a_wrong_value_hears_what_was_wanted(name, wrong, message):
    with pytest.raises(ValueError, match=message):
        FUNCTIONS[name](**example_of(name) | wrong)


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("leaky_relu", {"alpha": "1"}, "alpha is '1'; wanted a number"),
        ("gd_step", {"lr": "1"}, "lr is '1'; wanted a number"),
        ("dropout_forward", {"training": "no"}, "training is 'no'; wanted True or False"),
        ("numerical_gradient", {"X": None}, "X holds object; wanted numbers"),
        ("numerical_gradient", {"X": [1j]}, "X holds complex128; wanted numbers"),
        ("numerical_gradient", {"f": np.sin}, "wanted one number"),
        ("choose_head", {"task": ["cat"]}, r"task is \['cat'\]; wanted one of"),
        ("graph_values", {"values": 3}, "values is 3; wanted a dict"),
        ("l2_penalty", {"weights": 3}, "weights is 3; wanted a list of arrays"),
        ("random_search", {"score": 3}, "score is 3; wanted a function"),
    ],
)
def test_a_wrong_kind_hears_what_was_wanted(name, wrong, message):
    with pytest.raises(TypeError, match=message):
        FUNCTIONS[name](**example_of(name) | wrong)


@pytest.mark.parametrize(
    ("operation", "inputs"), [("div", ("x", "zero")), ("log", ("x",)), ("exp", ("big",))]
)
def test_an_operation_without_a_value_names_its_node(operation, inputs):
    nodes, values = [("f", operation, inputs)], {"x": -1.0, "zero": 0.0, "big": 1e4}
    with pytest.raises(ValueError, match=f"node 'f': {operation} of .* is no number"):
        nnlib.backprop_graph(nodes, values)
