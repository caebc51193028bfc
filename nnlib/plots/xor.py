"""XOR and one line: the plane, the four inequalities, the gate circuit, the hidden space, the folded paper."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import FancyBboxPatch

from nnlib import perceptron
from nnlib.datasets import logic_gate
from nnlib.plots.live_figures import Live, Slider
from nnlib.plots.numbers import fixed, plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import BLACK, BLUE, GREEN, GREY, PURPLE, VERMILION, painter, panels

POINTS, XOR = logic_gate("xor")
NAMES = ["00", "01", "10", "11"]
LOW, HIGH = -0.5, 1.5
LOOKS = [  # as in chapter 1: class 0 is a hollow square, class 1 a full disc
    {"marker": "s", "markerfacecolor": "white", "markeredgecolor": VERMILION, "markeredgewidth": 3},
    {"marker": "o", "markerfacecolor": BLUE, "markeredgecolor": "white", "markeredgewidth": 1.5},
]
LETTERS, COLOURS = ("black", "white"), (VERMILION, BLUE)
UNITS = [{"color": GREEN, "linestyle": "-"}, {"color": PURPLE, "linestyle": "--"}]


def whose(function):
    """Whose function it is: "your" where it does not come from nnlib, else "the book's"."""
    return "the book's" if function.__module__.startswith("nnlib.") else "your"


def listed(values):
    """Bits in words: 0, 1, 1, 0."""
    return ", ".join(f"{v:g}" for v in np.ravel(values))


# -- what the planes are drawn with ---------------------------------------------------------------------------------


def mark(axes, places, labels, names=NAMES, size=23):
    """Discs and squares with their names in them. Those that would cover each other stand side by side."""
    taken = []
    for place, label, name in zip(np.asarray(places, dtype=float), labels, names):
        crowd = sum(np.abs(place - other).max() < 0.12 for other in taken)
        taken.append(place)
        look, at = LOOKS[int(label)], place + [0.2 * crowd, 0]
        axes.plot(*at, **look, markersize=size - 1.5 * (label == 0), zorder=5)
        text = {"ha": "center", "va": "center_baseline", "fontweight": "bold", "zorder": 6}
        axes.text(*at, name, color=LETTERS[int(label)], **text)


def clipped(polygon, w, b):
    """The part of a polygon (n, 2) where x w + b >= 0, corner after corner."""
    z, found = polygon @ w + b, []
    for k, here in enumerate(polygon):
        after = (k + 1) % len(polygon)
        if z[k] >= 0:
            found.append(here)
        if (z[k] >= 0) != (z[after] >= 0):
            found.append(here + z[k] / (z[k] - z[after]) * (polygon[after] - here))
    return np.array(found).reshape(-1, 2)


def square(low=LOW, high=HIGH):
    return np.array([[low, low], [high, low], [high, high], [low, high]], dtype=float)


def shade(axes, polygon):
    """Hatch where the output is 1."""
    if len(polygon) > 2:
        axes.fill(
            *polygon.T, facecolor="#CCE8F8", edgecolor="#8CC4E6", hatch="//", linewidth=0, zorder=0
        )


def line(axes, w, b, low=LOW, high=HIGH, **look):
    """The line x w + b = 0 through the square; nothing where w is 0."""
    length = np.hypot(*w)
    if length:
        foot, way = -b * w / length**2, np.array([-w[1], w[0]]) / length
        ends = foot + np.outer([-9, 9], way)
        axes.plot(*ends.T, **look)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")


def name_axes(axes, first="x1", second="x2"):
    axes.set(xlabel=first, ylabel=second, xticks=[0, 1], yticks=[0, 1])


# -- the plane ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gate:
    """A truth table in the plane, and the line of the unit that is this gate, if there is one."""

    name: str
    y: np.ndarray
    w: np.ndarray | None
    b: float | None


def plane_data(names=("OR", "AND", "XOR")):
    """Each gate with the book's weights; XOR has none."""
    found = []
    for name in names:
        w, b = (None, None) if name == "XOR" else perceptron.gate_weights(name)
        found.append(Gate(name, logic_gate(name.lower())[1], w, b))
    return found


@painter(9.6, 3.7)
def paint_plane(data, figure):
    for axes, gate in zip(panels(figure, 1, len(data), squeeze=False)[0], data):
        if gate.w is not None:
            shade(axes, clipped(square(), gate.w, gate.b))
            line(axes, gate.w, gate.b, color=BLACK)
        else:
            axes.text(0.5, 0.5, "?", ha="center", va="center", fontsize=40, color="#666666")
        axes.set(title=gate.name, xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
        name_axes(axes)
        mark(axes, POINTS, gate.y)


def read_plane(data):
    parts = [
        f"{gate.name}: {', '.join(n for n, y in zip(NAMES, gate.y) if y)} should give 1; "
        + ("no line drawn" if gate.w is None else "one line does it")
        for gate in data
    ]
    return f"The four inputs 00, 01, 10, 11 as points. {'. '.join(parts)}."


XOR_PLANE = Picture(plane_data, paint_plane, read_plane)


# -- the best line --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attempt:
    """One unit tried on XOR: its sums at the four points, what it says, and the best count so far."""

    w: np.ndarray
    b: float
    z: np.ndarray
    right: np.ndarray
    record: int


def attempt_data(w1=1.0, w2=1.0, b=-0.5, record=0):
    """The unit's sums and which of the four answers are right; `record` is the best count before."""
    w = np.array([w1, w2], dtype=float)
    right = perceptron.tlu_predict(POINTS, w, b) == XOR
    return Attempt(w, float(b), POINTS @ w + b, right, max(record, int(right.sum())))


@painter(9, 3.9, left=0.05, right=0.985, bottom=0.15, top=0.9, wspace=0.5)
def paint_attempt(data, figure):
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.35))
    if data.w.any():
        shade(left, clipped(square(), data.w, data.b))
    elif data.b >= 0:
        shade(left, square())
    line(left, data.w, data.b, color=BLACK)
    left.set_title(f"{data.right.sum()} of 4 right, record {data.record}")
    name_axes(left)
    mark(left, POINTS, XOR)
    for k, (z, y, good) in enumerate(zip(data.z, XOR, data.right)):
        right.barh(k, z, color=COLOURS[y], height=0.55, hatch=("", "//")[y], edgecolor="white")
        verdict = "right" if good else "WRONG"
        right.text(4.9, k, f"{fixed(z, 1, plus=True)}  {verdict}", ha="right", va="center",
                   fontweight="normal" if good else "bold")  # fmt: skip
    right.axvline(0, color=BLACK, linewidth=1.2)
    right.set(xlim=(-5, 5), ylim=(3.6, -0.6), title="weighted sum at each point", xlabel="sum z")
    right.set_yticks(range(4), [f"{n}: wants {('z < 0', 'z ≥ 0')[y]}" for n, y in zip(NAMES, XOR)])


def read_attempt(data):
    wrong = [n for n, good in zip(NAMES, data.right) if not good]
    return (
        f"w1 = {plain(data.w[0])}, w2 = {plain(data.w[1])}, b = {plain(data.b)}: {data.right.sum()} of 4 right, "
        f"{'none' if not wrong else ' and '.join(wrong)} wrong. Your record: {data.record} of 4."
    )


BEST_LINE = Picture(attempt_data, paint_attempt, read_attempt)


def best_line():
    """Widget: move one unit's weights and bias over XOR; the best count so far is kept."""
    best = [0]

    def draw(figure, **values):
        data = attempt_data(record=best[0], **values)
        best[0] = data.record
        paint_attempt(data, figure)
        return read_attempt(data)

    controls = {
        "w1": Slider("weight w1", -2.0, 2.0, 1.0, 0.1),
        "w2": Slider("weight w2", -2.0, 2.0, 0.0, 0.1),
        "b": Slider("bias b", -2.0, 2.0, 0.5, 0.1),
    }
    return Live(draw, controls)


# -- the four inequalities ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    """The sums of one unit at the corners and in the middle of the square."""

    w: np.ndarray
    b: float
    corners: np.ndarray
    middle: float


def sums_data(w1=1.0, w2=1.0, b=-0.5):
    """For any weights: the middle of the square is the middle of both diagonals."""
    w = np.array([w1, w2], dtype=float)
    return Sums(w, float(b), POINTS @ w + b, float(np.array([0.5, 0.5]) @ w + b))


INEQUALITIES_TEXT = [
    ("00", "b", "< 0", 0), ("11", "w1 + w2 + b", "< 0", 0), ("", "w1 + w2 + 2b", "< 0", 0),
    ("01", "w2 + b", "≥ 0", 1), ("10", "w1 + b", "≥ 0", 1), ("", "w1 + w2 + 2b", "≥ 0", 1),
]  # fmt: skip


@painter(9.6, 4, left=0.055, right=0.99, bottom=0.14, top=0.9, wspace=0.06)
def paint_sums(data, figure):
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.5))
    left.plot([0, 1], [0, 1], color=VERMILION, linestyle="--")
    left.plot([0, 1], [1, 0], color=BLUE, linestyle="-")
    left.plot(0.5, 0.5, "D", color=BLACK, markersize=11, zorder=5)
    left.annotate("negative AND\nnot negative?", (0.5, 0.5), (0.5, 1.28), ha="center",
                  arrowprops={"arrowstyle": "->"}, va="center")  # fmt: skip
    left.set(title="two diagonals, one middle", xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    name_axes(left)
    mark(left, POINTS, XOR)
    right.set(xlim=(0, 10), ylim=(-6.9, 0.5))
    right.axis("off")
    right.set_title("what one unit would need")
    for k, (point, text, sign, wanted) in enumerate(INEQUALITIES_TEXT):
        y = -k - (k > 2) * 0.7
        colour, added = COLOURS[wanted], not point
        if added:
            right.plot([1.7, 7.3], [y + 0.5, y + 0.5], color=GREY, linewidth=1)
        else:
            mark(right, [[0.9, y]], [wanted], [point])
        weight = "bold" if added else "normal"
        right.text(5.2, y, text, ha="right", va="center", fontsize=15, fontweight=weight)
        right.text(5.6, y, sign, va="center", fontsize=15, color=colour, fontweight="bold")
        if added:
            right.text(7.5, y, "added", va="center", color="#444444")


def read_sums(data):
    return (
        "The dashed diagonal joins 00 and 11, where the sum must be negative; the solid one joins 01 and 10, where "
        "it must not be. Added in pairs, the four inequalities say w1 + w2 + 2b < 0 and w1 + w2 + 2b ≥ 0: "
        "both diagonals cross in the same middle, (0.5, 0.5)."
    )


INEQUALITIES = Picture(sums_data, paint_sums, read_sums)


# -- the circuit ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Circuit:
    """What every wire carries for the four inputs, and whose XOR it is."""

    nand: np.ndarray
    either: np.ndarray
    both: np.ndarray
    out: np.ndarray
    whose: str


def circuit_data(xor_from_gates=perceptron.xor_from_gates):
    """The three gates on all four inputs; the last wire also as `xor_from_gates` says it."""
    nand, either = (
        perceptron.tlu_predict(POINTS, *perceptron.gate_weights(name)) for name in ("NAND", "OR")
    )
    both = perceptron.tlu_predict(np.stack([nand, either], 1), *perceptron.gate_weights("AND"))
    out = np.ravel(xor_from_gates(*POINTS.T))
    return Circuit(nand, either, both, out, whose(xor_from_gates))


@painter(9.6, 3.9, left=0.01, right=0.99, bottom=0.02, top=0.98)
def paint_circuit(data, figure):
    axes = panels(figure)
    axes.set(xlim=(0, 12), ylim=(0, 5))
    axes.axis("off")
    inputs, gates, last = [(1.1, 3.9), (1.1, 1.1)], [(5, 3.9), (5, 1.1)], (8.6, 2.5)
    for start, wire in zip(inputs, ("-", "--")):
        for end in gates:
            _wire(
                axes,
                (start[0] + 0.7, start[1]),
                (end[0] - 0.95, end[1] + 0.2 * np.sign(start[1] - 2.5)),
                wire,
            )
    for gate, side in zip(gates, (0.25, -0.25)):
        _wire(axes, (gate[0] + 0.95, gate[1]), (last[0] - 0.95, last[1] + side), "-")
    _wire(axes, (last[0] + 0.95, last[1]), (10.6, last[1]), "-")
    for place, name in zip([*gates, last], ("NAND", "OR", "AND")):
        box = FancyBboxPatch((place[0] - 0.85, place[1] - 0.45), 1.7, 0.9, boxstyle="round,pad=0.1",
                             facecolor="#E6F1F8", edgecolor=BLUE, linewidth=2, zorder=3)  # fmt: skip
        axes.add_patch(box)
        axes.text(*place, name, ha="center", va="center", fontsize=16, fontweight="bold", zorder=4)
    for place, name, bits in zip(inputs, ("x1", "x2"), POINTS.T):
        axes.text(place[0], place[1] + 0.16, name, ha="center", fontsize=15, fontweight="bold")
        _bits(axes, place[0], place[1] - 0.3, bits)
    _bits(axes, gates[0][0], gates[0][1] - 0.95, data.nand)
    _bits(axes, gates[1][0], gates[1][1] + 0.85, data.either)
    axes.text(11.3, last[1] + 0.16, "XOR", ha="center", fontsize=15, fontweight="bold")
    _bits(axes, 11.3, last[1] - 0.3, data.both)


def _wire(axes, start, end, style):
    axes.plot(*zip(start, end), color="#555555", linestyle=style, linewidth=1.8, zorder=1)


def _bits(axes, x, y, bits):
    axes.text(x, y, " ".join(f"{v:g}" for v in bits), ha="center", va="center", fontsize=15, family="monospace",
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 2}, zorder=4)  # fmt: skip


def read_circuit(data):
    return (
        f"Both inputs go into NAND and into OR; their outputs go into AND. For the inputs 00, 01, 10, 11 NAND gives "
        f"{listed(data.nand)}, OR {listed(data.either)}, and AND of the two {listed(data.both)}. "
        f"{data.whose.capitalize()} xor_from_gates gives {listed(data.out)}."
    )


CIRCUIT = Picture(circuit_data, paint_circuit, read_circuit)


# -- the hidden space, before and after -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Space:
    """Two lines in the input plane, and where the points land."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray
    H: np.ndarray
    Y: np.ndarray
    separable: bool
    whose: str


def space_data(W1=None, b1=None, W2=None, b2=None, two_layer_tlu=perceptron.two_layer_tlu):
    """By default the book's network for XOR: NAND and OR in the hidden layer, AND behind."""
    if W1 is None:
        W1, b1, W2, b2 = perceptron.xor_network_params()
    H, Y = two_layer_tlu(POINTS, W1, b1, W2, b2)
    separable = perceptron.linearly_separable(H, XOR, 1000)
    return Space(W1, b1, W2, b2, H, np.ravel(Y), separable, whose(two_layer_tlu))


@painter(9.2, 4.3, left=0.06, right=0.99, bottom=0.13, top=0.91, wspace=0.14)
def paint_space(data, figure):
    before, after = panels(figure, 1, 2)
    for first in (1, 0):
        for second in (1, 0):
            if np.array([first, second]) @ data.W2[:, 0] + data.b2[0] >= 0:
                part = square()
                for on, w, b in zip((first, second), data.W1.T, data.b1):
                    part = clipped(part, *((w, b) if on else (-w, -b)))
                shade(before, part)
    for k, look in enumerate(UNITS):
        line(before, data.W1[:, k], data.b1[k], label=f"unit {k + 1}", **look)
    before.legend(loc="lower left")
    before.set_title("before: the input plane")
    name_axes(before)
    mark(before, POINTS, XOR)
    shade(after, clipped(square(), data.W2[:, 0], data.b2[0]))
    line(after, data.W2[:, 0], data.b2[0], color=BLACK, linestyle=":", label="output line")
    after.set_title("after: the hidden plane")
    after.legend(loc="lower left")
    name_axes(after, "unit 1", "unit 2")
    mark(after, data.H, XOR)


def read_space(data):
    places = ", ".join(f"{n} at ({listed(h)})" for n, h in zip(NAMES, data.H))
    return (
        f"Left, two lines in the input plane. Right, where the points land, by {data.whose} two_layer_tlu: {places}. "
        f"One line {'can' if data.separable else 'cannot'} separate them there; the output is {listed(data.Y)}."
    )


SPACE = Picture(space_data, paint_space, read_space)


# -- the folded paper -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fold:
    """The height of a sheet of paper over the plane, and of the four points on it."""

    grid: np.ndarray
    height: np.ndarray
    points: np.ndarray


def fold_data():
    """The book's ReLU network on the square from 0 to 1: |x1 - x2|."""
    W1, b1, W2, b2 = perceptron.relu_xor_params()
    grid = np.linspace(0, 1, 13)
    X = np.stack(np.meshgrid(grid, grid), axis=-1)
    run = [np.maximum(x @ W1 + b1, 0) @ W2 + b2 for x in (X, POINTS)]
    return Fold(X, run[0][..., 0], run[1][:, 0])


@painter(9.6, 4.3, left=0.0, right=0.985, bottom=0.14, top=0.92, wspace=0.12)
def paint_fold(data, figure):
    if not figure.axes:
        figure.panels = (figure.add_subplot(1, 2, 1, projection="3d"), figure.add_subplot(1, 2, 2))
    sheet, side = figure.panels
    x1, x2 = data.grid[..., 0], data.grid[..., 1]
    for half, colour in ((x1 >= x2, "#CFE3F1"), (x1 <= x2, "#A9CDE5")):
        height = np.where(half, data.height, np.nan)
        sheet.plot_surface(
            x1, x2, height, color=colour, edgecolor="#7FA9C4", linewidth=0.4, shade=False
        )
    sheet.plot([0, 1], [0, 1], [0, 0], color=BLACK, linestyle="--", linewidth=2, zorder=9)
    for x, z, y, name in zip(POINTS, data.points, XOR, NAMES):
        look = LOOKS[y]
        sheet.plot(*x, z, **look, markersize=11, zorder=10)
        sheet.text(*x, z + 0.13, name, fontweight="bold", zorder=11)
    sheet.set(xticks=[0, 1], yticks=[0, 1], zticks=[0, 0.5, 1], xlabel="x1", ylabel="x2")
    sheet.view_init(30, -128)
    sheet.set_box_aspect((1, 1, 0.8), zoom=0.86)
    sheet.set_title("paper, folded along x1 = x2")
    side.plot([-1, 0, 1], [1, 0, 1], color=BLUE)
    side.axhline(0.5, color=BLACK, linestyle=":")
    side.text(0, 0.55, "one cut at 1/2", ha="center")
    mark(side, np.stack([POINTS[:, 0] - POINTS[:, 1], data.points], 1), XOR)
    side.set(
        title="the same, seen along the fold",
        xlabel="x1 − x2",
        xlim=(-1.3, 1.3),
        ylim=(-0.25, 1.25),
    )
    side.set(xticks=[-1, 0, 1], yticks=[0, 0.5, 1])


def read_fold(data):
    heights = ", ".join(f"{n} at {h:g}" for n, h in zip(NAMES, data.points))
    return (
        f"A square sheet folded along the diagonal x1 = x2, its height |x1 − x2|: {heights}. Seen along the fold "
        "it is a V: 00 and 11 lie together at the bottom, 01 and 10 at the two tips, and one cut at 1/2 separates them."
    )


FOLD = Picture(fold_data, paint_fold, read_fold)
