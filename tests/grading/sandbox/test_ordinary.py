"""The same points for root and for an ordinary user, in every backend that works here."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import ordinary
import pytest
from attacks import attacks

from nnlib.grading.course import sample
from nnlib.grading.course.folder import ROOT

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NAMES = (
    "honest_thread",
    "honest_noise",
    "crash_deep_recursion",
    "crash_endless_python",
    "trick_class",
)
GRADE = f"""
import json, os, sys
from pathlib import Path
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.task import Task
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.submission import read_plan

root = Path({str(ROOT)!r})
plan = read_plan(*(root / kind / {ASSIGNMENT!r} / "{ASSIGNMENT}.ipynb" for kind in ("solutions", "exercises")))
limits, said = Limits(seconds=1, patience=4), {{"user": os.geteuid()}}
with Graders() as graders:
    for folder in map(Path, sys.argv[2:]):
        graded = graders.grade(Task(folder.name, str(folder), (plan,), limits, Caps(), sys.argv[1]))
        failed = isinstance(graded, Exception)
        said[folder.name] = str(graded) if failed else {{n: v.points for n, v in graded.verdicts().items()}}
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def open_folder():
    """A folder that everybody may enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="nnlib-", dir="/var/tmp") as made:
        os.chmod(made, 0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def folders(open_folder):
    """Submissions, each in its folder."""
    released = ROOT / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    chosen = [attack for attack in attacks() if attack.name in NAMES]
    assert len(chosen) == len(NAMES)
    for attack in chosen:
        path = open_folder / attack.name / released.name
        sample.build_submission(released, sample.SAMPLE_CLASS / "vectorised.py", path)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = attack.cells.get(cell["id"], cell["source"])
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return [str(open_folder / attack.name) for attack in chosen]


@pytest.mark.parametrize("backend", ["bubblewrap", "plain"])
def test_an_ordinary_user_gives_the_points_that_root_gives(open_folder, folders, backend):
    if os.geteuid() != 0 or (why := ordinary.impossible()):
        pytest.skip(
            f"points of two users were not compared: {why if os.geteuid() == 0 else 'not root'}"
        )
    home, options = open_folder / backend, {"capture_output": True, "text": True, "timeout": 200}
    home.mkdir()
    words = ["-c", GRADE, backend, *folders]
    told = [
        subprocess.run([str(ordinary.PYTHON), *words], cwd=ROOT, **options),
        ordinary.run(words, home, cwd=ROOT, **options),
    ]
    by_root, by_user = (json.loads(done.stdout or "{}") or done.stderr for done in told)
    assert by_root.pop("user") == 0 and by_user.pop("user") >= 300_000
    assert by_user == by_root
    if backend == "bubblewrap" and "bubblewrap" in by_root["honest_thread"]:
        pytest.skip(f"bubblewrap does not work here: {by_root['honest_thread']}")
    assert sum(by_root["honest_thread"].values()) == 24
