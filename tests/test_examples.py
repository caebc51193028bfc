"""The short programs in examples/: they run, they do what they say, and pyright has nothing against them."""

import runpy

import editors
import pytest


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("digits", 0.93, 1), ("sequential", 0.9, 1), ("xor_by_hand", 0, 0.01)],
)
def test_an_example_does_what_it_says(root, name, least, most, capsys):
    assert least <= runpy.run_path(root / f"examples/{name}.py")["main"]() <= most


def test_every_example_is_run(root):
    names = {path.stem for path in root.glob("examples/*.py")}
    assert names == {"digits", "sequential", "xor_by_hand"}


def test_pyright_sees_what_is_wrong():
    pytest.importorskip("pyright")
    wrong = "import nnlib\nnnlib.softmx\nnnlib.minibatches(10, 3)\nnnlib.relu(1.0, 2.0)\n"
    right = "import nnlib\nprint(round(nnlib.relu(1.0), 3), nnlib.relu([1.0]).shape)\n"
    found = list(editors.complaints({"wrong.py": wrong, "right.py": right}))
    assert [(name, line) for name, line, _ in found] == [
        ("wrong.py", 2),
        ("wrong.py", 3),
        ("wrong.py", 4),
    ]


def test_a_name_that_a_chapter_uses_twice_is_left_out():
    assert editors.reused("def f(): pass\nf = 3\ndef g(): pass\n") == {"f"}
