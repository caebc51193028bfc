"""A folder of one's own, and how what is new in the book comes into it without touching an answer.

What the book gave out is kept in a hidden folder, GIVEN: only beside it can be seen what the learner has changed, and
what the book.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nnlib.core.files import BookError, course_root, replace, short, write_whole
from nnlib.core.words import tr
from nnlib.course.merge import merge
from nnlib.course.notebooks import book_files, origin
from nnlib.course.selfstudy import course, tests_only

GIVEN = ".nnlib-given"
OWN = "my-course"  # in a clone, the folder in which a learner works


@dataclass
class Updated:
    """What an update has done: files written, and {file: beginnings of the cells that both sides have changed}."""

    written: list[Path] = field(default_factory=list)
    both: dict[Path, list[str]] = field(default_factory=dict)


def own_course(clone: Path) -> Path:
    """The learner's own folder in a clone, made where it is missing."""
    folder = clone / OWN
    if not folder.exists():
        new_course(folder)
    return folder


def new_course(folder: str | Path, without_two: bool = False) -> list[Path]:
    """`selfstudy.course`, and a note of what was given out, for later updates."""
    written = course(folder, without_two)
    for path in written:
        _note(Path(folder), path.relative_to(folder))
    return written


def is_older(root: Path) -> bool:
    """Whether the book has changed since it was last brought into this folder."""
    return any(
        (root / inside).exists() and _new(inside) != _given(root, inside)
        for inside in _inside(root)
    )


def update(root: str | Path | None = None) -> Updated:
    """Bring what the book has changed into the course that you stand in; see `merge` for what stays.

    A file that is changed is kept as it was below build/replaced/. Raises BookError in the book's own folder, and
    where a notebook cannot be read.
    """
    root, done = Path(root or course_root()), Updated()
    if root == origin():
        raise BookError(tr("this is the book itself: git pull brings its changes"))
    for inside in _inside(root):
        new, given, target = _new(inside), _given(root, inside), root / inside
        if not target.exists() or new == given:
            continue
        there = target.read_bytes()
        text, both = (
            (new, []) if there in (given, new) else _brought_together(given, there, new, inside)
        )
        if text != there:
            replace(target, text, root)
            done.written.append(target)
        if both:
            done.both[target] = both
        done.written += _tests(root, inside, given, new)
        _note(root, inside)
    done.written += new_course(root, not (root / "chapters" / "04_forward.ipynb").exists())
    return done


def command() -> None:
    """Bring what is new in the book into your course; what you wrote stays as it is."""
    done = update()
    for path, cells in done.both.items():
        said = tr("{path}: the book has changed what you changed too; yours stays:")
        print(said.format(path=short(path)), *(f"    {words}" for words in cells), sep="\n")
    count = len(done.written)
    if not count:
        print(tr("Everything here is as new as the book."))
        return
    print(
        tr(
            "{count} files brought up to date; as they were, they are in build/replaced/.",
            count=count,
        )
    )


def _tests(root: Path, inside: Path, given: bytes | None, new: bytes) -> list[Path]:
    """The tests of an exercise, written anew where they are those that came with it, and nobody's own."""
    target = root / "solutions" / Path(*inside.parts[1:])
    if (
        inside.parts[0] != "exercises"
        or inside.suffix != ".ipynb"
        or not (given and target.exists())
    ):
        return []
    if target.read_text(encoding="utf-8") != tests_only(given.decode()):
        return []
    replace(target, tests_only(new.decode()), root)
    return [target]


def _inside(root: Path) -> Iterator[Path]:
    """The files that the book gives out and that can be in this folder, as paths in it."""
    return (path.relative_to(origin()) for path in book_files())


def _new(inside: Path) -> bytes:
    return (origin() / inside).read_bytes()


def _given(root: Path, inside: Path) -> bytes | None:
    """What was given out; where nothing is noted, nobody can tell."""
    path = root / GIVEN / inside
    return path.read_bytes() if path.is_file() else None


def _note(root: Path, inside: Path) -> None:
    if (origin() / inside).is_file():
        write_whole(root / GIVEN / inside, _new(inside), mode=None)


def _brought_together(given, there, new, inside):
    """The new content of a file that the learner has changed, and the beginnings of cells that both have changed."""
    if inside.suffix != ".ipynb":
        return there, [tr("the whole file")]
    try:
        mine, now = json.loads(there), json.loads(new)
        before = json.loads(given)["cells"] if given else now["cells"]
        cells, both = merge(before, mine["cells"], now["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BookError(
            tr("{path} is no notebook that can be read; nothing was changed in it", path=inside)
        ) from None
    whole = mine | {"cells": cells, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "replace"), both
