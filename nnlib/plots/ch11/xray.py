"""The API x-ray: eight calls of Sequential, and the functions that run behind each of them.

The page moves in JavaScript, in xray.js beside this file; every number that it shows comes from here, from one real
training. The code that it shows is that of the functions it is given: the reader's own, where they are kept.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable

import anywidget
import numpy as np
from matplotlib.figure import Figure
from traitlets import Dict, List

import nnlib
from nnlib.core.words import tr
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.owner import is_the_books, owner
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.script import script
from nnlib.plots.kit.style import BLUE, NARROW, is_narrow, painter, panels

# The calls of the notes, for the digits of this book.
LINES = """\
model = Sequential()
model.add(Flatten(input_shape=[8, 8]))
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=30, validation_data=(X_valid, y_valid))
model.evaluate(X_test, y_test)
y_proba = model.predict(X_new)
""".splitlines()
# Behind each call: the functions in the order in which they run, and what it does.
BEHIND = [
    ((), tr("An empty list of layers. Nothing is drawn and nothing computed yet.")),
    (
        ("flatten_images",),
        tr(
            "An image of 8 rows and 8 columns becomes one row of 64 numbers. There is nothing to learn in this layer."
        ),
    ),
    (
        ("init_weights", "affine_forward", "relu"),
        tr(
            "W has 64 rows and 32 columns, b has 32 entries: 2,080 numbers to learn. W is drawn at random."
        ),
    ),
    (
        ("init_weights", "affine_forward", "softmax"),
        tr(
            "One output for each class: 330 numbers more. Softmax makes ten positive numbers that add up to 1."
        ),
    ),
    (
        ("softmax_cross_entropy", "softmax_cross_entropy_grad", "gd_step", "accuracy"),
        tr(
            "Three choices are written down: the loss, the step, and what else to report. Nothing moves yet."
        ),
    ),
    (
        (
            "minibatches",
            "affine_forward",
            "relu",
            "softmax_cross_entropy_grad",
            "affine_backward",
            "relu_backward",
            "gd_step",
            "epoch_mean_loss",
            "fit_history",
        ),
        tr(
            "All of the training: batches, forward, backward, a step, and two losses to write down."
        ),
    ),
    (
        ("affine_forward", "relu", "softmax_cross_entropy", "predict_classes", "accuracy"),
        tr("Forward only, on rows that the training has not seen. No weight moves."),
    ),
    (
        ("affine_forward", "relu", "softmax"),
        tr(
            "Forward only, and no labels are needed. One row of ten probabilities comes back for each image."
        ),
    ),
]
CALLS = [(line, *behind) for line, behind in zip(LINES, BEHIND, strict=True)]
NAMES = tuple(sorted({name for _, names, _ in CALLS for name in names}))
EXERCISES = (
    "fit_history",
    "predict_classes",
)  # of this chapter: the book's code would give them away


def source(function: Callable, limit: int = 40) -> str:
    """The code of a function without its docstring: of the book's kernels, the plain Python that is compiled."""
    plain = getattr(getattr(function, "kernel", None), "plain", function)
    try:
        text = textwrap.dedent(inspect.getsource(getattr(plain, "py_func", plain)))
        node = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return tr("# the source of this function is not to be found")
    lines = text.splitlines()
    if isinstance(node, ast.FunctionDef):
        first = node.body[0]
        told = range(first.lineno - 1, first.end_lineno) if ast.get_docstring(node) else ()
        lines = [line for i, line in enumerate(lines) if i not in told and i >= node.lineno - 1]
    return "\n".join(lines[:limit])


def piece(name: str, function: Callable) -> dict[str, str]:
    """What the x-ray shows of one function: its name, whose it is, and its code."""
    book = is_the_books(function)
    code = (
        tr("# exercise 11: this one you write") if book and name in EXERCISES else source(function)
    )
    return {"name": name, "whose": owner(function), "code": code}


def training(seed: int = 0, epochs: int = 30):
    """The notes' model in small, 64-32-10 on 1,200 digits: its history, its test scores, one image, its answer."""
    from nnlib.models.layers import Dense, Flatten
    from nnlib.models.sequential import Sequential

    rng = np.random.default_rng(seed)
    X, y, X_rest, y_rest = nnlib.split(*nnlib.load_digits(), 597, rng)
    X, X_rest = X.reshape(-1, 8, 8), X_rest.reshape(-1, 8, 8)
    model = Sequential([Flatten(), Dense(32, "relu"), Dense(10, "softmax")], rng=seed)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    held, new = (X_rest[:200], y_rest[:200]), (X_rest[200:], y_rest[200:])
    history = model.fit(X, y, epochs=epochs, verbose=0, validation_data=held).history
    loss, accuracy = model.evaluate(*new)
    return {
        "loss": history["loss"],
        "val_loss": history["val_loss"],
        "test": [loss, accuracy],
        "image": new[0][0].tolist(),
        "proba": model.predict(new[0][:1])[0].tolist(),
        "label": int(new[1][0]),
    }


def xray_data(seed: int = 0, functions: dict | None = None):
    """The eight calls with what runs behind them, and one real training."""
    given = {name: getattr(nnlib, name) for name in NAMES} | (functions or {})
    pieces = {name: piece(name, given[name]) for name in NAMES}
    calls = [
        {"line": line, "says": says, "pieces": [pieces[name] for name in names]}
        for line, names, says in CALLS
    ]
    return {"calls": calls, "run": training(seed)}


@painter(9, 5.4, left=0.01, right=0.99, bottom=0.02, top=0.98)
def paint_xray(data: dict, figure: Figure):
    """The calls, one below the other, and beside each, on a telephone below it, the functions that run."""
    axes, narrow = panels(figure), is_narrow(figure)
    axes.set_axis_off()
    said = {"va": "top", "fontsize": 10 if narrow else 12}
    at = 0.0
    for call in data["calls"]:
        code, names = _written(call, *((46, 52) if narrow else (42, 46)))
        axes.text(0, at, "\n".join(code), family="monospace", **said)
        below = (0.02, at + len(code)) if narrow else (0.5, at)
        axes.text(*below, "\n".join(names), color=BLUE, **said)
        at += 0.9 + (len(code) + len(names) if narrow else max(len(code), len(names)))
    axes.set(xlim=(0, 1), ylim=(at, 0))
    if narrow:
        figure.set_size_inches(NARROW, 0.18 * at)


def _written(call, wide, long):
    """The lines of a call, and those with the names of its functions: so many letters fit into each."""
    names = [part["name"] for part in call["pieces"]] or ["–"]
    code = textwrap.wrap(call["line"], wide, subsequent_indent="    ")
    return code, textwrap.wrap(", ".join(names), long)


def read_xray(data: dict):
    """In words: how many functions stand behind each call, and how the training ended."""
    loss, accuracy = data["run"]["test"]
    return tr(
        "The {count} calls of a Sequential model and the functions behind them: none for the empty model, {fit} for "
        "fit. After {epochs} epochs the loss is {last:.2f}; on new digits it is {loss:.2f}, and "
        "{percent:.1f}% are right.",
        count=len(data["calls"]),
        fit=len(data["calls"][5]["pieces"]),
        epochs=len(data["run"]["loss"]),
        last=data["run"]["loss"][-1],
        loss=loss,
        percent=100 * accuracy,
    )


API_XRAY = Picture(xray_data, paint_xray, read_xray)


class ApiXray(Still, anywidget.AnyWidget):
    """`.calls` are the eight calls with their pieces, `.run` the numbers of one training."""

    _esm = script(__file__)

    calls = List().tag(sync=True)
    run = Dict().tag(sync=True)

    def __init__(self, data):
        super().__init__(calls=data["calls"], run=data["run"])
        self._still = API_XRAY.bundle(data)


def api_xray(functions: dict | None = None, seed: int = 0) -> ApiXray:
    """Widget: click a call of Sequential, and see the code that runs behind it.

    `functions` are {name: function} to show in the place of the book's, such as yours("relu") under "relu". Raises
    ValueError for a name that no call uses.
    """
    strange = sorted(set(functions or ()) - set(NAMES))
    if strange:
        raise ValueError(
            tr(
                "{name} runs behind none of the calls; there are {listed}",
                name=strange[0],
                listed=", ".join(NAMES),
            )
        )
    return ApiXray(API_XRAY.data(seed, functions))
