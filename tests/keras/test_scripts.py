"""Fifty-four programs as people write them, with nothing changed but the import line: all but one run.

They were written down after the tutorials, course pages and book chapters that most people begin with, with small data
made on the spot; each asserts what it is about. Those that need pandas are run by `make test-peers`.
"""

import runpy
import warnings
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"
PANDAS = {"iris_dataframe", "wine_frames", "wine_quality"}
REFUSED = {  # a program, and the sentence at the line that asks for what is not here
    "batch_normalisation": "In its place: inputs of mean 0 and variance 1",
}
NAMES = sorted(path.stem for path in SCRIPTS.glob("*.py"))


def run(name, folder, monkeypatch):
    """Run a program in a folder of its own; notes about old spellings and copied layers are no errors."""
    monkeypatch.chdir(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        warnings.filterwarnings("ignore", ".* belongs to another model", UserWarning)
        runpy.run_path(SCRIPTS / f"{name}.py")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PANDAS | {*REFUSED}])
def test_a_program_runs_unchanged(name, tmp_path, monkeypatch, capsys):
    run(name, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", REFUSED)
def test_a_program_that_asks_for_more_hears_so(name, tmp_path, monkeypatch, capsys):
    with pytest.raises(Exception, match=REFUSED[name]):
        run(name, tmp_path, monkeypatch)


def test_they_are_counted():
    assert len(NAMES) == 54 and {*REFUSED, *PANDAS} <= {*NAMES}
