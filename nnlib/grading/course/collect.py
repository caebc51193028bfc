"""Collect: a folder or an archive of downloads becomes submissions, and nothing handed in is overwritten."""

import csv
import re
import tempfile
from collections import defaultdict
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import FileNameCollectorPlugin
from nbgrader.utils import parse_utc
from sqlalchemy.engine import make_url

from nnlib.core.files import BookError, replace, write_whole
from nnlib.core.words import tr
from nnlib.grading.course.folder import Step, open_course, step_folder
from nnlib.grading.course.platforms import HandedIn, read_name, without_copy
from nnlib.grading.course.record import patiently
from nnlib.grading.course.unpack import Unpacked

COLLECTED = "collected.csv"  # under which name and number a platform knows a submission
HEAD = ["assignment", "student", "platform", "id", "prefix"]


def collect(assignment: str, downloads: Path, course_dir: Path, update: bool = False) -> list[Step]:
    """Put downloaded notebooks and archives into `submitted/`; returns a Step per student and per file left over.

    Names say who and when, as Canvas, Moodle and Blackboard write them, or a folder per student, or a pattern of the
    course's own (`FileNameCollectorPlugin.named_regexp`). Of several attempts the newest counts. A submission that is
    there with other content stays (`kept`), unless `update` is set: then it is moved to `build/replaced/`.
    """
    course = open_course(course_dir, assignment)
    if not Path(downloads).exists():
        raise BookError(tr("there is nothing at {downloads}", downloads=downloads))
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = Unpacked(Path(scratch))
        files = list(unpacked.files(Path(downloads).resolve()))
        steps = [Step(name, "failed", why) for name, why in unpacked.failed]
        known, left = _by_student(files, assignment, _own_pattern(course), _class_list(course))
        steps += [Step(str(found), "left", why) for found, why in left]
        wanted = _wanted(course)
        for student, handed in sorted(known.items()):
            steps += _student(course, student, handed, wanted, update)
    return steps


def _own_pattern(course):
    """The pattern that a course has set in the place of the shipped one."""
    from nnlib.grading.course.settings import NAMED_REGEXP

    pattern = FileNameCollectorPlugin(config=course.config).named_regexp
    return re.compile(pattern) if pattern not in ("", NAMED_REGEXP) else None


def _wanted(course):
    """The names of the assignment's notebooks."""
    folders = step_folder(course, "release"), step_folder(course, "source")
    return sorted({path.name for folder in folders for path in folder.glob("*.ipynb")})


def _class_list(course):
    """The students whom the gradebook knows, where there is one."""
    where = make_url(course.db_url)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        return frozenset()

    def names():
        with Gradebook(course.db_url, course.course_id) as book:
            return frozenset(student.id for student in book.students)

    return patiently(course.db_url, names)


def _by_student(files, assignment, own, class_list):
    """{student: what they handed in}, and what nobody did. Two people of one name are kept apart by their numbers."""
    by_name, left = defaultdict(list), []
    for found in files:
        handed = read_name(found, assignment, own, class_list)
        if handed is None or not found.name.endswith(".ipynb"):
            why = tr("no name of a student in it") if handed is None else tr("not a notebook")
            left.append((found, why))
        else:
            by_name[handed.student].append(handed)
    known = {}
    for name, handed in by_name.items():
        numbers = {each.id for each in handed}
        for number in numbers:
            alone = name if len(numbers) == 1 else f"{name} {number}".strip()
            known[alone] = [each for each in handed if each.id == number]
    return known, left


def _student(course, student, handed, wanted, update):
    """The Steps of one student."""
    chosen, left = _choose(handed, wanted)
    steps = [Step(str(each.found), "left", why) for each, why in left]
    return [*steps, _hand_in(course, student, chosen, update)] if chosen else steps


def _choose(handed: list[HandedIn], wanted):
    """{notebook's name: the newest of its attempts}, and what was left, with why."""
    best, left = {}, []
    for each in sorted(handed, key=_age):
        name = (
            each.file if each.file in wanted else f"{without_copy(Path(each.file).stem)[0]}.ipynb"
        )
        if name not in wanted and len(wanted) == 1 and len({h.file for h in handed}) == 1:
            name = wanted[0]  # the only notebook there, whatever it is called
        if name not in wanted:
            left.append((each, tr("not a notebook of this assignment")))
            continue
        if name in best:
            left.append((best[name], tr("an older attempt")))
        best[name] = each
    return best, left


def _age(handed):
    return handed.when, handed.attempt, without_copy(Path(handed.file).stem)[1]


def _hand_in(course, student, chosen, update):
    """Copy one student's notebooks into `submitted/`, unless something else is there."""
    folder = step_folder(course, "submitted", student)
    texts = {name: each.found.path.read_bytes() for name, each in chosen.items()}
    there = {path.name: path.read_bytes() for path in folder.glob("*.ipynb") if path.is_file()}
    if folder.exists() and texts.items() <= there.items():
        return Step(student, "unchanged")
    if folder.exists() and not update:
        why = tr("{folder} holds another submission, which stays", folder=folder)
        return Step(student, "kept", why)
    for name, text in texts.items():
        replace(folder / name, text, Path(course.root))
    one = max(chosen.values(), key=_age)
    if one.when:
        write_whole(folder / "timestamp.txt", parse_utc(one.when).isoformat(" "))
    _note(course, student, one)
    renamed = [str(e.found) for name, e in chosen.items() if Path(e.file).name != name]
    about = [tr("renamed: {files}", files=", ".join(renamed))] if renamed else []
    about += [tr("late, says the platform")] if one.late else []
    return Step(student, "done", "; ".join(about))


def _note(course, student, handed):
    """Keep what the platform calls a submission: grades and feedback go back under that name."""
    rows = collected(Path(course.root))
    rows[course.assignment_id, student] = (handed.platform, handed.id, handed.prefix)
    path = Path(course.root) / COLLECTED
    with tempfile.TemporaryFile("w+", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [HEAD, *([*key, *value] for key, value in sorted(rows.items()))]
        )
        file.seek(0)
        write_whole(path, file.read())


def collected(root: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(assignment, student) -> (platform, number there, beginning of the file's name there)."""
    path = Path(root) / COLLECTED
    if not path.is_file():
        return {}
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) == len(HEAD) and row != HEAD]
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
