"""Numba's errors in a learner's words: the line, one sentence, one suggestion. And the name that was meant.

Plain text only: this file knows how Numba's messages read, not Numba.
"""

import difflib
import dis
import inspect
import linecache
import os
import re
from collections.abc import Iterable

from nnlib.core.words import tr

INSIDE = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*?"  # of one pair of brackets, past those that open and close again

ADVICE = [  # looked for in the learner's line; looked for in Numba's message; what is said (the first that fits)
    (
        r"keepdims",
        None,
        tr("Numba has no keepdims=. Leave it out and write total[:, None], or use two loops."),
    ),
    (
        rf"\.a?(max|min)\(([^()]*,\s*|-?)\d\)|\b(max|min|amax|amin)\({INSIDE}\baxis",
        None,
        tr(
            "Numba has no maximum along an axis. Find each row's largest entry in a loop over "
            "the rows."
        ),
    ),
    (
        rf"\b(mean|std|var)\({INSIDE}\baxis",
        None,
        tr("Numba has no mean or std along an axis. Divide a sum along the axis by the count."),
    ),
    (r"\beinsum", None, tr("Numba has no np.einsum. Write the sum as loops, or with @.")),
    (r"\bmatmul\(", None, tr("Numba has no np.matmul. Write the product with @.")),
    (
        r"\bisinstance\(",
        None,
        tr("Numba cannot ask for np.ndarray. Leave the question out: in training it is an array."),
    ),
    (r"\bheaviside", None, tr("Numba has no np.heaviside. Compare with 0 instead: z >= 0.")),
    (r"\bprint\(", None, tr("Nothing is printed during training. Take the print out.")),
    (
        None,
        r"NameError: name '(\w+)' is not defined|NameError",
        tr("The line uses a name that is not defined. Is it spelled as you defined it?"),
    ),
    (
        None,
        r"IMPORT_NAME",
        tr("Numba does not compile an import inside a function. Put it above the function."),
    ),
    (
        r"^except\b",
        r"Exception matching is limited",
        tr("Numba knows no except but `except Exception:`. Ask with if before you compute."),
    ),
    (
        None,
        r"length_of_iterator",
        tr("Numba makes no list out of zip or enumerate. Count with range(len(...)) in the loop."),
    ),
    (
        r"^def .*\*",
        None,
        tr("Numba knows no **options and no parameters after a *. Leave them out of the def line."),
    ),
    (
        None,
        r"setitem\(array\(undefined",
        tr(
            "Numba cannot make an array of nested lists. Start with np.empty_like(z) and fill it "
            "in two loops."
        ),
    ),
    (
        None,
        r"^AssertionError|No implementation of function Function\(<built-in function setitem>\)",
        tr(
            "Numba cannot assign through a two-dimensional mask such as a[z < 0] = 0. Use "
            "np.where, or two loops."
        ),
    ),
    (
        None,
        r"must all have the same dtype[^~]*int\d|int\d+[^~]*must all have the same dtype",
        tr(
            "Numba multiplies matrices of fractions only, not of whole numbers. Make them with "
            "X.dtype."
        ),
    ),
    (
        None,
        r"must (all )?have the same dtype",
        tr(
            "The line mixes float32 and float64. Make new arrays with np.empty_like(z), so that "
            "they match."
        ),
    ),
    (
        None,
        r"Cannot unify",
        tr(
            "One variable holds two kinds of things, such as a number first and an array later. "
            "Use two names."
        ),
    ),
    (
        r"\.astype\((float|int|bool)\)",
        r"astype",
        tr("Numba wants NumPy's name of a type: .astype(z.dtype)."),
    ),
    (
        None,
        r"unsupported NumPy function 'numpy\.(\w+)'",
        tr("Numba does not know np.{0} as it is used here. Write it as loops."),
    ),
    (
        None,
        r"Untyped global name|Cannot determine Numba type of|Unknown attribute",
        tr(
            "Numba cannot compile something that this line calls. Use numbers, NumPy arrays and "
            "plain functions."
        ),
    ),
    (
        r"^(try|except|with|yield|global|del|match)\b",
        r"^Unsupported",
        tr(
            "Numba does not compile this kind of statement. Write it with loops, if, and "
            "arithmetic."
        ),
    ),
    (
        None,
        r"keyword argument",
        tr(
            "Numba does not know an option that this line uses. Leave the option out, or use two "
            "loops."
        ),
    ),
]
OTHERWISE = tr("Numba cannot compile this line. Loops, if, arithmetic and basic NumPy always work.")


def translate(function, message):
    """One line for a person: where in `function` Numba stopped, why, and what to write instead."""
    line = _line_number(function, message)
    source = linecache.getline(function.__code__.co_filename, line).strip() if line else ""
    advice = _advice(source, message)
    where = (
        tr("line {line} of {name}", line=line, name=function.__name__)
        if line
        else function.__name__
    )
    return f"{where}: {source}\n    {advice}" if source else f"{where}: {advice}"


def _advice(source, message):
    for in_line, in_message, advice in ADVICE:
        found = (in_line and re.search(in_line, source)) or (
            in_message and re.search(in_message, message)
        )
        if found:
            return advice.format(*found.groups())
    return OTHERWISE


def _line_number(function, message):
    """The first line of the learner's function that the message names, or where it uses a name unknown to Numba."""
    code = function.__code__
    first, last = code.co_firstlineno, max(n for _, _, n in code.co_lines() if n)
    path, base = re.escape(code.co_filename), re.escape(os.path.basename(code.co_filename))
    found = re.findall(rf'{path}"?\s*(?:\(|, line )(\d+)', message)
    found += re.findall(rf'File "(?:[^"]*[/\\])?{base}", line (\d+)', message)
    inside = (int(n) for n in found if first <= int(n) <= last)
    if code.co_kwonlyargcount or code.co_flags & inspect.CO_VARKEYWORDS:
        return first  # of such parameters Numba says nothing that leads to a line
    if "length_of_iterator" in message:  # found at the def line
        return _line_of_name(code, "zip") or _line_of_name(code, "enumerate")
    undefined = re.search(r"name '(\w+)' is not defined", message)
    return next(inside, _line_of_name(code, undefined[1]) if undefined else None)


def _line_of_name(code, name):
    uses = (i.positions.lineno for i in dis.get_instructions(code) if i.argval == name)
    return next(uses, None)


def doubtful(function):
    """Whether a line of `function` looks like one that Numba may refuse. Nothing is compiled here."""
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        return False
    known = "|".join(in_line for in_line, in_message, _ in ADVICE if in_message is None)
    return bool(re.search(known, source))


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of the known names that `name` was probably meant to be, or None where none is near.

    >>> closest("rleu", ["relu", "tanh"])
    'relu'
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return near[0] if near else None
