"""What is installed: the library and the book, never the answers; pinned, from any machine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement


@pytest.fixture(scope="session")
def wheel(root, once, tmp_path_factory):
    """The names in a freshly built wheel, and its metadata."""

    def build():
        folder = tmp_path_factory.mktemp("wheel")
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=root,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        (path,) = folder.glob("*.whl")
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            metadata = next(name for name in names if name.endswith("/METADATA"))
            return {
                "path": str(path),
                "names": names,
                "metadata": archive.read(metadata).decode(),
                "texts": {
                    name: archive.read(name).decode() for name in names if name.endswith(".ipynb")
                },
            }

    return once("wheel", build)


def test_the_wheel_holds_the_library_and_the_book(root, wheel):
    book = [*root.glob("chapters/*.ipynb"), *root.glob("exercises/*/*.ipynb")]
    assert book, "there is no book to pack"
    wanted = {f"nnlib/_course/{path.relative_to(root).as_posix()}" for path in book}
    wanted |= {path.relative_to(root).as_posix() for path in root.glob("nnlib/**/*.py")}
    assert wanted - set(wheel["names"]) == set()
    assert {"nnlib/__init__.pyi", "nnlib/losses.pyi", "nnlib/py.typed"} <= set(wheel["names"])
    assert "Name: nnlib-textbook" in wheel["metadata"]


def test_the_wheel_holds_no_answers(wheel):
    outside = [
        name for name in wheel["names"] if not name.startswith(("nnlib/", "nnlib_textbook-"))
    ]
    assert outside == []
    assert [name for name in wheel["names"] if "solution" in name or "checkpoint" in name] == []
    marked = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS")
    assert [
        name for name, text in wheel["texts"].items() if any(mark in text for mark in marked)
    ] == []


def test_a_reader_copies_the_book_out_of_the_wheel(root, wheel, tmp_path):
    """The wheel unpacked as pip does it: the book is found in it, copied, and found where it was copied to."""
    site, mine = tmp_path / "site-packages", tmp_path / "mine"
    with zipfile.ZipFile(wheel["path"]) as archive:
        archive.extractall(site)
    code = "import sys; sys.path.insert(0, sys.argv[1]); from nnlib.course.cli import main; del sys.argv[1]; main()"

    def command(*arguments):
        return subprocess.run(
            [sys.executable, "-c", code, site, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )

    assert command("lab", "--no-browser").stderr.startswith(
        "nnlib: no book in this folder: run `nnlib copy DIR`"
    )
    assert command("copy", "mine").returncode == 0
    copied = {path.relative_to(mine).as_posix() for path in mine.rglob("*.ipynb")}
    assert copied == {
        path.relative_to(root).as_posix()
        for part in ("chapters", "exercises")
        for path in (root / part).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert command("copy", "mine").stdout.startswith("0 files copied")


def test_the_demo_needs_nothing_but_the_wheel(wheel, tmp_path):
    """Its sample class and the tests that grade it come out of what is installed."""
    with zipfile.ZipFile(wheel["path"]) as archive:
        archive.extractall(tmp_path / "site-packages")
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from nnlib.course.demo import sample_course\n"
        "from nnlib.grading.course.release import release\n"
        "from nnlib.grading.course.sample import SAMPLE_CLASS\n"
        "print(release('03_activations', sample_course(Path('demo'))))\n"
        "print(*sorted(path.name for path in SAMPLE_CLASS.glob('*.py')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "site-packages"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    released, students = done.stdout.splitlines()
    assert (tmp_path / released / "03_activations.ipynb").is_file()
    assert "loops.py" in students and "crash.py" in students


def test_constraints_are_bare_pins_of_what_is_installed(root):
    lines = (root / "constraints.txt").read_text().splitlines()
    assert [
        line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)
    ] == []
    pins = dict(line.split("==") for line in lines)
    assert len(pins) == len(lines) > 100
    assert {name: pin for name, pin in pins.items() if version(name) != pin} == {}


def test_every_dependency_is_pinned_within_its_range(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [Requirement(line) for lines in (project["dependencies"], *extras) for line in lines]
    lines = (root / "constraints.txt").read_text().lower().splitlines()
    pins = dict(line.split("==") for line in lines)
    assert {
        need.name: pins.get(need.name)
        for need in wanted
        if pins.get(need.name) not in need.specifier
    } == {}


def test_the_version_stands_once_in_words(root):
    import nnlib

    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert nnlib.__version__ == project["version"]
    assert f"## {project['version']}" in (root / "CHANGELOG.md").read_text()


def test_the_citation_has_the_version(root):
    lines = (root / "CITATION.cff").read_text().splitlines()
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert f"version: {project['version']}" in lines


def test_the_hosted_tests_run_what_make_has(root):
    """Nothing is written twice: each step that runs something is a command of the Makefile."""
    workflow = (root / ".github" / "workflows" / "ci.yml").read_text()
    commands = re.findall(r"^\s*- run: (.+)$", workflow, re.MULTILINE)
    makefile = (root / "Makefile").read_text()
    assert commands and workflow.count("run:") == len(commands)
    assert [
        c for c in commands if not re.search(rf"^{c.removeprefix('make ')}:", makefile, re.M)
    ] == []


def test_numba_is_not_asked_for_in_a_browser(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    needs = [Requirement(line) for line in project["dependencies"]]
    there = {
        n.name for n in needs if n.marker and not n.marker.evaluate({"sys_platform": "emscripten"})
    }
    assert there == {"numba"}
