"""All functions of two and of three bits, which of them one unit can be, and why the others are beyond it."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np

from nnlib import perceptron
from nnlib.plots.live_figures import Button, Live, Slider, Toggle
from nnlib.plots.pictures import Picture
from nnlib.plots.style import BLACK, BLUE, GREY, VERMILION, painter, panels
from nnlib.plots.xor import HIGH, LOOKS, LOW, clipped, line, listed, mark, name_axes, shade, square

TITLES = {
    0b0000: "always 0", 0b0001: "AND", 0b0010: "x1 and not x2", 0b0011: "x1", 0b0100: "x2 and not x1",
    0b0101: "x2", 0b0110: "XOR", 0b0111: "OR", 0b1000: "NOR", 0b1001: "XNOR", 0b1010: "not x2",
    0b1011: "x1 or not x2", 0b1100: "not x1", 0b1101: "x2 or not x1", 0b1110: "NAND", 0b1111: "always 1",
}  # fmt: skip
EPOCHS = 100  # with three inputs the slowest function that a plane separates takes 12


def inputs(n):
    """All 2^n rows of n bits, counted upward: X (2^n, n)."""
    return np.array(list(product((0.0, 1.0), repeat=n)))


def outputs(number, n):
    """The truth table of the function with this number: its bits, written as a binary number, y (2^n,)."""
    return np.array([number >> k & 1 for k in reversed(range(2**n))])


@cache
def unit_of(number, n):
    """Weights and bias of a unit that is this function, or None where the perceptron finds none in EPOCHS epochs."""
    X, y = inputs(n), outputs(number, n)
    w, b, mistakes = perceptron.perceptron_fit(X, y, 1, EPOCHS)
    if mistakes[-1]:
        return None
    if 0 < y.sum() < len(y):  # half-way between the classes, so that no point lies on the line
        b = -((X[y == 1] @ w).min() + (X[y == 0] @ w).max()) / 2
    return w, float(b)


@cache
def crossing(number, n):
    """Two rows a, b with output 1 and two rows c, d with output 0 whose middles are one point, or None.

    Such four points are the proof that no unit is this function: its sum in the middle would be both.
    """
    X, y = inputs(n), outputs(number, n)
    ones, zeros = (list(combinations(np.flatnonzero(y == label), 2)) for label in (1, 0))
    for (a, b), (c, d) in product(ones, zeros):
        if np.array_equal(X[a] + X[b], X[c] + X[d]):
            return int(a), int(b), int(c), int(d)
    return None


def separable(n, linearly_separable=perceptron.linearly_separable):
    """For each of the 2^(2^n) functions, whether one unit can be it: an array of True and False."""
    return np.array([
        bool(linearly_separable(inputs(n), outputs(number, n), EPOCHS)) for number in range(2 ** 2**n)
    ])  # fmt: skip


# -- the sixteen ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sixteen:
    units: list
    crossings: list


def sixteen_data():
    """Every function of two bits with a unit that is it, or with its two crossing diagonals."""
    return Sixteen([unit_of(k, 2) for k in range(16)], [crossing(k, 2) for k in range(16)])


@painter(9.6, 10, left=0.01, right=0.99, bottom=0.01, top=0.96, wspace=0.05, hspace=0.2)
def paint_sixteen(data, figure):
    for number, axes in enumerate(panels(figure, 4, 4).flat):
        _one_of_two(axes, number, data.units[number], data.crossings[number], size=20)
        axes.set(xticks=[], yticks=[], title=TITLES[number])
        if data.units[number] is None:
            for spine in axes.spines.values():
                spine.set(visible=True, color=VERMILION, linewidth=3)


def _one_of_two(axes, number, unit, crosses, size=23):
    X, y = inputs(2), outputs(number, 2)
    if unit is not None:
        w, b = unit
        if w.any():
            shade(axes, clipped(square(), w, b))
        elif b >= 0:
            shade(axes, square())
        line(axes, w, b, color=BLACK)
    elif crosses:
        _diagonals(axes, X, crosses)
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    mark(axes, X, y, size=size)


def _diagonals(axes, X, crosses):
    a, b, c, d = crosses
    axes.plot(*X[[c, d]].T, color=VERMILION, linestyle="--")
    axes.plot(*X[[a, b]].T, color=BLUE, linestyle="-")
    axes.plot(*X[[a, b]].mean(axis=0)[:, None], "D", color=BLACK, markersize=10, zorder=8)


def read_sixteen(data):
    failing = [TITLES[k] for k, unit in enumerate(data.units) if unit is None]
    return (
        f"All 16 functions of two bits in small planes, in the order of their truth tables. For {16 - len(failing)} "
        f"a line is drawn that separates the ones from the zeros. {' and '.join(failing)} have none: there the "
        "diagonals cross, one joining two ones, the other two zeros."
    )


SIXTEEN = Picture(sixteen_data, paint_sixteen, read_sixteen)


# -- the browser: two bits ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """One function of two bits, and whether each of the sixteen can be drawn with a line."""

    number: int
    unit: tuple | None
    crosses: tuple | None
    possible: np.ndarray


def table_data(f00=0, f01=1, f10=1, f11=1):
    """The function with these four outputs."""
    number = int(f"{f00:d}{f01:d}{f10:d}{f11:d}", 2)
    possible = np.array([unit_of(k, 2) is not None for k in range(16)])
    return Table(number, unit_of(number, 2), crossing(number, 2), possible)


@painter(9, 4, left=0.05, right=0.985, bottom=0.14, top=0.9, wspace=0.12)
def paint_table(data, figure):
    left, right = panels(figure, 1, 2)
    _one_of_two(left, data.number, data.unit, data.crosses)
    left.set_title(TITLES[data.number])
    name_axes(left)
    _cells(right, data.possible.reshape(4, 4), data.number, size=15)
    for number, (row, column) in enumerate(product(range(4), repeat=2)):
        text = {
            "ha": "center",
            "va": "center",
            "color": "white" if data.possible[number] else "black",
        }
        right.text(column, row, f"{number:04b}", fontsize=13, fontweight="bold", **text)
    right.set_title(f"{data.possible.sum()} of 16 with a line, {(~data.possible).sum()} without")


def _cells(axes, possible, number, size):
    """A board of all functions: dark where a unit can be it, light and crossed where none can, a ring around ours."""
    axes.imshow(possible, cmap="cividis_r", vmin=-0.25, vmax=1.25)
    gaps = np.arange(len(possible) - 1) + 0.5
    for lines in (axes.hlines, axes.vlines):
        lines(gaps, -0.5, len(possible) - 0.5, color="white", linewidth=1.5)
    row, column = divmod(number, len(possible))
    axes.plot(column, row, "s", markerfacecolor="none", markeredgecolor=VERMILION, markeredgewidth=3.5,
              markersize=size * 3.2)  # fmt: skip
    axes.set(xticks=[], yticks=[])
    axes.grid(False)


def _why(number, n, unit, crosses):
    if unit is not None:
        w, b = unit
        terms = (
            " + ".join(f"{v:g} x{k + 1}" for k, v in enumerate(w))
            .replace("+ -", "− ")
            .replace("-", "−")
        )
        sign, size = "−" if b < 0 else "+", abs(b)
        return f"A unit that is this function: it fires where {terms} {sign} {size:g} ≥ 0."
    rows = ["".join(f"{bit:g}" for bit in inputs(n)[k]) for k in crosses]
    return (
        f"No unit is this function: {rows[0]} and {rows[1]} should give 1, {rows[2]} and {rows[3]} should give 0, "
        "and half-way between each pair lies the same point."
    )


def read_table(data):
    why = _why(data.number, 2, data.unit, data.crosses)
    return f"Outputs {listed(outputs(data.number, 2))}: {TITLES[data.number]}. {why}"


TABLE = Picture(table_data, paint_table, read_table)


def truth_tables():
    """Widget: choose the four outputs of a function of two bits and see its line, or why it has none."""
    names = {"f00": 0, "f01": 1, "f10": 1, "f11": 1}
    controls = {name: Toggle(f"{name[1:]} gives 1", bool(on)) for name, on in names.items()}
    return TABLE.live(controls)


# -- the browser: three bits ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cube:
    """One function of three bits, and whether each of the 256 can be drawn with a plane."""

    number: int
    unit: tuple | None
    crosses: tuple | None
    possible: np.ndarray


def cube_data(number=150):
    """The function whose truth table, read as a binary number, is this number."""
    possible = np.array([unit_of(k, 3) is not None for k in range(256)])
    return Cube(int(number), unit_of(int(number), 3), crossing(int(number), 3), possible)


@painter(9.6, 4.5, left=0.0, right=0.985, bottom=0.03, top=0.9, wspace=0.06)
def paint_cube(data, figure):
    if not figure.axes:
        figure.panels = (figure.add_subplot(1, 2, 1, projection="3d"), figure.add_subplot(1, 2, 2))
    cube, board = panels(figure)
    X, y = inputs(3), outputs(data.number, 3)
    for a, b in combinations(range(8), 2):
        if np.abs(X[a] - X[b]).sum() == 1:
            cube.plot(*X[[a, b]].T, color=GREY, linewidth=1.2)
    if data.unit is not None:
        _plane(cube, *data.unit)
    elif data.crosses:
        _diagonals(cube, X, data.crosses)
    for x, label in zip(X, y):
        look = LOOKS[label]
        cube.plot(*x[:, None], **look, markersize=12, zorder=9)
        name = "".join(f"{bit:g}" for bit in x)
        cube.text(*(x + [0, 0, 0.14]), name, fontweight="bold", ha="center", zorder=10)
    cube.set(xticks=[], yticks=[], zticks=[], xlabel="x1", ylabel="x2", zlabel="x3")
    cube.view_init(18, -66)
    cube.set_box_aspect((1, 1, 1), zoom=0.82)
    cube.set_title(f"function {data.number}: {'a plane' if data.unit is not None else 'no plane'}")
    _cells(board, data.possible.reshape(16, 16), data.number, size=5)
    rows, columns = np.nonzero(~data.possible.reshape(16, 16))
    board.plot(columns, rows, "x", color=BLACK, markersize=5, markeredgewidth=1.2)
    board.set_title(
        f"{data.possible.sum()} of 256 with a plane, {(~data.possible).sum()} without (x)"
    )


def _plane(axes, w, b):
    """The part of the plane x w + b = 0 inside the cube: where it cuts the edges, in their order around the middle."""
    X, found = inputs(3), []
    for a, c in combinations(range(8), 2):
        za, zc = X[a] @ w + b, X[c] @ w + b
        if np.abs(X[a] - X[c]).sum() == 1 and (za >= 0) != (zc >= 0):
            found.append(X[a] + za / (za - zc) * (X[c] - X[a]))
    if len(found) < 3:
        return
    found = np.array(found)
    spread = found - found.mean(axis=0)
    _, _, ways = np.linalg.svd(spread)
    order = np.argsort(np.arctan2(spread @ ways[1], spread @ ways[0]))
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    axes.add_collection3d(
        Poly3DCollection([found[order]], facecolor="#E69F00", alpha=0.35, edgecolor=BLACK)
    )


def read_cube(data):
    why = _why(data.number, 3, data.unit, data.crosses)
    return (
        f"Function {data.number} of three bits, outputs {listed(outputs(data.number, 3))}. {why} "
        f"Of all 256 functions, {data.possible.sum()} have a plane and {(~data.possible).sum()} have none."
    )


CUBE = Picture(cube_data, paint_cube, read_cube)


def three_inputs():
    """Widget: walk through the 256 functions of three bits; the buttons jump onward."""

    def onward(possible):
        def change(values):
            ring = [(values["number"] + k) % 256 for k in range(1, 257)]
            return {"number": next(k for k in ring if (unit_of(k, 3) is not None) == possible)}

        return change

    controls = {
        "number": Slider("function number", 0, 255, 150, 1),
        "without": Button("next without a plane", onward(False)),
        "with": Button("next with a plane", onward(True)),
    }
    return Live(CUBE.draw, controls)
