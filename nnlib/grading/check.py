"""Check a learner's function: run the cases of each part, give the points, name the slip.

`check` is for a cell of a notebook: it prints, and returns the points. `examine` gives the whole report.
"""

import contextlib
import difflib
import hashlib
import inspect
import secrets

import numpy as np

from nnlib.dialect import uncompilable
from nnlib.grading.catalogue import (
    agree,
    all_zeros,
    first_difference,
    place,
    related,
    wrong_entries,
)
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.report import PartResult, Report
from nnlib.grading.trial import call, fits, plain

_LISTENERS = []


@contextlib.contextmanager
def judged(seed):
    """Collect the Report of every check inside; inputs are drawn from `seed`, and from what is checked."""
    reports = []
    _LISTENERS.append((seed, reports))
    try:
        yield reports
    finally:
        _LISTENERS.pop()


def seed_for(seed, exercise, parts):
    """The seed of one check in a submission that is graded with `seed`: examine(exercise, f, part, seed=this)."""
    text = f"{seed} {exercise} {' '.join(parts)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def check(function, part=None, *, exercise=None):
    """Check your function, print what there is to say, and return the points as a plain float.

    `part` names one part; without it all the visible ones are checked. The exercise is the function's own name
    unless `exercise` says otherwise. Hidden parts run when an assignment is graded.
    """
    name = exercise or getattr(plain(function), "__name__", None)
    spec = _exercise(name)
    parts = [part] if part else [p.name for p in spec.parts if not p.hidden]
    seed = seed_for(_LISTENERS[-1][0], name, parts) if _LISTENERS else None
    report = _examine(spec, function, parts, seed)
    if _LISTENERS:
        _LISTENERS[-1][1].append(report)
    print(report)
    return report.points


def examine(exercise, function, part=None, *, seed=None):
    """Examine `function` as an answer to the exercise of this name: all parts, hidden ones too, or the one named.

    Returns a Report. The inputs are drawn afresh, or from `seed`. Raises LookupError for an unknown exercise or part.
    """
    spec = _exercise(exercise)
    return _examine(spec, function, [part] if part else [p.name for p in spec.parts], seed)


def _exercise(name):
    if name not in EXERCISES:
        near = difflib.get_close_matches(str(name), EXERCISES, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise LookupError(
            f"there is no exercise {name!r}.{hint} Pass the function that you wrote: check(softmax)"
        )
    return EXERCISES[name]


def _examine(spec, function, names, seed):
    known = {part.name: part for part in spec.parts}
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(f"{spec.name} has no part {missing[0]!r}; it has {', '.join(known)}")
    seed = secrets.randbits(32) if seed is None else seed
    function, parts, notes = plain(function), {}, []
    problem = _unusable(spec, function)
    for name in names:
        part = known[name]
        if problem is None:
            number = list(known).index(name)
            parts[name] = _part(spec, function, part, np.random.default_rng([seed, number]), notes)
            if parts[name].slip in ("not-written", "timeout"):
                problem = parts[name].slip, parts[name].message
        else:
            parts[name] = PartResult(name, 0.0, part.points, part.hidden, False, *problem)
    if all(part.passed for part in parts.values()):
        notes += [advice] if (advice := uncompilable(function)) else []
    return Report(spec.name, parts, seed, tuple(dict.fromkeys(notes)))


def _unusable(spec, function):
    """(slip, message) for what cannot be called as the exercise asks, else None."""
    wanted = f"{spec.name}({', '.join(spec.parameters)})"
    if not callable(function) or inspect.isclass(function):
        return "not-a-function", f"{spec.name} is no function. Define it with def {wanted}."
    if not fits(function, spec.parameters):
        return (
            "wrong-parameters",
            f"Your function takes other parameters than {wanted}. Keep the def line as it was.",
        )
    return None


def _part(spec, function, part, rng, notes):
    cases = part.cases(rng)
    pairs = []
    for case in cases:
        pairs.append((case, call(function, case)))
        if pairs[-1][1].slip in ("not-written", "timeout"):
            break
    _take_notes(pairs, notes)
    slip, message = _verdict(spec, part, pairs)
    passed = slip is None
    return PartResult(
        part.name, part.points if passed else 0.0, part.points, part.hidden, passed, slip, message
    )


def _verdict(spec, part, pairs):
    """(slip key, message) of what is wrong, or (None, "")."""
    for case, outcome in pairs:
        if outcome.slip:
            return outcome.slip, outcome.message + (
                f" It happened for {case.about}." if case.about else ""
            )
    failing = [(case, outcome) for case, outcome in pairs if not _right(case, outcome)]
    if failing:
        return _typical(spec, pairs, failing) or _judged(failing) or _diagnose(part, failing)
    return _impure(spec, pairs) if part.pure else (None, "")


def _right(case, outcome):
    if case.judge:
        return case.judge(outcome.values, case.arguments) is None
    return all(_agrees(case, outcome.values[name], truth) for name, truth in case.truth.items())


def _agrees(case, got, truth, tolerance=None):
    if isinstance(truth, str):
        return got == truth
    tolerance = case.tolerance if tolerance is None else tolerance
    return agree(got, truth, tolerance, case.elementwise, case.scale)


def _judged(failing):
    """What the case's own judge says, or None where it has none."""
    said = (case.judge(o.values, case.arguments) for case, o in failing if case.judge)
    return next(said, None)


def _typical(spec, pairs, failing):
    """The typical wrong answer that gives the learner's numbers in every case, or else in every failing one."""
    known = [slip for slip in spec.slips if slip.wrong is not None]
    for chosen in (pairs, failing):
        for slip in known:
            if all(_reproduces(slip.wrong, case, outcome) for case, outcome in chosen):
                return slip.key, slip.message
    return None


def _reproduces(wrong, case, outcome):
    twin = call(wrong, case)
    return twin.slip is None and all(
        _agrees(case, outcome.values[name], value, 1e-6) for name, value in twin.values.items()
    )


def _diagnose(part, failing):
    """(slip key, message) from the numbers alone: a relation to the truth, a place, or the first wrong entry."""
    name = next(name for name in failing[0][0].truth if _wrong(name, *failing[0]).any())
    if isinstance(failing[0][0].truth[name], str):
        return "wrong-choice", _choice(name, *failing[0], part)
    # the cases of one part may ask for other names: networks have other layers, graphs other nodes
    asked = [(case, outcome) for case, outcome in failing if name in case.truth]
    seen = [(case, outcome) for case, outcome in asked if _wrong(name, case, outcome).any()]
    of_name = [(case, outcome.values[name]) for case, outcome in seen]
    return (
        related(name, of_name)
        or all_zeros(name, of_name)
        or _placed(name, seen)
        or ("wrong-value", _first_difference(name, *seen[0], part))
    )


def _choice(name, case, outcome, part):
    given = ", ".join(f"{k} = {v!r}" for k, v in case.arguments.items())
    said = f"Your {name} is {outcome.values[name][:40]!r}. Something else is wanted"
    return f"{said}{'.' if part.hidden else f' for {given[:100]}.'}"


def _wrong(name, case, outcome):
    if isinstance(case.truth[name], str):
        return np.array([outcome.values[name] != case.truth[name]])
    return wrong_entries(
        outcome.values[name], case.truth[name], case.tolerance, case.elementwise, case.scale
    )


def _placed(name, seen):
    """What the place of the wrong entries says; larger arrays say more."""
    by_size = sorted(seen, key=lambda pair: -np.size(pair[0].truth[name]))
    told = (
        place(name, c, o.values[name], np.asarray(c.truth[name]), _wrong(name, c, o))
        for c, o in by_size
    )
    return next((found for found in told if found), None)


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
            said = (
                f"Your function writes into its input {outcome.modified}. Whoever called it still needs "
                f"those numbers: make a new array."
            )
            return "input-modified", messages.get("input-modified", said)
        if outcome.aliased:
            return "aliases-input", (
                f"What you return shares its memory with the input {outcome.aliased}: changing one "
                f"changes the other. "
                "Return a new array."
            )
    return None, ""


def _take_notes(pairs, notes):
    for _, outcome in pairs:
        if outcome.printed:
            first = outcome.printed.strip().splitlines()[:1]
            notes.append(
                f"Your function prints ({first[0][:60] if first else 'blank lines'!s}). That costs no points."
            )
            return
    for _, outcome in pairs:
        if outcome.warned:
            notes.append(f"NumPy warns: {outcome.warned[0][:80]}. That costs no points.")
            return
