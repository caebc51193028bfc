"""JupyterLab opens anywhere, at the address that is printed, and compiled code has a place."""

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
from nbformat.v4 import new_markdown_cell, new_notebook

from nnlib.core.files import BookError
from nnlib.course import lab
from nnlib.course.notebooks import KERNEL


def test_a_taken_port_moves_to_the_next(course):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command, _, lines = lab.lab_command(course, port, browser=False)
    chosen = int(next(part for part in command if part.startswith("--port="))[7:])
    assert chosen != port
    assert lines[0] == f"Port {port} is taken; using {chosen}."


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_does_not_exist_is_refused(port):
    with pytest.raises(BookError, match="wanted 1 to 65535"):
        lab.free_port(port)


def test_without_a_screen_the_address_is_printed(course, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    command, environ, lines = lab.lab_command(course)
    assert "--no-browser" in command
    assert any(line.startswith("No browser") and environ["JUPYTER_TOKEN"] in line for line in lines)


def test_with_a_browser_it_is_opened(course, monkeypatch):
    monkeypatch.setattr(lab, "has_browser", lambda: True)
    command, environ, lines = lab.lab_command(course)
    assert "--no-browser" not in command
    assert environ["JUPYTER_TOKEN"] not in " ".join(command + lines)  # others may list processes


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False)])
def test_root_is_allowed_and_only_root_asks_for_it(course, monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--allow-root" in lab.lab_command(course, browser=False)[0]) == allowed


def test_the_course_here_is_opened_and_the_clones_book_only_where_there_is_none(
    course, tmp_path, monkeypatch, root
):
    monkeypatch.setattr(lab, "is_older", lambda root: False)
    monkeypatch.chdir(course / "chapters")
    assert lab.book_to_read() == (course, [])
    (tmp_path / "chapters").rename(tmp_path / "attic")
    monkeypatch.chdir(tmp_path / "exercises")
    assert lab.book_to_read() == (tmp_path, []), "a course without chapters is a course"
    foreign = tmp_path.parent / "foreign"
    foreign.mkdir()
    monkeypatch.chdir(foreign)
    said = f"There is no course in this folder; opening {root}."
    assert lab.book_to_read(teach=True) == (root, [said])
    monkeypatch.setattr(lab, "own_course", lambda clone: clone / "my-course")
    assert lab.book_to_read()[0] == root / "my-course"
    monkeypatch.setattr(lab, "PACKAGE", foreign / "site-packages" / "nnlib")
    with pytest.raises(BookError, match="run `nnlib copy DIR`"):
        lab.book_to_read()


def test_a_learner_sees_the_button_that_validates_and_nothing_of_the_teachers(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    seen = {}
    for teach in (True, False):
        folder = Path(lab.lab_environment(teach)["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        page = json.loads((folder / "labconfig" / "page_config.json").read_text())
        servers = json.loads((folder / "jupyter_server_config.json").read_text())["ServerApp"]
        seen[teach] = set(page["disabledExtensions"]), servers["jpserver_extensions"]
    assert seen[False][0] - seen[True][0] == set(lab.TEACHERS)
    assert not any("validate" in name for name in seen[False][0])
    name = "nbgrader.server_extensions."
    assert seen[True][1][name + "formgrader"] and not seen[False][1][name + "formgrader"]
    assert all(servers[name + "validate_assignment"] for _, servers in seen.values())


def test_a_learner_finds_chapters_and_exercises_and_nothing_that_only_grading_needs(
    tmp_path, monkeypatch
):
    from jupyter_server.services.contents.largefilemanager import LargeFileManager

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    names = ("chapters", "exercises", "mine.py", "build", "solutions", "nbgrader_config.py")
    listed = {}
    for teach in (True, False):
        folder = Path(lab.lab_environment(teach)["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        settings = json.loads((folder / "jupyter_server_config.json").read_text())
        files = LargeFileManager(root_dir=str(tmp_path), **settings.get("ContentsManager", {}))
        listed[teach] = [name for name in names if files.should_list(name)]
        assert not files.should_list("__pycache__")
    assert listed == {True: list(names), False: list(names[:4])}


def test_without_nbgrader_the_server_asks_for_nothing_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    for teach in (True, False):
        folder = Path(lab.lab_environment(teach)["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        servers = json.loads((folder / "jupyter_server_config.json").read_text())["ServerApp"]
        assert not any(servers["jpserver_extensions"].values())


def test_the_teachers_parts_are_called_as_nbgrader_calls_them():
    folder = Path(sys.prefix) / "share/jupyter/labextensions/@jupyter/nbgrader/static"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    assert [name for name in lab.TEACHERS if name not in code] == []


def test_where_a_process_cannot_become_another_the_server_is_a_child(monkeypatch):
    monkeypatch.setattr(os, "execve", None)
    monkeypatch.setattr(lab.os, "name", "nt")
    stopped = []

    class Server(subprocess.Popen):
        def wait(self, timeout=None):
            if not stopped:
                stopped.append("Ctrl-C")
                raise KeyboardInterrupt
            return super().wait(timeout)

    monkeypatch.setattr(lab.subprocess, "Popen", Server)
    monkeypatch.setattr(lab.os, "name", "nt")
    with pytest.raises(SystemExit) as end:
        lab.become(
            [sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['N']))"],
            os.environ | {"N": "7"},
        )
    assert end.value.code == 7 and stopped == ["Ctrl-C"]


def test_without_a_home_folder_jupyter_gets_another(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    environ = {}
    assert lab.ensure_home(environ) is None and environ == {}
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environ = {"JUPYTER_RUNTIME_DIR": "chosen"}
    line = lab.ensure_home(environ)
    assert str(tmp_path / "none") in line and str(tmp_path / "cache/nnlib/home") in line
    assert environ["JUPYTER_RUNTIME_DIR"] == "chosen" and not (tmp_path / "none").exists()
    assert environ["IPYTHONDIR"] == str(tmp_path / "cache/nnlib/home/ipythondir")


def test_a_compile_cache_that_cannot_be_written_moves_and_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environ = {"NUMBA_CACHE_DIR": str(tmp_path / "file" / "below")}
    line = lab.ensure_compile_cache(environ)
    assert environ["NUMBA_CACHE_DIR"] == str(tmp_path / "cache" / "nnlib" / "compiled")
    assert "\n" not in line and environ["NUMBA_CACHE_DIR"] in line and "file" in line
    assert lab.ensure_compile_cache(environ) is None


def test_a_real_server_opens_the_book(course, monkeypatch):
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.source_directory = 'solutions'\n"
    )
    (course / "chapters" / "03_activations.ipynb").write_text(
        nbformat.writes(new_notebook(metadata=KERNEL, cells=[new_markdown_cell("hello")]))
    )
    monkeypatch.chdir(course / "chapters")
    monkeypatch.setenv("XDG_CACHE_HOME", str(course / "cache"))
    monkeypatch.setenv("JUPYTER_TOKEN", "t" * 32)
    command = [sys.executable, "-m", "nnlib", "lab", "--teach", "--no-browser", "--port", "8898"]
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
