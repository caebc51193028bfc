"""flatten_images(I): pictures as rows, pixel after pixel."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.draw import fortran, short
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("flatten_images", "I -> X")


def picture_case(I, about=""):  # noqa: E741
    n, h, w, c = I.shape
    rows = [
        [float(I[i, y, x, k]) for y in range(h) for x in range(w) for k in range(c)]
        for i in range(n)
    ]
    return case(about, I=I, X=np.array(rows))


@ex.part(points=1)
def value(rng):
    known = np.array(
        [[[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]], [[[9.0, 10], [11, 12]], [[13, 14], [15, 16]]]]
    )
    return [picture_case(known), picture_case(short(rng.random((3, 4, 5, 3))))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    """Pictures that do not lie in memory in the order in which they are read."""
    shapes = [(4, 3, 2, 3), (2, 2, 2, 2), (1, 3, 4, 2)]
    about = tr("pictures stored in another order")
    return [picture_case(fortran(short(rng.random(shape))), about) for shape in shapes]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def pictures_scrambled(I):  # noqa: E741
    """The shape is right, and every row holds numbers of several pictures. Turning a table round does not put
    them back: look at row 0 of a small example.
    """
    return I.reshape(-1, I.shape[0]).T.copy()


@ex.slip
def channel_first(I):  # noqa: E741
    """Each row holds its own picture, sorted by channel: all the red first. Here the numbers of one pixel stay
    side by side.
    """
    return I.transpose(0, 3, 1, 2).reshape(len(I), -1)


@ex.slip
def column_by_column(I):  # noqa: E741
    """Each row holds its own picture, read downwards. Pictures are read here like a page: line after line."""
    return I.transpose(0, 2, 1, 3).reshape(len(I), -1)


@ex.slip(like=column_by_column)
def column_by_column_reshaped(I):  # noqa: E741
    return I.reshape(len(I), -1, order="F")


@ex.slip
def memory_order(I):  # noqa: E741
    """Your rows follow the order in which the numbers happen to lie in memory. The same picture can lie there in
    two ways: go by its indices.
    """
    return I.ravel(order="K").reshape(len(I), -1)


@ex.slip
def first_picture_only(I):  # noqa: E741
    """Every row of yours is the first picture. Where does your loop use its index?"""
    return np.stack([I[0].ravel() for _ in I])


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def grey(I):  # noqa: E741
    """You keep one channel, or a mean of them, and repeat it. All three numbers of a pixel are wanted, side by side."""
    return np.repeat(I.mean(axis=3, keepdims=True), I.shape[3], axis=3).reshape(len(I), -1)


@ex.slip
def last_picture_only(I):  # noqa: E741
    """Every row of yours is the last picture. Where does your loop use its index?"""
    return np.stack([I[-1].ravel() for _ in I])


@ex.slip
def scaled(I):  # noqa: E741
    """Your numbers are divided, as if they ran to 255. They stay as they are: only their places change."""
    return I.reshape(len(I), -1) / 255


@ex.slip
def channels_turned(I):  # noqa: E741
    """The three numbers of each pixel have changed places. They stay in the order in which they came."""
    return I[..., ::-1].reshape(len(I), -1)


@ex.slip
def pictures_upside_down(I):  # noqa: E741
    """The lines of each picture come from the bottom to the top. Pictures are read here like a page."""
    return I[:, ::-1].reshape(len(I), -1)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def flatten_by_loops(pictures):
    n, h, w, c = pictures.shape
    X = np.zeros((n, h * w * c))
    for i in range(n):
        place = 0
        for y in range(h):
            for x in range(w):
                for k in range(c):
                    X[i, place] = pictures[i, y, x, k]
                    place += 1
    return X


ex.right(lambda pictures: pictures.reshape(pictures.shape[0], -1))
ex.right(lambda pictures: np.array([picture.flatten() for picture in pictures]))
ex.right(in_float32(lambda pictures: np.reshape(pictures, (len(pictures), -1))))


ex.right(
    lambda pictures: np.stack([np.concatenate([line.ravel() for line in p]) for p in pictures])
)
ex.right(lambda pictures: np.einsum("nyxc->nyxc", pictures).reshape(len(pictures), -1).copy())


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="pictures-scrambled", points=0)(
    lambda pictures: pictures.reshape(-1, len(pictures)).T
)
ex.wrong(slip="channel-first", points=0)(
    lambda pictures: np.moveaxis(pictures, 3, 1).reshape(len(pictures), -1)
)
ex.wrong(slip="transposed", points=0)(lambda pictures: pictures.reshape(len(pictures), -1).T)
ex.wrong(slip="flattened", points=0)(lambda pictures: pictures.ravel())
ex.wrong(slip="broadcast-up", points=0)(
    lambda pictures: pictures.reshape(len(pictures), -1, pictures.shape[3])
)
ex.wrong(slip="wrong-shape", points=0)(
    lambda pictures: pictures.mean(axis=3).reshape(len(pictures), -1)
)
ex.wrong(slip="column-by-column", points=1)(
    lambda pictures: pictures.reshape(len(pictures), -1, order="A")
)


ex.wrong(slip="scaled", points=0)(lambda I: I.reshape(len(I), -1) / 255.0)  # noqa: E741
ex.wrong(slip="last-picture-only", points=0)(
    lambda pictures: np.tile(pictures[-1].ravel(), (len(pictures), 1))
)
ex.wrong(slip="column-by-column", points=0)(
    lambda pictures: np.reshape(pictures, (len(pictures), -1), order="F")
)
ex.wrong(slip="channels-turned", points=0)(
    lambda pictures: np.flip(pictures, 3).reshape(len(pictures), -1)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return I.reshape(I.shape[0], -1).copy()", "return I.reshape(I.shape[0], -1)")
ex.same("return I.reshape(I.shape[0], -1).copy()", "return I.reshape(I.shape[0], -2).copy()")
