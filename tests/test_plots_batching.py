"""Chapter 8's figures: the numbers behind them, from another direction."""

import dataclasses

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots import batches


@pytest.mark.parametrize(
    ("n", "B", "drop_last", "sizes"),
    [
        (100, 32, False, (32, 32, 32, 4)), (100, 32, True, (32, 32, 32)), (10, 10, False, (10,)),
        (5, 9, False, (5,)), (5, 9, True, ()), (6, 1, False, (1,) * 6), (8, 4, True, (4, 4)),
    ],
)  # fmt: skip
def test_the_deck_is_cut_as_the_library_cuts_it(n, B, drop_last, sizes):
    deck = plots.DECK.data(n, B, drop_last)
    assert deck.sizes == sizes and len(deck.batch_of) == n
    batches_there = nnlib.minibatches(n, B, np.random.default_rng(0), drop_last)
    assert deck.sizes == tuple(len(rows) for rows in batches_there)
    assert np.sum(deck.batch_of < 0) == n - sum(sizes)


def test_the_words_of_the_deck_count_updates_and_cards_left_out():
    said = plots.DECK.words(plots.DECK.data(100, 32, True, epochs=3))
    assert (
        "3 updates in an epoch and 9 in 3 epochs" in said
        and "Left out of this epoch: 4 examples" in said
    )
    assert "The last batch has 4." in plots.DECK.words(plots.DECK.data(100, 32))


def test_the_cloud_sits_around_the_gradient_and_scatters_as_the_formula_says():
    cloud = plots.CLOUD.data(B=25, draws=4000)
    X, y = batches.two_clouds(np.random.default_rng(0))
    _, dw, db = nnlib.logistic_loss_and_grads(X, y, np.array([-0.5]), 0.3)
    np.testing.assert_allclose(cloud.full, [*dw, db])
    np.testing.assert_allclose(cloud.drawn.mean(axis=0), cloud.full, atol=4 * cloud.law / 4000**0.5)
    assert cloud.spread == pytest.approx(cloud.law, rel=0.05)


def test_a_batch_of_all_examples_has_no_noise_and_one_of_one_points_the_wrong_way_at_times():
    whole, single = plots.CLOUD.data(B=1000), plots.CLOUD.data(B=1)
    assert whole.law == 0 and whole.spread < 1e-12 and whole.angle < 1e-3
    assert np.any(single.drawn @ single.full < 0), "a step that makes the whole loss worse"


def test_noise_falls_with_the_root_of_the_batch_and_faster_near_the_end():
    data = plots.NOISE.data(np.random.default_rng(3), draws=1500)
    np.testing.assert_allclose(data["measured"], data["law"], rtol=0.1)
    at = dict(zip(data["sizes"], data["law"]))
    assert at[1] / at[4] == pytest.approx(2, rel=0.01) and at[990] < 0.12 * data["simple"][-1]


def test_the_smaller_the_batch_the_longer_the_way_for_the_same_updates():
    data = plots.PATHS.data(np.random.default_rng(1))
    ways = [np.linalg.norm(np.diff(w.steps, axis=0), axis=1).sum() for w in data["walks"]]
    assert ways[0] > 2 * ways[1] > 2 * ways[2] and all(len(w.steps) == 61 for w in data["walks"])


def test_memory_is_measured_and_is_what_a_layer_keeps():
    data = plots.THROUGHPUT.data(np.random.default_rng(0), sizes=(1, 8), rows=64, rounds=1)
    counted = np.array([256 * 2 * 8, 8 * 256 * 2 * 8])
    assert (counted <= data["memory"]).all() and (data["memory"] < counted + 1000).all()
    assert (data["speed"] > 0).all()


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


def test_torn_pairs_teach_nothing(digits):
    trap = plots.SHUFFLE_TRAP.data(*digits, seeds=2, epochs=4)
    assert trap["X and y together"].min() > 0.8 and trap["X alone"].max() < 0.3


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


def test_torn_pairs_teach_nothing_about_new_pictures():
    for seed in range(3):
        torn, kept = (plots.TRAP.data(what, 20, seed) for what in ("X alone", "X and y together"))
        assert torn.new[-1] < 0.25 and kept.new[-1] > 0.9
        assert torn.train[-1] < 0.5 and kept.train[-1] > 0.95
    assert len(torn.new) == 20 and "X alone" in plots.TRAP.words(torn)
