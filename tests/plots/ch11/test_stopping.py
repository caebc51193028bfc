"""Early stopping: where it stops, and whose weights are kept."""

from nnlib import plots


def test_the_last_weights_are_worse_on_validation_than_the_best():
    stopped = plots.STOPPING.data(patience=4)
    assert len(stopped.loss) == stopped.best + 4
    assert stopped.val_loss.argmin() == stopped.best - 1
    assert abs(stopped.last["val_loss"] - stopped.val_loss[-1]) < 1e-9
    assert abs(stopped.restored["val_loss"] - stopped.val_loss.min()) < 1e-9
