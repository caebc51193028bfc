"""The graded notebook: instructors see it in the formgrader, and it knows what was graded, with what result."""

import json
from pathlib import Path

from nbformat import from_dict
from nbgrader.utils import compute_checksum

from nnlib.core.words import tr
from nnlib.grading.sandbox.submission import own_cells
from nnlib.grading.text import inert, without_markup
from nnlib.grading.verdict import GradedNotebook, GradedSubmission

KEY = "nnlib"  # where a graded notebook keeps what is known about its grading


def about_grading(graded: GradedSubmission, whole: bool = True) -> dict:
    """What a graded notebook knows about its grading: with the same digest it need not be done again.

    Not the whole of it, but its flags, are in each further notebook: whoever grades by hand sees one at a time.
    """
    flags = {"flags": graded.flags}
    entry = graded.as_dict() | {"sandbox": graded.sandbox}
    return flags | {"digest": graded.digest, "entry": entry} if whole else flags


def graded_before(path: Path, digest: str) -> dict | None:
    """The entry of a student whose graded notebook says that exactly this was graded, else None."""
    try:
        about = json.loads(Path(path).read_bytes())["metadata"][KEY]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return about["entry"] if about.get("digest") == digest and "entry" in about else None


def graded_notebook(graded: GradedNotebook, about: dict) -> str:
    """The notebook that instructors see: their cells, the learner's answers, what each test said. JSON text.

    `about` is kept in its metadata: flags, seed, what was graded and where.
    """
    own, cells = own_cells(graded.answers, graded.plan), []
    for number, cell in enumerate(graded.plan.cells):
        cells += [_own_cell(graded, *each) for each in own.pop(cell.grade_id, ())]
        cells.append(_cell(graded, number, cell))
    cells += [_own_cell(graded, *each) for left in own.values() for each in left]
    metadata = graded.plan.metadata | {KEY: about}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    # a cell a line: json's own indentation takes a hundred times as long
    lines = ",\n".join(json.dumps(cell, ensure_ascii=False) for cell in notebook.pop("cells"))
    rest = json.dumps(notebook, ensure_ascii=False)
    return f'{{"cells": [\n{lines}\n],\n{rest[1:]}\n'


def _own_cell(graded, place, source):
    """A cell of the learner's own, for whoever grades by hand."""
    said = graded.own.get(place, "")
    shown = graded.outputs.get(place, [_stream(said)] if said else [])
    made = {"cell_type": "code", "id": f"own{place:03d}", "metadata": {KEY: {"own": True}}}
    return made | {"source": source, "execution_count": None, "outputs": shown}


def _stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def _cell(graded, number, cell):
    source, said, metadata = cell.source, "", dict(cell.metadata)
    if cell.kind in ("answer", "written"):
        source = graded.answers.sources.get(cell.grade_id, "")
        source = without_markup(source) if cell.cell_type == "markdown" else source
    if cell.kind in ("setup", "answer"):
        said = graded.said.get(number, "")
    if cell.kind == "test":
        verdict = graded.verdicts[cell.grade_id]
        said, metadata[KEY] = verdict.said, verdict.as_dict()
        metadata["nbgrader"] = _summed(cell)
    made = {"cell_type": cell.cell_type, "id": cell.grade_id or f"c{number:03d}"}
    made["id"] = "".join(c if c.isalnum() and c.isascii() else "-" for c in made["id"])[:64]
    made |= {"metadata": metadata, "source": source}
    if cell.cell_type == "code":
        made |= {"execution_count": None, "outputs": []}
        if said:
            made["outputs"] = [_stream(said)]
        elif cell.kind == "written":
            made["outputs"] = _shown(graded, cell)
    return made


def _summed(cell):
    """What nbgrader knows of a test, with the checksum of all of it, hidden parts too: `nbgrader validate` looks."""
    known = cell.metadata.get("nbgrader", {})
    whole = {"cell_type": cell.cell_type, "source": cell.source, "metadata": {"nbgrader": known}}
    return known | {"checksum": compute_checksum(from_dict(whole))}


def _shown(graded, cell):
    """What a cell showed that a person grades."""
    places = [n for n, (name, _) in enumerate(graded.answers.order) if name == cell.grade_id]
    return [output for place in places for output in graded.outputs.get(place, [])]


def comments(graded: GradedNotebook) -> dict[str, str | None]:
    """What the gradebook says beside each answer: nothing where all is right, else the parts that lost points."""
    found, current = {}, None
    for cell in graded.plan.cells:
        if cell.kind in ("answer", "written"):
            current = cell.grade_id
            same = graded.answers.sources.get(current) == cell.released
            found[current] = "No response." if same else None
        elif cell.kind == "test" and current and found[current] != "No response.":
            verdict = graded.verdicts[cell.grade_id]
            if verdict.slip:
                part = cell.grade_id.removeprefix(f"{current}_")
                line = tr(
                    "{part}: {points:g} of {max_points:g} ({slip})",
                    part=part,
                    points=verdict.points,
                    max_points=verdict.max_points,
                    slip=verdict.slip,
                )
                found[current] = "; ".join(filter(None, [found[current], inert(line)]))
    return found
