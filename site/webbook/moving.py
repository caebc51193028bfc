"""What moves in a chapter, as data that a page can move without Python.

A chapter's cells are played once more in a plain Python process, because a picture can be drawn at other places of its
sliders only by the Python that draws it. The result is kept under build/moving, and holds while neither the chapter nor
nnlib changes.
"""

import ast
import contextlib
import hashlib
import io
import json
import linecache
import math
import os
import time
import warnings
from pathlib import Path

import nbformat
import numpy as np

from nnlib.plots.kit.style import blank, wants_narrow

FRAMES = 60  # at most, for one figure
ALONE = 31  # places of a slider that stands alone
QUALITY = 62  # of a WebP frame: below this, thin lines fray
NO_FIGURE = ("course", "grading", "keras")  # rooms whose changes move nothing
# What every widget has; a page does not ask for it.
NO_STATE = ("layout", "tooltip", "tabbable", "comm", "keys", "log", "page")


def digest(notebook: Path, package: Path) -> str:
    """A number that changes when the chapter, what its figures rest on, or this file changes."""
    found = hashlib.sha256(notebook.read_bytes())
    found.update(Path(__file__).read_bytes())
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.js")]):
        if path.relative_to(package).parts[0] not in NO_FIGURE:
            found.update(path.read_bytes())
    return found.hexdigest()


def moving(notebook: Path, folder: Path, package: Path) -> dict:
    """The moving parts of a chapter by the id of their cell; from `folder` where they are fresh."""
    kept, stamp = folder / "parts.json", digest(notebook, package)
    if kept.is_file() and (found := json.loads(kept.read_text()))["digest"] == stamp:
        return found["parts"]
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    with contextlib.redirect_stdout(io.StringIO()):
        found = ((cell, part_of(value, cell, folder)) for cell, value in played(notebook))
        parts = {cell: part for cell, part in found if part}
    kept.write_text(json.dumps({"digest": stamp, "parts": parts}))
    return parts


def played(notebook: Path):
    """Run the code cells in one namespace, and yield (id of the cell, value of its last line) where there is one."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()  # display() and matplotlib ask for one
    shell.display_pub.publish = lambda *args, **kwargs: None
    names, here = {"__name__": "__main__"}, os.getcwd()
    os.chdir(notebook.parent)
    try:
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code":
                value = last_value(cell.source, names, cell.id)
                if value is not None:
                    yield cell.id, value
    finally:
        os.chdir(here)


def last_value(code: str, names: dict, cell: str):
    """Run `code` in `names`; the value of its last line, where that is an expression."""
    file = f"<{cell}>"  # inspect.getsource() reads a learner's function from here
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    tree = ast.parse(code, file)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, file, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), file, "eval"), names)


def part_of(value, name: str, folder: Path) -> dict | None:
    """A widget as data: a guess, a strip of frames, a module with its state, or a row of such parts."""
    if hasattr(value, "guess"):
        guess = value.guess
        keys = ("question", "options", "answer")
        return {"kind": "guess"} | {key: getattr(guess, key) for key in keys}
    if hasattr(value, "image") and hasattr(value, "controls"):
        return strip(value, name, folder)
    if hasattr(value, "_esm"):
        return {"kind": "module", "script": str(value._esm), "state": state_of(value)}
    children = [
        part_of(c, f"{name}-{i}", folder) for i, c in enumerate(getattr(value, "children", ()))
    ]
    found = [child for child in children if child]
    return {"kind": "group", "parts": found} if found else None


def state_of(widget) -> dict:
    """What the script of a widget may ask its model for."""
    state = {
        key: value
        for key, value in widget.get_state().items()
        if not key.startswith("_") and key not in NO_STATE
    }
    return json.loads(json.dumps(state, default=lambda x: np.asarray(x).tolist()))


# -- strips of frames ------------------------------------------------------------------------------------------------


def places(control, most: int) -> list:
    """(what is shown, value) of at most `most` places of a control, its own value among them."""
    if hasattr(control, "options"):
        return list(zip(control._options_labels, control._options_values))[:most]
    if isinstance(control.value, bool):
        return [("no", False), ("yes", True)]
    whole = isinstance(control.value, int)
    step = control.step or 0.1
    count = round((control.max - control.min) / step)
    own = round((control.value - control.min) / step)
    spread = np.unique(np.round(np.linspace(0, count, min(most, count + 1))).astype(int))
    nearest = int(np.argmin(abs(spread - own)))
    spread[nearest] = min(max(own, 0), count)
    values = [round(float(control.min + k * step), 9) for k in np.unique(spread)]
    values = [int(v) for v in values] if whole else values
    return [(f"{v:g}".replace("-", "−"), v) for v in values]


def axes_of(controls: dict) -> dict:
    """The controls that a strip moves (one or two, or some switches) with their places: at most FRAMES frames."""
    free = [
        name
        for name, control in controls.items()
        if not control.disabled and hasattr(control, "value")
    ]
    every = {name: places(controls[name], FRAMES) for name in free}
    if math.prod(map(len, every.values())) <= FRAMES:
        return every  # a few switches
    if len(free) == 1:
        return {free[0]: places(controls[free[0]], ALONE)}
    short = sorted(free[:2], key=lambda name: len(every[name]))
    few = places(controls[short[0]], 7)
    many = places(controls[short[1]], min(ALONE, FRAMES // len(few)))
    return {name: few if name == short[0] else many for name in free[:2]}


def strip(live, name: str, folder: Path) -> dict:
    """The frames of a live figure as WebP files in `folder`, with the controls that move it and its words."""
    start = live.values()
    axes = axes_of({key: live.controls[key] for key in start})
    values = [[value for _, value in found] for found in axes.values()]
    grid = [()]
    for column in values:
        grid = [(*row, value) for row in grid for value in column]
    rows = [start | dict(zip(axes, row)) for row in grid]
    words, pictures = frames(live._draw, live._figure, rows, folder / name)
    narrow = None
    if wants_narrow(live._figure):
        narrow = frames(live._draw, blank(narrow=True), rows, folder / f"{name}-narrow")[1]
    return {
        "kind": "strip",
        "controls": [
            control_of(live.controls[key], start[key], found) for key, found in axes.items()
        ],
        "fixed": [
            f"{live.controls[key].description} {value}"
            for key, value in start.items()
            if key not in axes
        ],
        "words": words,
        **pictures,
        "narrow": narrow,
        "ink": "nn-ink" in live.image._dom_classes,
    }


def frames(draw, figure, rows: list, path: Path) -> tuple:
    """The figure at each row of values as a WebP file beside `path`: (the words, {the files' names, their sizes})."""
    words, files, sizes = [], [], []
    for number, row in enumerate(rows):
        files.append(f"{path.name}-{number:02d}.webp")
        with strict(f"{path.name}, frame {number} of {len(rows)}, {row}"):
            words.append(draw(figure, **row))
            sizes.append(save(figure, path.with_name(files[-1])))
    return words, {"files": files, "sizes": sizes}


@contextlib.contextmanager
def strict(where: str):
    """Whatever warns is an error that says where: nobody looks at all frames, and a panel may have no room in one."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            yield
        except Warning as warning:
            raise ValueError(f"{where}: {warning}") from warning


def control_of(control, value, found: list) -> dict:
    """A control as a page shows it: its label, the texts of its places, and where it stands first."""
    values = [v for _, v in found]
    at = next((i for i, v in enumerate(values) if v == value), 0)
    return {
        "label": control.description,
        "menu": hasattr(control, "options"),
        "texts": [str(text) for text, _ in found],
        "at": at,
    }


def save(figure, path: Path) -> list[int]:
    """Write the figure as WebP; its width and height."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    image.save(path, quality=QUALITY, method=3)
    return list(image.size)


def work(job: tuple) -> tuple:
    """moving() for a process of its own: (notebook, folder, package) -> (stem, seconds)."""
    start = time.monotonic()
    moving(*job)
    return job[0].stem, time.monotonic() - start
