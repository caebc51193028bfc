"""The three programs among tests/keras/scripts that need pandas; `make test-peers` runs them."""

import runpy
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["iris_dataframe", "wine_frames", "wine_quality"])
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_program_with_data_frames_runs(name, capsys):
    runpy.run_path(Path(__file__).parents[1] / f"keras/scripts/{name}.py")
