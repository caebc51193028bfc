"""The `nnlib` command does its work, and says what went wrong once, in one line."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from exercise_notebooks import RELU_BACKWARD, notebook
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.course import cli
from nnlib.course import notebooks as book


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small book; we stand in it."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/01_slopes.py").write_text("# %%\n1 + 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *arguments):
    """(exit status or message, standard output) of the command."""
    argv, sys.argv = sys.argv, ["nnlib", *arguments]
    try:
        with pytest.raises(SystemExit) as stop:
            cli.main()
    finally:
        sys.argv = argv
    return stop.value.code, capsys.readouterr().out


def test_python_m_nnlib_is_the_command_and_quick():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nnlib", "--help"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    for command in ("demo", "lab", "warm", "build", "run", "copy"):
        assert f" {command} " in done.stdout
    for heavy in ("numba", "nbclient", "jupytext", "matplotlib", "sklearn"):
        assert f" {heavy}\n" not in done.stderr


def test_the_command_is_installed():
    command = Path(sys.executable).with_name("nnlib")
    done = subprocess.run([command, "build", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "--check" in done.stdout


def test_build_writes_and_then_has_nothing_to_do(course, capsys):
    assert run(capsys, "build") == (0, "written: chapters/01_slopes.ipynb\n")
    assert run(capsys, "build") == (0, "The notebooks match their sources.\n")
    assert run(capsys, "build", "--check") == (0, "The notebooks match their sources.\n")


def test_build_check_fails_on_drift(course, capsys):
    status, said = run(capsys, "build", "--check")
    assert said == "differs from its source: chapters/01_slopes.ipynb\n"
    assert status == "nnlib: run `make build`, and commit the notebooks with their sources"
    assert not (course / "chapters/01_slopes.ipynb").exists()


def test_run_names_the_notebook_that_fails(course, capsys):
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), course / "chapters/02_bad.ipynb")
    book.build_all(root=course)
    status, said = run(capsys, "run")
    good, bad = said.splitlines()
    assert good.startswith("chapters/01_slopes.ipynb: fine (")
    assert bad.startswith("chapters/02_bad.ipynb: cell 0 (") and "ZeroDivisionError" in bad
    assert status.startswith("nnlib: 1 of 2 notebooks failed; see ")
    assert Path(status.split()[-1]).is_file()


def test_run_of_a_missing_notebook(course, capsys):
    status, _ = run(capsys, "run", "none.ipynb")
    assert status == f"nnlib: no notebook at {course / 'none.ipynb'}"


def test_copy_says_what_comes_next(course, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(book, "PACKAGE", course / "nnlib")
    book.build_all(root=course)
    status, said = run(capsys, "copy", "mine")
    assert status == 0
    assert said == "1 files copied to mine. Open them with: cd mine && nnlib lab\n"


def test_a_folder_with_a_space_is_quoted_in_what_is_to_be_typed(course, capsys, monkeypatch):
    monkeypatch.setattr(book, "PACKAGE", course / "nnlib")
    book.build_all(root=course)
    assert "with: cd 'my copy' && nnlib lab\n" in run(capsys, "copy", "my copy")[1]
    monkeypatch.setattr(cli.os, "name", "nt")
    assert cli._open("my copy") == 'cd "my copy" && nnlib lab'


def test_copy_into_a_folder_that_cannot_be_made(course, capsys, monkeypatch):
    monkeypatch.setattr(book, "PACKAGE", course / "nnlib")
    book.build_all(root=course)
    (course / "file").touch()
    status, _ = run(capsys, "copy", "file/below")
    assert status == "nnlib: file/below/chapters: Not a directory"


def test_lab_on_a_port_that_does_not_exist(course, capsys):
    assert (
        run(capsys, "lab", "--port", "70000")[0]
        == "nnlib: port 70000 does not exist; wanted 1 to 65535"
    )


def test_a_missing_package_says_how_to_get_it(capsys, monkeypatch):
    monkeypatch.setattr(book, "build_all", lambda *asked: __import__("no_such_package"))
    status, _ = run(capsys, "build")
    assert status.startswith(
        "nnlib: this needs no_such_package, which is not installed: pip install"
    )


@pytest.mark.parametrize("command", [("build",), ("run",), ("submit", "03_activations")])
def test_what_writes_never_writes_into_the_clone_from_elsewhere(
    capsys, tmp_path, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    status, said = run(capsys, *command)
    assert status.startswith("nnlib: no book in this folder: run `nnlib copy DIR`") and said == ""


@pytest.mark.parametrize("command", ["grade", "report", "export"])
def test_grading_looks_for_the_course_upwards_and_nowhere_else(
    capsys, tmp_path, monkeypatch, command
):
    (tmp_path / "course" / "exercises" / "01_rms").mkdir(parents=True)
    (tmp_path / "course" / "exercises" / "01_rms" / "01_rms.ipynb").touch()
    for here, asked in (("course/exercises/01_rms", tmp_path / "course"), (".", tmp_path)):
        monkeypatch.chdir(tmp_path / here)
        status, _ = run(capsys, command, "01_rms")
        assert status == f"nnlib: {asked} has no nbgrader_config.py; wanted the folder of a course"


def test_a_folder_that_is_gone_is_told_so(capsys, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in (("check", "03"), ("keep", "03"), ("submit", "03"), ("lab",), ("demo",)):
        assert run(capsys, *command)[0] == (
            "nnlib: the folder that you are in is gone; go to another one"
        )


def test_a_notebook_of_other_functions_is_not_passed_over_in_silence(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook(tmp_path / "01_rms.ipynb", ("rms", "def rms(x):\n    return 0"))
    for command in ("check", "keep"):
        assert run(capsys, command, "01_rms.ipynb") == (
            "nnlib: the book has no check for the answers in 01_rms.ipynb (rms); "
            "run the test cells of the notebook itself",
            "",
        )
    both = notebook(tmp_path / "both.ipynb", ("rms", "rms = 1"), ("relu_backward", RELU_BACKWARD))
    status, said = run(capsys, "check", str(both))
    assert status == 0 and said.splitlines()[-2:] == [
        "3 of 3 points",
        "Not counted, for the book has no check of that name: rms.",
    ]


def test_a_system_without_a_sandbox_is_told_so_and_learners_need_none(tmp_path):
    """Python as Windows has it: no fcntl, no resource, no alarm."""
    notebook(tmp_path / "n.ipynb", ("relu_backward", RELU_BACKWARD))

    def command(*words, **named):
        script = [sys.executable, "-c", WITHOUT_UNIX, *words]
        environ = os.environ | {"NNLIB_MINE": str(tmp_path / "mine.py")} | named
        return subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, env=environ)

    (tmp_path / "nbgrader_config.py").touch()
    done = command("grade", "03_activations")
    assert done.returncode == 1 and done.stderr.startswith("nnlib: this needs Linux or macOS")
    assert command("check", "n.ipynb").stdout.endswith("3 of 3 points\n")
    assert command("keep", "n.ipynb").stdout.startswith("relu_backward: kept\n")
    nobody = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), "")
    assert command("submit", "n", **nobody).stderr == (
        "nnlib: this account has no name; say who hands in with --student NAME\n"
    )


WITHOUT_UNIX = """
import os, signal, sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "pwd", "resource", "grp", "termios"):
            raise ModuleNotFoundError(name, name=name)
for name in ("fcntl", "pwd", "resource", "grp", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Without())
del os.geteuid, signal.setitimer, signal.SIGALRM, signal.SIGKILL
from nnlib.course.cli import main
sys.argv[0] = "nnlib"
main()
"""
WARM_ONE = """
import sys
import nnlib
from nnlib.course.cli import main
nnlib.warm = lambda: nnlib.relu([1.0])  # one function for all: that everything compiles is tested elsewhere
sys.argv = ["nnlib", "warm"]
main()
"""


def test_warm_says_what_it_does(tmp_path):
    """In a process of its own, with a cache folder that cannot be written: it moves and says so."""
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-c", WARM_ONE],
        capture_output=True,
        text=True,
        env={
            "PATH": "/usr/bin:/bin",
            "NUMBA_CACHE_DIR": str(tmp_path / "file/below"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("nnlib is compiled and ready (")
    assert done.stderr.startswith("The compile cache cannot be written in ")
    assert any((tmp_path / "cache/nnlib/compiled").rglob("*.nbi"))
