"""The rules of the house, each one run: who may import whom, what must match what, what must be said.

A rule is a function from a folder to a list of complaints. It is run on the repository, where the list must be
empty, and on a small house with one thing wrong, where it must not be: a check that cannot fail is worse than none.
"""

import ast
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

import nnlib
from nnlib import book

# Ground and composition: a file may import those before it. A new file of nnlib gets its place here.
GROUND = ("dialect", "limits", "kernel", "gates", "plugin")
MATHEMATICS = (
    *("gradcheck", "perceptron", "activations", "layers", "losses", "optimizers", "initializers"),
    *("batching", "regularization", "preprocessing", "metrics", "datasets"),
)
COMPOSITION = (
    *("backprop", "neuron", "network", "slots", "training", "selection", "spelling", "callbacks"),
    *(
        "parts",
        "descent",
        "feeding",
        "goals",
        "model",
        "modelfile",
        "sequential",
        "digits",
        "estimators",
        "keras",
    ),
)
ROOF = ("plots", "grading", "book", "keep", "selfstudy", "execute", "demo", "cli", "__main__")
BELOW = {module: set(GROUND[:i]) for i, module in enumerate(GROUND)}
BELOW |= {module: {"kernel", "gates"} for module in MATHEMATICS}
BELOW |= {module: {*GROUND, *MATHEMATICS, *COMPOSITION[:i]} for i, module in enumerate(COMPOSITION)}
BELOW |= {"__init__": set()}  # the front door loads nothing before it is used


# ---- who may look into whom -----------------------------------------------------------------------


def imports(path, package):
    """Every import of a file, wherever it stands, as a dotted name: `from . import kernel` is nnlib.kernel."""
    folder = path.relative_to(package.parent).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = folder[: len(folder) - node.level + 1] if node.level else ()
            module = ".".join([*start, *filter(None, [node.module])])
            if module == package.name:
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def climbing_imports(package):
    """Imports that climb, and imports of what only a higher floor may use."""
    complaints = []
    for path in sorted(package.rglob("*.py")):
        if "_course" in path.parts:
            continue
        room = path.relative_to(package).parts[0].removesuffix(".py")
        if room not in BELOW and room not in ROOF:
            complaints.append(f"{room} has no floor; give it one in tests/test_house.py")
            continue
        for name in imports(path, package):
            top, _, rest = name.partition(".")
            inner = rest.partition(".")[0]
            if top in ("numba", "llvmlite"):  # llvmlite comes with numba
                if room != "kernel":
                    complaints.append(f"{room} imports {top}; only kernel knows it")
                continue
            if room in ROOF:
                continue
            if top == package.name and not inner:
                complaints.append(f"{room} imports all of {top}; name the file")
            elif top == package.name and inner not in BELOW[room]:
                complaints.append(f"{room} imports {inner}, which is not below it")
            elif top != package.name and top not in CORE and top not in sys.stdlib_module_names:
                complaints.append(f"{room} imports {top}, which only the roof may")
    return complaints


def core_packages(pyproject):
    """The import names of the packages that the library itself depends on."""
    project = tomllib.loads(pyproject.read_text())["project"]
    names = {requirement.partition(">")[0] for requirement in project["dependencies"]}
    return {"scikit-learn": "sklearn"}.get, names


RENAME, _NAMES = core_packages(book.PACKAGE.parent / "pyproject.toml")
CORE = {RENAME(name, name) for name in _NAMES} - {"typer"}


def test_no_import_climbs(root):
    assert climbing_imports(root / "nnlib") == []


@pytest.mark.parametrize(
    "room, line, complaint",
    [
        ("losses.py", "from nnlib.activations import softmax", "losses imports activations"),
        ("losses.py", "from .activations import softmax", "losses imports activations"),
        ("losses.py", "from nnlib import activations", "losses imports activations"),
        ("losses.py", "def f():\n    import nnlib.network", "losses imports network"),
        ("losses.py", "import nnlib", "losses imports all of nnlib"),
        ("kernel.py", "from nnlib import plugin", "kernel imports plugin"),
        ("network.py", "from nnlib.training import train", "network imports training"),
        ("training.py", "from nnlib.plots import show", "training imports plots"),
        ("training.py", "import matplotlib.pyplot", "training imports matplotlib"),
        ("plots/deep/er.py", "from numba import njit", "plots imports numba"),
        ("attic.py", "", "attic has no floor"),
        ("__init__.py", "from nnlib import kernel", "__init__ imports kernel"),
    ],
)
def test_an_import_that_climbs_is_seen(tmp_path, room, line, complaint):
    path = tmp_path / "nnlib" / room
    path.parent.mkdir(parents=True)
    path.write_text(line)
    assert [said.startswith(complaint) for said in climbing_imports(tmp_path / "nnlib")] == [True]


@pytest.mark.parametrize(
    "room, line",
    [
        ("losses.py", "import math\nimport numpy as np\nfrom nnlib.kernel import kernel"),
        ("gates.py", "import numpy\nfrom . import kernel"),
        ("kernel.py", "import numba\nfrom nnlib.dialect import translate"),
        ("training.py", "from nnlib.network import theta\nfrom nnlib import losses, plugin"),
        ("plots/deep/er.py", "import matplotlib\nfrom ...training import train\nimport nnlib"),
    ],
)
def test_an_import_that_goes_down_is_not(tmp_path, room, line):
    path = tmp_path / "nnlib" / room
    path.parent.mkdir(parents=True)
    path.write_text(line)
    assert climbing_imports(tmp_path / "nnlib") == []


# ---- what must match what -------------------------------------------------------------------------


def unmatched_stems(root):
    """Chapters, solutions and exercises that lack their counterpart or their notebook."""
    chapters = {path.stem for path in root.glob("chapters/[0-9][0-9]_*.*")}
    solutions = {path.name for path in root.glob("solutions/[0-9][0-9]_*")}
    exercises = {path.name for path in root.glob("exercises/[0-9][0-9]_*")}
    complaints = [] if chapters else ["there are no chapters"]
    for stem in sorted(chapters | solutions | exercises):
        wanted = (
            *(f"chapters/{stem}.py", f"chapters/{stem}.ipynb"),
            *(f"solutions/{stem}/{stem}.py", f"solutions/{stem}/{stem}.ipynb"),
            f"exercises/{stem}/{stem}.ipynb",
        )
        complaints += [f"missing: {path}" for path in wanted if not (root / path).is_file()]
    sourced = {path.with_suffix(".ipynb") for path in book.sources(root)}
    written = {*root.glob("chapters/*.ipynb"), *root.glob("solutions/*/*.ipynb")}
    complaints += [f"no source: {path.relative_to(root)}" for path in sorted(written - sourced)]
    return complaints


def graded_functions(root):
    """(notebook, grade_id, cell) of every cell in which a learner writes a function."""
    for source in book.sources(root):
        for cell in book.build_notebook(source).cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("solution") and not about.get("grade"):
                yield source.stem, about["grade_id"], cell


def nameless_functions(root, library):
    """Graded functions that are not in the library, or not defined where their grade_id says."""
    complaints = []
    for stem, name, cell in graded_functions(root):
        if not callable(getattr(library, name, None)):
            complaints.append(f"{stem}: nnlib has no function {name}")
        defined = {
            node.name for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)
        }
        if name not in defined:
            complaints.append(f"{stem}: the cell {name} does not define {name}")
    return complaints


def test_chapters_solutions_and_exercises_go_together(root):
    assert unmatched_stems(root) == []


def test_every_graded_function_has_a_namesake_in_the_library(root):
    assert list(graded_functions(root)), "no assignment has a function to write"
    assert nameless_functions(root, nnlib) == []


def test_committed_notebooks_are_what_their_sources_give(root):
    assert book.sources(root), "there are no sources"
    assert [path.name for path in book.build_all(check=True, root=root)] == []


def test_committed_notebooks_hold_no_outputs(root):
    notebooks = [
        path
        for part in ("chapters", "solutions", "exercises")
        for path in (root / part).rglob("*.ipynb")
    ]
    cells = [
        (path.name, cell.get("id"))
        for path in notebooks
        if ".ipynb_checkpoints" not in path.parts
        for cell in nbformat.read(path, as_version=4).cells
        if cell.get("outputs") or cell.get("execution_count")
    ]
    assert notebooks and cells == []


@pytest.fixture
def small_house(tmp_path):
    """A book with one chapter in which everything matches."""
    cell = '# %% nbgrader={"grade": false, "grade_id": "relu", "solution": true}\ndef relu(z):\n    return z\n'
    for folder in ("chapters", "solutions/01_slopes", "exercises/01_slopes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "chapters/01_slopes.py").write_text("# %%\n1\n")
    (tmp_path / "solutions/01_slopes/01_slopes.py").write_text(cell)
    (tmp_path / "exercises/01_slopes/01_slopes.ipynb").write_text("{}")
    book.build_all(root=tmp_path)
    return tmp_path


def test_a_house_in_order_has_no_complaints(small_house):
    assert unmatched_stems(small_house) == []
    assert nameless_functions(small_house, nnlib) == []


@pytest.mark.parametrize(
    "missing",
    [
        "chapters/01_slopes.py",
        "chapters/01_slopes.ipynb",
        "solutions/01_slopes/01_slopes.py",
        "exercises/01_slopes/01_slopes.ipynb",
    ],
)
def test_a_missing_counterpart_is_seen(small_house, missing):
    (small_house / missing).unlink()
    assert f"missing: {missing}" in unmatched_stems(small_house)


def test_a_notebook_without_a_source_is_seen(small_house):
    (small_house / "chapters/extra.ipynb").write_text("{}")
    assert unmatched_stems(small_house) == ["no source: chapters/extra.ipynb"]


def test_a_graded_function_without_a_namesake_is_seen(small_house):
    source = small_house / "solutions/01_slopes/01_slopes.py"
    source.write_text(source.read_text().replace('"relu"', '"rely"'))
    assert nameless_functions(small_house, nnlib) == [
        "01_slopes: nnlib has no function rely",
        "01_slopes: the cell rely does not define rely",
    ]


# ---- what must be said ----------------------------------------------------------------------------


def offered(room):
    """The names in the `__all__` of plots or grading."""
    for node in ast.parse((room / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def undocumented(package):
    """Files and public functions whose docstring does not begin with a sentence on one line.

    Public is what has no underscore; inside plots and grading, what the folder's `__all__` offers.
    """
    complaints = []
    for path in sorted(package.rglob("*.py")):
        if "_course" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        names = {node.name for node in functions if not node.name.startswith("_")}
        if path.parent != package:
            names &= offered(package / path.relative_to(package).parts[0])
        public = [node for node in functions if node.name in names]
        for node in [tree, *public]:
            first, _, _ = (ast.get_docstring(node) or "").partition("\n")
            if not first.rstrip("`)").endswith((".", "?", ":")) or " " not in first:
                name = getattr(node, "name", "the file")
                complaints.append(f"{path.relative_to(package)}: {name}: {first!r} is no sentence")
    return complaints


def test_every_public_function_says_what_it_does(root):
    assert undocumented(root / "nnlib") == []


@pytest.mark.parametrize(
    "code, seen",
    [
        ('def f(z):\n    """f(z) = max(z, 0)."""', 0),
        ("def f(z):\n    return z", 1),
        ('def f(z):\n    """The larger one"""', 1),
        ('def f(z):\n    """\n    The larger one.\n    """', 0),
        ('def f(z):\n    """The larger\n    one."""', 1),
        ("def _f(z):\n    return z", 0),
    ],
)
def test_a_function_that_says_nothing_is_seen(tmp_path, code, seen):
    (tmp_path / "room.py").write_text(f'"""A room."""\n\n{code}\n')
    assert len(undocumented(tmp_path)) == seen


def test_what_a_folder_offers_must_be_documented(tmp_path):
    plots = tmp_path / "plots"
    plots.mkdir()
    (plots / "__init__.py").write_text('"""All plots."""\n\n__all__ = ["show"]\n')
    (plots / "room.py").write_text(
        '"""A room."""\n\ndef show():\n    pass\n\ndef helper():\n    pass\n'
    )
    assert undocumented(tmp_path) == ["plots/room.py: show: '' is no sentence"]


# ---- what stands at the top -----------------------------------------------------------------------

TOP_LEVEL = {
    *("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("nbgrader_config.py", "constraints.txt", "chapters", "nnlib", "exercises", "solutions"),
    *("tests", "benchmarks"),
}
MADE = {
    "build",
    "dist",
    "submitted",
    "autograded",
    "feedback",
}  # by make and by a class at work; in .gitignore


def test_the_top_level_holds_what_the_plan_says(root):
    there = {path.name for path in root.iterdir() if path.name[0] != "."} - MADE
    there = {name for name in there if not name.startswith("gradebook.db")}
    assert there <= TOP_LEVEL
    ignored = Path(root / ".gitignore").read_text().split()
    assert {
        name for name in MADE if f"{name}/" not in ignored and f"/{name}/" not in ignored
    } == set()
