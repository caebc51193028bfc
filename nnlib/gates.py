"""The gate: what comes from outside is checked here once, in Python, before a kernel sees it.

Wrong kinds raise TypeError, wrong values and shapes ValueError; the message says what was given and what was wanted.
"""

import numpy as np

from nnlib.kernel import by_rank


def as_floats(name, value, ndim=None):
    """`value` as a C-contiguous float32 or float64 array; whole numbers become float64."""
    array = np.asarray(value)
    if array.dtype.kind in "biu":
        array = array.astype(np.float64)
    if array.dtype not in (np.float32, np.float64):
        raise TypeError(f"{name} holds {array.dtype}; wanted numbers (float32 or float64)")
    if ndim is not None and array.ndim != ndim:
        wanted = f"{ndim} axes" if ndim else "a number"
        raise ValueError(f"{name} has shape {array.shape}; wanted {wanted}")
    return np.ascontiguousarray(array) if array.ndim else array


def meet(function, shapes, *values):
    """`values` as arrays of one dtype, once their shapes meet: `shapes` is written as "X n d, w d, b".

    A letter stands for one length wherever it appears; a name alone is a number. The dtype is decided by the arrays
    that hold floats: single numbers, whole numbers and labels take it.
    """
    shapes = {key: axes for key, *axes in (part.split() for part in shapes.split(","))}
    arrays = {key: as_floats(key, value, len(shapes[key])) for key, value in zip(shapes, values)}
    lengths = {}
    for key, array in arrays.items():
        wanted = tuple(lengths.setdefault(*pair) for pair in zip(shapes[key], array.shape))
        if array.shape != wanted:
            given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
            raise ValueError(f"{function}: {key} should have shape {wanted}; given: {given}")
    kinds = {np.asarray(value).dtype for value in values if np.ndim(value)}
    dtype = np.result_type(*({kind for kind in kinds if kind.kind == "f"} or {np.float64}))
    return [array.astype(dtype, copy=False)[()] for array in arrays.values()]


def as_labels(name, value, n_samples, n_classes):
    """`value` as int64 labels 0 to n_classes - 1, one per example."""
    labels = np.asarray(value)
    if labels.dtype.kind not in "iu":
        raise TypeError(f"{name} holds {labels.dtype}; wanted whole numbers (class labels)")
    if labels.shape != (n_samples,):
        raise ValueError(
            f"{name} has shape {labels.shape}; wanted ({n_samples},), one label per row"
        )
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        wrong = labels.max() if labels.max() >= n_classes else labels.min()
        raise ValueError(
            f"{name} has label {wrong}, but the network has {n_classes} outputs (labels 0 to {n_classes - 1})"
        )
    return np.ascontiguousarray(labels, dtype=np.int64)


def not_empty(name, array):
    """Raise where an array has no rows: a mean over nothing is no number."""
    if array.shape[0] == 0:
        raise ValueError(f"{name} has shape {array.shape}: at least one row is wanted")


def all_finite(name, array):
    """Raise where an array holds NaN or inf, and say where the first one is."""
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(f"{name} holds {array[where]} at {where}; wanted finite numbers")


def positive_int(name, value):
    """`value` as an int of at least 1."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r}; wanted a whole number")
    if value < 1:
        raise ValueError(f"{name} is {value}; wanted at least 1")
    return int(value)


def positive_number(name, value):
    """`value` as a finite float above 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is {value!r}; wanted a number")
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}; wanted a positive number")
    return float(value)


def class_labels(name, value, n_classes):
    """`value` as int64 labels (n,) from 0 to n_classes - 1, n >= 1."""
    labels = np.asarray(value)
    if labels.dtype.kind not in "iu" and labels.size:
        raise TypeError(f"{name} holds {labels.dtype}; wanted whole numbers (class labels)")
    if labels.ndim != 1 or not labels.size:
        raise ValueError(f"{name} has shape {labels.shape}; wanted (n,), one label per example")
    wrong = labels[(labels < 0) | (labels >= n_classes)]
    if wrong.size:
        raise ValueError(f"{name} has label {wrong[0]}; wanted labels 0 to {n_classes - 1}")
    return labels.astype(np.int64)


def between(name, value, low, high):
    """`value` as a float from `low` to `high`, both allowed."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is {value!r}; wanted a number")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value}; wanted {low} to {high}")
    return float(value)


def generator(name, value):
    """`value`, which must be a NumPy random generator: nothing here draws from a hidden one."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(f"{name} is {value!r}; wanted np.random.default_rng(seed)")
    return value


def pointwise(name, arguments):
    """Gate of the activations: arrays of any shape, all alike, come back as a new array of that shape.

    A parameter called `alpha` is a number. Python numbers come back as numbers.
    """
    arrays = {key: as_floats(key, value) for key, value in arguments.items() if key != "alpha"}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1:
        given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
        raise ValueError(f"{name} wants arrays of one shape; given: {given}")
    shape = shapes.pop()
    dtype = np.result_type(*arrays.values())
    rows = (-1, shape[-1]) if shape and shape[-1] else (0, 1) if shape else (1, 1)
    inputs = [
        float(value)
        if key == "alpha"
        else np.ascontiguousarray(arrays[key].reshape(rows), dtype=dtype)
        for key, value in arguments.items()
    ]
    out = np.empty(inputs[0].shape, dtype)
    return (*inputs, out), lambda: out.reshape(shape) if shape else out[0, 0]


def _pointwise_linked(run, names):
    """The same for compiled code (see `kernel.by_rank`): numbers, vectors and matrices."""
    rows = by_rank(
        lambda x: np.full((1, 1), float(x)),
        lambda x: np.ascontiguousarray(x).reshape((1, -1)),
        lambda x: x,
    )
    restore = by_rank(lambda out, x: out[0, 0], lambda out, x: out[0], lambda out, x: out)

    def one(z):
        matrix = rows(z)
        out = np.empty_like(matrix)
        run(matrix, out)
        return restore(out, z)

    def one_and_alpha(z, alpha):
        matrix = rows(z)
        out = np.empty_like(matrix)
        run(matrix, alpha, out)
        return restore(out, z)

    def two(dout, a):
        matrix = rows(a)
        out = np.empty_like(matrix)
        run(rows(dout), matrix, out)
        return restore(out, a)

    def two_and_alpha(dout, a, alpha):
        matrix = rows(a)
        out = np.empty_like(matrix)
        run(rows(dout), matrix, alpha, out)
        return restore(out, a)

    if "alpha" in names:
        return one_and_alpha if len(names) == 2 else two_and_alpha
    return one if len(names) == 1 else two


pointwise.outputs, pointwise.linked = 1, _pointwise_linked
