"""A submission becomes answers: the source of the solution cells, by grade_id, and nothing else.

The plan of a notebook (its cells, tests, points) comes from the instructor. Whatever is wrong with what a learner
handed in becomes a flag of that learner's, and never an error of anybody else's.
"""

import ast
import hashlib
import json
import os
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from nnlib.core.notebook import about, cells_of, grade_id, text_of
from nnlib.core.source import imports, own_names, plain_python, unwritten
from nnlib.core.words import tr
from nnlib.grading.own import Own
from nnlib.grading.sandbox.files import beside, file_bytes, handed_out
from nnlib.grading.sandbox.limits import Caps
from nnlib.grading.sandbox.roads import APART, with_road
from nnlib.grading.sandbox.versions import Version, begun_with, corrected, marked, version_of

BEGIN = "BEGIN HIDDEN TESTS"
TIMESTAMP, STAMP = "timestamp.txt", 200  # when it was handed in, and bytes of it that are read


@dataclass(frozen=True)
class Cell:
    """One cell of the instructor's notebook. `kind` is text, setup, answer, test, written or task."""

    kind: str
    source: str
    metadata: dict
    cell_type: str = "code"
    grade_id: str = ""
    points: float = 0.0
    names: tuple[str, ...] = ()  # what the instructor's answer defines
    released: str = ""  # what the learner was given
    hidden: bool = False
    road: str = ""  # of a test: where it runs (see roads.py)


@dataclass(frozen=True)
class Plan:
    """An instructor's notebook, as grading needs it."""

    name: str
    cells: tuple[Cell, ...]
    metadata: dict
    digest: str
    asked: frozenset = frozenset()  # names of the functions that learners write
    imported: frozenset = frozenset()  # modules of nnlib that the notebook imports
    own: Own = Own()  # the instructor's own exercises, which lie beside the notebook
    files: tuple[tuple[str, bytes], ...] = ()  # what else was handed out beside it
    apart_only: bool = False  # no test may run in a learner's own process
    versions: tuple[Version, ...] = ()  # of the released notebook: today's, then those before it

    @property
    def max_points(self):
        return sum(cell.points for cell in self.cells)

    @property
    def answered(self) -> bool:
        """Whether the instructor's notebook holds an answer."""
        return any(not unwritten(cell.source) for cell in self.of("answer").values())

    @property
    def room(self) -> int:
        """Bytes of the files that were handed out."""
        return sum(len(data) for _, data in self.files)

    @property
    def goes_inside(self) -> bool:
        """Whether a cell of it may have to run in the learner's own process."""
        tests = any(cell.road != APART for cell in self.of("test").values())
        shown = any(cell.cell_type == "code" for cell in self.of("written").values())
        return not self.apart_only and (tests or shown)

    def of(self, *kinds):
        """The cells of these kinds, by grade_id."""
        return {cell.grade_id: cell for cell in self.cells if cell.kind in kinds}


@dataclass
class Answers:
    """What one learner handed in for one notebook: sources by grade_id, tests that are there, flags.

    `order` has all cells that run, in the learner's order: (grade_id, or "" for a cell of the learner's own; source).
    """

    sources: dict[str, str] = field(default_factory=dict)
    tests: set[str] = field(default_factory=set)
    flags: list[str] = field(default_factory=list)
    digest: str = ""
    problem: str = ""  # why nothing could be read
    order: list[tuple[str, str]] = field(default_factory=list)
    files: tuple[tuple[str, bytes], ...] = ()  # what lay beside the notebook


# -- the instructor's notebook --------------------------------------------------------------------


def read_plan(
    source: Path, released: Path, before: tuple[Version, ...] = (), caps: Caps | None = None
) -> Plan:
    """The plan of a notebook: tests from the instructor's `source`, stubs and checksums from the `released` one.

    `before` are versions of it that were released. Raises BookError where too much lies beside the released one.
    """
    texts = [Path(path).read_bytes() for path in (source, released)]
    notebook, given = (json.loads(text) for text in texts)
    own = Own.read(Path(source).parent)
    files = handed_out(Path(released).parent, (caps or Caps()).handed_out)
    stubs = {grade_id(cell): cell for cell in given["cells"] if grade_id(cell)}
    cells = tuple(_planned(cell, stubs.get(grade_id(cell))) for cell in notebook["cells"])
    imported = frozenset().union(
        *(_imported(cell.source) for cell in cells if cell.kind == "setup")
    )
    cells = tuple(with_road(cell, imported) for cell in cells)
    today = version_of(given["cells"], [name for name, _ in files])
    kernel = {"kernelspec": given.get("metadata", {}).get("kernelspec", {})}
    return Plan(
        Path(source).stem,
        cells,
        {key: value for key, value in kernel.items() if value},
        _digest([*texts, own.digest().encode()], files),
        frozenset(name for cell in cells if cell.kind == "answer" for name in cell.names),
        imported,
        own,
        files,
        notebook.get("metadata", {}).get("nnlib", {}).get("road") == APART,
        (today, *(version for version in before if version != today)),
    )


def _digest(texts, files):
    parts = [*filter(None, texts), *(name.encode() + b"\0" + data for name, data in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _planned(cell, stub):
    known, source = about(cell), text_of(cell) or ""
    metadata = (stub or cell).get("metadata", {})
    shared = {"source": source, "metadata": metadata, "cell_type": cell["cell_type"]}
    shared |= {"grade_id": known.get("grade_id", ""), "points": float(known.get("points") or 0)}
    shared["released"] = (text_of(stub) or "") if stub else source
    if known.get("task"):
        return Cell("task", **shared)
    if known.get("solution") and (known.get("grade") or cell["cell_type"] != "code"):
        return Cell("written", **shared)
    if known.get("solution"):
        return Cell("answer", **shared, names=own_names(source))
    if known.get("grade"):
        return Cell("test", **shared, hidden=BEGIN in source)
    return Cell("setup" if cell["cell_type"] == "code" else "text", **(shared | {"points": 0.0}))


def _imported(source):
    """Modules of nnlib that a cell imports."""
    try:
        return frozenset(imports(ast.parse(plain_python(source))))
    except SyntaxError:
        return frozenset()


# -- the learner's notebook -----------------------------------------------------------------------


def read_answers(plan: Plan, path: Path, caps: Caps | None = None) -> Answers:
    """The answers in a handed-in notebook. Never raises for what is in it: what is wrong becomes a flag."""
    answers, caps = Answers(), caps or Caps()
    data, problem = file_bytes(Path(path), caps.notebook)
    answers.digest = hashlib.sha256(data).hexdigest()
    cells = cells_of(data, caps.cells) if problem is None else None
    if cells is None:
        answers.problem = problem or "notebook-unreadable"
        answers.flags.append(answers.problem)
        return answers
    _take(plan, cells, answers, caps)
    answers.files, left = beside(Path(path).parent, caps.beside, _given(plan) | set(caps.extra))
    answers.flags += ["files-left-out"] if left else []
    _hold_against(plan, begun_with(plan.versions, cells), answers)
    answers.flags = list(dict.fromkeys(answers.flags))
    return answers


def _hold_against(plan, begun, answers):
    """Flag what is missing of the version that a learner began with; what came later is put where it belongs."""
    written, tests = plan.of("answer", "written"), plan.of("test")
    missing = [name for name in tests if name not in answers.tests]
    answers.flags += [
        f"no-solution-cell:{name}"
        for name in written
        if name in begun.named and name not in answers.sources
    ]
    answers.flags += [f"tests-missing:{name}" for name in missing if name in begun.named]
    answers.tests |= {name for name in missing if name not in begun.named}
    now = [(c.grade_id, c.source, c.kind) for c in plan.cells if c.cell_type == "code"]
    answers.order = corrected(answers.order, now, plan.versions, begun)


def _given(plan):
    """Names that lie beside a notebook and are not the learner's: notebooks, and what was handed out."""
    return {f"{name}.py" for name in plan.own.texts} | {name for name, _ in plan.files}


def extra_files(folder: Path, plans: tuple[Plan, ...], caps: Caps | None = None) -> list[str]:
    """Names of files beside the notebooks of the assignment that were not handed out with it."""
    allowed = {f"{plan.name}.ipynb" for plan in plans}
    allowed |= set().union(*map(_given, plans))
    allowed |= {name for plan in plans for version in plan.versions for name in version.files}
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = folders[:50]
        for name in files[:1000]:
            inside = (Path(here) / name).relative_to(folder).as_posix()
            known = any(fnmatch(inside, p) for p in (caps or Caps()).extra)
            if inside not in allowed and not known:
                found.append(inside)
        found += [name for name in folders if (Path(here) / name).is_symlink()]
    return sorted(found)[:100]


def _take(plan, cells, answers, caps):
    """Sort the cells of a submission into answers, tests, and cells of the learner's own. A cell's type is restored."""
    known = {cell.grade_id: cell for cell in plan.cells if cell.grade_id}
    for cell in cells:
        name, source = grade_id(cell), text_of(cell)
        mine = known.get(name)
        if source is None:
            answers.flags += [f"retyped:{name}"] if mine else []
            continue
        if mine is None:
            if name and not any(name in version.named for version in plan.versions):
                answers.flags.append("unknown-cells")
            if cell.get("cell_type") == "code":
                answers.order.append(("", _short(source, caps)))
            continue
        kind = str(cell.get("cell_type"))
        if not any(version.had(name, kind) for version in plan.versions):
            answers.flags.append(f"retyped:{name}")
        if mine.kind == "test":
            if name in answers.tests:
                answers.flags.append(f"duplicate:{name}")
            given = {version.named.get(name) for version in plan.versions}
            kind = mine.cell_type
            if marked(kind, source) not in given | {marked(kind, mine.source)}:
                answers.flags.append("tests-changed")
            answers.tests.add(name)
        elif mine.kind in ("answer", "written"):
            _answer(name, source, answers, caps)
        if mine.cell_type == "code":
            learners = mine.kind in ("answer", "written")
            answers.order.append((name, _short(source, caps) if learners else mine.source))


def own_cells(answers: Answers, plan: Plan) -> dict[str | None, list[tuple[int, str]]]:
    """{grade_id: [(place, source)]}: the cells of the learner's own before each cell of the plan; None's, after all."""
    setup = {cell.source.strip() for cell in plan.cells if cell.kind == "setup"}
    found, waiting = {}, []
    for place, (name, source) in enumerate(answers.order):
        if name:
            found.setdefault(name, []).extend(waiting)
            waiting = []
        elif source.strip() and source.strip() not in setup:
            waiting.append((place, source))
    return found | {None: waiting}


def _short(source, caps):
    """The source of a cell; of one that is too long, a line that says so."""
    if len(source) <= caps.source:
        return source
    return tr('raise ValueError("this answer is too long to be graded")')


def _answer(name, source, answers, caps):
    """One answer. A cell that was split has two halves: they count together, in their order."""
    if name in answers.sources:
        answers.flags.append(f"duplicate:{name}")
        source = f"{answers.sources[name]}\n\n{source}"
    if len(source) > caps.source:
        answers.flags.append(f"answer-too-long:{name}")
    answers.sources[name] = _short(source, caps)
