"""Computation graphs: what each node holds in the forward pass, and what arrives at it on the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnlib.backprop import backprop_graph, graph_values
from nnlib.core.words import tr
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREY, NARROW, VERMILION, is_narrow, painter

SYMBOLS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "neg": "−", "sigmoid": "σ", "log": "ln"}


@dataclass(frozen=True)
class Graph:
    """A graph to step through: its name, its nodes and the values of its inputs, as `backprop_graph` takes them."""

    title: str
    nodes: tuple
    values: dict
    story: str = ""
    units: dict = field(default_factory=dict)


FIRST = Graph(
    "f = (x + y) z",
    (("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))),
    {"x": -2.0, "y": 5.0, "z": -4.0},
)
BILL = Graph(
    tr("the shopping bill"),
    (
        ("fruit", "mul", ("apples", tr("price a"))),
        ("citrus", "mul", ("oranges", tr("price o"))),
        ("sum", "add", ("fruit", "citrus")),
        ("bill", "mul", ("sum", "tax")),
    ),
    {"apples": 2.0, "price a": 100.0, "oranges": 3.0, "price o": 150.0, "tax": 1.1},
)
NEURON = Graph(
    tr("one sigmoid neuron"),
    (
        ("w1·x1", "mul", ("w1", "x1")),
        ("w2·x2", "mul", ("w2", "x2")),
        ("z", "add", ("w1·x1", "w2·x2", "b")),
        ("a", "sigmoid", ("z",)),
    ),
    {"w1": 2.0, "x1": -1.0, "w2": -3.0, "x2": -2.0, "b": -3.0},
)
DIAMOND = Graph(
    tr("the diamond"),
    (
        ("u", "mul", ("x", "w")),
        ("a", "add", ("u", "c")),
        ("b", "mul", ("u", "d")),
        ("f", "mul", ("a", "b")),
    ),
    {"x": 3.0, "w": 2.0, "c": 1.0, "d": 2.0},
)


def network_graph(
    W1: Sequence,
    b1: Sequence,
    W2: Sequence,
    b2: float,
    x: Sequence,
    y: float,
    title: str = tr("a small network"),
) -> Graph:
    """The graph of a network with one hidden layer of ReLUs, one output and the squared error, for one example.

    W1 (n_in, n_hidden), b1 (n_hidden,), W2 (n_hidden,), b2 a number; x (n_in,) and y a number. Nothing is fused:
    every product and every sum is a node of its own, so that each can be looked at.
    """
    values = {"b": float(b2), "y": float(y)} | {f"x{i + 1}": float(v) for i, v in enumerate(x)}
    nodes = []
    for j in range(len(b1)):
        parts = []
        for i in range(len(x)):
            weight = f"w{i + 1}{j + 1}"
            values[weight] = float(W1[i][j])
            nodes.append((f"{weight}·x{i + 1}", "mul", (weight, f"x{i + 1}")))
            parts.append(f"{weight}·x{i + 1}")
        values |= {f"b{j + 1}": float(b1[j]), f"v{j + 1}": float(W2[j])}
        nodes.append((f"z{j + 1}", "add", (*parts, f"b{j + 1}")))
        nodes.append((f"h{j + 1}", "relu", (f"z{j + 1}",)))
        nodes.append((f"v{j + 1}·h{j + 1}", "mul", (f"v{j + 1}", f"h{j + 1}")))
    nodes.append(("out", "add", (*(f"v{j + 1}·h{j + 1}" for j in range(len(b1))), "b")))
    nodes += [("error", "sub", ("out", "y")), ("loss", "mul", ("error", "error"))]
    return Graph(title, tuple(nodes), values)


NETWORK = network_graph([[1, -1], [2, 1]], [0, 1], [2, -1], 1, [1, 2], 5)
PRESETS = (FIRST, BILL, NEURON, DIAMOND, NETWORK)


# --- Where everything stands -----------------------------------------------------------------------------------------


def layout(graph):
    """{name: (column, row)}: a node right of its inputs, an input just left of its first user, rows without crossings.

    Rows are centred: 0 is the middle, and neighbours stand one apart.
    """
    columns = _columns(graph)
    by_column = {}
    for name in columns:
        by_column.setdefault(columns[name], []).append(name)
    rows = {}
    for column in sorted(by_column, reverse=True):
        names = sorted(by_column[column], key=lambda name: _pull(graph, rows, name))
        for k, name in enumerate(names):
            rows[name] = k - (len(names) - 1) / 2
    return {name: (columns[name], rows[name]) for name in columns}


def _columns(graph):
    columns = {}
    waiting = list(graph.nodes)
    while waiting:
        for node in list(waiting):
            name, _, inputs = node
            if all(i in columns or i in graph.values for i in inputs):
                columns[name] = 1 + max((columns.get(i, 0) for i in inputs), default=0)
                waiting.remove(node)
    users = {i: [columns[n] for n, _, inputs in graph.nodes if i in inputs] for i in graph.values}
    return {name: min(users[name], default=1) - 1 for name in graph.values} | columns


def _pull(graph, rows, name):
    """The mean row of a name's users, and its place among their inputs: neighbours stay neighbours."""
    found = [
        (rows[user], inputs.index(name))
        for user, _, inputs in graph.nodes
        if name in inputs and user in rows
    ]
    if not found:
        return (0.0, 0)
    return sum(row for row, _ in found) / len(found), found[0][1]


# --- The still picture ------------------------------------------------------------------------------------------------


def graph_data(graph=FIRST, backward: bool = True):
    """Places, values and, if wanted, slopes of every name of the graph."""
    slopes = backprop_graph(graph.nodes, graph.values) if backward else {}
    return {
        "graph": graph,
        "places": layout(graph),
        "values": graph_values(graph.nodes, graph.values),
        "slopes": slopes,
    }


@dataclass(frozen=True)
class _Look:
    """How a graph is drawn: distances of columns and rows, size of a box, where numbers stand, and size of words."""

    apart: tuple
    half: tuple
    value: float
    slope: float
    size: float = 12
    down: bool = False  # from top to bottom, numbers inside of the boxes: for a telephone
    broken: bool = False

    def place(self, column, row):
        across, along = self.apart
        return (along * row, -across * column) if self.down else (across * column, -along * row)

    def arrow(self, start, end):
        """From the edge of one box to that of another."""
        (x, y), (to_x, to_y), (wide, high) = start, end, self.half
        if self.down:
            return (x, y - high - 0.02), (to_x, to_y + high + 0.02)
        return (x + wide + 0.02, y), (to_x - wide - 0.02, to_y)


DESK = _Look((2.3, 1.6), (0.75, 0.36), 0.42, -0.44)


def _look(places, figure):
    if not is_narrow(figure):
        return DESK
    columns = [column for column, _ in places.values()]
    across = max(map(columns.count, columns))
    size = 9 if across > 4 else 10.5
    if across < 4:
        return _Look((2.0, 1.72), (0.78, 0.65), 0.08, -0.18, size, down=True)
    return _Look((2.3, 1.72), (0.78, 0.8), 0.24, 0.0, size, down=True, broken=True)


@painter(9, 4.6)
def paint_graph(data: dict, figure: Figure):
    """Boxes for the names, solid blue numbers for values, vermilion ones below for slopes.

    A graph runs from left to right, and on a telephone from top to bottom, its numbers inside of the boxes.
    """
    axes = figure.axes[0] if figure.axes else figure.subplots()
    axes.clear()
    axes.set_axis_off()
    graph, look = data["graph"], _look(data["places"], figure)
    at = {name: look.place(*place) for name, place in data["places"].items()}
    xs, ys = zip(*at.values(), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    size = (
        (NARROW, 0.55 * high + 1.1) if look.down else (max(0.85 * wide + 1.7, 5), 0.62 * high + 1.3)
    )
    figure.set_size_inches(*size)
    for name, _, inputs in graph.nodes:
        for i in inputs:
            ends = look.arrow(at[i], at[name])
            axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=14, color=GREY))
    operations = {name: operation for name, operation, _ in graph.nodes}
    for name, place in at.items():
        _box(axes, place, name, operations.get(name), look)
        _numbers(axes, place, data["values"][name], data["slopes"].get(name), look)
    axes.set_xlim(min(xs) - 1, max(xs) + 1)
    axes.set_ylim(min(ys) - 1, max(ys) + 1)


def _numbers(axes, place, value, slope, look):
    """The value of a node above its slope."""
    (x, y), said = place, {"ha": "center", "fontsize": look.size}
    va = ("center", "top") if look.down else ("bottom", "top")
    axes.text(x, y + look.value, plain(value, 4), color=BLUE, va=va[0], **said)
    if slope is not None:
        words = tr("slope {plain}", plain=plain(slope, 4))
        words = words.replace(" ", "\n") if look.broken else words
        axes.text(x, y + look.slope, words, color=VERMILION, va=va[1], style="italic", **said)


def _box(axes, place, name, operation, look):
    says_it = operation is None or "·" in name
    inside = name if says_it else f"{name}  {SYMBOLS.get(operation, operation)}"
    (x, y), (wide, high) = place, look.half
    shape = FancyBboxPatch(
        (x - wide, y - high), 2 * wide, 2 * high, boxstyle="round,pad=0.02,rounding_size=0.15",
        facecolor="white", edgecolor="black", linewidth=1.6 if operation else 1.0,
    )  # fmt: skip
    axes.add_patch(shape)
    up = look.half[1] - 0.26 if look.down else 0
    axes.text(x, y + up, inside, ha="center", va="center", fontsize=look.size)


def graph_words(data: dict):
    """The graph's nodes with their values, and the slopes of its inputs."""
    graph, values, slopes = data["graph"], data["values"], data["slopes"]
    steps = [
        f"{name} = {operation}({', '.join(inputs)}) = {plain(values[name], 4)}"
        for name, operation, inputs in graph.nodes
    ]
    said = tr("Computation graph, {title}. ", title=graph.title) + "; ".join(steps) + "."
    if slopes:
        found = (f"{name} {plain(slopes[name], 4)}" for name in graph.values)
        said += tr(" Slopes of {value}: ", value=graph.nodes[-1][0]) + ", ".join(found) + "."
    return said


GRAPH = Picture(graph_data, paint_graph, graph_words)
