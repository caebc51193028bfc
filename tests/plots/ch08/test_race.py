"""The race of three batch sizes, and the race stopped at any moment."""

import dataclasses

import numpy as np
import pytest

import nnlib
from nnlib import plots


@pytest.fixture(scope="module")
def digits():
    return nnlib.load_digits()


def test_the_race_counts_updates_and_notes_an_accuracy_per_epoch(digits):
    settings = ((32, 0.1, 4), (None, 0.1, 4))
    lanes = plots.BATCH_RACE.data(*digits, seeds=2, settings=settings)
    assert [lane.label for lane in lanes] == ["B = 32", "B = n"]
    assert [lane.updates for lane in lanes] == [44, 1]
    assert all(lane.accuracies.shape == (2, 4) for lane in lanes)
    assert lanes[0].accuracies[:, -1].min() > lanes[1].accuracies[:, -1].max() + 0.3
    assert "176 updates" in plots.BATCH_RACE.words(lanes)


@pytest.fixture(scope="module")
def lanes(digits):
    settings = ((1, 0.02, 1), (32, 0.1, 4), (None, 0.1, 4))
    return plots.BATCH_RACE.data(*digits, seeds=2, settings=settings)


def test_the_race_stops_at_equal_epochs(lanes):
    stop = plots.RACE_AT.data(lanes, "equal epochs", 50)
    assert stop.budget == 2 and stop.epochs == [1, 2, 2]
    for lane, count, accuracy in zip(lanes, stop.epochs, stop.accuracies):
        assert accuracy == lane.accuracies[:, count - 1].mean()
    assert "44 updates" not in plots.RACE_AT.words(stop) and "88 updates" in plots.RACE_AT.words(
        stop
    )


def test_the_race_stops_at_equal_time(lanes):
    seconds = (8.0, 1.0, 0.5)
    timed = [dataclasses.replace(lane, seconds=s) for lane, s in zip(lanes, seconds)]
    stop = plots.RACE_AT.data(timed, "equal time", 25)
    assert stop.budget == 2 and stop.epochs == [0, 2, 4] and np.isnan(stop.accuracies[0])
    assert "B = 1 has not finished one epoch" in plots.RACE_AT.words(stop)
    assert plots.RACE_AT.data(timed, "equal time", 100).epochs == [1, 4, 4]
