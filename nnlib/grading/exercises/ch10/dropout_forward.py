"""dropout_forward(A, keep, rng, training): inverted dropout, and its mask."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch10._shared import RNG_UNUSED, SAME_AGAIN, called, generator

ex = exercise("dropout_forward", "A, keep, rng, training -> out, mask")

CALLS = 3  # after the first two


def _read(results):
    found = {"out": [], "mask": []}
    for result in results:
        if result is None:
            raise Misfit(
                "returns-none", tr("Your function returned None. Is there a return at its end?")
            )
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise Misfit(
                "wrong-type",
                tr("Your function should return 2 things: the new activations and the mask."),
            )
        found["out"].append(result[0])
        found["mask"].append(result[1])
    return {name: np.array(arrays, dtype=float) for name, arrays in found.items()}


def _drops(values, arguments):
    """None for a fair inverted dropout. A has no 0 in it and is large, so that shares can be told apart."""
    out, mask, A, keep = values["out"], values["mask"], arguments["A"], arguments["keep"]
    stays = mask != 0
    share = stays.mean()
    if keep < 1 and stays.all():
        return "nothing-dropped", tr(
            "In training some entries have to become 0. None of yours does."
        )
    if _is_bare(out, A, stays) and keep < 1:
        return "no-rescale", tr(
            "What is kept goes on as it was, so on average less arrives than in use. Which factor "
            "makes up for what is missing?"
        )
    if abs(share - keep) > 0.1:
        return _wrong_share(share, keep)
    if not _close(out[stays], np.broadcast_to(A, out.shape)[stays] / keep):
        return _wrong_scale(out, A, stays, keep)
    if out[~stays].any():
        return "wrong-zeros", tr(
            "What is dropped should be exactly 0, in the mask and in the result."
        )
    if not _close(mask[stays], np.full(stays.sum(), 1 / keep)):
        return "mask-without-scale", tr(
            "The result is right, but the mask that you return is not what A was multiplied by. "
            "The way back needs the same factors."
        )
    return _drawn(stays, A) if 0 < keep < 1 else None


def _close(got, wanted):
    return np.allclose(got, wanted, rtol=1e-6, atol=1e-9)


def _is_bare(out, A, stays):
    return stays.any() and _close(out[stays], np.broadcast_to(A, out.shape)[stays])


def _wrong_share(share, keep):
    if abs(share - (1 - keep)) < 0.1:
        return "keep-swapped", tr(
            "You keep a share of {share:.2f} where keep is {keep:g}: keep and drop have changed places.",
            share=share,
            keep=keep,
        )
    return "wrong-share", tr(
        "A share of {share:.2f} of your entries stays; keep is {keep:g}.", share=share, keep=keep
    )


def _wrong_scale(out, A, stays, keep):
    factor = np.median((out / A)[stays])
    if keep not in (0.5, 1) and abs(factor - 1 / (1 - keep)) < 1e-3:
        return "divided-by-drop", tr(
            "You divide by 1 - keep. If 0.8 of the entries stay, by what must each grow so that the "
            "mean stays?"
        )
    return "wrong-scale", tr(
        "What is kept becomes {factor:.3g} times as large. With keep = {keep:g} the mean over many "
        "masks is then not A.",
        factor=factor,
        keep=keep,
    )


def _drawn(stays, A):
    if not np.array_equal(stays[0], stays[1]):
        return RNG_UNUSED
    if all(np.array_equal(stays[1], more) for more in stays[2:]):
        return SAME_AGAIN
    if len(A) > 1 and (stays[0] == stays[0][0]).all():
        return "one-mask-per-batch", tr(
            "All rows of the batch lose the same entries. Every example draws a mask of its own."
        )
    if A[0].size > 1 and (stays[0] == stays[0][:, :1]).all():
        return "one-draw-per-row", tr(
            "A row is kept or dropped as a whole. Every entry of every row draws its own lot."
        )
    return None


def _training(rng, shape, keep, about=""):
    A = rng.uniform(0.5, 2, shape) * np.where(rng.random(shape) < 0.5, -1, 1)
    truth = {name: np.tile(A, (CALLS + 2, *[1] * A.ndim)) for name in ("out", "mask")}
    arguments = {"A": A, "keep": keep, "rng": generator(rng), "training": True}
    about = about or f"keep = {keep}"
    return Case(arguments, truth, about, run=called(CALLS), read=_read, judge=_drops)


def _in_use(rng, shape, keep):
    A = rng.normal(0, 2, shape)
    arguments = {"A": A, "keep": keep, "rng": generator(rng), "training": False}
    return Case(arguments, {"out": A, "mask": np.ones(shape)}, "training = False")


@ex.part(points=2)
def training(rng):
    return [_training(rng, (40, 30), 0.8), _training(rng, (60, 20), 0.5)]


@ex.part(points=1)
def use(rng):
    return [_in_use(rng, (3, 4), 0.8), _in_use(rng, (2, 5), 0.5)]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [
        _training(rng, (50, 40), 0.3),
        _training(rng, (1, 900), 0.7, tr("one row")),
        _training(rng, (6, 5), 1.0, "keep = 1"),
        _in_use(rng, (1, 3), 0.1),
        _unchanged(rng),
    ]


def _unchanged(rng):
    """What was given stays: A is asked back beside the result."""
    case = _training(rng, (30, 40), 0.6, tr("A afterwards"))
    before = case.arguments["A"].copy()

    def run(function, given):
        results = called(CALLS)(function, given)
        if not np.array_equal(given["A"], before):
            return [(result[0], result[1], "changed") for result in results]
        return results

    def read(results):
        if results and len(results[0]) == 3:
            raise Misfit(
                "input-modified",
                tr(
                    "Your function writes zeros into A itself. The way back needs A: make a new array."
                ),
            )
        return _read(results)

    return Case(case.arguments, case.truth, case.about, run=run, read=read, judge=_drops)


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def scales_in_use(A, keep, rng, training):
    """In use nothing is dropped and nothing is scaled: the factor belongs to training, where entries are missing."""
    return (A / keep if not training else A), np.full(A.shape, 1 / keep)


@ex.slip
def old_style(A, keep, rng, training):
    """You multiply by keep in use. That is the older kind of dropout; here the factor stands in training, so that a
    network in use needs no change.
    """
    return A * keep, np.full(A.shape, keep)


@ex.slip(like=old_style)
def old_style_with_ones(A, keep, rng, training):
    return A * keep, np.ones(A.shape)


@ex.slip(like=scales_in_use)
def scales_in_use_with_ones(A, keep, rng, training):
    return A / keep, np.ones(A.shape)


@ex.slip
def zeros_for_ones(A, keep, rng, training):
    """Your result in use is A, so every entry was kept. What does a mask look like that keeps everything?"""
    return A, np.zeros(A.shape)


for said in (RNG_UNUSED, SAME_AGAIN):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_comparison(A, keep, rng, training):
    if not training:
        return A, np.ones(A.shape)
    mask = (rng.random(A.shape) < keep) / keep
    return A * mask, mask


@ex.right
def by_loops(A, keep, rng, training):
    out, mask = A.copy(), np.ones_like(A)
    if training:
        for i in range(A.shape[0]):
            for j in range(A.shape[1]):
                mask[i, j] = 1 / keep if rng.random() < keep else 0.0
                out[i, j] = A[i, j] * mask[i, j]
    return out, mask


@ex.right
def by_binomial(A, keep, rng, training):
    mask = rng.binomial(1, keep, A.shape) / keep if training else np.ones(A.shape)
    return A * mask, mask


@ex.right
def by_where(A, keep, rng, training):
    mask = np.where(rng.random(A.shape) >= 1 - keep, 1 / keep, 0) if training else np.ones(A.shape)
    return mask * A, mask


# ---- wrong answers ---------------------------------------------------------------------------------


def _with_mask(make):
    def answer(A, keep, rng, training):
        if not training:
            return A, np.ones(A.shape)
        mask = make(A, keep, rng)
        return A * mask, mask

    return answer


ex.wrong(slip="no-rescale", points=1)(
    _with_mask(lambda A, keep, rng: (rng.random(A.shape) < keep) * 1.0)
)
ex.wrong(slip="keep-swapped", points=1)(
    _with_mask(lambda A, keep, rng: (rng.random(A.shape) > keep) / keep)
)
ex.wrong(slip="one-mask-per-batch", points=1)(
    _with_mask(lambda A, keep, rng: np.tile(rng.random(A.shape[1]) < keep, (len(A), 1)) / keep)
)
ex.wrong(slip="one-draw-per-row", points=1)(
    _with_mask(lambda A, keep, rng: np.tile(rng.random((len(A), 1)) < keep, A.shape[1]) / keep)
)
ex.wrong(slip="rng-unused", points=1)(
    _with_mask(lambda A, keep, rng: (np.random.default_rng().random(A.shape) < keep) / keep)
)
ex.wrong(slip="same-again", points=1)(
    _with_mask(lambda A, keep, rng: (np.random.default_rng(0).random(A.shape) < keep) / keep)
)
ex.wrong(slip="nothing-dropped", points=1)(_with_mask(lambda A, keep, rng: np.ones(A.shape)))


@ex.wrong(slip="divided-by-drop", points=1)
def divided_by_drop(A, keep, rng, training):
    if not training or keep == 1:
        return A, np.ones(A.shape)
    mask = (rng.random(A.shape) < keep) / (1 - keep)
    return A * mask, mask


@ex.wrong(slip="mask-without-scale", points=1)
def mask_without_scale(A, keep, rng, training):
    mask = (rng.random(A.shape) < keep) * 1.0 if training else np.ones(A.shape)
    return (A * mask / keep if training else A), mask


@ex.wrong(slip="scales-in-use", points=2)
def scaled_in_use(A, keep, rng, training):
    mask = (rng.random(A.shape) < keep) / keep if training else np.full(A.shape, 1 / keep)
    return A * mask, mask


@ex.wrong(slip="no-rescale", points=0)
def old_kind(A, keep, rng, training):
    mask = (rng.random(A.shape) < keep) * 1.0 if training else np.full(A.shape, keep)
    return A * mask, mask


@ex.wrong(slip=None, points=2)
def always_on(A, keep, rng, training):
    mask = (rng.random(A.shape) < keep) / keep
    return A * mask, mask


@ex.wrong(slip="input-modified", points=3)
def in_place(A, keep, rng, training):
    mask = (rng.random(A.shape) < keep) / keep if training else np.ones(A.shape)
    A *= mask
    return A.copy(), mask


# ---- changes of the solution that are as right as it ------------------------------------------------

ex.same("mask = (rng.random(A.shape) < keep) / keep", "mask = (rng.random(A.shape) <= keep) / keep")
