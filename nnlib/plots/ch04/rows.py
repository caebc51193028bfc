"""Rows: how a picture becomes one, and what changes where examples are columns instead."""

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Polygon, Rectangle

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    SKY,
    VERMILION,
    painter,
    panels,
)

# -- a picture becomes a row ------------------------------------------------------------------------------------------


def cube_data(side: int = 64, channels: int = 3):
    """How long the row of a picture is, and where its first pixels lie."""
    return {"side": side, "channels": channels, "length": side * side * channels}


CHANNELS = (VERMILION, GREEN, BLUE)


@painter(8.6, 3.2, left=0.02, right=0.98, bottom=0.05, top=0.95)
def paint_cube(data: dict, figure: Figure):
    """A picture of three sheets, and the row that its pixels become."""
    axes = panels(figure)
    axes.set_axis_off()
    _sheets(axes, data["channels"])
    side = data["side"]
    axes.text(1.0, -0.3, f"{side} columns", ha="center", va="top")
    axes.text(-0.12, 1.0, f"{side} lines", ha="right", va="center", rotation=90)
    axes.add_patch(
        FancyArrowPatch((3.0, 1.2), (3.9, 1.2), arrowstyle="-|>", mutation_scale=18, color=BLACK)
    )
    for k in range(15):
        axes.add_patch(
            Rectangle(
                (4.1 + 0.32 * k, 1.0),
                0.3,
                0.42,
                facecolor=CHANNELS[k % 3],
                edgecolor=BLACK,
                alpha=0.8,
            )
        )
    axes.text(9.05, 1.2, "…", va="center", fontsize=18)
    axes.text(4.1, 0.75, tr("one row of {data:,} numbers", data=data["length"]), va="top")
    axes.text(4.1, 1.62, "pixel 1, pixel 2, pixel 3 …", va="bottom")
    axes.set(xlim=(-0.6, 9.6), ylim=(-0.7, 2.9))


def _sheets(axes, channels):
    """The picture: one sheet for each channel, the first in front."""
    for k in reversed(range(channels)):
        x, y = 0.35 * k, 0.3 * k
        sheet = Polygon(
            [(x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2)],
            facecolor=CHANNELS[k % 3],
            edgecolor=BLACK,
            alpha=0.8,
        )
        axes.add_patch(sheet)
        axes.text(
            x + 0.1,
            y + 1.75,
            "RGB"[k] if channels == 3 else "",
            color="white",
            weight="bold",
        )


def read_cube(data: dict):
    """In words: how long the row is, and in which order."""
    side, channels = data["side"], data["channels"]
    return tr(
        "A colour picture of {side} by {side} pixels with {channels} numbers each becomes "
        "one row of {side} times {side} times {channels} = {data:,} numbers, pixel after "
        "pixel, line after line.",
        side=side,
        channels=channels,
        data=data["length"],
    )


UNROLLED = Picture(cube_data, paint_cube, read_cube)


# -- (c) rows or columns, with the bias drawn as ghost copies ---------------------------------------------------------


def convention_data(convention: str = "rows", n: int = 4, d: int = 3, k: int = 2):
    """The tables of one layer in one convention: (name, rows, columns) of input, weights, bias and output."""
    if convention == "rows":
        return {
            "convention": convention,
            "tables": (("X", n, d), ("W", d, k), ("b", 1, k), ("Z", n, k)),
            "copies": n,
        }
    return {
        "convention": convention,
        "tables": (("W", k, d), ("X", d, n), ("b", k, 1), ("Z", k, n)),
        "copies": n,
    }


@painter(9, 3.3, left=0.02, right=0.98, bottom=0.04, top=0.9)
def paint_convention(data: dict, figure: Figure):
    """The tables of one layer under this convention, the copies of the bias dotted."""
    axes = panels(figure)
    axes.set_axis_off()
    colours, x, signs = {"X": SKY, "W": ORANGE, "b": GREEN, "Z": "white"}, 0.0, ("@", "+", "=", "")
    by_rows = data["convention"] == "rows"
    for (name, rows, columns), sign in zip(data["tables"], signs, strict=True):
        ghosts = data["copies"] if name == "b" else 1
        high, wide = (
            (ghosts if name == "b" and by_rows else rows),
            (ghosts if name == "b" and not by_rows else columns),
        )
        for i in range(high):
            for j in range(wide):
                ghost = name == "b" and (i if by_rows else j) > 0
                look = (
                    {"facecolor": "white", "linestyle": ":"}
                    if ghost
                    else {"facecolor": colours[name]}
                )
                axes.add_patch(
                    Rectangle((x + 0.4 * j, -0.4 * i), 0.38, 0.38, edgecolor=BLACK, **look)
                )
        axes.text(x + 0.2 * wide, 0.55, f"{name} ({rows}, {columns})", ha="center", va="bottom")
        x += 0.4 * wide + 0.55
        axes.text(x - 0.3, -0.1, sign, ha="center", va="center", fontsize=16)
    deep = max(max(rows, data["copies"] if by_rows else 0) for _, rows, _ in data["tables"])
    axes.set(xlim=(-0.3, max(x, 6)), ylim=(-0.4 * deep - 0.2, 1.1))
    axes.set_aspect("equal")
    axes.set_title(tr("examples are rows") if by_rows else tr("examples are columns"))


def read_convention(data: dict):
    """In words: the formula and the shapes of this convention."""
    named = {name: (rows, columns) for name, rows, columns in data["tables"]}
    formula = "Z = X @ W + b" if data["convention"] == "rows" else "Z = W @ X + b"
    line = "a row" if data["convention"] == "rows" else "a column"
    shapes = ", ".join(f"{name} {shape}" for name, shape in named.items())
    return tr(
        "Examples are {data}: {formula}, with {shapes}. The bias is {line}; its dotted "
        "copies are never stored, NumPy only reads the same numbers {data2} times.",
        data=data["convention"],
        formula=formula,
        shapes=shapes,
        line=line,
        data2=data["copies"],
    )


CONVENTION = Picture(convention_data, paint_convention, read_convention)


def convention_switch() -> Live:
    """Widget: rows or columns, and the sizes -> the same layer in both conventions."""
    controls = {
        "convention": Choice(tr("examples are"), ("rows", "columns"), "rows"),
        "n": Slider(tr("examples n"), 1, 8, 4, 1),
        "d": Slider(tr("inputs d"), 1, 6, 3, 1),
        "k": Slider(tr("units k"), 1, 6, 2, 1),
    }
    return CONVENTION.live(controls)
