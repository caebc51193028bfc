"""The class at a glance: who earned what, which part cost most points, which slips are frequent, what was flagged."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from nnlib.core.notebook import cells_of, grade_id
from nnlib.grading.course.folder import open_course, step_folder
from nnlib.grading.course.reading import Student, gradebook_rows, noted, open_gradebook, ran_inside
from nnlib.grading.course.words import meaning

BINS = 8  # bars of the distribution
MOST = 12  # slips that are shown


@dataclass(frozen=True)
class PartSummary:
    """One graded cell: the points that the class has in it on average, of how many, and who has them all."""

    name: str
    mean: float
    max_points: float
    full: int


@dataclass(frozen=True)
class SlipSummary:
    """A slip: how many students made it, in which parts, and what it means in one line."""

    key: str
    students: int
    parts: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class ClassView:
    """A class after grading."""

    assignment: str
    students: tuple[Student, ...]
    parts: tuple[PartSummary, ...]
    slips: tuple[SlipSummary, ...]
    max_points: float
    missing: tuple[str, ...] = ()  # who is in the gradebook, and has handed in nothing
    inside: tuple[str, ...] = ()  # parts that ran in a learner's own process, as nbgrader runs all

    @property
    def points(self):
        """All students' points, the smallest first."""
        return sorted(student.points for student in self.students)

    @property
    def flagged(self):
        return [student for student in self.students if student.flags]


def class_view(assignment: str, course_dir: Path = Path("."), db: str | None = None) -> ClassView:
    """The class in a course's gradebook, or in another one. Raises BookError where nothing was graded."""
    course = open_course(course_dir, assignment)
    rows, worth = gradebook_rows(assignment, db or course.db_url)
    found = {row.name: noted(step_folder(course, "autograded", row.name)) for row in rows}
    students = tuple(
        replace(row, flags=found[row.name][0], graded=found[row.name][1] is not None)
        for row in rows
    )
    order = _order(step_folder(course, "source"))
    names = sorted(worth, key=lambda name: (order.get(name, len(order)), name))
    parts = tuple(_part(name, students, worth[name]) for name in names)
    slips = tuple(_slips({name: cells for name, (_, cells) in found.items()}))
    missing = _missing(assignment, db or course.db_url, {row.name for row in rows})
    ran = {n for row in rows[:1] for n in ran_inside(step_folder(course, "autograded", row.name))}
    inside = tuple(name for name in names if name in ran)
    return ClassView(assignment, students, parts, slips, sum(worth.values()), missing, inside)


def _missing(assignment, url, there):
    with open_gradebook(url, assignment) as book:
        return tuple(sorted(student.id for student in book.students if student.id not in there))


def _order(folder):
    """Cell -> its place in the instructor's notebooks."""
    cells = [
        c for path in sorted(folder.glob("*.ipynb")) for c in cells_of(path.read_bytes()) or ()
    ]
    return {grade_id(cell): place for place, cell in enumerate(cells)}


# -- counting -------------------------------------------------------------------------------------


def _part(name, students, most):
    earned = [student.parts.get(name, 0.0) for student in students]
    full = sum(points >= most for points in earned)
    return PartSummary(name, sum(earned) / len(earned), most, full)


def _slips(noted):
    """Slips by how many students made them, the most frequent first."""
    made, parts, said = Counter(), defaultdict(Counter), defaultdict(Counter)
    for cells in noted.values():
        for name, (slip, message) in (cells or {}).items():
            parts[slip][name] += 1
            said[slip][message] += 1
        made.update({slip for slip, _ in (cells or {}).values()})
    for slip, count in sorted(made.items(), key=lambda pair: (-pair[1], pair[0])):
        where = tuple(name for name, _ in parts[slip].most_common())
        yield SlipSummary(slip, count, where, meaning(slip, said[slip].most_common(1)[0][0]))


def distribution(
    points: list[float], most: float, bins: int = BINS
) -> list[tuple[float, float, int]]:
    """[(from, to, how many)]: equal steps from 0 to `most`; whoever has more stands in the last."""
    step = max(1.0, -(-most // bins)) if most >= 1 else 1.0
    edges = [step * n for n in range(max(1, int(-(-most // step))))]
    counts = Counter(min(int(p // step), len(edges) - 1) for p in points)
    ends = [*edges[1:], max(most, edges[-1])]
    return [(low, high, counts[n]) for n, (low, high) in enumerate(zip(edges, ends))]


def median(values: list[float]) -> float:
    """The middle one, or the mean of the two in the middle."""
    ordered, n = sorted(values), len(values)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
