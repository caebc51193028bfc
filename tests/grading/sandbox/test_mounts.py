"""What a worker's Python finds: also an interpreter that lies below the folder for temporary files."""

import os
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from nnlib.grading.sandbox import mounts
from nnlib.grading.sandbox.backends import Bubblewrap, SandboxError
from nnlib.grading.sandbox.limits import Limits

LEARN = """
import sys
from nnlib.grading.sandbox import open_sandbox
from nnlib.grading.sandbox.session import Session

with open_sandbox(only="bubblewrap") as sandbox:
    session = Session(sandbox)
    failed = session.run("a", "import concurrent.futures, sqlite3, wave, sys\\nprint(sys.base_prefix)")
    print(failed or session.printed["a"])
"""


def test_what_lies_elsewhere_keeps_its_place(monkeypatch):
    monkeypatch.setattr(mounts, "SCRATCH", Path("/nowhere"))
    python = mounts.python_paths()
    assert all(here == there for here, there in python.mounts.items())
    assert python.environment == {} and python.executable in python.mounts


def test_what_lies_below_the_scratch_folder_is_found_elsewhere(monkeypatch):
    home = Path(sys.base_prefix).resolve()
    monkeypatch.setattr(mounts, "SCRATCH", home.parent)
    python = mounts.python_paths()
    assert python.executable == str(mounts.MOVED / Path(sys.executable).resolve().relative_to(home))
    assert python.executable in python.mounts.values()
    assert all(there.startswith("/python/") for there in python.mounts.values())
    assert all(there.startswith("/python") for there in python.environment.values())


def test_a_folder_that_may_not_be_looked_into_costs_nothing(monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "stat", refuse)
    monkeypatch.setattr(mounts.sysconfig, "get_config_var", {"LDLIBRARY": "lib.so"}.get)
    monkeypatch.setattr(Path, "resolve", lambda self: self)
    assert len(mounts.python_paths().mounts) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may let Python appear in another place")
def test_a_python_below_the_folder_for_temporary_files_keeps_its_library(root, tmp_path):
    try:
        Bubblewrap().start(Path(__file__).parent, Limits()).stop()
    except SandboxError as problem:
        pytest.skip(f"bubblewrap does not work here: {problem}")
    home, there = Path(sys.base_prefix).resolve(), tmp_path / "python"
    there.mkdir()
    assert there.is_relative_to("/tmp")
    program = there / Path(sys.executable).resolve().relative_to(home)
    script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
    packages = Path(numpy.__file__).parents[1]
    done = subprocess.run(
        [*command, str(home), str(there), str(program), "-c", LEARN], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{packages}"}, cwd=root,
    )  # fmt: skip
    assert (done.stdout.strip(), done.returncode) == ("/python", 0), done.stderr
