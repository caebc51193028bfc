"""The rules of the house, each one run: who may import whom, what must match what, what must be said.

A rule is a function from a folder to a list of complaints. It is run on the repository, where the list must be
empty, and on a small house with one thing wrong, where it must not be: a check that cannot fail is worse than none.
"""

import ast
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import nbformat
import pytest

import nnlib
from nnlib.course import notebooks as book

# From the ground up. A folder is a floor; the files at the top of nnlib are one, the mathematics.
FLOORS = ("core", "", "engine", "models", "keras", "grading plots", "course")
DOORS = {"__main__": "course", "keep": "course"}  # files at the top that open onto another floor
CORE = {
    "scikit-learn": "sklearn"
}  # what the library itself may import besides Python; the roof may import more


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
            if (package.parent / module.replace(".", "/")).is_dir():
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def floor(parts):
    """The number of the floor on which a file or an import stands, from its path inside nnlib; None for no room."""
    room = parts[0] if len(parts) > 1 else DOORS.get(parts[0], "")
    found = [number for number, rooms in enumerate(FLOORS) if room in (rooms.split() or [""])]
    return found[0] if found else None


def climbing_imports(package):
    """Imports that climb, and imports of what only another floor may use."""
    complaints = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package).with_suffix("").parts
        if inside[0] == "_course":
            continue
        here, name = floor(inside), ".".join(inside)
        if here is None:
            complaints.append(f"{name} has no floor")
            continue
        for imported in imports(path, package):
            top, *rest = imported.split(".")
            if top == package.name:
                complaints += [
                    f"{name} imports {why}" for why in _climbs(package, inside, here, rest)
                ]
            elif top in COMPILER:
                complaints += (
                    [f"{name} imports {top}; only core knows it"] if inside[0] != "core" else []
                )
            elif here < ROOF and top not in LIBRARY and top not in sys.stdlib_module_names:
                complaints.append(f"{name} imports {top}, which only the roof may")
    return complaints


def _climbs(package, inside, here, rest):
    """What is wrong with an import of `rest` inside nnlib, for a file on the floor `here`."""
    if inside == ("__init__",):
        return [f"{'.'.join(rest)}: the front door loads nothing"]
    if not rest or (len(rest) == 1 and not _is_file(package, rest)):
        return ["all of nnlib; name the file"] if here < ROOF else []
    there = floor(rest if len(rest) > 1 or not (package / rest[0]).is_dir() else (*rest, ""))
    same_room = len(inside) > 1 and inside[0] == rest[0]
    if there is None or there > here or (there == here and len(inside) > 1 and not same_room):
        return [f"{'.'.join(rest)}, which is not below it"]
    if here == there == FLOORS.index("") and inside[0] not in COMPOSED:
        return [f"{rest[0]}, which is not below it"]
    return []


def _is_file(package, rest):
    return (package / f"{rest[0]}.py").is_file() or (package / rest[0]).is_dir()


COMPILER = ("numba", "llvmlite")  # the second comes with the first
ROOF = FLOORS.index("grading plots")
COMPOSED = ("backprop", "graph", "neuron")  # mathematics that is made of its neighbours


def library_packages(pyproject):
    """The import names of the packages that the library itself depends on, without those of its command line."""
    project = tomllib.loads(pyproject.read_text())["project"]
    names = {requirement.partition(">")[0] for requirement in project["dependencies"]}
    return {CORE.get(name, name) for name in names} - {"typer"}


LIBRARY = library_packages(Path(nnlib.__file__).parents[1] / "pyproject.toml")


def test_no_import_climbs(root):
    assert climbing_imports(root / "nnlib") == []


@pytest.mark.parametrize(
    "room, line, complaint",
    [
        ("losses.py", "from nnlib.activations import softmax", "losses imports activations"),
        ("losses.py", "from .activations import softmax", "losses imports activations"),
        ("losses.py", "from nnlib import activations", "losses imports activations"),
        ("losses.py", "def f():\n    import nnlib.engine.network", "losses imports engine.network"),
        ("losses.py", "import nnlib", "losses imports all of nnlib"),
        ("backprop.py", "from nnlib.models import train", "backprop imports models.train"),
        ("core/kernel.py", "from nnlib import losses", "core.kernel imports losses"),
        ("core/kernel.py", "from nnlib.engine import slots", "core.kernel imports engine.slots"),
        ("engine/network.py", "from nnlib.models.train import train", "engine.network imports mod"),
        ("models/train.py", "from nnlib.keras import layers", "models.train imports keras.layers"),
        ("models/train.py", "from ..plots import show", "models.train imports plots.show"),
        ("models/train.py", "import matplotlib.pyplot", "models.train imports matplotlib"),
        ("plots/deep/er.py", "from numba import njit", "plots.deep.er imports numba"),
        ("plots/deep/er.py", "from nnlib.grading import check", "plots.deep.er imports grading"),
        ("grading/check.py", "from nnlib.course import cli", "grading.check imports course.cli"),
        ("attic/box.py", "", "attic.box has no floor"),
        ("__init__.py", "from nnlib import losses", "__init__ imports losses"),
    ],
)
def test_an_import_that_climbs_is_seen(small_package, room, line, complaint):
    path = small_package / room
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line)
    assert [said.startswith(complaint) for said in climbing_imports(small_package)] == [True]


@pytest.mark.parametrize(
    "room, line",
    [
        ("losses.py", "import math\nimport numpy as np\nfrom nnlib.core.kernel import kernel"),
        ("backprop.py", "from nnlib import losses\nfrom nnlib.layers import affine_forward"),
        ("core/arguments.py", "import numpy\nfrom . import kernel"),
        ("core/kernel.py", "import numba\nfrom nnlib.core.messages import translate"),
        ("engine/training.py", "from nnlib.engine.network import theta\nfrom nnlib import losses"),
        ("keras/layers.py", "from nnlib.models import layers"),
        ("plots/deep/er.py", "import matplotlib\nfrom ...models.train import train\nimport nnlib"),
        ("keep.py", "from nnlib.course.mine import yours"),
        (
            "course/cli.py",
            "from nnlib.grading.course.table import graded_class\nfrom nnlib import plots",
        ),
    ],
)
def test_an_import_that_goes_down_is_not(small_package, room, line):
    path = small_package / room
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line)
    assert climbing_imports(small_package) == []


@pytest.fixture
def small_package(tmp_path):
    """The folders and files of an nnlib, all empty."""
    package = tmp_path / "nnlib"
    for folder in ("core", "engine", "models", "keras", "grading", "plots", "course"):
        (package / folder).mkdir(parents=True)
    for file in ("activations", "losses", "layers"):
        (package / f"{file}.py").touch()
    return package


def circle(package):
    """Files that import one another in a circle, wherever the imports stand; what only an editor reads is left out."""
    files = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if not {"_course", "sample_class"} & set(parts):
            files[".".join(parts).removesuffix(".__init__")] = path
    graph = {
        name: _uses(path, package, files) - {name, package.name} for name, path in files.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def _uses(path, package, files):
    """The files of the package that a file imports: the file itself where a folder's file is named."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart = {
        inside
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inside in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if (
            node not in apart
            and isinstance(node, ast.ImportFrom)
            and node.module
            and not node.level
        ):
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & files.keys()
            found |= inner or ({node.module} & files.keys())
    return found


def test_no_files_import_one_another_in_a_circle(root):
    assert circle(root / "nnlib") == []


def test_a_circle_is_seen(small_package):
    (small_package / "core" / "one.py").write_text("def f():\n    from nnlib.core import two")
    (small_package / "core" / "two.py").write_text("from nnlib.core.one import f")
    assert set(circle(small_package)) == {"nnlib.core.one", "nnlib.core.two"}


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


def unchecked_functions(root):
    """Graded functions without the file of their exercise, in nnlib or beside the notebook, and such files alone."""
    home = root / "nnlib/grading/exercises"
    asked = {(f"ch{stem[:2]}", name) for stem, name, _ in graded_functions(root)}
    own = {(f"ch{path.parent.name[:2]}", path.stem) for path in root.glob("solutions/*/*.py")}
    files = {(path.parent.name, path.stem) for path in home.glob("ch[0-9][0-9]/[!_]*.py")}
    complaints = [f"{chapter}: {name} has no exercise" for chapter, name in asked - files - own]
    complaints += [f"{chapter}: nobody is asked for {name}" for chapter, name in files - asked]
    return sorted(complaints)


def test_chapters_solutions_and_exercises_go_together(root):
    assert unmatched_stems(root) == []


def test_every_graded_function_has_a_namesake_in_the_library(root):
    assert list(graded_functions(root)), "no assignment has a function to write"
    assert nameless_functions(root, nnlib) == []


def test_every_graded_function_has_the_file_of_its_exercise_and_no_file_is_left_over(root):
    assert unchecked_functions(root) == []


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
    checks = tmp_path / "nnlib/grading/exercises/ch01"
    checks.mkdir(parents=True)
    for name in ("relu", "_shared", "__init__"):
        (checks / f"{name}.py").touch()
    book.build_all(root=tmp_path)
    return tmp_path


def test_a_house_in_order_has_no_complaints(small_house):
    assert unmatched_stems(small_house) == []
    assert nameless_functions(small_house, nnlib) == []
    assert unchecked_functions(small_house) == []


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


def test_a_graded_function_without_an_exercise_is_seen(small_house):
    file = small_house / "nnlib/grading/exercises/ch01/relu.py"
    file.rename(file.with_name("rely.py"))
    assert unchecked_functions(small_house) == [
        "ch01: nobody is asked for rely",
        "ch01: relu has no exercise",
    ]


def test_an_exercise_may_stand_beside_its_notebook(small_house):
    (small_house / "nnlib/grading/exercises/ch01/relu.py").unlink()
    (small_house / "solutions/01_slopes/relu.py").touch()
    assert unchecked_functions(small_house) == []


# ---- what is tested where, and how long it may be -------------------------------------------------

# Files without a test file of their own name, and where their tests stand instead.
TESTED_IN = {
    "__main__.py": "course/test_cli.py",
    "keep.py": "course/test_yours.py",
    "core/downloads.py": "test_datasets.py",
    "core/types.py": "test_mathematics.py",
    "course/own.py": "course/test_own_class.py",
    "course/classroom.py": "course/test_cli.py",
    "engine/roles.py": "engine/test_plugin.py",
    "engine/runs.py": "engine/test_training.py",
    "grading/report.py": "grading/test_check.py",
    "grading/verdict.py": "grading/sandbox/test_grader.py",
    "grading/course/dates.py": "grading/course/test_late.py",
    "grading/course/feedback.py": "course/test_teaching.py",
    "grading/course/graded.py": "grading/course/test_grade.py",
    "grading/course/glance.py": "grading/course/test_classview.py",
    "grading/course/page.py": "grading/course/test_classview.py",
    "grading/course/record.py": "grading/course/test_grade.py",
    "grading/course/settings.py": "grading/course/test_stages.py",
    "grading/course/table.py": "grading/course/test_grade.py",
    "grading/course/task.py": "grading/course/test_digest.py",
    "grading/course/words.py": "grading/course/test_classview.py",
    "models/activations.py": "models/test_layers.py",
    "models/plan.py": "models/test_layers.py",
}
# The same for whole folders: their files are tried together, by the tests named.
TOGETHER = {
    "grading/exercises": "grading/test_check.py",  # every exercise with its own right and wrong answers
    "grading/sandbox": "grading/sandbox/test_attacks.py",  # every submission takes the whole road
    "keras": "keras/test_keras.py",  # Keras's names, room by room
    "plots": "plots/test_figures.py",  # every figure is drawn, moved and read
}
# Files of more than 300 lines, functions of more than 40 (25 in the mathematics): why they may.
LONG = {
    "models/model.py": "Model, whole",
    "activations.py": "sixteen pairs, each with its example",
    "optimizers.py": "eleven steps, each with its example",
    "losses.py": "seventeen functions, each with its example",
    "backprop.py": "examples; chapter 7 in one file",
    "core/arguments.py": "one question after the other, each with its sentence",
    "engine/slots.py": "the names of activations, losses and optimizers, in one place",
    "grading/exercise.py": "the form of an exercise, whole",
    "grading/trial.py": "one call of an answer, and every way in which it may go wrong",
    "grading/check.py": "the road of one check, from cases to report",
    "grading/own.py": "one file of an instructor's, found, loaded and complained about",
    "grading/proof.py": "the lines of one report",
    "keras/metrics.py": "one class of Keras after the other, each with its example",
    "models/files.py": "every place of a model file is checked, each with its sentence",
    "models/layers.py": "all the layers",
    "models/sequential.py": "Sequential, whole",
    "plots/ch01/rule.py": "one figure with its words",
    "plots/ch03/curves.py": "one family of figures with their words",
    "plots/ch03/depth.py": "one family of figures with their words",
    "plots/ch01/rule.py: read_stepper": "words for every state of the stepper",
    "models/inputs.py: targets": "one kind of target after the other, each with its sentence",
    "grading/trial.py: _shape_problem": "one kind of shape after the other, each with its sentence",
    "grading/catalogue.py: place": "one place after the other, each with its sentence",
}


def modules(package):
    """The files of nnlib that hold code of ours, as paths inside it."""
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if path.name != "__init__.py" and not {"_course", "sample_class"} & set(inside.parts):
            yield inside


def untested(root):
    """Files without a test of their name that are not in the lists, and entries of the lists that are stale."""
    complaints = []
    for inside in modules(root / "nnlib"):
        own = root / "tests" / inside.parent / f"test_{inside.name}"
        told = TESTED_IN.get(inside.as_posix())
        folder = next((f for f in TOGETHER if inside.as_posix().startswith(f"{f}/")), None)
        if own.is_file():
            complaints += [f"{inside} has its own test file; take it off the list"] if told else []
        elif not told and not folder:
            complaints.append(f"{inside} has no test file, and is not on the list")
    named = {*TESTED_IN.values(), *TOGETHER.values()}
    return complaints + [
        f"there is no tests/{name}" for name in named if not (root / "tests" / name).is_file()
    ]


def too_long(package):
    """Files and functions that are longer than the house allows, and not on the list."""
    found = []
    for inside in modules(package):
        text = (package / inside).read_text(encoding="utf-8")
        if inside.as_posix().startswith("grading/exercises/"):
            continue  # cases, slips and answers: as many as there are
        if len(text.splitlines()) > 300:
            found.append(inside.as_posix())
        most = 25 if len(inside.parts) == 1 else 40
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and _body_lines(node) > most:
                found.append(f"{inside.as_posix()}: {node.name}")
    return [name for name in found if name not in LONG]


def _body_lines(function):
    """The lines of a function's body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_every_file_has_its_tests(root):
    assert untested(root) == []


def test_a_file_without_tests_is_seen(tmp_path):
    (tmp_path / "nnlib").mkdir()
    (tmp_path / "nnlib" / "room.py").write_text("")
    assert "room.py has no test file, and is not on the list" in untested(tmp_path)


def test_files_and_functions_are_short(root):
    assert too_long(root / "nnlib") == []


def test_what_is_too_long_is_seen(tmp_path):
    (tmp_path / "core").mkdir()
    lines = "\n".join(["    x = 1"] * 41)
    (tmp_path / "core" / "room.py").write_text(f"def f():\n{lines}\n" + "\n" * 300)
    (tmp_path / "room.py").write_text("def g():\n" + "\n".join(["    x = 1"] * 26) + "\n")
    assert too_long(tmp_path) == ["core/room.py", "core/room.py: f", "room.py: g"]


# ---- what must be said ----------------------------------------------------------------------------


def offered(room):
    """The names in the `__all__` of a folder."""
    for node in ast.parse((room / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def undocumented(package):
    """Files and public functions whose docstring does not begin with a sentence on one line.

    Public is what has no underscore; in the other folders but plots, what their `__all__` offers.
    """
    complaints = []
    for path in sorted(package.rglob("*.py")):
        if "_course" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        names = {node.name for node in functions if not node.name.startswith("_")}
        if path.parent != package and "plots" not in path.parts[len(package.parts) :]:
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
    grading = tmp_path / "grading"
    grading.mkdir()
    (grading / "__init__.py").write_text('"""All grading."""\n\n__all__ = ["show"]\n')
    (grading / "room.py").write_text(
        '"""A room."""\n\ndef show():\n    pass\n\ndef helper():\n    pass\n'
    )
    assert undocumented(tmp_path) == ["grading/room.py: show: '' is no sentence"]


# ---- what stands at the top -----------------------------------------------------------------------

TOP_LEVEL = {
    *("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *(
        "CITATION.cff",
        "nbgrader_config.py",
        "constraints.txt",
        "chapters",
        "nnlib",
        "exercises",
        "site",
        "solutions",
    ),
    *("tests", "benchmarks", "examples"),
}
MADE = {
    "build",
    "dist",
    "submitted",
    "autograded",
    "feedback",
    "my-course",
}  # by make, by a learner and by a class at work; in .gitignore


def test_the_top_level_holds_what_the_plan_says(root):
    there = {path.name for path in root.iterdir() if path.name[0] != "."} - MADE
    there = {name for name in there if not name.startswith("gradebook.db")}
    assert there <= TOP_LEVEL
    ignored = Path(root / ".gitignore").read_text().split()
    assert {
        name for name in MADE if f"{name}/" not in ignored and f"/{name}/" not in ignored
    } == set()
