"""What the tests share. The expensive parts (running the notebooks) happen once per test run, whoever asks first."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

# Before NumPy loads: one BLAS thread per process, and figures without a screen.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["MPLBACKEND"] = "Agg"
# What whoever runs the tests has kept in a mine.py has no say in them; `make test-peers` names one of its own.
os.environ["NNLIB_MINE"] = os.environ.get("NNLIB_TEST_MINE", os.devnull + "/mine.py")

import hypothesis
import pytest

from nnlib.core.quick import quickly
from nnlib.course.lab import ensure_compile_cache

ensure_compile_cache()
nbformat = quickly("nbformat")  # a second and more, in every process that collects tests

# The same examples on every run; the first call of a kernel may compile, so no deadline.
hypothesis.settings.register_profile("nnlib", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("nnlib")

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The files that take half a minute and more. Started last, each would leave the other workers idle at the end.
LONG = (
    "browser", "chapters", "attacks", "assignments", "faults", "slots", "kernel", "grade", "check", "figures", "stages",
)  # fmt: skip
NO_BROWSER = "Chromium is missing (Debian: apt-get install chromium)"
NO_POSTGRES = "PostgreSQL's server is missing (Debian: apt-get install postgresql)"


@pytest.fixture(scope="session")
def root():
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def once(tmp_path_factory, request):
    """once(name, make): make() one time in the whole run, for all workers; its JSON result every time.

    A make() that raises is tried again by the next worker, which then sees the same error.
    """
    # pytest-xdist gives each worker a folder inside one that they share.
    worker = hasattr(request.config, "workerinput")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if worker else base

    def make_once(name, make):
        result = shared / f"{name}.json"
        with open(shared / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                result.write_text(json.dumps(make()))
        return json.loads(result.read_text())

    return make_once


@pytest.fixture(scope="session")
def runs(once):
    """Every chapter and solution, run from top to bottom: {notebook: {"executed", "seconds", "error"}}.

    Keys are paths below the repository, such as "chapters/03_activations.ipynb".
    """
    from nnlib.course.execute import run_all

    def run_them():
        return {
            run.notebook.relative_to(ROOT).as_posix(): {
                "executed": str(run.executed),
                "seconds": run.seconds,
                "error": run.error,
            }
            for run in run_all(root=ROOT)
        }

    return once("runs", run_them)


@pytest.fixture(scope="session")
def executed(runs):
    """executed("chapters/03_activations.ipynb"): that notebook with its outputs; fails when it did not run."""

    def read(notebook):
        assert notebook in runs, f"{notebook} was not run; there are {sorted(runs)}"
        assert runs[notebook]["error"] is None, f"{notebook}: {runs[notebook]['error']}"
        return nbformat.read(runs[notebook]["executed"], as_version=4)

    return read


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium. Without one the test is skipped, and the run ends with a line that says so."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL server of the tests' own. Without one the run ends with a line that says so."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    beside = shutil.which("initdb")
    programs = found[-1] if found else beside and Path(beside).resolve().parent
    if not programs or not (programs / "initdb").is_file():
        pytest.skip(NO_POSTGRES)
    folder = Path(tempfile.mkdtemp(prefix="nnlib-pg-"))
    # The server refuses to run as root, and listens to this machine alone.
    user = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, **user)
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]

    def run(program, *words):
        done = subprocess.run(
            [programs / program, *words], **user, cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"

    (folder / "password").write_text("open sesame\n")
    run("initdb", "-D", folder / "data", "-U", "grader", "-A", "scram-sha-256", "--no-sync",
        "-E", "UTF8", "--no-locale", f"--pwfile={folder}/password")  # fmt: skip
    settings = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    server = ["-D", folder / "data", "-l", folder / "log", "-w"]
    run("pg_ctl", *server, "-o", settings, "start")
    yield f"postgresql+psycopg://grader:open%20sesame@127.0.0.1:{port}/postgres"
    run("pg_ctl", *server, "-m", "immediate", "stop")
    shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter):
    """Say loudly what did not run for want of a browser or a database server."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for kind, why in (("browser", NO_BROWSER), ("PostgreSQL", NO_POSTGRES)):
        missed = sum(why in text for text in skipped)
        if missed:
            terminalreporter.section("NOT TESTED", red=True)
            terminalreporter.line(f"{missed} {kind} tests did not run: {why}", red=True)


def pytest_collection_modifyitems(items):
    """Start the long files first; `pytest -m browser` finds the tests that drive a browser."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
