"""augment_shift(images, rng): every image moved by at most one pixel, each by its own draw."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch10._shared import RNG_UNUSED, SAME_AGAIN, called, generator

ex = exercise("augment_shift", "images, rng -> moved")

CALLS = 3  # after the first two
MOVES = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def _read(results):
    if any(result is None for result in results):
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    return {"moved": np.array([np.asarray(result, dtype=float) for result in results])}


def moved_by(image, down, right):
    """One image moved, pixel by pixel; zeros come in."""
    height, width = image.shape[:2]
    out = np.zeros_like(image)
    for i in range(height):
        for j in range(width):
            if 0 <= i - down < height and 0 <= j - right < width:
                out[i, j] = image[i - down, j - right]
    return out


def rolled_by(image, down, right):
    return np.roll(image, (down, right), axis=(0, 1))


def _found(image, original, way=moved_by):
    """The move that makes `image` of `original`, or None."""
    for move in MOVES:
        if np.allclose(image, way(original, *move), atol=1e-9):
            return move
    return None


def _moves(values, arguments):
    """None where every image was moved by a fair draw. Images are drawn so that all moves can be told apart."""
    images = arguments["images"]
    moves = [[_found(one, was) for one, was in zip(call, images)] for call in values["moved"]]
    flat = [move for call in moves for move in call]
    if None in flat:
        return _strange(values["moved"], images)
    if moves[0] != moves[1]:
        return RNG_UNUSED
    if set(flat) == {(0, 0)}:
        return "never-moved", tr(
            "Every image comes back as it was. Let rng draw how far each one moves."
        )
    if len(images) < 40:
        return None
    if all(call == moves[1] for call in moves[2:]):
        return SAME_AGAIN
    if all(len(set(call)) == 1 for call in moves):
        return "all-the-same-shift", tr(
            "All images of a call move by the same step. Each draws a step of its own."
        )
    return _every_move(flat)


def _every_move(flat):
    """With hundreds of draws each of the nine moves turns up."""
    if all(down == 0 or right == 0 for down, right in flat):
        return "no-diagonal", tr(
            "None of your images moves down or up and right or left at once. The two are drawn apart."
        )
    if len(set(flat)) < 9:
        seen = sorted(set(flat))
        return "moves-missing", tr(
            "Only these moves (down, right) come up in many draws: {seen}. Each of the two numbers is "
            "-1, 0 or 1. Does your draw leave its upper end out?",
            seen=seen,
        )
    return None


def _strange(calls, images):
    pairs = [(one, was) for call in calls for one, was in zip(call, images)]
    if all(_found(one, was) or _found(one, was, rolled_by) for one, was in pairs):
        return "rolled", tr(
            "What leaves your image on one side comes in again on the other. A digit has no such "
            "edge: zeros come in."
        )
    if all(_found(one, was, lambda w, d, r: moved_by(w, 2 * d, 2 * r)) for one, was in pairs):
        return "two-pixels", tr(
            "Your images move by two pixels. One is the most that is asked for."
        )
    if all(np.isclose(one.sum(), was.sum()) for one, was in pairs):
        return "mixed-up", tr(
            "Your images hold the right numbers in other places than a step of one pixel puts them."
        )
    return "not-a-shift", tr(
        "Some of your images are not the given ones, moved by at most one pixel with zeros coming in. "
        "Draw a small image and move it by hand."
    )


def _images(rng, n, height, width, about=""):
    images = rng.uniform(0.1, 1, (n, height, width))
    about = about or tr("{count} images, {height} x {width}", count=n, height=height, width=width)
    truth = {"moved": np.tile(images, (CALLS + 2, 1, 1, 1))}
    return Case(
        {"images": images, "rng": generator(rng)},
        truth,
        about,
        run=called(CALLS),
        read=_read,
        judge=_moves,
    )


@ex.part(points=2)
def moves(rng):
    return [_images(rng, 60, 5, 5), _images(rng, 50, 4, 6)]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [_images(rng, 45, 8, 8), _images(rng, 9, 7, 3), _kept(rng)]


def _kept(rng):
    """The images that were given stay as they were."""
    case = _images(rng, 50, 4, 4, tr("the images afterwards"))
    before = case.arguments["images"].copy()

    def run(function, given):
        first = given["images"]
        results = called(CALLS)(function, given)
        shares = any(isinstance(r, np.ndarray) and np.shares_memory(r, first) for r in results)
        return ("kept" if np.array_equal(first, before) and not shares else "changed", results)

    def read(told):
        if told[0] == "changed":
            raise Misfit(
                "input-modified",
                tr(
                    "You move the images where they lie. Next epoch starts from the originals: fill a "
                    "new array."
                ),
            )
        return _read(told[1])

    return Case(case.arguments, case.truth, case.about, run=run, read=read, judge=_moves)


# ---- slips -----------------------------------------------------------------------------------------

for said in (RNG_UNUSED, SAME_AGAIN):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_padding(images, rng):
    n, height, width = images.shape
    frame = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    moved = np.zeros_like(images)
    for k in range(n):
        top, left = rng.integers(0, 3), rng.integers(0, 3)
        moved[k] = frame[k, top : top + height, left : left + width]
    return moved


@ex.right
def by_pixels(images, rng):
    steps = rng.choice([-1, 0, 1], size=(len(images), 2))
    return np.array([moved_by(image, *step) for image, step in zip(images, steps)])


@ex.right
def by_rolling(images, rng):
    moved = images.copy()
    for k in range(len(moved)):
        down, right = rng.integers(-1, 2, 2)
        moved[k] = np.roll(moved[k], (down, right), axis=(0, 1))
        if down:
            moved[k, 0 if down > 0 else -1, :] = 0
        if right:
            moved[k, :, 0 if right > 0 else -1] = 0
    return moved


# ---- wrong answers ---------------------------------------------------------------------------------


def _each(way, draw):
    return lambda images, rng: np.array([way(image, *draw(rng)) for image in images])


def _fair(rng):
    return rng.integers(-1, 2, 2)


ex.wrong(slip="rolled", points=0)(_each(rolled_by, _fair))
ex.wrong(slip="moves-missing", points=0)(_each(moved_by, lambda rng: rng.integers(-1, 1, 2)))
ex.wrong(slip="moves-missing", points=0)(_each(moved_by, lambda rng: rng.choice([-1, 1], 2)))
ex.wrong(slip="two-pixels", points=0)(_each(lambda w, d, r: moved_by(w, 2 * d, 2 * r), _fair))
ex.wrong(slip="rng-unused", points=0)(
    lambda images, rng: by_padding(images, np.random.default_rng())
)
ex.wrong(slip="same-again", points=0)(
    lambda images, rng: by_padding(images, np.random.default_rng(0))
)
ex.wrong(slip="never-moved", points=0)(lambda images, rng: images.copy())


@ex.wrong(slip="all-the-same-shift", points=0)
def one_step_for_all(images, rng):
    step = rng.integers(-1, 2, 2)
    return np.array([moved_by(image, *step) for image in images])


@ex.wrong(slip="no-diagonal", points=0)
def one_direction(images, rng):
    steps = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)]
    return np.array([moved_by(image, *steps[rng.integers(5)]) for image in images])


@ex.wrong(slip=None, points=0)
def mirrored(images, rng):
    return np.array([image[:, ::-1] if rng.random() < 0.5 else image for image in images])


@ex.wrong(slip="input-modified", points=2)
def in_place(images, rng):
    images[:] = by_padding(images, rng)
    return images.copy()


# ---- changes of the solution that are as right as it ------------------------------------------------

ex.same("moved = np.zeros(images.shape)", "moved = np.ones(images.shape)")  # all of it is filled
