"""make release: each archive in dist/ is installed in an empty environment and put through the short course.

    python tests/release.py dist

What is installed comes from the archive alone: the course is made in a folder outside of the repository, one chapter is
run, a right answer is written into an exercise and handed in, and a wrong answer hears its slip.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHORT = ("00", "01", "02", "03", "05", "07", "08")
# A learner who writes relu_backward rightly, and then with the slip at the kink.
LEARNER = """
from nnlib.grading import examine
import nnlib
assert {root!r} not in nnlib.__file__, nnlib.__file__

def relu_backward(dout, a):
    return dout * (a > 0)

def at_the_kink(dout, a):
    return dout * (a >= 0)

right, wrong = examine("relu_backward", relu_backward), examine("relu_backward", at_the_kink)
assert right.passed, str(right)
assert wrong.slip == "kink-slope" and wrong.points == 0, str(wrong)
"""


def put_through(archive: Path, folder: Path) -> None:
    """Install one archive in a new environment in `folder`, and go the way of a learner there."""
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    python, nnlib = scripts / "python", scripts / "nnlib"
    pins = ROOT / "constraints.txt"
    run(folder, python, "-m", "pip", "install", "-qq", "-c", pins, f"{archive}[book,instructor]")
    run(folder, nnlib, "course", "short", "--short")
    course = folder / "short"
    there = sorted(path.name[:2] for path in course.glob("chapters/*.ipynb"))
    assert there == sorted(SHORT), there
    run(course, nnlib, "run", "chapters/00_instruments.ipynb")
    run(course, python, "-c", LEARNER.format(root=str(ROOT)))
    checked = run(course, nnlib, "check", "00_instruments")
    assert "0 of " in checked, checked
    run(course, nnlib, "submit", "00_instruments")
    assert list(course.glob("submitted/*/00_instruments/*.ipynb"))


def run(folder, *command):
    """Run a command in `folder`; what it prints. It ends everything where it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["NUMBA_CACHE_DIR"] = str(folder / "numba")
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def main(dist: Path) -> None:
    """Put the sdist and the wheel in `dist` through it."""
    archives = sorted([*dist.glob("*.tar.gz"), *dist.glob("*.whl")])
    if len(archives) != 2:
        raise SystemExit(
            f"wanted one sdist and one wheel in {dist}; found {len(archives)} archives"
        )
    for archive in archives:
        with tempfile.TemporaryDirectory() as folder:
            put_through(archive.resolve(), Path(folder))
        print(f"{archive.name}: installed, and the short course was walked")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
