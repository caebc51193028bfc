"""What learners get of an exercise file: the visible parts and the slips, and nothing that gives an answer away."""

import pytest
from own_exercise import FILE, lay

from nnlib.grading import examine
from nnlib.grading.handout import MARK, hand_out, handout
from nnlib.grading.own import ExerciseError, Own

ANSWERS = (
    FILE
    + """

SECRET = 7  # only the answers need this


@ex.right
def by_the_norm(x):
    # the comment of a right answer
    return np.linalg.norm(x) / np.sqrt(len(x)) + 0 * SECRET


@ex.wrong(slip="wrong-value", points=0)
def never_right(x):
    return 42.0


ex.same("return a", "return b")
"""
)


def given(tmp_path, **texts):
    return handout(Own.read(lay(tmp_path / "01_rms", **texts)))


def test_hidden_parts_and_answers_stay(tmp_path):
    out = given(tmp_path, rms=ANSWERS)
    text = out.files["rms"].decode()
    assert text.startswith(MARK.decode()) and '"""The exercise rms."""' in text
    for kept in ("value", "no_root", "You stop at the mean of the squares."):
        assert kept in text
    for gone in ("drawn", "hidden=", "norm", "never_right", "SECRET", "comment", "same"):
        assert gone not in text
    assert out.shown == {"rms": []} and out.kept_back == []


def test_what_goes_out_checks_as_before(tmp_path):
    hand_out(lay(tmp_path / "solutions", rms=ANSWERS), tmp_path / "exercises")
    spec = Own.read(tmp_path / "exercises").exercise("rms")
    report = examine(spec, lambda x: (x * x).mean())
    assert list(report.parts) == ["value"] and report.slip == "no-root"
    assert examine(spec, lambda x: (x * x).mean() ** 0.5).points == 2.0


def test_a_reference_that_a_visible_part_needs_goes_out_and_is_named(tmp_path):
    text = ANSWERS.replace("r=5)", "r=reference(np.array([1.0, 7.0])))").replace(
        "ex = exercise", "def reference(x):\n    return (x @ x / len(x)) ** 0.5\n\n\nex = exercise"
    )
    out = given(tmp_path, rms=text)
    assert out.shown == {"rms": ["reference"]} and b"def reference" in out.files["rms"]


def test_files_that_only_hidden_parts_import_stay(tmp_path):
    hidden = ANSWERS.replace("    x = rng", "    import secret\n\n    x = rng")
    out = given(tmp_path, rms=hidden, secret="ANSWER = 42", table="NUMBERS = [1]")
    assert out.kept_back == ["secret"] and "table" in out.files
    folder = lay(tmp_path / "exercises", secret="ANSWER = 42")
    hand_out(tmp_path / "01_rms", folder)
    assert sorted(path.name for path in folder.iterdir()) == ["rms.py", "table.py"]
    visible = ANSWERS.replace('    return [case("1', '    import secret\n\n    return [case("1')
    out = given(tmp_path / "b", rms=visible, secret="ANSWER = 42")
    assert out.shown["secret"] == ["all of it"] and out.files["secret"] == b"ANSWER = 42"


def test_one_exercise_may_rest_on_another(tmp_path):
    mean = ANSWERS.replace('"rms"', '"mean"').replace(
        "import numpy as np\n", "import numpy as np\nfrom rms import square\n"
    )
    mean = mean.replace("r=5)", "r=square(1.0) * 5)")
    helper = "def square(x):\n    return x * x\n\n\ndef unused(x):\n    return x\n\n\nex = exercise"
    out = given(tmp_path, rms=ANSWERS.replace("ex = exercise", helper), mean=mean)
    assert b"def square" in out.files["rms"] and b"unused" not in out.files["rms"]


REFUSED = {
    "right answer": ("r=5)", "r=by_the_norm(np.array([1.0, 7.0])))", "line 12: by_the_norm is used here"),
    "loop": ("ex.same(", "for f in (value,):\n    ex.right(f)\nex.same(", "kept back only where"),
    "all hidden": ("points=2)", "points=2, hidden=True)", "every part is hidden"),
    "hidden by hand": (
        "@ex.part(points=1, hidden=True, pure=True)\ndef drawn(rng):",
        "def add():\n    ex.part(points=1, hidden=True)(drawn)\n\n\ndef drawn(rng):",
        "kept back only where",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_kept_back_is_refused(tmp_path, what):
    old, new, said = REFUSED[what]
    assert old in ANSWERS
    text = ANSWERS.replace(old, new, 1)
    if what == "hidden by hand":
        text += "\n\nadd()\n"
    with pytest.raises(ExerciseError, match=said):
        given(tmp_path, rms=text)
