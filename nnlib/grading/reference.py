"""An instructor's solution of one exercise, as a notebook holds it: the function, its stub, the cells that test it."""

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property

from nnlib.core.notebook import text_of
from nnlib.core.source import plain_python
from nnlib.core.words import tr
from nnlib.grading.exercise import Form
from nnlib.grading.own import ExerciseError
from nnlib.grading.sandbox.submission import BEGIN

MARKED = re.compile(r"(?ms)^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[^\n]*")
STUB = tr("\\1raise NotImplementedError()")


@dataclass
class Solution:
    """One function of an instructor's notebook: all code of the notebook but tests, and the tests of this function."""

    name: str
    where: str  # the notebook, as a person reads it
    source: str  # the cell that defines it
    before: list[str]  # the sources of the other cells that are no tests
    tests: list[dict] = field(default_factory=list)  # {"part", "points", "hidden", "grade_id"}

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """What the notebook defines, without lines that only show something."""
        return _statements([*self.before, self.source])

    @property
    def parameters(self) -> list[str]:
        """The names in the function's def line."""
        arguments = _function(self.statements, self.name).args
        return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]

    @cached_property
    def function(self):
        """The function, run with all that stands beside it. Raises ExerciseError where that does not run."""
        return self._run(self.statements)

    @cached_property
    def untouched(self):
        """The function as learners first have it."""
        left = MARKED.sub(STUB, self.source)
        if left == self.source:  # without marks nbgrader takes all of the cell away
            header = ast.unparse(_function(self.statements, self.name).args)
            left = f"def {self.name}({header}):\n    raise NotImplementedError()"
        return self._run(_statements([*self.before, left]))

    def _run(self, statements):
        space = {"__name__": "__main__"}
        try:
            exec("\n".join(map(ast.unparse, statements)), space)
            return space[self.name]
        except Exception as error:
            raise ExerciseError(
                tr(
                    "the code of {where} does not run: {name}: {error}",
                    where=self.where,
                    name=type(error).__name__,
                    error=error,
                )
            ) from None


def _statements(sources):
    nodes = [node for source in sources for node in ast.parse(plain_python(source)).body]
    return [node for node in nodes if not isinstance(node, ast.Expr)]


def _function(statements, name):
    return next(node for node in statements if getattr(node, "name", None) == name)


# --- From a notebook --------------------------------------------------------------------------------------------------


def solution_of(notebook: dict, name: str, where: str) -> Solution | None:
    """The solution of an exercise in a notebook that was read as JSON; None where no cell defines the function."""
    answers, before, tests = [], [], []
    for cell in notebook["cells"]:
        about, source = cell.get("metadata", {}).get("nbgrader", {}), text_of(cell) or ""
        if cell["cell_type"] != "code":
            continue
        if about.get("grade") and not about.get("solution"):
            tests += _asked(source, name, about)
        elif about.get("solution") and _defines(source, name):
            answers.append(source)
        else:
            before.append(source)
    return Solution(name, where, "\n\n".join(answers), before, tests) if answers else None


def _defines(source, name):
    try:
        return any(
            getattr(node, "name", None) == name for node in ast.parse(plain_python(source)).body
        )
    except SyntaxError:
        return False


def _asked(source, name, about):
    """What a test cell asks of the function: {"part": None} for all visible parts."""
    try:
        calls = [n for n in ast.walk(ast.parse(plain_python(source))) if isinstance(n, ast.Call)]
    except SyntaxError:
        return
    for call in calls:
        given = {word.arg: getattr(word.value, "value", None) for word in call.keywords}
        first = call.args[0].id if call.args and isinstance(call.args[0], ast.Name) else None
        if getattr(call.func, "id", None) == "check" and given.get("exercise", first) == name:
            part = given.get("part") or (
                getattr(call.args[1], "value", None) if call.args[1:] else None
            )
            yield {
                "part": part,
                "points": float(about.get("points") or 0),
                "hidden": BEGIN in source,
                "grade_id": about.get("grade_id", ""),
            }


# --- What must agree --------------------------------------------------------------------------------------------------


def misfits(form: Form, solution: Solution) -> list[str]:
    """Where notebook and exercise do not go together: parameters, parts that no cell checks, points that differ."""
    found = []
    if tuple(solution.parameters[: len(form.parameters)]) != form.parameters:
        found.append(
            tr(
                "the exercise asks for {name}({asked}), the solution in {where} is {name}({given})",
                name=form.name,
                asked=", ".join(form.parameters),
                where=solution.where,
                given=", ".join(solution.parameters),
            )
        )
    checked = set()
    for test in solution.tests:
        asked, said = _checked_by(form, test)
        checked |= {part.name for part in asked}
        found += said
    missing = [part.name for part in form.parts if part.points and part.name not in checked]
    found += [tr("no test cell checks the part {part!r}", part=part) for part in missing]
    return found


def _checked_by(form, test):
    """The parts that a test cell checks, and what is wrong with it, in sentences."""
    visible = [part for part in form.parts if not part.hidden]
    known, cell, part = {part.name: part for part in form.parts}, test["grade_id"], test["part"]
    if part is not None and part not in known:
        return [], [
            tr("the cell {cell} checks {part!r}, and there is no such part", cell=cell, part=part)
        ]
    asked, said = visible if part is None else [known[part]], []
    worth, points = sum(part.points for part in asked), test["points"]
    if worth != points:
        said.append(
            tr(
                "the cell {cell} has {points:g} points, and what it checks has {worth:g}",
                cell=cell,
                points=points,
                worth=worth,
            )
        )
    if any(part.hidden for part in asked) and not test["hidden"]:
        said.append(
            tr(
                "the cell {cell} checks a hidden part where learners see it; wanted it between ### "
                "BEGIN HIDDEN TESTS and ### END HIDDEN TESTS",
                cell=cell,
            )
        )
    return asked, said
