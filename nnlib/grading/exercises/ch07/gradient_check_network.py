"""gradient_check_network(params, grads, loss_fn): a report that tells right gradients from wrong ones."""

import copy
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch07._shared import by_array, flat, forward, network

ex = exercise("gradient_check_network", "params, grads, loss_fn")

MISSED = (
    "bug-missed",
    tr(
        "A gradient with a mistake in it passes your check. The mistake sits in a bias "
        "alone: does every array have its own line in your report?"
    ),
)

ENTRY_MISSED = (
    "entry-missed",
    tr(
        "One single entry of a gradient is wrong, and your check does not see it. Does it "
        "visit every entry, and would one bad entry among many good ones still show?"
    ),
)

ABSOLUTE = (
    "absolute-error",
    tr(
        "Your errors grow and shrink with the size of the loss: slopes of a million look "
        "wrong, and wrong slopes of a millionth look right. What must a difference be held "
        "against?"
    ),
)

REFUSED = (
    "right-refused",
    tr(
        "You report an error for gradients that are right. Are your slopes measured from "
        "both sides, with a step near 1e-5, and with every other number back in its place?"
    ),
)

LARGEST, LEAST = 1e-6, 1e-3  # the error of a right gradient, and that of a wrong one


def _loss_of(sizes, X, T, times):
    """The loss of a tanh network, as a function of its params: `times` the mean square."""
    acts = ("tanh",) * (len(sizes) - 2) + ("identity",)
    return lambda params: float(times * np.mean((forward(params, X, acts)[0] - T) ** 2))


def _careful(params, loss_fn):
    """The gradients of loss_fn by four points each: their rounding is not that of two-point slopes."""
    coarse, fine = (
        [numerical_gradient(_at(params, loss_fn, i), a, h) for i, a in enumerate(flat(params))]
        for h in (2e-3, 1e-3)
    )
    return [(4 * f - c) / 3 for c, f in zip(coarse, fine, strict=True)]


def _at(params, loss_fn, i):
    def f(array):
        arrays = copy.copy(flat(params))
        arrays[i] = array
        return loss_fn(list(zip(arrays[::2], arrays[1::2], strict=True)))

    return f


def _report(rng, sizes, plant=None, about="", times=1.0, missed=MISSED, refused=REFUSED):
    """A case: right gradients, or such with a mistake that `plant(dict of gradients)` puts in."""
    params, X = network(rng, sizes), rng.normal(0, 1, (4, sizes[0]))
    loss_fn = _loss_of(sizes, X, rng.normal(0, 1, (4, sizes[-1])), times)
    right = _careful(params, loss_fn)
    given = by_array([g.copy() for g in right], "")
    if plant:
        plant(given)
    names = list(given)
    truth = {k: relative_error(given[k], r) for k, r in zip(names, right, strict=True)}
    arrays = list(given.values())
    grads = list(zip(arrays[::2], arrays[1::2], strict=True))
    arguments = {"params": params, "grads": grads, "loss_fn": loss_fn}
    judge = partial(_separates, truth, missed, refused)
    return Case(arguments, truth, about, scale=1, read=partial(_errors, tuple(names)), judge=judge)


def _errors(names, result):
    if not isinstance(result, dict):
        raise Misfit(
            "wrong-type",
            tr("Return a dictionary with one error for every array, as in {'W1': 1e-9}."),
        )
    missing = [name for name in names if name not in result]
    if missing and all(name.startswith("b") for name in missing):
        raise Misfit(
            "biases-missing",
            tr(
                "Your report has no line for the biases. A mistake can sit in them alone: check them "
                "as well."
            ),
        )
    if missing:
        raise Misfit(
            "names-missing",
            tr(
                "Your report has no line {missing!r}. Wanted: {listed}.",
                missing=missing[0],
                listed=", ".join(names),
            ),
        )
    return {name: result[name] for name in names}


def _separates(truth, missed, refused, values, _arguments):
    """None where the report tells right gradients from wrong ones."""
    if not all(np.isfinite(values[name]) for name in truth):
        return "not-finite", tr(
            "An error in your report is nan or inf. Is a difference divided by 0 somewhere?"
        )
    for name, error in truth.items():
        if error > LEAST and not values[name] > LEAST:
            return missed
    for name, error in truth.items():
        if error <= LEAST and not abs(values[name]) < LARGEST:
            return _telling([float(values[name]) for name in truth], truth) or refused
    return None


def _telling(errors, truth):
    """What it says that all the arrays get the same error, or None."""
    if np.ptp(errors) > 1e-3:
        return None
    if max(truth.values()) > LEAST:
        return "one-for-all", tr(
            "Every line of your report holds the same error, and one array alone is wrong. Each "
            "array is held against its own slopes."
        )
    if abs(errors[0] - 1) < 1e-3:
        return "slopes-zero", tr(
            "Every error in your report is 1, also for right gradients: that comes out where the "
            "measured slopes are all 0, or next to nothing. Does loss_fn get the array that you "
            "have nudged, and is the difference divided by 2h?"
        )
    if abs(errors[0] - 0.5) < 1e-3:
        return "slopes-doubled", tr(
            "Every error in your report is 0.5, also for right gradients: your measured slopes are "
            "twice, or half, of what they should be. How far is it from one point to the other?"
        )
    if abs(errors[0] - 2) < 1e-3:
        return "slopes-turned", tr(
            "Every error in your report is 2, also for right gradients: your measured slopes have "
            "the wrong sign. Which value is taken away from which?"
        )
    return None


def _by_hand():
    """The example of the statement: b1 is given as [2, 3], and its slopes are [2, 4]."""
    W1, b1 = np.array([[1.0, -1.0]]), np.array([0.5, 1.5])
    slopes = np.array([[6.0, -7.0]]), np.array([2.0, 4.0])

    def loss_fn(params):
        return float(sum(np.sum(s * array) for s, array in zip(slopes, params[0], strict=True)))

    arguments = {
        "params": [(W1, b1)],
        "grads": [(slopes[0].copy(), np.array([2.0, 3.0]))],
        "loss_fn": loss_fn,
    }
    truth, names = {"W1": 0.0, "b1": 0.25}, ("W1", "b1")
    return Case(
        arguments, truth, tr("b1 of the example"), read=partial(_errors, names), judge=_a_quarter
    )


def _a_quarter(values, _arguments):
    got = float(values["b1"])
    if abs(values["W1"]) > LARGEST:
        return REFUSED
    if abs(got - 0.25) < 1e-6:
        return None
    if abs(got - 1) < 1e-6:
        return ABSOLUTE
    return "other-measure", tr(
        "For a b1 that is given as [2, 3], with slopes of [2, 4], your error is {got:.4g}, and 0.25 "
        "is right. Take the largest difference of the two arrays, and the largest size in both: "
        "what is divided by what?",
        got=got,
    )


def _scaled(name, by):
    def plant(grads):
        grads[name] *= by

    return plant


def _one_entry(name):
    def plant(grads):
        at = np.unravel_index(np.argmax(np.abs(grads[name].ravel()[1:])) + 1, grads[name].shape)
        grads[name][at] *= 1.5

    return plant


@ex.part(points=2)
def report(rng):
    return [
        _report(rng, (3, 4, 2), about=tr("right gradients")),
        _report(rng, (3, 4, 2), _scaled("b1", 1.5), tr("a mistake in b1 alone")),
        _report(
            rng, (2, 3, 2), _one_entry("W2"), tr("a mistake in one entry"), missed=ENTRY_MISSED
        ),
        _by_hand(),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _report(
            rng, (3, 2, 3), _one_entry("b2"), tr("a mistake in one entry"), missed=ENTRY_MISSED
        ),
        _report(rng, (2, 3, 3, 2), _scaled("b3", -1), tr("a mistake in b3 alone")),
        _report(rng, (3, 2), about=tr("right gradients of one layer")),
        _report(rng, (2, 3, 2), _scaled("b1", 1.2), tr("slopes of a millionth"), 1e-5, ABSOLUTE),
        _report(rng, (2, 3, 2), None, tr("slopes of a million"), 1e7, refused=ABSOLUTE),
    ]


# ---- slips -----------------------------------------------------------------------------------------

ex.effect(*MISSED)
ex.effect(*ENTRY_MISSED)
ex.effect(*ABSOLUTE)
ex.effect(*REFUSED)

ex.effect(
    "input-modified",
    tr(
        "Your errors are right, but afterwards params are no longer what they were. Keep the "
        "number that you nudge and put that same number back, or nudge a copy."
    ),
)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def check_in_place(params, grads, loss_fn):
    report, h = {}, 1e-5
    for number, (layer, given) in enumerate(zip(params, grads), 1):
        for name, array, grad in zip("Wb", layer, given):
            measured = np.zeros(array.shape)
            for index in np.ndindex(array.shape):
                kept = array[index]
                array[index] = kept + h
                above = loss_fn(params)
                array[index] = kept - h
                measured[index] = (above - loss_fn(params)) / (2 * h)
                array[index] = kept
            gap = np.abs(measured - grad).max()
            report[f"{name}{number}"] = gap / max(
                np.abs(measured).max(), np.abs(grad).max(), 1e-300
            )
    return report


@ex.wrong(slip="other-measure", points=1)
def check_by_norms(params, grads, loss_fn):
    params = [[W.copy(), b.copy()] for W, b in params]
    report = {}
    for layer in range(len(params)):
        for which in range(2):
            array, grad = params[layer][which], grads[layer][which]
            numbers = array.reshape(-1)
            slopes = []
            for i in range(numbers.size):
                kept = float(numbers[i])
                numbers[i] = kept + 1e-4
                above = loss_fn(params)
                numbers[i] = kept - 1e-4
                slopes.append((above - loss_fn(params)) / 2e-4)
                numbers[i] = kept
            slopes = np.array(slopes)
            total = np.linalg.norm(slopes) + np.linalg.norm(grad)
            report["Wb"[which] + str(layer + 1)] = np.linalg.norm(slopes - grad.ravel()) / total
    return report


@ex.right
def check_on_copies(params, grads, loss_fn):
    """A fresh network for every nudge, and four points instead of two."""
    report = {}
    for layer, pair in enumerate(params):
        for which, array in enumerate(pair):
            measured = np.zeros(array.size)
            for i in range(array.size):

                def at(step, layer=layer, which=which, i=i):
                    moved = [[W.copy(), b.copy()] for W, b in params]
                    moved[layer][which].flat[i] += step
                    return loss_fn(moved)

                near, far = at(1e-3) - at(-1e-3), at(2e-3) - at(-2e-3)
                measured[i] = (8 * near - far) / 12e-3
            given = grads[layer][which].ravel()
            size = max(np.abs(measured).max(), np.abs(given).max())
            report["Wb"[which] + str(layer + 1)] = np.abs(measured - given).max() / size
    return report


# ---- wrong answers ---------------------------------------------------------------------------------


def check_by(entries=lambda array: np.ndindex(array.shape), relative=True, sides=2, which="Wb"):
    """A wrong checker: other entries, another error, one side only, or not all the arrays."""

    def wrong(params, grads, loss_fn):
        report, h = {}, 1e-5
        for number, (layer, given) in enumerate(zip(params, grads), 1):
            for name, array, grad in zip("Wb", layer, given):
                gaps, sizes = [], [1e-300]
                for index in entries(array) if name in which else ():
                    kept = array[index]
                    array[index] = kept + h
                    above = loss_fn(params)
                    array[index] = kept - h if sides == 2 else kept
                    s = (above - loss_fn(params)) / (sides * h)
                    array[index] = kept
                    gaps.append(abs(s - grad[index]))
                    sizes += [abs(s), abs(grad[index])]
                if name in which:
                    report[f"{name}{number}"] = max(gaps) / (max(sizes) if relative else 1)
        return report

    return wrong


ex.wrong(slip="biases-missing", points=0)(check_by(which="W"))


def first_entry(array):
    return [(0,) * array.ndim]


ex.wrong(slip="entry-missed", points=0)(check_by(entries=first_entry))
ex.wrong(slip="absolute-error", points=0)(check_by(relative=False))
ex.wrong(slip="right-refused", points=0)(check_by(sides=1))


@ex.wrong(slip="wrong-type", points=0)
def check_one_number(params, grads, loss_fn):
    return max(check_in_place(params, grads, loss_fn).values())


@ex.wrong(slip="one-for-all", points=0)
def check_all_together(params, grads, loss_fn):
    """One error for everything, written on every line: a wrong bias does show, and so do right arrays."""
    report = check_in_place(params, grads, loss_fn)
    return dict.fromkeys(report, max(report.values()))


@ex.wrong(slip="bug-missed", points=0)
def check_says_all_is_well(params, grads, loss_fn):
    return {f"{name}{i}": 0.0 for i in range(1, len(params) + 1) for name in "Wb"}


@ex.wrong(slip="input-modified", points=2)
def check_sloppy_in_place(params, grads, loss_fn):
    """Adds and takes away, and does not put back the number that was there."""
    report = check_in_place(params, grads, loss_fn)
    for W, _ in params:
        W += 1e-12
    return report


@ex.wrong(slip="slopes-zero", points=0)
def check_nudges_a_copy(params, grads, loss_fn):
    """The copy is nudged, and the loss is asked at the params as they were."""
    report, h = {}, 1e-5
    for number, (layer, given) in enumerate(zip(params, grads), 1):
        for name, array, grad in zip("Wb", layer, given):
            measured = np.zeros(array.shape)
            for index in np.ndindex(array.shape):
                moved = array.copy()
                moved[index] += h
                above = loss_fn(params)
                moved[index] -= 2 * h
                measured[index] = (above - loss_fn(params)) / (2 * h)
            size = max(np.abs(measured).max(), np.abs(grad).max())
            report[f"{name}{number}"] = np.abs(measured - grad).max() / size
    return report


def check_with_slopes(change):
    """The right way, with slopes that are changed."""

    def wrong(params, grads, loss_fn):
        report = {}
        for i, (layer, given) in enumerate(zip(params, grads)):
            for which in range(2):

                def loss_at(array, i=i, which=which):
                    moved = [list(pair) for pair in params]
                    moved[i][which] = array
                    return loss_fn(moved)

                slopes = change(numerical_gradient(loss_at, layer[which]))
                report["Wb"[which] + str(i + 1)] = relative_error(slopes, given[which])
        return report

    return wrong


ex.wrong(slip="slopes-doubled", points=0)(check_with_slopes(lambda slopes: 2 * slopes))
ex.wrong(slip="slopes-doubled", points=0)(check_with_slopes(lambda slopes: slopes / 2))
ex.wrong(slip="slopes-turned", points=0)(check_with_slopes(lambda slopes: -slopes))
ex.wrong(slip="slopes-zero", points=0)(check_with_slopes(lambda slopes: slopes * 1e-10))


@ex.wrong(slip="other-measure", points=1)
def check_entry_by_entry(params, grads, loss_fn):
    """The largest of the errors of single entries, each divided by its own pair's sizes."""
    report = {}
    for i, (layer, given) in enumerate(zip(params, grads)):
        for which in range(2):

            def loss_at(array, i=i, which=which):
                moved = [list(pair) for pair in params]
                moved[i][which] = array
                return loss_fn(moved)

            slopes, grad = _careful_slopes(loss_at, layer[which]), given[which]
            sizes = np.maximum(1e-12, np.abs(slopes) + np.abs(grad))
            report["Wb"[which] + str(i + 1)] = np.max(np.abs(slopes - grad) / sizes)
    return report


def _careful_slopes(f, array):
    coarse, fine = (numerical_gradient(f, array, h) for h in (2e-3, 1e-3))
    return (4 * fine - coarse) / 3


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "report[name] = relative_error(grads[layer][which], measured)",
    "report[name] = relative_error(measured, grads[layer][which])",
)
