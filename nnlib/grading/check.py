"""Check a learner's function: run the cases of each part, give the points, name the slip.

`check` is for a cell of a notebook: it shows what there is to say, and returns the points. `examine` gives the report.
"""

import contextlib
import hashlib
import inspect
import secrets
import sys
from dataclasses import dataclass, field, replace

import numpy as np

from nnlib.core.annotated import held
from nnlib.core.messages import doubtful
from nnlib.core.words import tr
from nnlib.engine.roles import ROLE_OF
from nnlib.grading.alike import all_zeros, cut_off, proportional
from nnlib.grading.card import show
from nnlib.grading.catalogue import (
    agree,
    place,
    related,
    wrong_entries,
)
from nnlib.grading.cells import watch
from nnlib.grading.compared import compared
from nnlib.grading.near import limit, nearly
from nnlib.grading.own import ExerciseError, Own, exercise_named
from nnlib.grading.report import PartResult, Report
from nnlib.grading.shown import count, first_difference
from nnlib.grading.trial import call, fits, plain


@dataclass
class Checks:
    """The checks of one grading: their inputs come from one seed, and their reports are kept, in order.

    Without a seed each check draws afresh. Exercises are looked up in `own` before the book's; without it, beside the
    notebook that runs.
    """

    seed: int | None = None
    reports: list[Report] = field(default_factory=list)
    own: Own | None = None

    def check(self, function, part: str | None = None, *, exercise: object = None) -> float:
        """Check a function, print the report, and return its points."""
        asked = getattr(plain(function), "__name__", None) if exercise is None else exercise
        spec = _exercise(asked, self.own)
        parts = [part] if part else [p.name for p in spec.parts if not p.hidden]
        seed = None if self.seed is None else seed_for(self.seed, spec.name, parts)
        report = _examine(spec, function, parts, seed)
        self.reports.append(report)
        return show(report)

    @contextlib.contextmanager
    def in_charge(self):
        """Let these be the checks of this process, however a test cell, or a file that it imports, comes by `check`.

        A check that reported to nobody would give a test cell that it fails all of its points.
        """
        places = [vars(sys.modules[name]) for name in (__name__, __package__)]
        before = [names["check"] for names in places]
        for names in places:
            names["check"] = self.check
        try:
            yield self
        finally:
            for names, check in zip(places, before):
                names["check"] = check


def seed_for(seed: int, exercise: str, parts: list[str]) -> int:
    """The seed of one check in a submission that is graded with `seed`: examine(exercise, f, part, seed=this)."""
    text = f"{seed} {exercise} {' '.join(parts)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


@held
def check(function, part: str | None = None, *, exercise: object = None) -> float:
    """Check your function, print what there is to say, and return the points as a plain float.

    `part` names one part; without it all the visible ones are checked. The exercise is the function's own name
    unless `exercise` says otherwise, by a name or by an exercise itself. Hidden parts run when an assignment is graded.
    """
    return Checks().check(function, part, exercise=exercise)


@held
def examine(exercise, function, part: str | None = None, *, seed: int | None = None):
    """Examine `function` as an answer to the exercise: all parts, hidden ones too, or the one named.

    `exercise` is the name of one of the book's, or an exercise itself, as `nnlib.grading.exercise` makes it.
    Returns a Report. The inputs are drawn afresh, or from `seed`. Raises LookupError for an unknown exercise or part.
    """
    spec = _exercise(exercise)
    return _examine(spec, function, [part] if part else [p.name for p in spec.parts], seed)


def _exercise(name, own=None):
    """The exercise: what was written in the form is built, a name is looked up, in `own` where that is given."""
    if hasattr(name, "built"):
        return name.built()
    if hasattr(name, "parts"):
        return name
    return exercise_named(name if name is None or isinstance(name, str) else repr(name), own)


def _examine(spec, function, names, seed):
    known = {part.name: part for part in spec.parts}
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(
            tr(
                "{name} has no part {missing!r}; it has {listed}",
                name=spec.name,
                missing=missing[0],
                listed=", ".join(known),
            )
        )
    with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):  # NumPy's own
        return _report(spec, function, names, known, seed)


def _report(spec, function, names, known, seed):
    seed = secrets.randbits(32) if seed is None else seed
    function, parts, notes = plain(function), {}, []
    problem = _ghost(function) or _unusable(spec, function)
    for name in names:
        part = known[name]
        if problem is None:
            number = list(known).index(name)
            rng = np.random.default_rng([seed, number])
            parts[name] = _misspelt(spec, _part(spec, function, part, rng, notes))
            if parts[name].slip in ("not-written", "timeout"):
                problem = parts[name].slip, parts[name].message
        else:
            parts[name] = PartResult(name, 0.0, part.points, part.hidden, False, *problem)
    if all(part.passed for part in parts.values()):
        rest = [part for name, part in known.items() if name not in parts]
        notes += _untrainable(spec, function, rest, seed)
    return Report(spec.name, parts, seed, tuple(dict.fromkeys(notes)))


def _ghost(function):
    """(slip, message) for a function whose cell was changed and did not run: what would be checked is an older one."""
    cells, name = watch(), getattr(function, "__name__", None)
    if cells is not None and name in cells.failed:
        return "cell-failed", cells.stopped(name)
    return None


def _misspelt(spec, result):
    """The result of a part in which nothing is written yet; and where a name is almost right, that one."""
    near = (cells := watch()) and cells.near(spec.name)
    if not near or result.slip != "not-written":
        return result
    words = tr("There is a {near}: did you mean {name}?", near=near, name=spec.name)
    return replace(result, message=f"{result.message} {words}")


def _untrainable(spec, function, rest, seed):
    """A note on what Numba refuses: of a function that a slot takes, that is right in the `rest` of the parts too.

    Compiling takes seconds, so it is tried only where a line looks like it.
    """
    role = ROLE_OF.get(spec.name)
    if role is None or not doubtful(function):
        return []
    from nnlib.engine.plugin import refusal  # brings Numba

    rng = np.random.default_rng(seed)
    if not all(_part(spec, function, part, rng, []).passed for part in rest):
        return []
    said = refusal(role, function)
    return (
        [tr("Your function is right in Python. To train with it, change {said}", said=said)]
        if said
        else []
    )


def _unusable(spec, function):
    """(slip, message) for what cannot be called as the exercise asks, else None."""
    wanted = f"{spec.name}({', '.join(spec.parameters)})"
    if not callable(function) or inspect.isclass(function):
        return "not-a-function", tr(
            "{name} is no function. Define it with def {wanted}.", name=spec.name, wanted=wanted
        )
    if not fits(function, spec.parameters):
        return (
            "wrong-parameters",
            tr(
                "Your function takes other parameters than {wanted}. Keep the def line as it was.",
                wanted=wanted,
            ),
        )
    return None


def _part(spec, function, part, rng, notes):
    cases = _drawn(spec, part, rng)
    pairs = _called(function, _ordinary(cases))
    _take_notes(pairs, notes)
    slip, message = _slip(
        spec, part, pairs, lambda: _called(function, _ordinary(_drawn(spec, part, rng)))
    )
    if slip is None and any(case.slopes and outcome.single - {"J"} for case, outcome in pairs):
        slip, message = _measured(spec, function, cases, rng)
    passed, hidden = slip is None, part.hidden
    wrong = [] if passed or hidden else [pair for pair in pairs if _looks_wrong(*pair)]
    return PartResult(
        part.name,
        part.points if passed else 0.0,
        part.points,
        hidden,
        passed,
        slip,
        message,
        compared(wrong, _wrong),
    )


def _looks_wrong(case, outcome):
    return outcome.slip is None and not _right(case, outcome)


def _ordinary(cases):
    return [case for case in cases if not case.single]


def _called(function, cases):
    pairs = []
    for case in cases:
        pairs.append((case, call(function, case)))
        if pairs[-1][1].slip in ("not-written", "timeout"):
            break
    return pairs


def _measured(spec, function, cases, rng):
    """(slip, message) where slopes came back as float32 and a case for that shows that they were measured."""
    single = [case for case in cases if case.single] or [
        case for part in spec.parts for case in _drawn(spec, part, rng) if case.single
    ]
    for case in single:
        outcome = call(function, case)
        if outcome.slip is None and (said := case.judge(outcome.values, case.arguments)):
            return said
    return None, ""


def _drawn(spec, part, rng):
    """The cases of a part. What goes wrong in drawing them is the exercise's fault, and never an answer's."""
    try:
        return part.cases(rng)
    except Exception as error:
        code = getattr(getattr(part.cases, "__wrapped__", part.cases), "__code__", None)
        place = (
            tr(
                "{co_filename}, line {co_firstlineno}: ",
                co_filename=code.co_filename,
                co_firstlineno=code.co_firstlineno,
            )
            if code
            else ""
        )
        raise ExerciseError(
            tr(
                "{place}the cases of {name} · {name2} cannot be drawn: {name3}: {error}",
                place=place,
                name=spec.name,
                name2=part.name,
                name3=type(error).__name__,
                error=error,
            )
        ) from error


def _slip(spec, part, pairs, again):
    """(slip key, message) of what is wrong, or (None, ""); `again` calls the answer on cases drawn anew."""
    for case, outcome in pairs:
        if outcome.slip:
            return outcome.slip, outcome.message + (
                tr(" It happened for {about}.", about=case.about) if case.about else ""
            )
    failing = [(case, outcome) for case, outcome in pairs if not _right(case, outcome)]
    if failing:
        slopes = any(case.slopes for case, _ in pairs)
        typical = _typical(spec, pairs, failing, again) or _by_rule(failing)
        return typical or _diagnose(part, pairs, failing, slopes)
    return _impure(spec, pairs) if part.pure else (None, "")


def _right(case, outcome):
    if case.judge:
        return case.judge(outcome.values, case.arguments) is None
    return all(
        _agrees(case, outcome.values[name], truth, limit(case, name in outcome.single))
        for name, truth in case.truth.items()
    )


def _agrees(case, got, truth, tolerance):
    if isinstance(truth, str):
        return got == truth
    return agree(got, truth, tolerance, case.elementwise, case.scale)


def _by_rule(failing):
    """What the case's own rule says, or None where it has none."""
    said = (case.judge(o.values, case.arguments) for case, o in failing if case.judge)
    return next(said, None)


def _typical(spec, pairs, failing, again):
    """The typical wrong answer that gives the learner's numbers in every case, those that are right included.

    The failing ones alone would prove too little: where they are degenerate (a = 0), many slips give the same. And
    what fits these numbers by chance does not fit others, which are drawn `again`.
    """
    wrong = {id(case) for case, _ in failing}
    first = sorted(pairs, key=lambda pair: id(pair[0]) not in wrong)
    fit = [slip for slip in spec.slips if slip.wrong and _all_alike(slip, first)]
    fit = [slip for slip in fit if _explains(slip.wrong, failing)]
    for draw in range(4):
        if len({slip.key for slip in fit}) > draw // 2:  # twice, and twice more where several fit
            others = [pair for pair in again() if pair[1].slip is None]
            fit = [slip for slip in fit if _all_alike(slip, others)]
    return (fit[0].key, fit[0].message) if fit else None


def _all_alike(slip, pairs):
    return all(_reproduces(slip.wrong, *pair) for pair in pairs)


def _twin(wrong, case):
    """What a typical wrong answer gives for a case."""
    return call(wrong, case)


def _explains(wrong, failing):
    """Whether the numbers are much nearer to those of a slip than to the right ones: small errors have other causes."""
    off, left = [], []
    for case, outcome in failing:
        twin = _twin(wrong, case)
        for name, truth in case.truth.items():
            off.append(_distance(outcome.values[name], truth))
            left.append(_distance(outcome.values[name], twin.values[name]))
    return max(left) <= 0.1 * max(off)


def _distance(got, other):
    """The largest difference; 1 or 0 for words, inf where only one of two numbers is finite."""
    if isinstance(got, str):
        return float(got != other)
    got, other = np.asarray(got, dtype=float), np.asarray(other, dtype=float)
    if got.shape != other.shape:
        return np.inf
    with np.errstate(all="ignore"):
        same = (got == other) | (np.isnan(got) & np.isnan(other))
        return np.max(np.nan_to_num(np.abs(got - other)[~same], nan=np.inf), initial=0.0)


def _reproduces(wrong, case, outcome):
    twin = _twin(wrong, case)
    return twin.slip is None and all(
        _agrees(case, outcome.values[name], value, 1e-6) for name, value in twin.values.items()
    )


def _diagnose(part, pairs, failing, slopes):
    """(slip key, message) from the numbers alone: a relation to the truth, a place, or the first wrong entry."""
    name = next(name for name in failing[0][0].truth if _wrong(name, *failing[0]).any())
    if isinstance(failing[0][0].truth[name], str):
        return "wrong-choice", _choice(name, *failing[0], part)
    # the cases of one part may ask for other names: networks have other layers, graphs other nodes
    asked = [(case, outcome) for case, outcome in failing if name in case.truth]
    seen = [(case, outcome) for case, outcome in asked if _wrong(name, case, outcome).any()]
    of_name = [(case, outcome.values[name]) for case, outcome in seen]
    wrong = {id(case) for case, _ in seen}
    passed = [
        (case, outcome.values[name])
        for case, outcome in pairs
        if name in case.truth and id(case) not in wrong and not case.judge
    ]
    return (
        nearly(name, [(*pair, _wrong(name, *pair)) for pair in seen], slopes)
        or cut_off(name, of_name)
        or related(name, of_name, passed)
        or all_zeros(name, of_name, passed)
        or proportional(name, of_name, passed)
        or _placed(name, seen, passed)
        or ("wrong-value", _first_difference(name, *_smallest(seen), part))
    )


def _smallest(seen):
    """The case with the fewest numbers, which can be worked out by hand; the statement's own example is such a one."""
    return min(seen, key=lambda pair: count(pair[0].arguments))


def _choice(name, case, outcome, part):
    given = ", ".join(f"{k} = {v!r}" for k, v in case.arguments.items())
    value = outcome.values[name][:40]
    if part.hidden:
        return tr("Your {name} is {value!r}. Something else is wanted.", name=name, value=value)
    return tr(
        "Your {name} is {value!r}. Something else is wanted for {given}.",
        name=name,
        value=value,
        given=given[:100],
    )


def _wrong(name, case, outcome):
    if isinstance(case.truth[name], str):
        return np.array([outcome.values[name] != case.truth[name]])
    off = limit(case, name in outcome.single)
    return wrong_entries(outcome.values[name], case.truth[name], off, case.elementwise, case.scale)


def _placed(name, seen, passed):
    """What the place of the wrong entries says, where it says the same in every case that failed."""
    told = [
        (
            np.shape(c.truth[name]),
            place(name, c, o.values[name], np.asarray(c.truth[name]), _wrong(name, c, o)),
        )
        for c, o in seen
    ]
    for _, found in told:
        if found and found[0] == "not-finite":
            return found
    # a single row is its own last row: such a case says nothing of ends
    ends = [found for shape, found in told if len(shape) == 2 and shape[0] > 1]
    if ends and _one_key(ends) in ("last-row", "last-column"):
        stops = not any(np.ndim(truth) == 2 and len(truth) > 1 for _, truth in passed)
        return ends[0] if stops else None  # a loop that stops short does so always
    all_of_them = [found for _, found in told]
    key = _one_key(all_of_them)
    return all_of_them[0] if key and not key.startswith("last-") else None


def _one_key(told):
    keys = {found and found[0] for found in told}
    return keys.pop() if len(keys) == 1 else None


def _first_difference(name, case, outcome, part):
    truth = np.asarray(case.truth[name], dtype=np.float64)
    wrong = _wrong(name, case, outcome)
    return first_difference(
        name, case, outcome.values[name], truth, wrong, show_inputs=not part.hidden
    )


def _impure(spec, pairs):
    messages = {slip.key: slip.message for slip in spec.slips}
    for _, outcome in pairs:
        if outcome.modified:
            said = tr(
                "Your function writes into its input {modified}. Whoever called it still needs those "
                "numbers: make a new array.",
                modified=outcome.modified,
            )
            return "input-modified", messages.get("input-modified", said)
        if outcome.aliased:
            return "aliases-input", (
                tr(
                    "What you return shares its memory with the input {aliased}: changing one changes "
                    "the other. Return a new array.",
                    aliased=outcome.aliased,
                )
            )
    return None, ""


def _take_notes(pairs, notes):
    for _, outcome in pairs:
        if outcome.printed:
            first = outcome.printed.strip().splitlines()[:1]
            notes.append(
                tr(
                    "Your function prints ({value!s}). That costs no points.",
                    value=first[0][:60] if first else tr("blank lines"),
                )
            )
            return
    for _, outcome in pairs:
        if outcome.warned:
            notes.append(
                tr("NumPy warns: {value}. That costs no points.", value=outcome.warned[0][:80])
            )
            return


watch()  # from here on: the check is imported in a notebook's first cell
