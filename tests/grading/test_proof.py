"""The test of a test finds what is wrong: with the solution, an answer, a slip, a draw in a hundred, a hole."""

import json

import pytest
from own_exercise import ANSWER, DRAWN, FILE, VALUE, lay, notebook

from nnlib.grading.own import ExerciseError, Own
from nnlib.grading.proof import answers_of, prove, refuse_misfits, survey
from nnlib.grading.reference import solution_of

ADDED = """

@ex.right
def by_the_norm(x):
    return np.linalg.norm(x) / np.sqrt(len(x))


@ex.wrong(slip="input-modified", points=2)
def squares_in_place(x):
    x *= x
    return np.sqrt(np.mean(x))
"""


def proved(tmp_path, text=FILE + ADDED, answer=ANSWER):
    own = Own.read(lay(tmp_path / "01_rms", rms=text))
    solution = solution_of(notebook(VALUE, DRAWN, answer=answer), "rms", "01_rms.ipynb")
    return list(prove(own.form("rms"), [solution], seconds=300, draws=20))


def failing(findings):
    return {finding.about: finding for finding in findings if not finding.fine}


def test_all_is_well(tmp_path):
    found = proved(tmp_path)
    assert not failing(found)
    assert [f.about for f in found] == [
        "notebook",
        "solution",
        "untouched",
        "right",
        "wrong",
        "slip",
        "mutants",
    ]
    assert "full points, in 20 draws" in found[1].said


def test_what_is_missing_is_advised_and_fails_nothing(tmp_path):
    found = proved(tmp_path, FILE)
    assert not failing(found) and "@ex.right" in next(f.said for f in found if f.about == "right")


def test_a_wrong_solution_is_found(tmp_path):
    wrong = failing(proved(tmp_path, answer=ANSWER.replace("np.sqrt", "")))
    assert "slip no-root, in 20 of 20 draws" in " ".join(wrong["solution"].more)


def test_answers_that_are_judged_otherwise_are_found_with_their_place(tmp_path):
    text = FILE + ADDED.replace("/ np.sqrt(len(x))", "").replace(
        '"input-modified", points=2', '"no-root", points=0'
    )
    wrong = failing(proved(tmp_path, text))
    assert set(wrong) == {"right", "wrong"}
    assert wrong["right"].more[0].endswith("rms.py, line 27")
    assert "wanted: 0 points, slip no-root" in wrong["wrong"].more
    assert any("got: 2 points, slip input-modified" in line for line in wrong["wrong"].more)


def test_a_slip_that_is_right_and_one_that_an_earlier_slip_hides_are_found(tmp_path):
    right = FILE.replace("    return np.mean(x * x)", "    return np.sqrt(np.mean(x * x))")
    assert "slip" in failing(proved(tmp_path, right))
    hidden = (
        FILE
        + '\n\n@ex.slip\ndef again(x):\n    """The same by another name."""\n    return np.mean(x**2)\n'
    )
    assert "again is not judged as told" in failing(proved(tmp_path, hidden))["slip"].said


def test_a_verdict_that_differs_in_some_draws_only_is_found(tmp_path):
    rare = FILE.replace(
        "x = rng.normal(0, 2, 5)",
        "x = np.full(5, 2.0) if rng.random() < 0.4 else rng.normal(0, 2, 5)",
    )
    rare = rare.replace('x=[1, 7], r=5), case("below zero", x=[-2], r=2)', "x=[2], r=2)")
    text = (
        rare
        + "\n\n@ex.wrong(slip=None, points=2)\ndef plain_mean(x):\n    return np.mean(np.abs(x))\n"
    )
    (said,) = [
        line for line in failing(proved(tmp_path, text))["wrong"].more if line.startswith("got")
    ]
    times = int(said.split("in ")[1].split(" of")[0])
    assert 0 < times < 20


def test_a_hole_is_found_and_an_equivalent_is_accepted_by_its_line(tmp_path):
    holed = FILE.replace("rng.normal(0, 2, 5)", "np.array([2.0, 2.0])").replace(
        'x=[1, 7], r=5), case("below zero", x=[-2], r=2)', "x=[2], r=2)"
    )
    more = failing(proved(tmp_path, holed))["mutants"].more
    lines = [line.strip() for line in more if "ex.same" in line and line.startswith("  ")]
    assert lines
    accepted = holed + "\n\n" + "\n".join(lines) + "\n"
    assert not failing(proved(tmp_path, accepted))
    stale = FILE + '\n\nex.same("return a", "return b")\n'
    assert "does not get full points" in " ".join(failing(proved(tmp_path, stale))["mutants"].more)


def test_an_exercise_whose_cases_cannot_be_drawn_is_one_finding(tmp_path):
    text = FILE.replace("x=[-2], r=2", "x=[-2], r=2 / 0")
    assert "cannot be drawn: ZeroDivisionError" in failing(proved(tmp_path, text))["file"].said


def test_many_draws_end_with_their_seconds(tmp_path):
    form = Own.read(lay(tmp_path / "a", rms=FILE + ADDED)).form("rms")
    first = answers_of(form)[0]
    assert survey(form.built(), first, 0.0).times == 3
    assert survey(form.built(), first, 5.0, draws=7).times == 7


REFUSED = {
    "slip": ("    return np.mean(x * x)", "    return np.sqrt(np.mean(x * x))", "line 21: the slip 'no-root' gets"),
    "solution": ("r=5)", "r=6)", r"line 7: the solution in 01_rms.ipynb does not pass value: "),
    "parameters": ('"x -> r"', '"y -> r"', r"line 7: the exercise asks for rms\(y\)"),
    "no exercise": (FILE, "def rms(x):\n    return 42\n", "line 1: there is no line ex = exercise"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_release_is_refused_in_one_sentence_with_file_and_line(tmp_path, what):
    old, new, said = REFUSED[what]
    folder = lay(tmp_path / "01_rms", rms=FILE.replace(old, new, 1))
    path = folder / "01_rms.ipynb"
    path.write_text(json.dumps(notebook(VALUE, DRAWN)))
    with pytest.raises(ExerciseError, match=said) as error:
        refuse_misfits(Own.read(folder), [path])
    assert "rms.py, line" in str(error.value) and "\n" not in str(error.value)
    lay(folder, rms=FILE)
    refuse_misfits(Own.read(folder), [path])
