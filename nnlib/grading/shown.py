"""How a message shows numbers: small inputs as they are typed, two numbers with the digits that tell them apart."""

import numpy as np

from nnlib.core.words import tr

SHOWN = 12  # numbers of an input that a message shows as they are


def short(value: object) -> str:
    """An input as it is typed, where it holds up to 12 numbers, in lists and dictionaries too; else in a few words.

    >>> short({"W": np.eye(2), "b": [0.5, 2]}), short(np.zeros((7, 2)))
    ("{'W': [[1., 0.], [0., 1.]], 'b': [0.5, 2]}", 'an array of shape (7, 2)')
    """
    if count(value) <= SHOWN:
        return _typed(value)
    if isinstance(value, np.ndarray):
        return tr("an array of shape {shape}", shape=value.shape)
    return tr("a {name} of {count}", name=type(value).__name__, count=len(value))


def count(value: object) -> int:
    """How many numbers a value holds, in arrays, lists and dictionaries."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, (list, tuple)) else 1


def _typed(value):
    if isinstance(value, np.ndarray):
        return whole(value)
    if isinstance(value, dict):
        inside = (f"{key!r}: {_typed(entry)}" for key, entry in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(_typed, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    if isinstance(value, np.random.Generator):
        return tr("a random generator")
    return tr("a function") if callable(value) else repr(value)[:40]


def whole(value: np.ndarray) -> str:
    """A small array as a list of its numbers, the way it is typed."""
    return " ".join(np.array2string(value, separator=", ", precision=4).split())


def apart(got: float, truth: float) -> dict[str, str]:
    """Two numbers in words, with as many digits as tell them apart: {"got": "0.4999999983", "truth": "0.5"}."""
    for digits in (6, 9, 12, 17):
        said = {"got": f"{got:.{digits}g}", "truth": f"{truth:.{digits}g}"}
        if said["got"] != said["truth"]:
            break
    return said


def first_difference(name, case, got, truth, wrong, show_inputs: bool) -> str:
    """The message of last resort: the first wrong entry, with what was expected and what came."""
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"{name}[{', '.join(map(str, index))}]" if index else name
    said = tr(
        "{where} is {got} where {truth} is right{for_}.",
        where=where,
        **apart(got[index], truth[index]),
        for_=tr(" for {about}", about=case.about) if case.about else "",
    )
    if not show_inputs:
        return said + tr(" Try a small input by hand.")
    inputs = ", ".join(
        f"{key} = {_at(value, index, truth.shape)}" for key, value in case.arguments.items()
    )
    return tr("{said} There, {inputs}. Work that one number out by hand.", said=said, inputs=inputs)


def _at(value, index, shape):
    """An argument as it is shown; of a large array that goes with the result entry by entry, that entry."""
    beside = isinstance(value, np.ndarray) and value.shape == shape and value.size > SHOWN
    return _typed(value[index]) if beside else short(value)
