"""Drawing: a model as a table of its layers, and as an SVG with one box for each."""

from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from nnlib.core.files import write_whole
from nnlib.core.words import tr
from nnlib.models.deprecated import spelled

if TYPE_CHECKING:
    from nnlib.models.model import Model

WIDTH, HEIGHT, GAP = 380, 44, 26  # of a box, and between two


def table(model: "Model", line_length: int | None = None, show_trainable: bool = False) -> str:
    """The layers with the shapes they put out and the numbers they learn; question marks where those are not known yet.

    Lines are `line_length` characters long, or longer where that is too short. With `show_trainable` a column says
    which layers are trained.

    >>> from nnlib import Dense, Input, Sequential
    >>> table(Sequential([Input([2]), Dense(1)])).splitlines()[-1]
    'Parameters in all: 3'
    """
    known = model.input_shape is not None
    lines = [("Layer", tr("Output shape"), "Parameters", tr("Trained"))]
    parameters = model.count_params() if known else 0
    for layer in model.layers:
        kind = f"{layer.name} ({type(layer).__name__})"
        count = f"{layer.n_parameters:,}" if known else "?"
        trained = "-" if not known or not layer.n_parameters else _yes_or_no(layer.trainable)
        lines.append((kind, _rows(layer.output_shape if known else None), count, trained))
    rows = _aligned([line if show_trainable else line[:3] for line in lines], line_length or 0)
    total = tr("Parameters in all: {parameters:,}", parameters=parameters)
    held = sum(layer.n_parameters for layer in model.layers if not layer.trainable) if known else 0
    if held:
        total += "\n" + tr("Held fast: {held:,}", held=held)
    if not known:
        total = tr("The input is not known yet: fit the model, or begin with Input(shape=[8])")
    title = tr('Model "{name}", input {shape}', name=model.name, shape=_rows(model.input_shape))
    rule = "-" * len(rows[0])
    return "\n".join([title, rule, rows[0], rule, *rows[1:], rule, total])


def _yes_or_no(value: bool) -> str:
    return tr("yes") if value else tr("no")


def _aligned(lines: list[tuple[str, ...]], length: int) -> list[str]:
    """The lines with their columns under one another, numbers to the right, at least so long."""
    first, *widths = [max(map(len, column)) for column in zip(*lines)]
    first = max(first, length - sum(widths) - 3 * len(widths))
    ways = ["<", "<", ">", ">"]
    return [
        "   ".join(f"{word:{way}{n}}" for word, way, n in zip(line, ways, [first, *widths]))
        for line in lines
    ]


def _rows(shape: tuple[int, ...] | None) -> str:
    """How the shape of any number of examples is written."""
    return "?" if shape is None else f"(n, {', '.join(map(str, shape))})"


class Drawing(str):
    """The text of an SVG, which a notebook shows as a picture.

    >>> Drawing("<svg/>")._repr_svg_()
    '<svg/>'
    """

    def _repr_svg_(self) -> str:
        return str(self)


@spelled()
def plot_model(
    model: "Model", to_file: str | PathLike | None = None, show_shapes: bool = False, show_dtype: bool = False,
    show_layer_names: bool = True, rankdir: str = "TB", show_layer_activations: bool = False,
) -> Drawing:  # fmt: skip
    """The model as an SVG: its layers from the input down, with `show_shapes` what each puts out.

    With `to_file` it is also written there, under a name that ends in .svg. Raises RuntimeError before the shape of
    the input is known, ValueError for a rankdir other than "TB", TypeError for what is no model.

    >>> from nnlib import Dense, Input, Sequential
    >>> plot_model(Sequential([Input([2]), Dense(1)])).count("<rect")
    2
    """
    if not hasattr(model, "plan"):  # the class is above this file, which draws its summary
        raise TypeError(tr("model is {model!r}; wanted a Sequential", model=model))
    if rankdir != "TB":
        raise ValueError(
            tr("rankdir is {rankdir!r}; it is drawn from top to bottom", rankdir=rankdir)
        )
    whole, boxes = model.plan, [(tr("input"), "Input", model.input_shape, "")]
    for layer in model.layers:
        activation = getattr(layer, "activation", "") if show_layer_activations else ""
        boxes.append((layer.name, type(layer).__name__, layer.output_shape, activation))
    lines = []
    for row, (name, kind, shape, activation) in enumerate(boxes):
        words = [f"{name} ({kind})" if show_layer_names else kind, activation]
        words += [_rows(shape) if show_shapes else ""]
        words += [model.dtype.name if show_dtype else ""]
        lines.append(_box(row, "   ".join(filter(None, words))))
        lines += [_arrow(row)] if row else []
    height = len(boxes) * (HEIGHT + GAP) + GAP
    label = escape(tr("{name}: {count} layers", name=model.name, count=len(whole.names)))
    picture = Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH + 2 * GAP}" height="{height}" role="img" '
        f'aria-label="{label}" font-family="sans-serif" font-size="14">' + "".join(lines) + "</svg>"
    )
    if to_file is not None:
        _write(picture, Path(to_file))
    return picture


def _write(picture: Drawing, path: Path) -> None:
    if path.suffix != ".svg":
        path = path.with_suffix(".svg")
        print(tr("plot_model draws an SVG: written to {path}", path=path))
    write_whole(path, picture.encode())


def _box(row: int, words: str) -> str:
    top = GAP + row * (HEIGHT + GAP)
    return (
        f'<rect x="{GAP}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#eef3fa" stroke="#33567e"/>'
        f'<text x="{GAP + WIDTH / 2:g}" y="{top + HEIGHT / 2 + 5:g}" text-anchor="middle" fill="#1b2a3c">'
        f"{escape(words)}</text>"
    )


def _arrow(row: int) -> str:
    """The arrow that ends at the top of this box."""
    x, end = GAP + WIDTH / 2, GAP + row * (HEIGHT + GAP)
    return (
        f'<path d="M{x:g} {end - GAP} V{end - 3} M{x - 5:g} {end - 9} L{x:g} {end - 2} L{x + 5:g} {end - 9}" '
        'fill="none" stroke="#33567e" stroke-width="1.5"/>'
    )
