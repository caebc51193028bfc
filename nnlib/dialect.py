"""Numba's errors in a learner's words: the line, one sentence, one suggestion.

Plain text only: this file knows how Numba's messages read, not Numba.
"""

import dis
import inspect
import linecache
import os
import re

ADVICE = [  # looked for in the learner's line; looked for in Numba's message; what is said (the first that fits)
    (
        r"keepdims",
        None,
        "Numba has no keepdims=. Leave it out and write total[:, None], or use two loops.",
    ),
    (
        r"\.a?(max|min)\(([^()]*,\s*|-?)\d\)|\b(max|min|amax|amin)\(.*axis",
        None,
        "Numba has no maximum along an axis. Find each row's largest entry in a loop over the rows.",
    ),
    (
        r"\b(mean|std|var)\(.*axis",
        None,
        "Numba has no mean or std along an axis. Divide a sum along the axis by the count.",
    ),
    (r"\beinsum", None, "Numba has no np.einsum. Write the sum as loops, or with @."),
    (r"\bheaviside", None, "Numba has no np.heaviside. Compare with 0 instead: z >= 0."),
    (r"\bprint\(", None, "Nothing is printed during training. Take the print out."),
    (
        None,
        r"NameError: name '(\w+)' is not defined|NameError",
        "The line uses a name that is not defined. Is it spelled as you defined it?",
    ),
    (
        None,
        r"IMPORT_NAME",
        "Numba does not compile an import inside a function. Put it above the function.",
    ),
    (
        r"^except\b",
        r"Exception matching is limited",
        "Numba knows no except but `except Exception:`. Ask with if before you compute.",
    ),
    (
        None,
        r"setitem\(array\(undefined",
        "Numba cannot make an array of nested lists. Start with np.empty_like(z) and fill it in two loops.",
    ),
    (
        None,
        r"^AssertionError|No implementation of function Function\(<built-in function setitem>\)",
        "Numba cannot assign through a two-dimensional mask such as a[z < 0] = 0. Use np.where, or two loops.",
    ),
    (
        None,
        r"must all have the same dtype[^~]*int\d|int\d+[^~]*must all have the same dtype",
        "Numba multiplies matrices of fractions only, not of whole numbers. Make them with X.dtype.",
    ),
    (
        None,
        r"must (all )?have the same dtype",
        "The line mixes float32 and float64. Make new arrays with np.empty_like(z), so that they match.",
    ),
    (
        None,
        r"Cannot unify",
        "One variable holds two kinds of things, such as a number first and an array later. Use two names.",
    ),
    (
        r"\.astype\((float|int|bool)\)",
        r"astype",
        "Numba wants NumPy's name of a type: .astype(z.dtype).",
    ),
    (
        None,
        r"unsupported NumPy function 'numpy\.(\w+)'",
        "Numba does not know np.{0} as it is used here. Write it as loops.",
    ),
    (
        None,
        r"Untyped global name|Cannot determine Numba type of|Unknown attribute",
        "Numba cannot compile something that this line calls. Use numbers, NumPy arrays and plain functions.",
    ),
    (
        r"^(try|except|with|yield|global|del|match)\b",
        r"^Unsupported",
        "Numba does not compile this kind of statement. Write it with loops, if, and arithmetic.",
    ),
    (
        None,
        r"keyword argument",
        "Numba does not know an option that this line uses. Leave the option out, or use two loops.",
    ),
]
OTHERWISE = "Numba cannot compile this line. Loops, if, arithmetic and basic NumPy always work."


def translate(function, message):
    """One line for a person: where in `function` Numba stopped, why, and what to write instead."""
    line = _line_number(function, message)
    source = linecache.getline(function.__code__.co_filename, line).strip() if line else ""
    advice = _advice(source, message)
    where = f"line {line} of {function.__name__}" if line else function.__name__
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
    undefined = re.search(r"name '(\w+)' is not defined", message)
    return next(inside, _line_of_name(code, undefined[1]) if undefined else None)


def _line_of_name(code, name):
    uses = (i.positions.lineno for i in dis.get_instructions(code) if i.argval == name)
    return next(uses, None)


def uncompilable(function):
    """One sentence on a line of `function` that Numba is known not to compile, or None. Nothing is compiled here."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return None
    known = [
        (in_line, advice)
        for in_line, in_message, advice in ADVICE
        if in_message is None and "print" not in in_line
    ]
    for line in (line.partition("#")[0].strip() for line in lines):
        for in_line, advice in known:
            if re.search(in_line, line):
                return (
                    f"Your function is right in Python. To train with it, change `{line}`. {advice}"
                )
    return None
