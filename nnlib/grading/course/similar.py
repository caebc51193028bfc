"""Submissions that are alike in what few others wrote: a list for a person to judge, never a verdict.

Each answer becomes its tokens, without comments, docstrings and layout, and with one name for all that it names
itself. Runs of eight tokens are compared. A run counts the more, the fewer students have it (the logarithm of n through
their number), and not at all where it was handed out: what everybody writes makes nobody alike.
"""

import ast
import io
import keyword
import math
import tokenize
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from nnlib.core.source import plain_python
from nnlib.grading.course.folder import open_course, step_folder, students
from nnlib.grading.course.grade import released_plans, tasks_of
from nnlib.grading.sandbox.submission import read_answers

RUN = 8  # tokens
RARE = 5  # students who may share a run, at least, and it still counts
LEAST = 12.0  # of the weight that two have in common: less may be chance
SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER)


@dataclass(frozen=True)
class Pair:
    """Two students: the share (0 to 1) of what only few wrote that both have, the answer in which most of it lies, and
    that answer of each."""

    students: tuple[str, str]
    share: float
    answer: str
    excerpts: tuple[str, str]


def similar(assignment: str, course_dir: Path, most: int = 20) -> list[Pair]:
    """The pairs of submissions that are most alike, the most alike first; none where nobody is."""
    course = open_course(course_dir, assignment)
    plans = released_plans(assignment, course)
    tasks = tasks_of(course, plans, students(assignment, course_dir))
    given = {run for plan in plans for c in plan.of("answer").values() for run in runs(c.released)}
    texts, found = {}, defaultdict(dict)
    for task in tasks:
        for plan in plans:
            folder = step_folder(course, "submitted", task.student)
            answers = read_answers(plan, folder / f"{plan.name}.ipynb", task.caps)
            for name, source in answers.sources.items():
                if name in plan.of("answer"):
                    texts[task.student, name] = source
                    found[task.student][name] = runs(source) - given
    return _alike(found, texts, most)


def runs(source: str) -> set[tuple[str, ...]]:
    """The runs of RUN tokens in an answer; of one that is no Python, of its words."""
    words = _tokens(plain_python(source))
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def _tokens(source):
    try:
        tree = ast.parse(source)
        own = _own_names(tree)
        for node in ast.walk(tree):
            _without_docstring(node)
        text = ast.unparse(tree)
        words = [t for t in tokenize.generate_tokens(io.StringIO(text).readline)]
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return source.split()
    kept = [t for t in words if t.type not in SKIPPED]
    return ["x" if t.type == tokenize.NAME and t.string in own else t.string for t in kept]


def _own_names(tree):
    """The names that a piece of code gives itself: parameters and values, not its functions."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
             and isinstance(node.ctx, ast.Store)}  # fmt: skip
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return names - set(keyword.kwlist)


def _without_docstring(node):
    body = getattr(node, "body", None)
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and isinstance(body, list):
        first = body[0] if body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(body) > 1:
            del body[0]


def _alike(found, texts, most):
    """The pairs, from {student: {answer: runs}}."""
    having = defaultdict(set)
    for student, answers in found.items():
        for name, own in answers.items():
            for run in own:
                having[name, run].add(student)
    n = len(found)
    rare = max(RARE, n // 50)
    common, whole = defaultdict(Counter), Counter()
    for (name, _), who in having.items():
        weight = math.log(n / len(who)) if n > 1 else 0.0
        for student in who:
            whole[student] += weight
        if len(who) <= rare:
            for pair in combinations(sorted(who), 2):
                common[pair][name] += weight
    pairs = []
    for (one, other), by_answer in common.items():
        weight = sum(by_answer.values())
        if weight < LEAST:
            continue
        name = by_answer.most_common(1)[0][0]
        share = weight / min(whole[one], whole[other])
        pairs.append(Pair((one, other), share, name, (texts[one, name], texts[other, name])))
    return sorted(pairs, key=lambda pair: (-pair.share, pair.students))[:most]
