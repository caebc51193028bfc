"""The nnlib that a learner sees: what is asked for is not in it, under no name."""

import os
import subprocess
import sys

import numpy as np
import pytest
from sandboxed import ASKED, said

from nnlib.grading.exercises import EXERCISES
from nnlib.grading.sandbox.package import filtered
from nnlib.grading.trial import AnswerFailed


def test_the_library_there_lacks_what_the_exercise_asks_for(learn):
    session = learn(
        "import nnlib\nfrom nnlib.grading import check\ndef f(z): return nnlib.softmax(z)"
    )
    with pytest.raises(
        AnswerFailed, match="this is the function that the exercise asks you to write"
    ):
        session.look("f")(np.zeros((1, 2)))
    assert said(session, "nnlib.tanh(0.0)") == 0, "the rest is there"
    assert said(session, "check(f, part='value')") == 0
    for other in (
        "import nnlib.grading.exercises",
        "from nnlib.activations import softmax_forward",
    ):
        assert session.run("other", other) is not None


def test_no_file_of_the_library_there_holds_an_answer():
    folder = filtered(frozenset(ASKED), frozenset(["nnlib.activations"]))
    text = "".join(path.read_text() for path in sorted(folder.rglob("*.py")))
    assert "def softmax(*args" in text and "def tanh(" in text
    assert "1 / (1 + exp(-x))" not in text, "nor the private function that sigmoid rests on"
    assert "dz[i, j] = dout[i, j] * a[i, j] * (1 - a[i, j])" in text, (
        "what is not asked for is there"
    )
    assert not any(path.name in ("check.py", "demo.py") for path in folder.rglob("*.py"))
    assert filtered(frozenset(ASKED), frozenset(["nnlib.activations"])) == folder


@pytest.mark.parametrize("chapter", EXERCISES.chapters())
def test_what_is_left_of_nnlib_can_be_imported_and_holds_no_answer(chapter):
    asked = set(EXERCISES.chapters()[chapter])
    folder = filtered(frozenset(asked))
    modules = [path.stem for path in (folder / "nnlib").glob("*.py") if path.stem != "__init__"]
    code = (
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(f'nnlib.{name}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *modules],
        env={"PYTHONPATH": str(folder), "NNLIB_JIT": "0", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    left = "".join(path.read_text() for path in (folder / "nnlib").glob("*.py"))
    kept = {name for name in asked if f"def {name}(*args, **named)" not in left}
    assert {name for name in kept if f"def {name}(" in left} == set()
    if "softmax_cross_entropy_grad" in asked:
        assert "def minus_targets(*args" in left, "the answer under another name"
