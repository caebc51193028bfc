"""The file mine.py: what its owner wrote stays, whatever goes wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from exercise_notebooks import OTHER, RELU_BACKWARD, TANH_BACKWARD

import nnlib
from nnlib.keep import KeepError, keep_notebook, mine_path, owner, yours


def test_what_the_owner_wrote_outside_the_blocks_survives(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(
        "# my diary\n" + mine.read_text() + "\nMY_NUMBER = 7  # 나의 수\n", encoding="utf-8"
    )
    keep_notebook(page(("relu_backward", OTHER)), replace=True)
    text = mine.read_text(encoding="utf-8")
    assert text.startswith("# my diary\n") and "MY_NUMBER = 7  # 나의 수" in text
    assert text.count("def relu_backward") == 1


def test_a_broken_file_is_named_and_left_alone(mine, page):
    mine.write_text("def oops(:\n    pass\n")
    with pytest.raises(KeepError, match="not Python any more: line 1"):
        keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert (
        mine.read_text() == "def oops(:\n    pass\n" and list(mine.parent.glob("mine.*.py")) == []
    )


def test_a_full_disk_or_a_folder_that_cannot_be_written_changes_nothing(mine, page, monkeypatch):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    before = mine.read_text()

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(KeepError, match="No space left on device; nothing was changed"):
        keep_notebook(page(("relu_backward", OTHER)), replace=True)
    left = sorted(path.name for path in mine.parent.iterdir())
    assert mine.read_text() == before and left == ["mine.py", "n.ipynb"]
    monkeypatch.setenv("NNLIB_MINE", "/proc/mine.py")
    with pytest.raises(KeepError, match="/proc/mine.py could not be written"):
        keep_notebook(page(("relu_backward", OTHER)))


def test_every_byte_outside_the_blocks_survives(mine, page):
    before = "\ufeff# 나의 일기\r\nMY = 7\n\n\n  \r\n# <relu_backward\r\ntext = '# > relu_backward'\t\r\n"
    mine.write_bytes(before.encode())
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    first = mine.read_bytes()
    assert first.startswith(before.encode().rstrip()) and b"return dout * (a > 0)\r\n" in first
    mine.write_bytes(first + b"# after\n\n")
    keep_notebook(page(("relu_backward", OTHER)), replace=True)
    second = mine.read_bytes()
    assert second.startswith(before.encode().rstrip()) and second.endswith(b"\r\n# after\n\n")
    assert owner(yours("relu_backward")) == "yours" and b"a > 0)\r\n" not in second


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("# 나".encode("cp949"), "not UTF-8"),
        (b"x = 1\0", "not Python"),
        (b"# coding: nonsense\n", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_alone(mine, page, data, said, capsys):
    mine.write_bytes(data)
    with pytest.raises(KeepError, match=said):
        keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert mine.read_bytes() == data and yours("relu_backward") is nnlib.relu_backward
    assert capsys.readouterr().out.count("the book's functions are used") == 1


def test_a_file_in_an_encoding_of_its_own_keeps_it(mine, page):
    mine.write_bytes("# coding: cp949\n# 나의 수\n".encode("cp949"))
    keep_notebook(page(("relu_backward", f"# 답\n{RELU_BACKWARD}")))
    assert "# 답" in mine.read_text("cp949") and owner(yours("relu_backward")) == "yours"
    with pytest.raises(KeepError, match="does not exist in cp949"):
        keep_notebook(
            page(
                (
                    "tanh_backward",
                    "# 🙂\ndef tanh_backward(dout, a):\n    return dout * (1 - a * a)",
                )
            )
        )


@pytest.mark.parametrize("lost", ["# < relu_backward\n", "# > relu_backward\n"])
def test_a_block_with_one_mark_is_not_touched(mine, page, lost):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(mine.read_text().replace(lost, ""))
    before = mine.read_text()
    with pytest.raises(KeepError, match="is missing|do not go together"):
        keep_notebook(page(("relu_backward", OTHER)), replace=True)
    assert mine.read_text() == before


def test_adding_keeps_no_copy_and_replacing_keeps_one_with_its_mode(mine, page, tmp_path):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.chmod(0o640)
    keep_notebook(page(("relu_backward", RELU_BACKWARD), ("tanh_backward", TANH_BACKWARD)))
    assert list(tmp_path.glob("mine.*.py")) == []
    found = keep_notebook(page(("relu_backward", OTHER)), replace=True)
    assert found["relu_backward"].endswith("the file as it was is now mine.1.py")
    assert mine.stat().st_mode & 0o777 == 0o640
    keep_notebook(page(("relu_backward", RELU_BACKWARD)), replace=True)
    assert sorted(path.name for path in tmp_path.glob("mine*")) == [
        "mine.1.py",
        "mine.2.py",
        "mine.py",
    ]


def test_a_link_stays_a_link(mine, page, tmp_path):
    (tmp_path / "real").mkdir()
    mine.symlink_to(tmp_path / "real" / "mine.py")
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert mine.is_symlink() and "def relu_backward" in (tmp_path / "real" / "mine.py").read_text()


def test_a_file_that_was_changed_meanwhile_is_not_written_over(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))

    def slow_answer(name):
        mine.write_text("# changed in an editor\n")
        return True

    with pytest.raises(KeepError, match="changed meanwhile"):
        keep_notebook(page(("relu_backward", OTHER)), ask=slow_answer)
    assert mine.read_text() == "# changed in an editor\n"


def test_killed_while_writing_leaves_the_file_as_it_was(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    before = mine.read_bytes()
    code = (
        "import os, sys; from nnlib import keep; os.replace = lambda *a: os._exit(9)\n"
        "keep.keep_notebook(sys.argv[1], replace=True)"
    )
    path = page(("relu_backward", OTHER))
    done = subprocess.run([sys.executable, "-c", code, path], timeout=60)
    assert done.returncode == 9 and mine.read_bytes() == before
    assert "in place of" in keep_notebook(path, replace=True)["relu_backward"]


def test_mine_is_looked_for_here_and_then_beside_the_course(answered, tmp_path, monkeypatch):
    deep = answered / "exercises" / "03_activations"
    monkeypatch.chdir(deep)
    assert mine_path() == answered / "mine.py"
    (deep / "mine.py").touch()
    assert mine_path() == deep / "mine.py"
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path))
    assert mine_path() == tmp_path / "mine.py"
    monkeypatch.delenv("NNLIB_MINE")
    monkeypatch.chdir("/")
    assert mine_path() == Path("/mine.py"), "and never in the clone that nnlib runs from"
