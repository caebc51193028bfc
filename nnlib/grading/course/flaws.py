"""What is wrong with an instructor's notebook, before it is released: each flaw one sentence with file and cell.

nbgrader stops at most of these as well, with a traceback that names no cell; some it lets through, and a hidden part
goes out to learners, or points that nobody can earn.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jsonschema
from nbgrader.nbgraderformat import SCHEMA_VERSION, MetadataValidator
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearSolutions,
    InstantiateTests,
)
from traitlets.config import Config

from nnlib.core.files import BookError
from nnlib.core.notebook import about, cells_of, text_of
from nnlib.core.words import tr
from nnlib.grading.sandbox.roads import AUTOTEST

MOST = 10  # flaws that are told at once
NAME = re.compile(r"[a-zA-Z0-9_-]+")
ALMOST = re.compile(r"#+\s*(begin|end)\b.*\b(solution|hidden|mark)", re.IGNORECASE)


def refuse_flawed(notebooks: list[Path], config: Config) -> None:
    """Raise BookError where an instructor's notebook cannot be released as it is: a sentence for each flaw."""
    found = [flaw for path in notebooks for flaw in flaws(path, config)]
    if found:
        more = [tr("… and {count} more", count=len(found) - MOST)] if len(found) > MOST else []
        raise BookError("\n".join([*found[:MOST], *more]))


def flaws(path: Path, config: Config) -> Iterator[str]:
    """A sentence for each flaw of a notebook, under a course's configuration."""
    cells = cells_of(Path(path).read_bytes())
    if cells is None:
        yield tr("{path} is no notebook that can be read; wanted one of format 4", path=path)
        return
    marks = list(_marks(config))
    for number, cell in enumerate(cells, 1):
        known = about(cell)
        where = tr("{path}, cell {number}", path=path, number=number)
        where += f" ({known['grade_id']})" if known.get("grade_id") else ""
        said = [*(_of_data(cell, known) if known else ()), *_of_marks(cell, known, marks)]
        yield from (f"{where}: {flaw}" for flaw in said)
    yield from (f"{path}, {flaw}" for flaw in _twice(cells))
    yield from (f"{path}: {flaw}" for flaw in _of_kernel(path, cells, config))


# -- what nbgrader knows about a cell -------------------------------------------------------------


def _of_data(cell, known):
    """The flaws of a cell's own data."""
    version = known.get("schema_version", 0)
    if version != SCHEMA_VERSION:
        hint = (
            tr("run: nbgrader update .")
            if type(version) is int and version < SCHEMA_VERSION
            else tr("it was written by a newer nbgrader")
        )
        yield tr(
            "nbgrader's data is of version {version}, wanted {wanted}; {hint}",
            version=version,
            wanted=SCHEMA_VERSION,
            hint=hint,
        )
        return
    if (problem := _invalid(known)) is not None:
        yield problem
        return
    grade, solution, task = known["grade"], known["solution"], known.get("task", False)
    if (grade or solution or known["locked"] or task) and not known.get("grade_id"):
        yield tr("it has no ID; wanted one of letters, digits, _ and -")
    yield from _of_points(known, grade or task)
    yield from _of_type(cell.get("cell_type"), grade, solution, task)


def _invalid(known):
    """What nbgrader's schema has against a cell's data, or None."""
    errors = jsonschema.Draft4Validator(MetadataValidator().schema).iter_errors(known)
    for error in errors:
        if list(error.path) == ["grade_id"] and type(known["grade_id"]) is str:
            return tr("its ID is {name!r}; wanted letters, digits, _ and -", name=known["grade_id"])
        if list(error.path) == ["points"]:
            return tr("it has {points!r} points; wanted a number from 0", points=known["points"])
        return tr("nbgrader's data is not as wanted: {why}", why=error.message)
    return None


def _of_points(known, graded):
    if graded and "points" not in known:
        yield tr("it has no points; wanted a number, 0 too")
    if not graded and known.get("points"):
        yield tr(
            "it has {points:g} points that nobody can earn; wanted a test, an answer graded by hand or a task, or 0",
            points=known["points"],
        )


def _of_type(kind, grade, solution, task):
    if task and kind != "markdown":
        yield tr("it is a task in a code cell; wanted Markdown")
    elif kind == "markdown" and grade and not solution and not task:
        yield tr("it is a test in a Markdown cell; wanted code")
    elif kind == "markdown" and solution and not grade:
        yield tr("it is an answer in Markdown without points; wanted one that is graded by hand")


def _twice(cells):
    """A sentence for each ID that several cells have."""
    places = defaultdict(list)
    for number, cell in enumerate(cells, 1):
        known = about(cell)
        if any(known.get(kind) for kind in ("grade", "solution", "locked", "task")):
            places[known.get("grade_id")].append(number)
    for name, numbers in places.items():
        if name and len(numbers) > 1:
            yield tr(
                "cells {numbers} have one ID, {name}; wanted one for each",
                numbers=", ".join(map(str, numbers)),
                name=name,
            )


# -- marks in its source --------------------------------------------------------------------------


def _marks(config):
    """(begin, end, whether a cell may hold such a part, which cells may) for each kind of part that is taken out."""
    answers, hidden, scheme = (
        stage(config=config) for stage in (ClearSolutions, ClearHiddenTests, ClearMarkScheme)
    )
    yield (
        answers.begin_solution_delimeter,
        answers.end_solution_delimeter,
        lambda known: known.get("solution") or not answers.enforce_metadata,
        tr("an answer"),
    )
    yield (
        hidden.begin_test_delimeter,
        hidden.end_test_delimeter,
        lambda known: known.get("grade") or not hidden.enforce_metadata,
        tr("a test"),
    )
    yield (
        scheme.begin_mark_scheme_delimeter,
        scheme.end_mark_scheme_delimeter,
        lambda known: known.get("task") or not scheme.enforce_metadata,
        tr("a task"),
    )


def _of_marks(cell, known, marks):
    lines = (text_of(cell) or "").split("\n")
    for begin, end, may, which in marks:
        found = list(_of_pair(lines, begin, end))
        yield from found
        if not found and any(begin in line for line in lines) and not may(known):
            yield tr(
                "it holds {begin} and is not {which}; wanted it there", begin=begin, which=which
            )
    exact = [mark for begin, end, *_ in marks for mark in (begin, end)]
    for number, line in enumerate(lines, 1):
        if ALMOST.match(line.strip()) and not any(mark in line for mark in exact):
            yield tr(
                "line {number} is no mark, so what follows goes out to learners: {line}; wanted one of {marks}",
                number=number,
                line=line.strip(),
                marks=", ".join(exact),
            )
    if AUTOTEST in "\n".join(lines) and not known.get("grade") and cell.get("cell_type") == "code":
        yield tr(
            "it holds {begin} and is not {which}; wanted it there",
            begin=AUTOTEST,
            which=tr("a test"),
        )


def _of_pair(lines, begin, end):
    """What is wrong with the beginnings and ends of one kind of part."""
    opened = None
    for number, line in enumerate(lines, 1):
        if begin in line:
            if opened is not None:
                yield tr(
                    "{begin} in line {number} stands inside of another; wanted {end} before",
                    begin=begin,
                    number=number,
                    end=end,
                )
                return
            opened = number
        elif end in line:
            if opened is None:
                yield tr(
                    "{end} in line {number} has no {begin} before it",
                    end=end,
                    number=number,
                    begin=begin,
                )
                return
            opened = None
    if opened is not None:
        yield tr(
            "{begin} in line {number} has no end; wanted {end}", begin=begin, number=opened, end=end
        )


# -- the kernel -----------------------------------------------------------------------------------


def _of_kernel(path, cells, config):
    """The flaws of what the notebook says of its kernel."""
    kernel = json.loads(Path(path).read_bytes().decode("utf-8-sig")).get("metadata", {})
    kernel = kernel.get("kernelspec") or {}
    language = kernel.get("language", "python")
    if language != "python":
        yield tr("it is written in {language}; wanted Python", language=language)
        return
    if any(AUTOTEST in (text_of(cell) or "") for cell in cells):
        known = InstantiateTests(config=config).comment_strs
        if kernel.get("name") not in known:
            yield tr(
                "its kernel is {name!r}, by which no {autotest} line can be run; wanted {known}",
                name=kernel.get("name"),
                autotest=AUTOTEST,
                known=", ".join(known),
            )
