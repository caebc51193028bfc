"""What a piece of Python says of itself, unrun."""

import ast

import pytest

from nnlib.core.source import (
    binds,
    executed,
    functions,
    imports,
    own_names,
    plain_python,
    unwritten,
    uses,
)


@pytest.mark.parametrize(
    "source, plain",
    [
        ("%matplotlib inline\nx = 1", "# %matplotlib inline\nx = 1"),
        ("%%time\nx = 1", "#%%time\nx = 1"),
        ("!ls\n?x", "# !ls\n# ?x"),
        ("x = (7\n% 3)", "x = (7\n% 3)"),
        ("def f(:", "def f(:"),
    ],
)
def test_lines_for_the_notebook_alone_become_comments(source, plain):
    assert plain_python(source) == plain


@pytest.mark.parametrize(
    "statement, names",
    [
        ("a, (b, *c) = 1, (2, 3)", "a b c"),
        ("TABLE['x'] = 1", "TABLE"),
        ("net.layers[0].W = 1", "net"),
        ("for i in x:\n    y = 1", "i y"),
        ("if x:\n    def f(): z = 1", "f"),
        ("import numpy.linalg, scipy as sp", "numpy sp"),
        ("from a import b, c as d", "b d"),
        ("with open(x) as f: pass", "f"),
        ("async def f(): pass", "f"),
        ("(n := 3)", "n"),
        ("x == y", ""),
    ],
)
def test_what_a_statement_binds(statement, names):
    (node,) = ast.parse(statement).body
    assert binds(node) == set(names.split())


def test_own_names_are_public_in_order_and_not_imported():
    source = (
        "import numpy as np\nfrom a import b\ndef f(): g = 1\n_h = 2\nW, c = 1, 2\nclass D: pass"
    )
    assert own_names(source) == ("f", "W", "c", "D")


def test_functions_and_uses():
    tree = ast.parse("def f(x): return g(x)\nclass C: pass\nh = 1\n")
    assert list(functions(tree)) == ["f", "C"]
    assert uses(tree) == {"g", "x", "h"}


def test_imports_of_the_package_wherever_they_stand():
    source = "import numpy, nnlib.losses\ndef f():\n    from nnlib.layers import affine as a\nfrom . import b"
    found = ["nnlib.losses", "nnlib.layers", "nnlib.layers.affine"]
    assert sorted(imports(ast.parse(source))) == sorted(found)


@pytest.mark.parametrize(
    "source, waits",
    [
        ("def f(x):\n    '''Words.'''\n    raise NotImplementedError()", True),
        ("def f(x):\n    y = x\n    raise NotImplementedError", True),
        ("# Your answer goes here.\nraise NotImplementedError()", True),
        ("def f(x):\n    if x: raise NotImplementedError()\n    return x", False),
        ("def f(x):\n    raise ValueError()", False),
        ("w = 3", False),
        ("", False),
    ],
)
def test_an_answer_that_was_not_written_is_seen(source, waits):
    assert unwritten(source) is waits


def test_a_cell_is_run_one_that_awaits_too():
    names = {}
    executed("x = 1", "<a>", names)
    executed("import asyncio\nawait asyncio.sleep(0)\ny = x + 1", "<b>", names)
    assert names["y"] == 2
    with pytest.raises(SyntaxError):
        executed("def f():\n    await x", "<c>", names)
