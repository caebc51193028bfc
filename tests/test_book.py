"""Notebooks come out of their sources byte for byte, failures cannot hide, and JupyterLab opens anywhere."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nnlib import book
from nnlib.execute import execute, hidden_errors, run_all

SOURCE = '''\
# %% [markdown]
r"""
# The slope
$\\nabla L$ points uphill; 기울기.
"""

# %% nbgrader={"grade": false, "grade_id": "relu", "locked": false, "schema_version": 3, "solution": true}
def relu(z):
    ### BEGIN SOLUTION
    return max(z, 0.0)
    ### END SOLUTION


# %% tags=["raises-exception"]
relu(-1.0)
'''


@pytest.fixture
def course(tmp_path):
    """A small book with one chapter and its assignment."""
    for folder in ("chapters", "solutions/01_slopes", "exercises/01_slopes"):
        (tmp_path / folder).mkdir(parents=True)
    for source in ("chapters/01_slopes.py", "solutions/01_slopes/01_slopes.py"):
        (tmp_path / source).write_text(SOURCE, encoding="utf-8")
    (tmp_path / "exercises/01_slopes/01_slopes.ipynb").write_text("{}")
    return tmp_path


def write(path, *cells):
    """A notebook of code cells at `path`."""
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
    return path


# ---- building -------------------------------------------------------------------------------------


def test_a_percent_source_becomes_a_notebook(course):
    notebook = book.build_notebook(course / "chapters/01_slopes.py")
    assert [cell.id for cell in notebook.cells] == ["c000", "relu", "c002"]
    prose, solution, last = notebook.cells
    assert prose.source == "# The slope\n$\\nabla L$ points uphill; 기울기."
    assert solution.metadata.nbgrader.grade_id == "relu" and "BEGIN SOLUTION" in solution.source
    assert last.metadata == {"tags": ["raises-exception"]}
    assert [cell.get("outputs") for cell in notebook.cells] == [None, [], []]
    assert notebook.metadata == book.KERNEL


def test_building_twice_gives_the_same_bytes(course):
    written = book.build_all(root=course)
    assert [path.name for path in written] == ["01_slopes.ipynb"] * 2
    first = [path.read_bytes() for path in written]
    assert book.build_all(root=course) == []
    for path in written:
        path.unlink()
    assert book.build_all(root=course) == written
    assert [path.read_bytes() for path in written] == first
    assert "기울기" in first[0].decode()


def test_check_names_a_drifted_notebook_and_leaves_it_alone(course):
    drifted = book.build_all(root=course)[0]
    drifted.write_text(drifted.read_text().replace("uphill", "downhill"))
    before = drifted.read_bytes()
    assert book.build_all(check=True, root=course) == [drifted]
    assert drifted.read_bytes() == before


def test_two_cells_with_one_grade_id_are_refused(tmp_path):
    cell = re.search(r"# %% nbgrader.*?(?=\n\n\n)", SOURCE, re.DOTALL).group()
    (tmp_path / "twice.py").write_text(f"{cell}\n\n\n{cell}\n")
    with pytest.raises(book.BookError, match="uses relu for two cells"):
        book.build_notebook(tmp_path / "twice.py")


def test_a_grade_id_that_jupyter_cannot_store_is_refused(tmp_path):
    (tmp_path / "odd.py").write_text('# %% nbgrader={"grade_id": "no spaces please"}\n1\n')
    with pytest.raises(book.BookError, match="does not make a valid notebook"):
        book.build_notebook(tmp_path / "odd.py")


def test_no_book_here_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(book, "PACKAGE", tmp_path / "site-packages" / "nnlib")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(book.BookError, match="nnlib copy"):
        book.course_root()


def test_the_book_is_found_from_inside_it(course, monkeypatch):
    for folder in ("", "chapters", "solutions/01_slopes"):
        monkeypatch.chdir(course / folder)
        assert book.course_root() == course


# ---- running --------------------------------------------------------------------------------------


def test_a_notebook_that_works_is_run_in_its_folder(tmp_path):
    (tmp_path / "data.txt").write_text("42")
    path = write(tmp_path / "good.ipynb", "x = open('data.txt').read()", "print(x)", "int(x) + 1")
    run = execute(path, tmp_path / "out" / "good.ipynb")
    assert run.error is None
    cells = nbformat.read(run.executed, as_version=4).cells
    assert cells[1].outputs[0].text == "42\n" and cells[2].outputs[0].data["text/plain"] == "43"
    assert nbformat.read(path, as_version=4).cells[1].outputs == []


def test_a_cell_with_an_error_fails_the_notebook(tmp_path):
    run = execute(
        write(tmp_path / "bad.ipynb", "1", "raise ValueError('two\\nlines')", "2"),
        tmp_path / "out.ipynb",
    )
    assert re.fullmatch(r"cell 1 \(\w+\): ValueError: two", run.error)
    assert run.executed.exists()


def test_an_error_hidden_in_a_widget_fails_the_notebook(tmp_path):
    cell = "from ipywidgets import interact\n@interact(k=(1, 3))\ndef draw(k):\n    print(k)\n    1 / 0"
    run = execute(write(tmp_path / "hidden.ipynb", cell, "'fine'"), tmp_path / "out.ipynb")
    assert run.error == "inside a widget: ZeroDivisionError: division by zero"
    assert hidden_errors(nbformat.read(run.executed, as_version=4)) == [
        "ZeroDivisionError: division by zero"
    ]


def test_an_endless_cell_and_a_dying_kernel_end_in_a_line(course, tmp_path):
    paths = [
        write(tmp_path / "endless.ipynb", "1", "while True: pass"),
        write(tmp_path / "dying.ipynb", "import os; os.write(2, b'last words\\n'); os._exit(1)"),
    ]
    start = time.monotonic()
    endless, dying = run_all(paths, root=course, cell_seconds=3)
    assert re.fullmatch(r"cell 1 \(\w+\): not done after 3 s", endless.error)
    assert re.fullmatch(r"cell 0 \(\w+\): the kernel died \(last words\)", dying.error)
    assert time.monotonic() - start < 30
    assert endless.executed == course / "build/executed/endless.ipynb"


def test_a_notebook_that_does_not_exist_is_named(course):
    with pytest.raises(book.BookError, match="no notebook at .*none.ipynb"):
        run_all([course / "none.ipynb"], root=course)


def test_every_chapter_and_solution_runs(runs):
    assert runs, "there is no chapter to run"
    assert {name: run["error"] for name, run in runs.items() if run["error"]} == {}


# ---- a reader's copy ------------------------------------------------------------------------------


def test_copy_takes_what_is_missing_and_no_more(course, tmp_path, monkeypatch):
    monkeypatch.setattr(book, "PACKAGE", course / "nnlib")
    book.build_all(root=course)
    mine = tmp_path / "mine"
    names = [path.relative_to(mine).as_posix() for path in book.copy(mine)]
    assert names == ["chapters/01_slopes.ipynb", "exercises/01_slopes/01_slopes.ipynb"]
    (mine / names[0]).write_text("my notes")
    (mine / names[1]).unlink()
    assert [path.relative_to(mine).as_posix() for path in book.copy(mine)] == names[1:]
    assert (mine / names[0]).read_text() == "my notes"


def test_copy_onto_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(book.BookError, match="is a file; wanted a folder"):
        book.copy(tmp_path / "file")


# ---- JupyterLab -----------------------------------------------------------------------------------


def test_a_taken_port_moves_to_the_next(course):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command, _, lines = book.lab_command(course, port, browser=False)
    chosen = int(next(part for part in command if part.startswith("--port="))[7:])
    assert chosen != port
    assert lines[0] == f"Port {port} is taken; using {chosen}."


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_does_not_exist_is_refused(port):
    with pytest.raises(book.BookError, match="wanted 1 to 65535"):
        book.free_port(port)


def test_without_a_screen_the_address_is_printed(course, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    command, environ, lines = book.lab_command(course)
    assert "--no-browser" in command
    assert any(line.startswith("No browser") and environ["JUPYTER_TOKEN"] in line for line in lines)


def test_with_a_browser_it_is_opened(course, monkeypatch):
    monkeypatch.setattr(book, "has_browser", lambda: True)
    command, environ, lines = book.lab_command(course)
    assert "--no-browser" not in command
    assert environ["JUPYTER_TOKEN"] not in " ".join(command + lines)  # others may list processes


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False)])
def test_root_is_allowed_and_only_root_asks_for_it(course, monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--allow-root" in book.lab_command(course, browser=False)[0]) == allowed


def test_a_compile_cache_that_cannot_be_written_moves_and_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environ = {"NUMBA_CACHE_DIR": str(tmp_path / "file" / "below")}
    line = book.ensure_compile_cache(environ)
    assert environ["NUMBA_CACHE_DIR"] == str(tmp_path / "cache" / "nnlib" / "compiled")
    assert "\n" not in line and environ["NUMBA_CACHE_DIR"] in line and "file" in line
    assert book.ensure_compile_cache(environ) is None


def test_without_any_cache_folder_a_temporary_one_serves(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    folder = book.cache_folder("compiled")
    assert folder.is_dir() and not folder.is_relative_to(tmp_path)
    folder.rmdir()


def test_a_real_server_opens_the_book(course, monkeypatch):
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.source_directory = 'solutions'\n"
    )
    (course / "chapters" / "03_activations.ipynb").write_text(
        nbformat.writes(new_notebook(metadata=book.KERNEL, cells=[new_markdown_cell("hello")]))
    )
    monkeypatch.chdir(course / "chapters")
    monkeypatch.setenv("XDG_CACHE_HOME", str(course / "cache"))
    monkeypatch.setenv("JUPYTER_TOKEN", "t" * 32)
    command = [sys.executable, "-m", "nnlib", "lab", "--no-browser", "--port", "8898"]
    with open(course / "log", "w+") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            address = wait_for(
                lambda: re.search(r"http://127\S+", Path(log.name).read_text()), server
            ).group()
            base, token = re.match(r"(http://[^/]+).*token=(\w+)", address).groups()
            api = wait_for(lambda: get(f"{base}/api/status?token={token}"), server)
            assert json.loads(api)["kernels"] == 0
            page = get(address)
            assert "apputils-extension:announcements" in page  # the news pop-up is disabled
            assert "chapters/03_activations.ipynb" in get(
                f"{base}/api/contents/chapters?token={token}"
            )
            # Jupytext leaves percent sources alone: they are files, never notebooks.
            source = f"{base}/api/contents/chapters/01_slopes.py?token={token}"
            assert json.loads(get(source))["type"] == "file"
            assert "400" in get(f"{source}&type=notebook")
            # nbgrader is on, reads the course's nbgrader_config.py, and so knows the assignment.
            assignments = get(f"{base}/formgrader/api/assignments?token={token}")
            assert [assignment["name"] for assignment in json.loads(assignments)] == ["01_slopes"]
            validate = (
                f"{base}/assignments/validate?token={token}&path=chapters/03_activations.ipynb"
            )
            assert json.loads(get(validate, data=b""))["success"] is True
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def get(url, data=None):
    """The page at `url` (with `data`: what a POST gives), or None while nobody answers."""
    try:
        with urllib.request.urlopen(url, data, timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}"
    except OSError:
        return None


def wait_for(ready, server, seconds=40):
    """The first true answer of ready(), while the server lives."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ready():
            return answer
        assert server.poll() is None, "the server stopped"
        time.sleep(0.2)
    raise AssertionError(f"not ready after {seconds} s")
