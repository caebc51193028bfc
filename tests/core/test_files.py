"""Where the course is, whole-or-nothing writing, and a place for what can be made again."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from nnlib.core import files
from nnlib.core.files import BookError

# ---- where the course is --------------------------------------------------------------------------

SHAPES = [
    "chapters/01_slopes.ipynb",
    "chapters/01_slopes.py",
    "exercises/01_slopes/01_slopes.ipynb",
    "solutions/01_slopes/01_slopes.ipynb",
    "solutions/01_slopes/01_slopes.py",
    "nbgrader_config.py",
]


def course(folder, *names):
    """A folder with these files, and one below it."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "below" / "deep").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_a_course_is_found_from_it_and_from_below(tmp_path, monkeypatch, shape):
    root = course(tmp_path / "course", shape)
    for place in (root, (root / shape).parent, root / "below" / "deep"):
        monkeypatch.chdir(place)
        assert files.course_root() == files.find_course() == root


@pytest.mark.parametrize(
    "shape",
    [
        *("chapters/notes.txt", "exercises/readme.md", "exercises/activations.py"),
        *("solutions/answers.py", "src/nbgrader_config.py", "mine.py"),
    ],
)
def test_other_folders_are_no_course_and_never_lead_to_the_clone(tmp_path, monkeypatch, shape):
    root = course(tmp_path / "foreign", shape)
    monkeypatch.chdir(root)
    assert files.find_course() is None
    with pytest.raises(BookError, match="no book in this folder: run `nnlib copy DIR`"):
        files.course_root()


def test_the_nearest_course_counts(tmp_path, monkeypatch):
    outer = course(tmp_path / "clone", *SHAPES)
    inner = course(outer / "below" / "mine", "nbgrader_config.py")
    monkeypatch.chdir(inner / "below")
    assert files.course_root() == inner
    assert files.find_course(outer / "exercises") == outer


def test_the_exercises_of_nnlib_itself_are_no_course(root):
    assert files.find_course(root / "nnlib" / "grading" / "exercises") == root


def test_a_folder_that_is_gone_is_told_so(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(BookError, match="the folder that you are in is gone"):
        files.course_root()


# ---- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["기울기\n", b"\xff\r\n", "a lone \ud800", ""])
def test_what_is_written_is_there_as_a_whole_and_nothing_beside_it(tmp_path, content):
    path = tmp_path / "new" / "file.txt"
    files.write_whole(path, content)
    files.write_whole(path, content)
    wanted = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    assert path.read_bytes() == wanted and list(path.parent.iterdir()) == [path]


def test_the_mode_is_the_one_asked_for_or_the_files_own(tmp_path):
    path, before = tmp_path / "file", os.umask(0o027)
    try:
        for mode, wanted in ((0o644, 0o644), (0o600, 0o600), (None, 0o600)):
            files.write_whole(path, "text", mode)
            assert stat.S_IMODE(path.stat().st_mode) == wanted
        files.write_whole(tmp_path / "fresh", "text", None)
        assert stat.S_IMODE((tmp_path / "fresh").stat().st_mode) == 0o640
    finally:
        os.umask(before)


def fails(*arguments, **named):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch, step):
    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="No space left") as error:
        files.write_whole(path, "new" * 1000)
    monkeypatch.undo()
    assert error.value.filename == str(path), "the file that a person knows, not the one beside it"
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


FULL = """
import resource, signal, sys
from nnlib.core.files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
write_whole(sys.argv[1], "new" * 10_000)
"""


def test_a_file_that_does_not_fit_on_the_disk_leaves_the_old_one(tmp_path):
    """The kernel itself stops the write half-way, in a process of its own."""
    path = tmp_path / "file"
    path.write_text("old")
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True)
    assert "File too large" in done.stderr and str(path) in done.stderr.splitlines()[-1]
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


KILLED = """
import os, sys
from nnlib.core.files import write_whole
write_whole(sys.argv[1], "new", last=lambda: os._exit(9))
"""


def test_killed_half_way_the_old_file_stands(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    assert subprocess.run([sys.executable, "-c", KILLED, path]).returncode == 9
    assert path.read_text() == "old"


def test_what_is_asked_last_can_still_stop_it(tmp_path):
    def stop():
        assert path.read_text() == "old" and len(list(tmp_path.iterdir())) == 2
        raise KeyboardInterrupt

    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        files.write_whole(path, "new", last=stop)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_copies_are_numbered_and_none_is_written_over(tmp_path):
    path = tmp_path / "mine.py"
    for text in ("one", "two"):
        path.write_text(text)
        files.keep_aside(path)
    kept = files.keep_aside(path, tmp_path / "elsewhere" / "deep")
    assert [(tmp_path / f"mine.{n}.py").read_text() for n in (1, 2)] == ["one", "two"]
    assert kept == tmp_path / "elsewhere/deep/mine.1.py" and kept.read_text() == "two"


def test_replacing_keeps_what_was_there(tmp_path):
    path = tmp_path / "chapters" / "01.ipynb"
    for text in ("one", "two", "three"):
        files.replace(path, text, tmp_path)
    kept = tmp_path / "build" / "replaced" / "chapters"
    assert [p.read_text() for p in (kept / "01.1.ipynb", kept / "01.2.ipynb", path)] == [
        *("one", "two", "three")
    ]


# ---- notebooks on the disk ------------------------------------------------------------------------


def test_running_a_notebook_changes_it_but_is_no_drift(tmp_path):
    path = tmp_path / "n.ipynb"
    cell = {"cell_type": "code", "source": "1 + 1", "metadata": {}, "outputs": []}
    text = json.dumps({"cells": [cell]})
    assert not files.is_built(path, text, check=True)
    path.write_text(text)
    assert files.is_built(path, text)
    ran = {**cell, "source": ["1 +", " 1"], "metadata": {"execution": {}}, "outputs": ["2"]}
    path.write_text(json.dumps({"cells": [ran]}))
    assert files.is_built(path, text, check=True) and not files.is_built(path, text)
    for other in (
        "{}",
        "",
        "[1]",
        '{"cells": [1]}',
        json.dumps({"cells": [{**ran, "source": ""}]}),
    ):
        path.write_text(other)
        assert not files.is_built(path, text, check=True)


# ---- what can be made again -----------------------------------------------------------------------


def test_the_cache_is_where_the_account_says(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert files.cache_folder("compiled") == tmp_path / "nnlib" / "compiled"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    assert files.cache_home().is_relative_to(tmp_path / "ada")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert files.cache_home() == tmp_path / "relative" / "nnlib"


@pytest.mark.parametrize(
    ("system", "wanted"), [("macos", "Library/Caches/nnlib"), ("windows", "nnlib/Cache")]
)
def test_other_systems_have_their_own_place(tmp_path, monkeypatch, system, wanted):
    import platformdirs

    module = __import__(f"platformdirs.{system}", fromlist=["x"])
    kind = getattr(module, {"macos": "MacOS", "windows": "Windows"}[system])
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    if system == "windows":
        monkeypatch.setattr(module, "get_win_folder", lambda name: str(tmp_path))
    monkeypatch.setattr(
        platformdirs,
        "user_cache_dir",
        lambda *words, **named: kind(*words, **named).user_cache_dir,
    )
    assert files.cache_home().as_posix().replace("\\", "/") == f"{tmp_path}/{wanted}"


@pytest.mark.parametrize("home", ["file", "~"])
def test_without_any_cache_folder_a_temporary_one_serves(tmp_path, monkeypatch, home):
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "cache_home", lambda: Path(home if home == "~" else tmp_path / home))
    files._temporary.cache_clear()
    folder = files.cache_folder("compiled")
    assert folder.is_dir() and not folder.is_relative_to(tmp_path)
    assert files.cache_folder("compiled") == folder, "one for the whole process"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    folder.rmdir()
    files._temporary.cache_clear()
