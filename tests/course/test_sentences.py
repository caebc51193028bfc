"""Every sentence goes through the catalogue: found by the collector, and seen in another language where it is read.

The other language is English in brackets, so that a sentence that does not come from the catalogue shows.
"""

import ast
import io
import os
import re
import subprocess
import sys

import pytest
from babel.messages import Catalog, mofile

from nnlib.core.files import PACKAGE
from nnlib.course import sentences

# Two words one after the other: what people read, in most cases.
WORDS = re.compile(r"[A-Za-z][a-z']+[,.;:!?)]*\s+[(\"'`]*[A-Za-z]*[a-z]")
# Places whose strings are for programs: why.
FILES = {
    "engine/roles.py": "types of slots",
    "engine/activate.py": "code that is compiled",
    "grading/sandbox/worker.py": "stands alone in the sandbox; the grader says what it means",
    "grading/sandbox/protocol.py": "stands alone in the sandbox",
    "grading/sandbox/confine.py": "stands alone in the sandbox",
    "core/signatures.py": "errors of those who write kernels",
    "grading/course/graded.py": "nbgrader's own words, which it looks for",
    "__init__.py": "lists of names",
}
TEXTS = re.compile(
    r"^(upper|lower|center|best) (left|right|center)$|^offset (points|pixels)$"  # matplotlib's words
    r"|^(axes|figure|subfigure) (fraction|points|pixels)$"
    r"|</?\w+[ >]|\{[^{}]*:[^{}]*;|^import |^from [\w.]+ import |def \w+\(|^#|^\s+#|^\"\"\"|### "  # code and pages
    r"|\\w|\[\^|^Cannot unify$|^Exception matching|^must \(all|^Untyped|^keyword argument"  # Numba's words
    r"|^\^Assert|^unsupported NumPy|^First name$|^Last name$|^Email address$|Points Possible"
    r"|^Full name$|^Maximum Grade$|^Last modified \(grade\)$|^Participant x$"  # Canvas's columns
    r"|^loss(_grad)? of |^(W n_in|X n d)|^for compiled code only$"
    r"|^\s*(nnlib: )?x?:? ?x$|^cd x && |^\s*at x"
)  # fmt: skip
CALLS = (  # what these are given is a pattern, code, a key, or an exercise's signature
    *("compile", "sub", "match", "search", "fullmatch", "findall", "filterwarnings", "execute"),
    *("same", "exercise"),
    "Unicode",  # the state of a figure, by a key
)


def outside(path, package=PACKAGE):
    """Strings of a file that look like sentences and do not go through tr: (line, text)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = _text(node)
        if text and WORDS.search(text) and not TEXTS.search(text) and not _apart(node, above):
            yield node.lineno, text


def _text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "x" for v in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def _apart(node, above):
    """Whether a string is a docstring, a key, a pattern or a part of another one, or goes through tr already."""
    around = above.get(node)
    if isinstance(around, ast.Expr | ast.Compare | ast.Subscript):
        return True
    if isinstance(around, ast.Dict) and node in around.keys:
        return True
    if isinstance(around, ast.Attribute) and around.attr in ("split", "splitlines"):
        return True
    if isinstance(around, ast.Call) and _name(around.func) in CALLS:
        return True
    if isinstance(around, ast.JoinedStr):
        return True  # a part of a sentence that is looked at as a whole
    while around is not None:
        if isinstance(around, ast.Call) and getattr(around.func, "id", "") == "tr":
            return any(node is inside for inside in ast.walk(around.args[0]))
        around = above.get(around)
    return False


def ruled():
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not set(sentences.APART) & set(path.parts) and not name.endswith(tuple(FILES)):
            yield name, path


def test_every_sentence_goes_through_the_catalogue():
    found = [f"{name}:{line}: {text!r}" for name, path in ruled() for line, text in outside(path)]
    assert found == []


@pytest.mark.parametrize(
    "code, seen",
    [
        ('print("not written yet")', 1),
        ('print(f"{n} rows are wrong")', 1),
        ('raise ValueError("wanted a number")', 1),
        ('print(tr("not written yet"))', 0),
        ('print(tr("{n} rows are wrong", n=n))', 0),
        ('print(tr("{n} rows", n="of that kind"))', 1),
        ('def f():\n    """Says what it does."""', 0),
        ('"relu softmax".split()', 0),
    ],
)
def test_a_sentence_that_does_not_is_seen(tmp_path, code, seen):
    (tmp_path / "room.py").write_text(code)
    assert len(list(outside(tmp_path / "room.py"))) == seen


def test_a_sentence_is_a_literal():
    """A translator sees what stands in the source, so nothing is put together before it is looked up."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, path in ruled()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr"
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


def test_the_collector_finds_slips_commands_and_javascript():
    found = sentences.collected()
    places = {name.split("/")[0] for where in found.values() for name, _ in where}
    assert {"core", "engine", "models", "grading", "plots", "course", "backprop.py"} <= places
    assert any(said.startswith("You let dout through everywhere") for said in found)
    assert "Open the book in JupyterLab." in found
    assert "Start again" in found and any("{0}" in said for said in found)


def test_the_template_is_written(tmp_path):
    path = sentences.write(tmp_path / "nnlib.pot")
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Open the book in JupyterLab."' in text and "python-brace-format" in text


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory):
    """The environment of somebody who reads every sentence of the catalogue in brackets."""
    folder, data = tmp_path_factory.mktemp("locale"), io.BytesIO()
    catalogue = Catalog(locale="de")
    for said in sentences.collected():
        if said.strip():
            catalogue.add(said, f"⟦{said}⟧")
    mofile.write_mo(data, catalogue)
    path = folder / "de" / "LC_MESSAGES" / "nnlib.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(data.getvalue())
    return {**os.environ, "NNLIB_LOCALE": str(folder), "NNLIB_LANGUAGE": "de"}


def said_in(environment, code):
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "code, expected",
    [
        (  # a slip of an exercise
            "import numpy as np; from nnlib.grading import check\n"
            "check(lambda dout, a: np.where(a >= 0, dout, 0), exercise='relu_backward')",
            "⟦You let dout through everywhere, also where the unit is silent.",
        ),
        (  # a relation that all exercises share
            "from nnlib.grading import check\n"
            "check(lambda dout, a: -dout * (a > 0), exercise='relu_backward')",
            "⟦Every number in your dz has the right size and the wrong sign.",
        ),
        (  # an error of the library
            "import nnlib\n"
            "try: nnlib.train([[1.0]], [3], [1, 2], None)\nexcept TypeError as error: print(error)",
            "⟦",
        ),
        (  # the words of a figure
            "from nnlib.plots.ch03 import POWERS; print(POWERS.words(POWERS.data()))",
            "⟦",
        ),
        (  # JavaScript
            "from nnlib.plots.ch07 import stepper; from nnlib.plots.kit.script import script\n"
            "print(script(stepper.__file__)[:20000])",
            '"Start again": "⟦Start again⟧"',
        ),
    ],
)
def test_it_is_read_in_the_other_language(bracketed, code, expected):
    assert expected in said_in(bracketed, code)


def test_the_command_line_speaks_it_too(bracketed):
    done = subprocess.run(
        [sys.executable, "-m", "nnlib", "lab", "--help"],
        env=bracketed,
        capture_output=True,
        text=True,
    )
    assert "⟦Open the book in JupyterLab.⟧" in done.stdout
