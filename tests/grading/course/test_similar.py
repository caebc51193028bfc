"""Who wrote what few others wrote: found through other names and comments, and nobody for what all write."""

import json

import classroom
import pytest

from nnlib.course import teaching
from nnlib.grading.course.similar import runs, similar

COMMON = "def relu(z):\n    return np.maximum(z, 0)"
ODD = (
    "def relu(z):\n    out = np.zeros_like(z)\n    for k in range(len(z)):\n        if z[k] > 0 and z[k] == z[k]:\n"
    "            out[k] = z[k] * 1.0 + 0.0 * k\n    return out"
)
COPIED = '''def relu(values):
    """My own work."""
    result = np.zeros_like(values)  # begin with nothing
    for i in range(len(values)):
        if values[i] > 0 and values[i] == values[i]:
            result[i] = values[i] * 1.0 + 0.0 * i

    return result'''


def test_names_comments_and_layout_do_not_count():
    assert runs(ODD) == runs(COPIED) != runs(COMMON)
    assert runs("def f(:") == set() and runs("this is no Python at all, but it has many words")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = classroom.new_course(tmp_path_factory.mktemp("class") / "course")
    others = [f"def relu(z):\n    return np.where(z > {n}, z - {n}, 0) + {n}" for n in range(3)]
    answers = dict(zip("abcdefgh", [COMMON, COMMON, COMMON, ODD, COPIED, *others]))
    for name, answer in answers.items():
        classroom.hand_in(made, name)
        path = next((made / "submitted" / name).rglob("*.ipynb"))
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "relu":
                cell["source"] = answer
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return made


def test_a_copy_is_found_and_what_all_write_is_not(folder):
    first, *others = similar(classroom.ASSIGNMENT, folder)
    assert first.students == ("d", "e") and first.answer == "relu" and first.share > 0.9
    assert first.excerpts == (ODD, COPIED)
    assert all({"a", "b", "c"}.isdisjoint(pair.students) for pair in others)


def test_the_command_shows_both(folder, capsys):
    teaching.similar(classroom.ASSIGNMENT, 1, folder)
    said = capsys.readouterr().out
    assert "d and e" in said and "My own work." in said and "proves nothing" in said
