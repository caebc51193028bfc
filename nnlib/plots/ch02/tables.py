"""The browsers of truth tables: two bits in the plane, three bits in a cube."""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch02.boolean import (
    TITLES,
    crossing,
    inputs,
    outputs,
    paint_cells,
    paint_diagonals,
    paint_table_of,
    reason,
    unit_of,
)
from nnlib.plots.ch02.drawing import listed
from nnlib.plots.kit.live_figures import Button, Live, Slider, Toggle
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import LOOKS, name_axes
from nnlib.plots.kit.style import BLACK, GREY, painter, panels, solid_and_flat

# -- the browser: two bits ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """One function of two bits, and whether each of the sixteen can be drawn with a line."""

    number: int
    unit: tuple | None
    crosses: tuple | None
    possible: np.ndarray


def table_data(f00: int = 0, f01: int = 1, f10: int = 1, f11: int = 1):
    """The function with these four outputs."""
    number = int(f"{f00:d}{f01:d}{f10:d}{f11:d}", 2)
    possible = np.array([unit_of(k, 2) is not None for k in range(16)])
    return Table(number, unit_of(number, 2), crossing(number, 2), possible)


@painter(9, 4, left=0.05, right=0.985, bottom=0.14, top=0.9, wspace=0.12)
def paint_table(data: Table, figure: Figure):
    """One function in the plane, and its place among all sixteen."""
    left, right = panels(figure, 1, 2)
    paint_table_of(left, data.number, data.unit, data.crosses)
    left.set_title(TITLES[data.number])
    name_axes(left)
    paint_cells(right, data.possible.reshape(4, 4), data.number, size=15)
    for number, (row, column) in enumerate(product(range(4), repeat=2)):
        text = {
            "ha": "center",
            "va": "center",
            "color": "white" if data.possible[number] else "black",
        }
        right.text(column, row, f"{number:04b}", fontsize=13, fontweight="bold", **text)
    right.set_title(
        tr(
            "{sum} of 16 with a line, {sum2} without",
            sum=data.possible.sum(),
            sum2=(~data.possible).sum(),
        )
    )


def read_table(data: Table):
    """In words: the function, and why a unit can be it or cannot."""
    why = reason(data.number, 2, data.unit, data.crosses)
    return tr(
        "Outputs {listed}: {TITLES}. {why}",
        listed=listed(outputs(data.number, 2)),
        TITLES=TITLES[data.number],
        why=why,
    )


TABLE = Picture(table_data, paint_table, read_table)


def truth_tables() -> Live:
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


def cube_data(number: int = 150):
    """The function whose truth table, read as a binary number, is this number."""
    possible = np.array([unit_of(k, 3) is not None for k in range(256)])
    return Cube(int(number), unit_of(int(number), 3), crossing(int(number), 3), possible)


@painter(9.6, 4.5, left=0.0, right=0.985, bottom=0.03, top=0.9, wspace=0.06)
def paint_cube(data: Cube, figure: Figure):
    """One function on the corners of a cube, and its place among all 256."""
    solid_and_flat(figure)
    cube, board = panels(figure)
    X, y = inputs(3), outputs(data.number, 3)
    for a, b in combinations(range(8), 2):
        if np.abs(X[a] - X[b]).sum() == 1:
            cube.plot(*X[[a, b]].T, color=GREY, linewidth=1.2)
    if data.unit is not None:
        _plane(cube, *data.unit)
    elif data.crosses:
        paint_diagonals(cube, X, data.crosses)
    for x, label in zip(X, y):
        look = LOOKS[label]
        cube.plot(*x[:, None], **look, markersize=12, zorder=9)
        name = "".join(f"{bit:g}" for bit in x)
        cube.text(*(x + [0, 0, 0.14]), name, fontweight="bold", ha="center", zorder=10)
    cube.set(xticks=[], yticks=[], zticks=[], xlabel="x1", ylabel="x2", zlabel="x3")
    cube.view_init(18, -66)
    cube.set_box_aspect((1, 1, 1), zoom=0.82)
    cube.set_title(
        tr(
            "function {number}: {value}",
            number=data.number,
            value=tr("a plane") if data.unit is not None else tr("no plane"),
        )
    )
    paint_cells(board, data.possible.reshape(16, 16), data.number, size=5)
    rows, columns = np.nonzero(~data.possible.reshape(16, 16))
    board.plot(columns, rows, "x", color=BLACK, markersize=5, markeredgewidth=1.2)
    board.set_title(
        tr(
            "{sum} of 256 with a plane, {sum2} without (x)",
            sum=data.possible.sum(),
            sum2=(~data.possible).sum(),
        )
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


def read_cube(data: Cube):
    """In words: the function of three bits, and why a unit can be it or cannot."""
    why = reason(data.number, 3, data.unit, data.crosses)
    return tr(
        "Function {number} of three bits, outputs {listed}. {why} Of all 256 functions, "
        "{sum} have a plane and {sum2} have none.",
        number=data.number,
        listed=listed(outputs(data.number, 3)),
        why=why,
        sum=data.possible.sum(),
        sum2=(~data.possible).sum(),
    )


CUBE = Picture(cube_data, paint_cube, read_cube)


def three_inputs() -> Live:
    """Widget: walk through the 256 functions of three bits; the buttons jump onward."""

    def onward(possible):
        def change(values):
            ring = [(values["number"] + k) % 256 for k in range(1, 257)]
            return {"number": next(k for k in ring if (unit_of(k, 3) is not None) == possible)}

        return change

    controls = {
        "number": Slider(tr("function number"), 0, 255, 150, 1),
        "without": Button(tr("next without a plane"), onward(False)),
        "with": Button(tr("next with a plane"), onward(True)),
    }
    return Live(CUBE.draw, controls)
