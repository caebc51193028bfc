"""Executed chapters and exercises as pages: what moved with a kernel becomes a place for the page's own script."""

import base64
import hashlib
import io
import re
from html import escape
from pathlib import Path

import nbformat

VIEW = "application/vnd.jupyter.widget-view+json"
IMAGE = re.compile(r'(src|srcset)="data:image/png;base64,([^"]+)"')
# What an answer or a hidden test begins with: pages are made from learners' versions, which have neither.
HIDDEN = ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS")


def chapter_page(executed: Path, parts: dict, pictures: Path) -> nbformat.NotebookNode:
    """The executed chapter with its moving parts replaced, its pictures as files in `pictures`."""
    book = nbformat.read(executed, as_version=4)
    refuse_hidden(book, executed)
    # A page forgets what was predicted on it, so that nothing can be looked back on.
    book.cells = [cell for cell in book.cells if "recall" not in cell.metadata.get("tags", [])]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = linked(cell.source)
        else:
            fold(cell)
            cell.outputs = [
                page_output(o, executed.stem, cell.id, parts, pictures) for o in cell.outputs
            ]
    book.metadata.pop("widgets", None)
    book.cells.append(
        nbformat.v4.new_raw_cell(part_script(executed.stem), metadata={"format": "text/html"})
    )
    return book


def exercise_page(notebook: Path) -> nbformat.NotebookNode:
    """The statements of an exercise, as learners get them, with the cells in which they write."""
    book = nbformat.read(notebook, as_version=4)
    refuse_hidden(book, notebook)
    statement = None
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = linked(cell.source)
            statement = cell
        elif statement and (answer := _answer(cell)):
            statement.source = f'<a id="{answer}"></a>\n\n{statement.source}'
    return book


def _answer(cell):
    """The name of the cell in which an answer is written; None for others."""
    about = cell.metadata.get("nbgrader", {})
    return about.get("grade_id") if about.get("solution") else None


def refuse_hidden(book, path):
    """Raises ValueError where a notebook holds an answer or a hidden test: it must never become a page."""
    for cell in book.cells:
        if any(mark in cell.source for mark in HIDDEN):
            raise ValueError(
                f"{path} holds an answer or a hidden test; pages are made from exercises/"
            )


def linked(text: str) -> str:
    """Links between notebooks, as links between pages: exercises lie in one folder here, and answers have anchors."""
    text = re.sub(
        r"\[([^\]]+)\]\(\.\./exercises/(\w+)/\2\.ipynb#cell-id=(\w+)\)",
        r'<a href="../exercises/\2.html#\3">\1</a>',
        text,
    )
    text = re.sub(r"\.\./exercises/(\w+)/\1\.ipynb", r"../exercises/\1.ipynb", text)
    text = re.sub(r"\(\.\./(\d\d_\w+)/\1\.ipynb", r"(\1.ipynb", text)
    return re.sub(r"\.\./\.\./chapters/", "../chapters/", text)


def fold(cell):
    """A cell that is folded in the notebook is folded on the page."""
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]


def page_output(output, stem: str, cell: str, parts: dict, pictures: Path):
    """One output for the page: a place for a moving part, a picture as a file, or what it was."""
    data = output.get("data", {})
    if VIEW in data:
        html = place(cell, parts.get(cell), data)
    elif "text/html" in data:
        html = as_file(data["text/html"], pictures)
    else:
        return output
    return nbformat.v4.new_output("display_data", data={"text/html": html})


def place(cell: str, part: dict | None, data: dict) -> str:
    """Where the page's script puts a moving part; without scripts, its words."""
    words = data.get("text/plain", "")
    said = "" if not part or part["kind"] == "guess" or "(" in words[:20] else escape(words)
    if not part:
        return f"<p>{escape(words)}</p>"
    return f'<div class="nn-part" data-part="{cell}"><noscript><p>{said}</p></noscript></div>'


def as_file(html: str, pictures: Path) -> str:
    """Pictures that stand inside of HTML as text go into files beside the page, as lossless WebP."""
    from PIL import Image

    def written(found):
        code = base64.b64decode(found[2])
        path = pictures / f"{hashlib.sha256(code).hexdigest()[:16]}.webp"
        with Image.open(io.BytesIO(code)) as image:
            width, height = image.size
            if not path.is_file():
                pictures.mkdir(parents=True, exist_ok=True)
                image.convert("RGB").save(path, lossless=True, method=4)
        src = f'{found[1]}="../_static/pictures/{path.name}" width="{width}" height="{height}"'
        return f'{src} loading="lazy"' if found[1] == "src" else src

    return IMAGE.sub(written, html).replace('style="max-width:100%"', 'class="nn-picture"')


def part_script(stem: str) -> str:
    """The line that loads the data of a page's moving parts. A script, since a page from a file may fetch nothing."""
    return f'<script src="../_static/parts/{stem}.js" defer></script>'
