"""The front page: one sentence, the board to play with at once, and the ways into the book."""

import re
from pathlib import Path

from nnlib.core.files import write_whole
from webbook.moving import part_of
from webbook.scripts import page_scripts

TOP = """\
# nnlib: neural networks you can check

**Write the small functions of a neural network yourself, have each one checked at once, and train on your own code.**

<div class="nn-part" data-part="board"><noscript>

The board needs JavaScript: points of two kinds, and a line that you drag or that learns by itself.

</noscript></div>
<script src="_static/parts/index.js" defer></script>

Drag the line or a point, or let the rule of 1958 move the line. [Chapter 1](chapters/01_perceptron.ipynb) explains
what you see. All that moves on these pages moves in your browser; the functions that you write run on your machine.

## What you will build

- the activations, losses, layers and optimizers of a network, each with its derivative beside it;
- backpropagation, measured against slopes of your own;
- a network that reads digits, trained in compiled code that calls *your* functions.

A check says at once whether a function is right and, if not, which mistake it is:

```text
✗ softmax_backward · gradient: 0 of 3 points  [slip: diagonal-only]
  You pass each gradient back to its own logit only. But every logit moves all the
  probabilities of its row: the other paths are missing.
```

## The chapters, and their questions

| | chapter | question | exercise |
|---|---|---|---|
"""

START = """
## How to start

Read here. To write and check your own functions you need Python 3.11 or newer and the book's repository; there,

```text
make lab
```

opens the book in JupyterLab, where each exercise grades itself. [The reference](reference/index.md) lists every
function of the library.

## For teachers

The exercises are ordinary nbgrader assignments: 13 of them, graded in a sandbox, with hidden parts, partial points and
a report on the frequent slips of a class. `nnlib grade`, `nnlib report` and `nnlib export` take a class from what was
handed in to a table of marks; `nnlib new exercise` begins an exercise of your own.{teaching}
"""


def write(root: Path, source: Path) -> None:
    """Write the front page with its board, and Teaching with nnlib where that page exists."""
    from nnlib import plots

    parts = {"board": part_of(plots.perceptron_board("two clouds", w=(1.0, 1.0)), "board", source)}
    write_whole(source / "_static" / "parts" / "index.js", page_scripts(parts, "_static/frames/"))
    chapters = sorted((root / "chapters").glob("[0-9]*.ipynb"))
    pages = [("The book", [f"chapters/{path.stem}" for path in chapters])]
    pages += [("Exercises", [f"exercises/{path.stem}" for path in chapters])]
    more = ["reference/index"]
    teaching = root / "chapters" / "teaching.md"
    if teaching.is_file():
        write_whole(source / "teaching.md", teaching.read_text(encoding="utf-8"))
        more.insert(0, "teaching")
    said = " [Teaching with nnlib](teaching.md) says more." if "teaching" in more else ""
    readme = (root / "README.md").read_text(encoding="utf-8")
    rows = "\n".join(row(path, readme) for path in chapters)
    text = TOP + rows + "\n" + START.replace("{teaching}", said)
    pages += [("More", more)]
    write_whole(source / "index.md", text + "".join(f"\n{toctree(*page)}" for page in pages))


def row(chapter: Path, readme: str) -> str:
    """A chapter's line in the table, with the question that the README asks for it."""
    number, stem = int(chapter.stem[:2]), chapter.stem
    name, question = re.search(
        rf"^\| {number} \| (.+?) \| (.+?) \| \d+ \|$", readme, re.MULTILINE
    ).groups()
    links = f"[{name}](chapters/{stem}.ipynb) | {question} | [write](exercises/{stem}.ipynb)"
    return f"| {number} | {links} |"


def toctree(caption: str, entries: list) -> str:
    """The list of pages at the side."""
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *entries, "```", ""])
