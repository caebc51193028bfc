"""Remedies measured, and where training stops."""

from nnlib import plots
from nnlib.plots.ch10 import lesson, remedies


def test_redrawn_labels_are_learned_by_heart_and_the_best_epoch_is_not_the_last():
    taught, share = remedies.lesson(lesson.Recipe(), 0, wrong=True, epochs=150)
    data = plots.CURVES.data(taught, lesson.parts(0, 200)[2], 10)
    assert [round(100 * s, 1) for s in data.shares] == [81.8, 79.8, 70.6]
    assert data.best + 10 == data.stop and data.shares[2] == share


def test_a_remedy_is_measured_in_both_settings():
    names = tuple(remedies.RECIPES)[:2]
    data = plots.REMEDIES.data(seeds=1, epochs=(2, 2), names=names)
    assert list(data) == ["clean", "spoiled"] and list(data["clean"]) == list(names)
