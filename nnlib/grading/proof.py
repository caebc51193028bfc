"""Tests of a test: an exercise accepts what it must, and rejects what it must, in every draw of its inputs.

A grade is drawn from a fresh seed. An answer that is judged otherwise once in a hundred draws costs one learner in a
hundred a point: this looks for it.
"""

import json
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.check import examine
from nnlib.grading.exercise import Exercise, Form
from nnlib.grading.handout import handout
from nnlib.grading.mutants import living
from nnlib.grading.own import ExerciseError, Own
from nnlib.grading.reference import Solution, misfits, solution_of
from nnlib.grading.report import Report

FIRST = 1000  # the first seed of a survey
DRAWS = 300  # for each answer, where the time allows it


@dataclass(frozen=True)
class Answer:
    """An answer and what is told about it: the slip and the points that it must get. None: any slip, any points."""

    kind: str  # solution, untouched, right, wrong or slip
    name: str
    function: Callable
    slip: str | None = None
    points: float | None = None

    def as_told(self, report: Report) -> bool:
        """Whether a report says what is told."""
        if self.kind in ("solution", "right"):
            return report.passed and report.points == report.max_points
        points = self.points is None or report.points == self.points
        return not report.passed and points and self.slip in (None, report.slip)

    @property
    def wanted(self) -> str:
        """What is told, in words."""
        if self.kind in ("solution", "right"):
            return tr("full points")
        points = "" if self.points is None else f"{self.points:g} points"
        return ", ".join(
            filter(None, [points, self.slip and tr("slip {slip}", slip=self.slip)])
        ) or tr("no full points")

    @property
    def place(self) -> str:
        """Where it stands, as "rms.py, line 12"; "" for what stands nowhere."""
        code = getattr(getattr(self.function, "__wrapped__", self.function), "__code__", None)
        known = code is not None and self.kind in ("right", "wrong", "slip")
        return (
            tr(
                "{co_filename}, line {co_firstlineno}",
                co_filename=code.co_filename,
                co_firstlineno=code.co_firstlineno,
            )
            if known
            else ""
        )


def answers_of(form: Form) -> list[Answer]:
    """The answers that an exercise file holds: right ones, wrong ones, and the functions of its slips."""
    rights = [Answer("right", function.__name__, function) for function in form.rights]
    wrongs = [
        Answer("wrong", wrong.function.__name__, wrong.function, wrong.slip, wrong.points)
        for wrong in form.wrongs
    ]
    slips = [Answer("slip", s.key, s.wrong, s.key) for s in form.slips if s.wrong is not None]
    return rights + wrongs + slips


# --- Many draws -------------------------------------------------------------------------------------------------------


@dataclass
class Survey:
    """What became of one answer over many draws: verdicts that differ from what is told, each with its first seed."""

    answer: Answer
    times: int = 0
    others: Counter = field(default_factory=Counter)
    seen: dict[str, tuple[int, Report]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """What was wanted, and each other verdict with its first report."""
        yield tr("wanted: {wanted}", wanted=self.answer.wanted)
        for verdict, often in self.others.items():
            seed, report = self.seen[verdict]
            yield tr(
                "got: {verdict}, in {often} of {times} draws, first with seed {seed}",
                verdict=verdict,
                often=often,
                times=self.times,
                seed=seed,
            )
            yield from (f"  {line}" for line in str(report).splitlines())


def survey(
    spec: Exercise, answer: Answer, seconds: float, draws: int | None = DRAWS, first: int = FIRST
) -> Survey:
    """Examine one answer with seed after seed, until the seconds or the draws are over, at least three times."""
    found, start = Survey(answer), time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in islice(count(first), draws):
            report = examine(spec, answer.function, seed=seed)
            found.times += 1
            if not answer.as_told(report):
                verdict = tr(
                    "{points:g} points, slip {slip}", points=report.points, slip=report.slip
                )
                found.others[verdict] += 1
                found.seen.setdefault(verdict, (seed, report))
            if time.monotonic() - start > seconds and found.times >= 3:
                break
    return found


# --- The whole proof --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """One line of the proof: what was tried, whether all is well, and what there is to say."""

    about: str
    fine: bool
    said: str
    more: tuple[str, ...] = ()


def prove(
    form: Form, solutions: list[Solution], seconds: float = 5.0, draws: int = DRAWS
) -> Iterator[Finding]:
    """Test an exercise: its solution, its answers, many draws, small changes of the solution. A Finding for each.

    `seconds` is for all draws together. Several notebooks may ask for one function; where none does, what rests on a
    solution is left out.
    """
    try:
        yield from _proved(form, solutions, seconds, draws)
    except ExerciseError as error:
        yield Finding("file", False, str(error))


def _proved(form, solutions, seconds, draws):
    spec, answers = form.built(), answers_of(form)
    for solution in solutions:
        yield _notebook(form, solution)
        answers = [*_of_solution(solution), *answers]
    found = [survey(spec, answer, seconds / len(answers), draws) for answer in answers]
    for kind in ("solution", "untouched", "right", "wrong", "slip"):
        yield from _findings(kind, [one for one in found if one.answer.kind == kind])
    if solutions:
        yield _mutants(form, spec, solutions)


def _of_solution(solution):
    return [
        Answer("solution", solution.name, solution.function),
        Answer("untouched", solution.name, solution.untouched, "not-written", 0),
    ]


def refuse_misfits(own: Own, notebooks: list[Path]) -> None:
    """Raise ExerciseError where an own exercise does not fit the notebooks beside it, or cannot be handed out.

    Or where a slip is right, or the solution is not: a few draws show it.
    """
    read = [(path, json.loads(path.read_bytes())) for path in notebooks]
    for path, notebook in read:
        _refuse_nameless(own, path, notebook)
    for name in own.names:
        form = own.form(name)
        for path, notebook in read:
            if (solution := solution_of(notebook, name, path.name)) is not None:
                _refuse_misfit(own, form, solution)
    handout(own)


def _refuse_nameless(own, path, notebook):
    """Raise ExerciseError where a file is named as a function of the notebook, and holds no exercise of it."""
    for name in own.texts:
        if name not in own.names and solution_of(notebook, name, path.name):
            raise ExerciseError(
                tr(
                    '{path}, line 1: there is no line ex = exercise("{name}", …), so {name} in {name2} '
                    "has no checks of its own",
                    path=own.path(name),
                    name=name,
                    name2=path.name,
                )
            )


def _refuse_misfit(own, form, solution):
    place = own.place_of_ex(form.name)
    for said in misfits(form, solution):
        raise ExerciseError(f"{place}: {said}")
    answers = [a for a in answers_of(form) if a.kind == "slip"]
    for answer in [Answer("solution", form.name, solution.function), *answers]:
        for _, report in survey(form.built(), answer, 1.0, draws=3).seen.values():
            if answer.kind == "solution":
                lost = next(part for part in report.parts.values() if not part.passed)
                raise ExerciseError(
                    tr(
                        "{place}: the solution in {where} does not pass {name}: {message}",
                        place=place,
                        where=solution.where,
                        name=lost.name,
                        message=lost.message,
                    )
                )
            if report.passed:
                raise ExerciseError(
                    tr(
                        "{place}: the slip {name!r} gets full points: it is right",
                        place=answer.place,
                        name=answer.name,
                    )
                )


def _notebook(form, solution):
    wrong = misfits(form, solution)
    said = (
        tr("does not go together with the exercise")
        if wrong
        else tr("goes together with the exercise")
    )
    return Finding("notebook", not wrong, f"{solution.where} {said}", tuple(wrong))


NONE_OF_THEM = {
    "right": tr("none; a second way to write it, under @ex.right, shows that the checks accept it"),
    "wrong": tr(
        "none; a wrong answer under @ex.wrong(slip=…, points=…) shows that the checks reject it"
    ),
    "slip": tr("none; a typical mistake under @ex.slip is named to whoever makes it"),
}


def _findings(kind, surveys):
    if not surveys:
        if kind in NONE_OF_THEM:
            yield Finding(kind, True, NONE_OF_THEM[kind])
        return
    differing = [one for one in surveys if one.others]
    if not differing:
        draws = min(one.times for one in surveys)
        yield Finding(kind, True, _all_well(kind, surveys, draws))
    for one in differing:
        yield Finding(
            kind,
            False,
            tr("{name} is not judged as told", name=one.answer.name),
            tuple(filter(None, [one.answer.place, *one.lines()])),
        )


def _all_well(kind, surveys, draws):
    names = ", ".join(one.answer.name for one in surveys)
    wanted = (
        tr("named as they should be") if kind in ("wrong", "slip") else surveys[0].answer.wanted
    )
    return tr("{names}: {wanted}, in {draws} draws", names=names, wanted=wanted, draws=draws)


def accepting(change: str) -> str:
    """The line of an exercise file that accepts a change of the solution."""
    return f"ex.same({', '.join(json.dumps(line, ensure_ascii=False) for line in change.split(' | '))})"


def _mutants(form, spec, solutions):
    """What became of the small changes to the solution."""

    def passes(function, seed):
        return examine(spec, function, seed=seed).passed

    found = [living(solution.statements, form.name, passes) for solution in solutions]
    tried, alive = sum(many for many, _ in found), {change for _, some in found for change in some}
    unknown = [change for change in sorted(alive) if change not in form.equivalents]
    gone = sorted(form.equivalents - alive)
    said = tr(
        "{tried} small changes of the solution, {count} with full points",
        tried=tried,
        count=len(alive),
    )
    if not unknown and not gone:
        known = tr(", accepted by ex.same") if alive else ""
        return Finding("mutants", True, said + known)
    more = [tr("gets full points too: {change}", change=change) for change in unknown]
    if unknown:
        more += [tr("Is it as right as the solution? Then accept it in the exercise file:")]
        more += [f"  {accepting(change)}" for change in unknown]
        more += [tr("Is it wrong? Then a case is missing that tells it apart.")]
    more += [
        tr("is accepted by ex.same, and does not get full points: {change}", change=change)
        for change in gone
    ]
    return Finding("mutants", False, said, tuple(more))
