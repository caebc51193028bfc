"""The gate: what comes from outside is checked here once, in Python, before a kernel sees it.

Wrong kinds raise TypeError, wrong values and shapes ValueError; the message says what was given and what was wanted.
"""

import math
import sys

import numpy as np

from nnlib.core.words import tr

LOOKED_AT = 10**6  # entries are looked at in one go: a file that is mapped is larger than memory
MOST = 10**9  # entries of an array, steps of a loop: more would fill the memory or never end


# --- Arrays --------------------------------------------------------------------------------------


def without_mask(name, value):
    """`value`, which must be no masked array: what a mask hides would come back in silence."""
    # NumPy loads it late: whoever has an array of it has loaded it.
    masks = sys.modules.get("numpy.ma")
    if masks is not None and isinstance(value, masks.MaskedArray):
        raise TypeError(
            tr(
                "{name} is a masked array; wanted a plain one, without the masked entries",
                name=name,
            )
        )
    return value


def as_array(name, value):
    """`value` as an array of any kind."""
    try:
        return np.asarray(without_mask(name, value))
    except ValueError:  # NumPy: "setting an array element with a sequence", "inhomogeneous shape"
        raise ValueError(tr("{name} is no array: its rows differ in length", name=name)) from None


def as_floats(name, value, ndim=None):
    """`value` as a C-contiguous float32 or float64 array; whole numbers become float64."""
    array = as_array(name, value)
    if array.dtype.kind in "biu":
        array = array.astype(np.float64)
    if array.dtype not in (np.float32, np.float64):
        raise TypeError(
            tr(
                "{name} holds {dtype}; wanted numbers (float32 or float64)",
                name=name,
                dtype=array.dtype,
            )
        )
    if ndim is not None and array.ndim != ndim:
        wanted = f"{ndim} axes" if ndim else "a number"
        raise ValueError(
            tr(
                "{name} has shape {shape}; wanted {wanted}",
                name=name,
                shape=array.shape,
                wanted=wanted,
            )
        )
    return np.ascontiguousarray(array) if array.ndim else array


def float_type(dtype) -> np.dtype:
    """`dtype` as float32 or float64, in which everything here computes."""
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise TypeError(tr("dtype is {dtype}; wanted float32 or float64", dtype=dtype))
    return dtype


def for_the_loop(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """`array` of this dtype, contiguous and writable, as compiled loops want it."""
    with np.errstate(over="ignore"):  # too large for float32: inf, and `all_finite` says where
        return np.require(array, dtype, "CW")


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
            raise ValueError(
                tr(
                    "{function}: {key} should have shape {wanted}; given: {given}",
                    function=function,
                    key=key,
                    wanted=wanted,
                    given=given,
                )
            )
    kinds = {np.asarray(value).dtype for value in values if np.ndim(value)}
    dtype = np.result_type(*({kind for kind in kinds if kind.kind == "f"} or {np.float64}))
    return [array.astype(dtype, copy=False)[()] for array in arrays.values()]


def has_shape(name: str, array: np.ndarray, *shape: int):
    """Raise where an array that goes into compiled code has another shape: nothing is checked there."""
    if array.shape != shape:
        raise ValueError(
            tr(
                "{name} has shape {shape}; wanted {shape2}",
                name=name,
                shape=array.shape,
                shape2=shape,
            )
        )


def within(name: str, what: str, array: np.ndarray, stop: int):
    """Raise where an array that compiled code looks things up by holds another number than 0 to stop - 1."""
    if array.size and not (0 <= array.min() and array.max() < stop):
        wrong = array[~((array >= 0) & (array < stop))][0]
        raise ValueError(
            tr(
                "{name} has {what} {wrong:g}; wanted 0 to {value}",
                name=name,
                what=what,
                wrong=wrong,
                value=stop - 1,
            )
        )


def not_empty(name, array):
    """Raise where an array has no rows: a mean over nothing is no number."""
    if array.shape[0] == 0:
        raise ValueError(
            tr("{name} has shape {shape}: at least one row is wanted", name=name, shape=array.shape)
        )


def all_finite(name, array):
    """Raise where an array (n, ...) holds NaN or inf, and say where the first one is. Looks at some rows at a time."""
    some = max(LOOKED_AT // max(array[:1].size, 1), 1)
    for start in range(0, len(array), some):
        bad = ~np.isfinite(array[start : start + some])
        if bad.any():
            first, *others = (int(i) for i in np.argwhere(bad)[0])
            where = (start + first, *others)
            raise ValueError(
                tr(
                    "{name} holds {array} at {where}; wanted finite numbers",
                    name=name,
                    array=array[where],
                    where=where,
                )
            )


def as_labels(name, value, n_samples, n_classes):
    """`value` as int64 labels 0 to n_classes - 1, one per example."""
    labels = as_array(name, value)
    if labels.dtype.kind not in "iu":
        raise TypeError(
            tr(
                "{name} holds {dtype}; wanted whole numbers (class labels)",
                name=name,
                dtype=labels.dtype,
            )
        )
    if labels.shape != (n_samples,):
        raise ValueError(
            tr(
                "{name} has shape {shape}; wanted ({n_samples},), one label per row",
                name=name,
                shape=labels.shape,
                n_samples=n_samples,
            )
        )
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        wrong = labels.max() if labels.max() >= n_classes else labels.min()
        raise ValueError(
            tr(
                "{name} has label {wrong}, but the network has {n_classes} outputs (labels 0 to "
                "{value})",
                name=name,
                wrong=wrong,
                n_classes=n_classes,
                value=n_classes - 1,
            )
        )
    return np.ascontiguousarray(labels, dtype=np.int64)


def class_labels(name, value, n_classes):
    """`value` as int64 labels (n,) from 0 to n_classes - 1, n >= 1."""
    labels = as_array(name, value)
    if labels.dtype.kind not in "iu" and labels.size:
        raise TypeError(
            tr(
                "{name} holds {dtype}; wanted whole numbers (class labels)",
                name=name,
                dtype=labels.dtype,
            )
        )
    if labels.ndim != 1 or not labels.size:
        raise ValueError(
            tr(
                "{name} has shape {shape}; wanted (n,), one label per example",
                name=name,
                shape=labels.shape,
            )
        )
    wrong = labels[(labels < 0) | (labels >= n_classes)]
    if wrong.size:
        raise ValueError(
            tr(
                "{name} has label {wrong}; wanted labels 0 to {value}",
                name=name,
                wrong=wrong[0],
                value=n_classes - 1,
            )
        )
    return labels.astype(np.int64)


def rows_and_labels(X, y):
    """X and y as arrays of any kind with as many rows."""
    X, y = as_array("X", X), as_array("y", y)
    if not X.ndim or not y.ndim:
        raise ValueError(
            tr(
                "X has shape {shape} and y {shape2}; wanted rows, one label for each",
                shape=X.shape,
                shape2=y.shape,
            )
        )
    if len(X) != len(y):
        raise ValueError(
            tr(
                "X has {count} rows and y has {count2}; wanted one label per row",
                count=len(X),
                count2=len(y),
            )
        )
    return X, y


def room_for(name, *shape):
    """Raise where an array of this shape would hold more numbers than fit into the memory."""
    if math.prod(shape) > MOST:
        raise ValueError(
            tr(
                "{name} would have shape {shape}; wanted at most {MOST} numbers in all",
                name=name,
                shape=shape,
                MOST=MOST,
            )
        )


# --- Numbers -------------------------------------------------------------------------------------


def number(name, value):
    """`value` as a float: no text, no truth value, no array."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(tr("{name} is {value!r}; wanted a number", name=name, value=value))
    try:
        return float(value)
    except OverflowError:
        raise ValueError(
            tr("{name} has more than 300 digits; wanted a smaller number", name=name)
        ) from None


def positive_number(name, value):
    """`value` as a finite float above 0."""
    if not (math.isfinite(number(name, value)) and value > 0):
        raise ValueError(tr("{name} is {value}; wanted a positive number", name=name, value=value))
    return float(value)


def between(name, value, low, high):
    """`value` as a float from `low` to `high`, both allowed."""
    if not low <= number(name, value) <= high:
        raise ValueError(
            tr(
                "{name} is {value}; wanted {low} to {high}",
                name=name,
                value=value,
                low=low,
                high=high,
            )
        )
    return float(value)


def positive_int(name, value, most=MOST):
    """`value` as an int from 1 to `most`, which is as far as a machine can count, or fill its memory."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(tr("{name} is {value!r}; wanted a whole number", name=name, value=value))
    if value < 1:
        raise ValueError(tr("{name} is {value}; wanted at least 1", name=name, value=value))
    if value > most:
        raise ValueError(
            tr("{name} is {value}; wanted at most {most}", name=name, value=value, most=most)
        )
    return int(value)


def whole_number(name, value):
    """`value` as an int from 0 on; None counts as 0."""
    zero = value is None or (type(value) is int and value == 0)
    return 0 if zero else positive_int(name, value)


def widths(sizes):
    """`sizes` as a list of layers' widths, each an int from 1 on."""
    sizes = as_list("sizes", sizes, tr("widths, such as [64, 10]"))
    return [positive_int(tr("a layer's width"), size) for size in sizes]


# --- Everything else -----------------------------------------------------------------------------


def generator(name, value):
    """`value`, which must be a NumPy random generator: nothing here draws from a hidden one."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(
            tr("{name} is {value!r}; wanted np.random.default_rng(seed)", name=name, value=value)
        )
    return value


def flag(name, value):
    """`value` as a bool: True and False (or 1 and 0) alone, for "no" would count as true."""
    if not isinstance(value, (bool, np.bool_)) and not (type(value) is int and value in (0, 1)):
        raise TypeError(tr("{name} is {value!r}; wanted True or False", name=name, value=value))
    return bool(value)


def one_of(name, value, choices, wanted=None):
    """`value`, which must be one of these words. `wanted` is how the message says which there are."""
    wanted = wanted or tr("one of {listed}", listed=", ".join(choices))
    if not isinstance(value, str):
        raise TypeError(
            tr("{name} is {value!r}; wanted {wanted}", name=name, value=value, wanted=wanted)
        )
    if value not in choices:
        raise ValueError(
            tr("{name} is {value!r}; wanted {wanted}", name=name, value=value, wanted=wanted)
        )
    return value


def pair(name, value):
    """`value`, which must be a pair (X, y)."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError(tr("{name} is {value!r}; wanted a pair (X, y)", name=name, value=value))
    return value


def a_function(name, value):
    """`value`, which must be something to call."""
    if not callable(value):
        raise TypeError(tr("{name} is {value!r}; wanted a function", name=name, value=value))
    return value


def one_number(name, value):
    """What the function `name` gave, which must be one number; an array with one entry is one, too."""
    if np.size(value) != 1 or np.asarray(value).dtype.kind not in "biuf":
        raise TypeError(tr("{name} gave {value!r}; wanted one number", name=name, value=value))
    return np.asarray(value).reshape(())[()]


def as_list(name, value, of="arrays"):
    """`value` as a list; a text, a number or a dict is none."""
    if not isinstance(value, (list, tuple, np.ndarray)) or getattr(value, "ndim", 1) == 0:
        raise TypeError(
            tr("{name} is {value!r}; wanted a list of {of}", name=name, value=value, of=of)
        )
    return list(value)
