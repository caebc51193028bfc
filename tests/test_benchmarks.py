"""The race runs, in a tiny form, and what it writes can be read: numbers by hand, and one run from end to end."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import peers  # noqa: E402
import roads  # noqa: E402
import training  # noqa: E402

TINY = {"rounds": 1, "seconds": 0.005, "n_rows": 256}
FIELDS = {"system", "batch", "optimizer", "threads", "seconds_per_epoch", "ratio_to_gemm"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """One quick race from end to end: the JSON, and the chart as bytes."""
    folder = tmp_path_factory.mktemp("race")
    command = [sys.executable, training.__file__, "--quick", "--systems", "nnlib,NumPy in place"]
    command += ["--json", f"{folder}/race.json", "--chart", f"{folder}/race.png"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "race.json").read_text()), (folder / "race.png").read_bytes()


def test_every_column_has_its_systems(found):
    big = [row for row in found[0]["rows"] if row["sizes"] == [784, 300, 100, 10]]
    assert {(row["batch"], row["optimizer"]) for row in big} == set(training.COLUMNS)
    names = {"matrix products", "nnlib", "NumPy in place"}
    for column in training.COLUMNS:
        rows = [row for row in big if (row["batch"], row["optimizer"]) == column]
        assert {row["system"] for row in rows} == names and len(rows) == 3


def test_rows_have_the_fields_and_the_limit_is_1(found):
    rows = found[0]["rows"]
    assert all(FIELDS <= row.keys() for row in rows)
    assert all(0 < row["seconds_per_epoch_min"] <= row["seconds_per_epoch"] for row in rows)
    limits = [row for row in rows if row["system"] == training.LIMIT]
    assert [row["ratio_to_gemm"] for row in limits] == [1] * len(training.COLUMNS)


def test_the_xor_network_and_memory_are_there(found):
    small = [row for row in found[0]["rows"] if row["sizes"] == [2, 8, 1]]
    assert {row["system"] for row in small} == {"nnlib", "NumPy in place"}
    memory = found[0]["memory"]
    assert memory["nnlib"] > memory["data alone"] > 1  # megabytes


def test_the_chart_is_a_picture(found):
    assert found[1].startswith(b"\x89PNG") and len(found[1]) > 10_000


def test_ratios_by_hand():
    big = training.SIZES
    found = [
        (list(big), 32, "sgd", training.LIMIT, [1.0, 2.0, 4.0]),
        (list(big), 32, "sgd", "nnlib", [3.0, 4.0, 4.0]),
    ]
    row = training.as_rows(found, threads=1)[1]
    assert row["ratio_to_gemm"] == 2 and row["ratio_to_gemm_min"] == 3  # of 3, 2, 1; and 3 / 1
    assert row["seconds_per_epoch"] == 240_000 and row["microseconds_per_step_min"] == 96e6


def test_what_is_not_installed_is_left_out(monkeypatch, capsys):
    def missing(setting):
        raise ImportError("No module named 'absent'")

    monkeypatch.setitem(training.SYSTEMS, "absent", missing)
    columns = [((2, 3, 2), 4, "sgd")]
    monkeypatch.setattr(training, "SIZES", (2, 3, 2))
    rows = training.race(["NumPy naive", "absent"], columns, 1, **TINY)
    assert [row[3] for row in rows] == ["NumPy naive"]
    assert "absent is left out: No module named 'absent'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nnlib", "NumPy naive", "NumPy in place", "scikit-learn"])
@pytest.mark.parametrize("sizes", [(3, 4, 2), (2, 8, 1)])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_runners_train_networks_of_every_kind(name, sizes, optimizer):
    X, y = peers.synthetic(12, sizes)
    setting = peers.Setting(sizes, 4, optimizer, 1, X, y)
    before = X.copy()
    peers.SYSTEMS[name](setting)(12)
    assert (X == before).all() and X.shape == (12, sizes[0])


@pytest.mark.parametrize("name", ["NumPy naive", "NumPy in place", "nnlib + own relu"])
@pytest.mark.parametrize("sizes", [(5, 4, 3), (2, 8, 1), (6, 4, 3, 2)])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_they_train_the_same_network_as_nnlib(name, sizes, optimizer):
    ends = []
    for system in ("nnlib", name):
        run = peers.SYSTEMS[system](
            peers.Setting(sizes, 4, optimizer, 1, *peers.synthetic(14, sizes))
        )
        run(14)  # three minibatches of 4, and one of 2
        ends.append(np.concatenate([part.ravel() for part in run.parameters]))
    start = np.concatenate(
        [
            part.ravel()
            for layer in peers.Setting(sizes, 4, optimizer, 1, None, None).layers()
            for part in layer
        ]
    )
    assert abs(ends[0] - start).max() > 1e-3
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-4, atol=2e-6)


def test_the_roads_are_told_as_ratios():
    found = {
        "nnlib grade, apart": [(2, 1), (4, 3)],
        "nnlib grade, inside": [(6, 4), (6, 4)],
        "nbgrader autograde": [(30, 20)],
    }
    head, _, _, apart, inside, stock, _, computing, *_ = roads.table(found, 10)
    assert head.startswith("10 submissions of 4 tests")
    assert apart.split()[-3:] == ["0.30", "10.0", "2.0"]
    assert inside.split()[-3:] == ["0.60", "5.0", "1.0"]
    assert stock.split()[-3:] == ["3.00", "1.0", "0.2"]
    assert computing.split()[-3:] == ["0.20", "10.0", "2.0"]


def test_the_two_roads_are_two():
    made = {roads.road_of(test + roads.TESTS["dot"]) for test, _ in roads.ROADS.values()}
    assert made == {"either", "inside"}
