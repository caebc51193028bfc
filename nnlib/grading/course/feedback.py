"""Feedback: a page per student, with the points, the messages and no hidden test; and archives for the platforms."""

import io
import re
import zipfile
from collections import defaultdict
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from tqdm import tqdm

from nnlib.core.files import write_whole
from nnlib.grading.course.collect import collected
from nnlib.grading.course.folder import Step, convert, open_course, step_folder, students


def feedback(
    assignment: str,
    course_dir: Path,
    only: list[str] | None = None,
    force: bool = True,
    progress: bool = True,
) -> list[Step]:
    """Write every student's feedback page; returns a Step per student."""
    names = students(assignment, course_dir) if only is None else list(only)
    steps = []
    for student in tqdm(names, desc="feedback", unit="student", disable=not progress):
        reason = convert(GenerateFeedback, open_course(course_dir, assignment, student), force)
        steps.append(Step(student, "failed" if reason else "done", reason))
    return steps


def archives(assignment: str, course_dir: Path) -> list[tuple[Path, int]]:
    """Pack the pages, a zip per platform, each page under the name that the platform takes back; [(path, pages)].

    Canvas finds a submission by the beginning of the file's name, Moodle by that of its folder; whoever came another
    way is in a zip with a folder per student.
    """
    course, pages = open_course(course_dir, assignment), defaultdict(dict)
    known = collected(Path(course.root))
    for student in students(assignment, course_dir):
        platform, _, prefix = known.get((assignment, student), ("", "", ""))
        platform = platform if platform in ("canvas", "moodle") else "folders"
        for page in sorted(step_folder(course, "feedback", student).glob("*.html")):
            name = {"canvas": f"{prefix}{page.name}", "moodle": f"{_folder(prefix)}/{page.name}"}
            pages[platform][name.get(platform, f"{student}/{page.name}")] = page.read_bytes()
    safe = re.sub(r"[^\w.-]", "_", assignment)
    found = []
    for platform, named in sorted(pages.items()):
        path = Path(course.root) / "feedback" / f"{safe}_{platform}.zip"
        write_whole(path, _zipped(named))
        found.append((path, len(named)))
    return found


def _folder(prefix):
    """The folder of a submission in Moodle's archives: its name ends in an underscore there."""
    return f"{prefix.rstrip('_')}_"


def _zipped(named):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return data.getvalue()
