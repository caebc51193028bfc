"""Names under which platforms hand files over: who, which attempt, when, and the file's own name."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from unicodedata import normalize

from nnlib.grading.course.unpack import Found

MOODLE = re.compile(r"(?P<student>.+?)_(?P<id>\d+)_assignsubmission_file_?(?P<file>.*)")
CANVAS = re.compile(r"(?P<student>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attempt>\d+)_(?P<file>.+)")
BLACKBOARD = re.compile(
    r"(?:gradebook_[^_]+_)?(?P<student>\w.*?)_attempt_"
    r"(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_(?P<file>.+)"
)
PLATFORMS = {"blackboard": BLACKBOARD, "moodle": MOODLE, "canvas": CANVAS}
MOODLES = "_assignsubmission_"
COPY = re.compile(r"(?P<stem>.+?)(?:-(?P<again>\d+)| ?\((?P<copy>\d+)\))")  # x-1, x (1)


@dataclass(frozen=True)
class HandedIn:
    """One file, as its name tells it."""

    student: str
    file: str
    found: Found
    platform: str = "folder"
    id: str = ""
    prefix: str = ""  # of the name on the platform, by which it takes feedback back
    when: str = ""
    attempt: int = 0
    late: bool = False


def read_name(
    found: Found,
    assignment: str,
    own: re.Pattern | None = None,
    class_list: Collection[str] = (),
) -> HandedIn | None:
    """Who handed a file in; None where its name and folders do not say.

    `own` is a course's pattern of its own, `class_list` the students whom the gradebook knows.
    """
    if own and (match := own.match(f"/{found}")):
        about = match.groupdict()
        file, when = f"{about['file_id']}.ipynb", about.get("timestamp") or ""
        return _safe(HandedIn(about["student_id"], file, found, "own", when=when))
    for part in (*found.folders, found.name):
        for platform, pattern in PLATFORMS.items():
            if match := pattern.fullmatch(part):
                about = match.groupdict()
                if platform == "blackboard":
                    about["student"] = _without_title(about["student"], assignment, class_list)
                return _safe(_from(about, part, platform, found))
    folders = [name for name in found.folders if name != assignment]
    if any(MOODLES in name for name in folders):
        return None  # without a name before it
    return _safe(HandedIn(folders[0], found.name, found)) if len(folders) == 1 else None


def _without_title(name, assignment, class_list):
    """A student of Blackboard's, before whom the assignment's title may stand: whoever is known, or what is left."""
    parts = normalize("NFC", name).split("_")
    for start in range(len(parts)):
        if (student := "_".join(parts[start:])) in class_list:
            return student
    title = re.sub(r"[ _]+", "_", assignment).casefold() + "_"
    begun = re.sub(r"[ _]", "_", name)
    return name[len(title) :] if begun.casefold().startswith(title) else name


def _from(about, part, platform, found):
    inside = part == found.name and about["file"]
    return HandedIn(
        about["student"],
        about["file"] if inside else found.name,
        found,
        platform,
        about.get("id") or "",
        part[: len(part) - len(about["file"])] if inside else part,
        about.get("when") or "",
        int(about.get("attempt") or 0),
        bool(about.get("late")),
    )


def _safe(handed):
    """The same with one form of each letter; None for a name that cannot be a folder's."""
    name = normalize("NFC", handed.student).strip()
    if not re.fullmatch(r"[\w-][\w .,@'()-]*", name) or len(name) > 100:
        return None
    return HandedIn(**{**vars(handed), "student": name, "file": normalize("NFC", handed.file)})


def without_copy(stem: str) -> tuple[str, int]:
    """A name without `-1` or ` (1)`, and that number."""
    match = COPY.fullmatch(stem)
    return (match["stem"], int(match["again"] or match["copy"])) if match else (stem, 0)
