"""Draw a digit: strokes, the 8 x 8 image that a network sees of them, and what it makes of it.

Hand and picture are JavaScript, in draw.js beside this file, and so is the arithmetic: it needs no kernel, in a
notebook as in the one HTML file that `digit_page` makes. Tests hold it against the functions here.
"""

import json
from collections.abc import Callable

import anywidget
import numpy as np
from matplotlib.figure import Figure
from traitlets import Dict, List, Unicode

import nnlib
from nnlib.core.words import tr
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.script import script
from nnlib.plots.kit.style import BLUE, painter, panels

SEVEN = [[[0.3, 0.2], [0.72, 0.2], [0.48, 0.85]]]  # what is drawn by itself at the start
SIDE, PEN, FILLED = (
    32,
    1.8,
    28,
)  # fine cells per side, the pen's radius in them, how many cells the digit fills


# -- the arithmetic ---------------------------------------------------------------------------------


def seen(strokes: list, centred: bool = True) -> np.ndarray:
    """What a network sees of strokes [[x, y], ...] in the unit square: 64 shares of ink, as in the digits' own data.

    The strokes are moved and scaled to the middle of a 32 x 32 bitmap (unless not `centred`) and drawn with a round
    pen. Each of the 8 x 8 pixels is the share of its 16 cells that hold ink.
    """
    points = np.array([p for stroke in strokes for p in stroke], float).reshape(-1, 2)
    if not len(points):
        return np.zeros(64)
    scale, shift = float(SIDE), np.zeros(2)
    if centred:
        low, high = points.min(axis=0), points.max(axis=0)
        scale = (FILLED - 2 * PEN) / max((high - low).max(), 0.15)
        shift = SIDE / 2 - scale * (low + high) / 2
    ink = np.zeros((SIDE, SIDE), bool)
    cells = np.stack(np.meshgrid(np.arange(SIDE) + 0.5, np.arange(SIDE) + 0.5), axis=-1)
    for stroke in strokes:
        line = scale * np.array(stroke, float) + shift
        for a, b in zip(line, line[1:] if len(line) > 1 else line):
            ink |= _distance(cells, a, b) <= PEN
    return ink.reshape(8, 4, 8, 4).mean(axis=(1, 3)).ravel()


def _distance(cells, a, b):
    """How far each cell is from the piece of line from a to b."""
    along = (b - a) @ (b - a)
    t = np.clip((cells - a) @ (b - a) / along, 0, 1)[..., None] if along else 0
    return np.hypot(*np.moveaxis(cells - (a + t * (b - a)), -1, 0))


def layers_of(model) -> list | None:
    """[(W, b), (W, b)] of a network with one hidden layer of ReLU, from a Sequential or from such a list, else None."""
    if hasattr(model, "get_weights"):
        flat = [np.asarray(w, float) for w in model.get_weights()]
        model = list(zip(flat[::2], flat[1::2]))
    try:
        layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in model]
        (W, b), (V, c) = layers
        (W.T @ np.zeros(64) + b) @ V + c
    except (TypeError, ValueError):
        return None
    return layers


def answer(layers: list, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hidden units (h,) and the probabilities (10,) for one image x (64,)."""
    (W, b), (V, c) = layers
    hidden = np.maximum(x @ W + b, 0)
    return hidden, nnlib.softmax((hidden @ V + c)[None])[0]


# -- the still picture ------------------------------------------------------------------------------


def drawn_data(model, strokes=None):
    """The image that is seen of the strokes, and the ten probabilities."""
    x = seen(SEVEN if strokes is None else strokes)
    return x, answer(layers_of(model), x)[1]


@painter(6.8, 3.2, left=0.04, right=0.98, bottom=0.17, top=0.88, wspace=0.25)
def paint_drawn(data: tuple, figure: Figure):
    """Left what the network sees, right what it says."""
    x, P = data
    left, right = panels(figure, 1, 2)
    left.imshow(x.reshape(8, 8), cmap="Greys", vmin=0, vmax=1)
    left.set_title(tr("what it sees"))
    left.axis("off")
    right.bar(range(10), 100 * P, color=BLUE)
    right.set(xticks=range(10), ylim=(0, 102), ylabel="%", title=tr("what it says"))


def read_drawn(data: tuple):
    """In words: the answer, and how sure it is."""
    _, P = data
    return tr(
        "A drawn digit, as 8 x 8 pixels. The network takes it for a {digit}, with {sure:.0f} %.",
        digit=int(P.argmax()),
        sure=100 * P.max(),
    )


DRAWN = Picture(drawn_data, paint_drawn, read_drawn)


# -- the board to draw on ---------------------------------------------------------------------------


class DrawDigit(Still, anywidget.AnyWidget):
    """A square to draw in, and a network that looks on."""

    _esm = script(__file__)

    network = Dict().tag(sync=True)
    strokes = List().tag(sync=True)
    whose = Unicode().tag(sync=True)
    page = Unicode().tag(sync=True)


def draw_digit(model=None, train: Callable = nnlib.train_digits) -> DrawDigit:
    """Widget: draw a digit, and see what the network sees, which hidden units light up, and what it answers.

    `model` is a Sequential 64-h-10, or a list [(W, b), (W, b)]; without one the book's network is trained. `train` is
    the function that made it, the book's or your own. Raises ValueError for another kind of network.
    """
    network = _network(model)
    widget = DrawDigit(
        network=network, strokes=SEVEN, whose=whose(train), page=_page(network, whose(train))
    )
    still = DRAWN.data(_as_layers(network))
    widget._still = DRAWN.bundle(still)
    return widget


def digit_page(model=None, train: Callable = nnlib.train_digits) -> str:
    """The text of one HTML file with the square to draw in and this network, to save and to send to a friend.

    It needs no Python and no internet. Raises ValueError for a network that is no 64-h-10 with ReLU.
    """
    return _page(_network(model), whose(train))


def _network(model):
    layers = layers_of(nnlib.train_digits(np.random.default_rng(0)) if model is None else model)
    if layers is None:
        raise ValueError(tr("model is no network 64-h-10 whose weights can be read"))
    names = ("W", "b", "V", "c")
    flat = [array for layer in layers for array in layer]
    return {name: np.round(array, 5).tolist() for name, array in zip(names, flat)}


def _as_layers(network):
    return [(network["W"], network["b"]), (network["V"], network["c"])]


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body style="margin:0 auto;padding:16px;max-width:900px"><main><h1 style="font:600 22px system-ui">{title}</h1>
<div id="here"></div></main><script type="module">{code}
const STATE = {state};
render({{ el: document.getElementById("here"), model: {{ get: (name) => STATE[name], set() {{}}, save_changes() {{}},
  on() {{}}, off() {{}}, send() {{}} }} }});
</script></body></html>
"""


def _page(network, owner):
    state = {"network": network, "strokes": SEVEN, "whose": owner, "page": ""}
    text = json.dumps(state).replace("<", "\\u003c")
    return PAGE.format(title=tr("Draw a digit"), code=script(__file__), state=text)
