"""The registry of exercises: names without reading a file, one file for one check, and every file in the one form."""

import subprocess
import sys

import pytest

from nnlib.grading.exercises import EXERCISES, Exercises


def test_a_check_reads_the_file_of_its_own_exercise_and_no_other():
    code = (
        "import sys\n"
        "from nnlib.grading import check, examine\n"
        "from nnlib.grading.exercises import EXERCISES\n"
        "def softmx(Z): return Z\n"
        "try: check(softmx)\n"
        "except LookupError as error: print(error)\n"
        "assert len(EXERCISES) > 85 and 'mse' in EXERCISES and 'nothing' not in EXERCISES\n"
        "examine('gd_step', lambda params, grads, lr: params - lr * grads)\n"
        "start = 'nnlib.grading.exercises.ch'\n"
        "read = [name for name in sys.modules if name.startswith(start)]\n"
        "print(sorted(name.split('.')[-1] for name in read if name.count('.') == 4))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Did you mean softmax?" in done.stdout and "['gd_step']" in done.stdout


def test_an_exercise_is_found_by_the_name_of_its_file(tmp_path):
    (tmp_path / "ch09").mkdir()
    for name in ("three", "_shared"):
        (tmp_path / "ch09" / f"{name}.py").write_text("")
    (tmp_path / "ch09" / "notes.txt").write_text("")
    (tmp_path / "other.py").write_text("")
    found = Exercises(tmp_path, "nowhere")
    assert list(found) == ["three"] and found.chapters() == {"ch09": ["three"]}
    with pytest.raises(KeyError):
        found["four"]


@pytest.mark.parametrize("name", EXERCISES)
def test_a_file_holds_the_exercise_of_its_name_and_its_wrong_answers_lose_points(name):
    form = EXERCISES.form(name)
    most = sum(part.points for part in form.parts)
    assert form.name == name
    assert all(0 <= wrong.points < most or most == 0 for wrong in form.wrongs)
