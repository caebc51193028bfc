"""Numba's errors in a learner's words: the line, one sentence, one suggestion.

Plain text only: this file knows how Numba's messages read, not Numba.
"""

import inspect
import linecache
import re

ADVICE = [  # what is looked for in Numba's message or in the learner's line; what is said of it
    (
        r"keepdims",
        "Numba has no keepdims=. Leave it out and write total[:, None], or use two loops.",
    ),
    (
        r"np\.(max|min|amax|amin)\(.*axis|\.(max|min)\(.*axis",
        "Numba has no maximum along an axis. Find each row's largest entry in a loop over the rows.",
    ),
    (r"mean\(.*axis", "Numba has no mean along an axis. Divide a sum along the axis by the count."),
    (r"einsum", "Numba has no np.einsum. Write the sum as loops, or with @."),
    (r"heaviside", "Numba has no np.heaviside. Compare with 0 instead: z >= 0."),
    (
        r"NameError|name '(\w+)' is not defined",
        "The line uses a name that is not defined. Is it spelled as you defined it?",
    ),
    (
        r"Untyped global name|Cannot determine Numba type of",
        "Numba cannot compile something that this line calls. Use numbers, NumPy arrays and plain functions.",
    ),
    (
        r"Cannot unify",
        "One variable holds two kinds of things, such as a number first and an array later. Use two names.",
    ),
    (
        r"setitem|SetItem|AssertionError",
        "Numba cannot assign through a two-dimensional mask such as a[z < 0] = 0. Use np.where, or two loops.",
    ),
    (
        r"must have the same dtype|float32.*float64|float64.*float32",
        "The line mixes float32 and float64. Make new arrays with np.empty_like(z), so that they match.",
    ),
    (
        r"UnsupportedError|Unsupported|try|yield|with",
        "Numba does not compile this kind of statement. Write it with loops, if, and arithmetic.",
    ),
]


def translate(function, message):
    """One line for a person: where in `function` Numba stopped, why, and what to write instead."""
    line = _line_number(function, message)
    source = linecache.getline(function.__code__.co_filename, line).strip() if line else ""
    for pattern, advice in ADVICE:
        if re.search(pattern, source) or re.search(pattern, message):
            break
    else:
        advice = (
            "Numba cannot compile this line. Loops, if, arithmetic and basic NumPy always work."
        )
    where = f"line {line} of {function.__name__}" if line else function.__name__
    return f"{where}: {source}\n    {advice}" if source else f"{where}: {advice}"


def _line_number(function, message):
    """The last line of the learner's own file that the message names, or None."""
    name = re.escape(function.__code__.co_filename)
    first, last = (
        function.__code__.co_firstlineno,
        max(n for _, _, n in function.__code__.co_lines() if n),
    )
    found = [int(n) for n in re.findall(name + r'"?\s*(?:\(|, line )(\d+)', message)]
    found += [int(n) for n in re.findall(r'File "[^"]*", line (\d+)', message)]
    return next((n for n in found if first <= n <= last), None)


def uncompilable(function):
    """One sentence on a line of `function` that Numba is known not to compile, or None. Nothing is compiled here."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return None
    for line in (line.partition("#")[0].strip() for line in lines):
        for pattern, advice in ADVICE:
            if any(idiom in pattern for idiom in ("keepdims", "axis", "einsum", "heaviside")):
                if re.search(pattern, line):
                    return f"it is right in Python. To train with it, change `{line}`: {advice}"
    return None
