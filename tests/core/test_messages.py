"""Numba's refusals in a learner's words: each piece of advice is drawn out of the real Numba by real code."""

import ast
import inspect
import math
import re
import textwrap

import numpy as np
import pytest

from nnlib.core import messages as dialect
from nnlib.core.kernel import compiler
from nnlib.engine import plugin


class Thing:
    factor = 2


thing = Thing()


# Each function runs in Python. The line that Numba stops at ends in "# <-"; `says` is what the advice must contain.


def keepdims(z):
    total = np.sum(z, axis=1, keepdims=True)  # <-
    return z / total


def maximum_along_an_axis(z):
    top = np.max(z, axis=1)  # <-
    return z - top[:, None]


def maximum_method(z):
    top = z.max(axis=1)  # <-
    return z - top[:, None]


def maximum_by_position(z):
    top = np.max(z, 1)  # <-
    return z - top[:, None]


def mean_along_an_axis(z):
    middle = np.mean(z, axis=1)  # <-
    return z - middle[:, None]


def std_method(z):
    return z / z.std(axis=0)  # <-


def einsum(z):
    return np.einsum("ij->ij", z)  # <-


def mean_of_a_sum_along_an_axis(z):
    middle = np.mean(np.sum(z * z, axis=1))  # which compiles
    return z - middle + np.min(np.maximum(z, 0), axis=0)  # <-


def matmul(X, W, b):
    return np.matmul(X, W) + b  # <-


def type_of_an_array(z):
    return z * 1 if isinstance(z, np.ndarray) else z  # <-


def list_of_pairs(z):
    out = z * 1
    out[0] = np.array([p + q for p, q in zip(z[0], z[1])])  # <-
    return out


def further_options(z, **more):  # <-
    return np.maximum(z, 0)


def only_by_name(z, *, slope=0.1):  # <-
    return np.maximum(z, slope * z)


def heaviside(z):
    a = z * np.heaviside(z, 1)  # <-
    return a


def print_with_options(z):
    print("here", end="")  # <-
    return z * 1


def undefined(z):
    if z[0, 0] > 1e9:
        return zz  # noqa: F821  # <-
    return z * 1


def inner_import(z):
    import math  # <-

    return z * math.pi


def other_exception(z):
    try:
        return z * 1
    except ZeroDivisionError:  # <-
        return z * 1


def nested_lists(z):
    return np.array([[max(v, 0) for v in row] for row in z])  # <-


def mask(z):
    a = z.copy()
    a[z < 0] = 0  # <-
    return a


def mask_with_a_name(z):
    a = z.copy()
    negative = z < 0
    a[negative] *= 0.1  # <-
    return a


def whole_numbers(X, W, b):
    return X @ np.ones((3, 4), dtype=np.int64) + b  # <-


def two_kinds_of_fractions(X, W, b):
    wide = W.astype(np.float64)
    return X @ wide + b  # <-


def two_kinds_in_one_name(z):
    r = 0
    for _ in range(2):
        r = z * 2
    return r  # <-


def pythons_float(z):
    return (z > 0).astype(float) * z  # <-


def unknown_numpy(z):
    return np.vectorize(lambda v: max(v, 0))(z)  # <-


def object_of_a_class(z):
    return z * thing.factor  # <-


def context_manager(z):
    with np.errstate(all="ignore"):  # <-
        return z * 1


def format_specification(z):
    text = f"{z[0, 0]:.2f}"  # <-
    return z * len(text)


def unknown_option(z):
    a = np.empty_like(z)
    np.maximum(z, 0, out=a)  # <-
    return a


def something_else(z):
    return np.stack([row / 2 for row in z])  # <-


TRIGGERS = {
    keepdims: "no keepdims=",
    maximum_along_an_axis: "no maximum along an axis",
    maximum_method: "no maximum along an axis",
    maximum_by_position: "no maximum along an axis",
    mean_along_an_axis: "no mean or std along an axis",
    std_method: "no mean or std along an axis",
    einsum: "no np.einsum",
    mean_of_a_sum_along_an_axis: "no maximum along an axis",
    matmul: "with @",
    type_of_an_array: "Leave the question out",
    list_of_pairs: "zip or enumerate",
    further_options: "out of the def line",
    only_by_name: "out of the def line",
    heaviside: "no np.heaviside",
    print_with_options: "Take the print out",
    undefined: "a name that is not defined",
    inner_import: "import inside a function",
    other_exception: "`except Exception:`",
    nested_lists: "nested lists",
    mask: "two-dimensional mask",
    mask_with_a_name: "two-dimensional mask",
    whole_numbers: "not of whole numbers",
    two_kinds_of_fractions: "mixes float32 and float64",
    two_kinds_in_one_name: "two kinds of things",
    pythons_float: ".astype(z.dtype)",
    unknown_numpy: "does not know np.vectorize",
    object_of_a_class: "something that this line calls",
    context_manager: "this kind of statement",
    format_specification: "this kind of statement",
    unknown_option: "does not know an option",
    something_else: "Loops, if, arithmetic and basic NumPy always work",
}


def role_of(function):
    return "affine" if "X" in inspect.signature(function).parameters else "activation"


def marked_line(function):
    lines, first = inspect.getsourcelines(function)
    (index,) = (i for i, line in enumerate(lines) if line.rstrip().endswith("# <-"))
    return first + index, lines[index].strip()


@pytest.mark.parametrize("function", TRIGGERS, ids=lambda f: f.__name__)
def test_the_advice_and_the_line_are_right(function):
    if compiler() is None:  # then Python runs it, and there is nothing to refuse
        assert plugin.plug(role_of(function), function, np.float32).name == function.__name__
        return
    with pytest.raises(plugin.PluginError) as caught:
        plugin.plug(role_of(function), function, np.float32)
    number, source = marked_line(function)
    name = function.__name__
    title, where, advice = str(caught.value).splitlines()
    assert title == f"{name} runs in Python, but Numba cannot compile it."
    assert where == f"  line {number} of {name}: {source}"
    assert TRIGGERS[function] in advice


def test_every_piece_of_advice_is_drawn_out_by_some_code():
    for _, _, advice in [*dialect.ADVICE, (None, None, dialect.OTHERWISE)]:
        text = advice.format("vectorize")
        assert sum(says in text for says in TRIGGERS.values()) >= 1, advice


def test_advice_is_one_or_two_short_sentences():
    for _, _, advice in dialect.ADVICE:
        assert len(advice) <= 110 and advice[0].isupper() and advice[-1] in ".?"


def test_a_function_typed_into_a_notebook_cell_names_its_line_too():
    """IPython registers a cell's source in linecache under a path such as /tmp/ipykernel_7/123.py."""
    import linecache

    source = "import numpy as np\n\ndef relu(z):\n    top = np.max(z, axis=1)\n    return z - top[:, None]\n"
    path = "/tmp/ipykernel_7/3141592.py"
    linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    namespace = {}
    exec(compile(source, path, "exec"), namespace)
    if compiler() is None:
        assert plugin.plug("activation", namespace["relu"], np.float32).is_learners
        return
    with pytest.raises(plugin.PluginError, match=r"line 4 of relu: top = np.max\(z, axis=1\)"):
        plugin.plug("activation", namespace["relu"], np.float32)


def test_words_alone_are_enough():
    """No Numba here: the table reads text, so it also serves where only the text is left."""
    number, _ = marked_line(mask)
    said = dialect.translate(mask, f"AssertionError: \nat {__file__} ({number})")
    assert (
        said.startswith(f"line {number} of mask: a[z < 0] = 0") and "two-dimensional mask" in said
    )
    assert dialect.translate(mask, "Odd: words") == f"mask: {dialect.OTHERWISE}"
    elsewhere = dialect.translate(mask, f'File "/other/place.py", line {number}: \nOdd: words')
    assert elsewhere == f"mask: {dialect.OTHERWISE}"


def test_the_idioms_of_the_book_do_compile():
    """What the chapters tell learners that always works (textbook, C.4)."""

    def softmax(Z):
        P = np.empty_like(Z)
        for i in range(Z.shape[0]):
            e = np.exp(Z[i] - np.max(Z[i]))
            P[i] = e / np.sum(e)
        return P

    def rectifier(z):
        return np.maximum(z, 0)

    def with_math(z):
        a = np.empty_like(z)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                a[i, j] = math.tanh(z[i, j])
        return a

    for function in (softmax, rectifier, with_math):
        plugged = plugin.plug("activation", function, np.float32)
        z = np.float32([[-1, 0.5], [2, -3]])
        got, wanted = np.empty_like(z), function(z)
        plugged.compiled(0, z, got)
        np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_the_marks_of_this_file_stand_where_they_should():
    tree = ast.parse(textwrap.dedent(inspect.getsource(mask)))
    assert isinstance(tree.body[0], ast.FunctionDef)
    assert all(re.search(r"# <-$", marked_line(f)[1]) for f in TRIGGERS)
