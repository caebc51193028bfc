"""Feeds: where the minibatches of a training come from: arrays, or a generator of batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.words import tr
from nnlib.models import metrics
from nnlib.models.inputs import Rows

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

Told = Callable[[str, int, dict[str, float]], None]
tr("A function that tells the callbacks: the name of the call, the minibatch, its numbers.")


@dataclass
class Feed:
    """Checked rows for each epoch, or an iterator of batches; `steps` minibatches make an epoch.

    >>> Feed((np.eye(5), np.eye(5), None), 2).count
    3
    """

    data: Rows | None
    batch_size: int
    shuffle: bool = True
    steps: int | None = None
    source: Iterator[Any] | None = None

    @property
    def count(self) -> int:
        """How many minibatches an epoch has."""
        whole = self.steps if self.data is None else -(-len(self.data[0]) // self.batch_size)
        return min(whole, self.steps or whole)

    def epoch(self, model: "Sequential", epoch: int, tell: Told | None) -> dict[str, float]:
        """Train for an epoch; its mean loss, and the metrics after it. `tell` wants to hear of each minibatch."""
        if self.data is not None and tell is None and not self.steps:
            loss = model.train_epoch(self.data, self.batch_size, epoch, self.shuffle)
            return {"loss": loss} | metrics.measure(model, *self.data[:2])
        return self._by_batches(model, epoch, tell or (lambda name, batch, logs: None))

    def _by_batches(self, model: "Sequential", epoch: int, tell: Told) -> dict[str, float]:
        """The same, one minibatch at a time. The metrics of a generator are those of each batch after its step."""
        model.build()  # weights are drawn before the order of the rows, as in one call for all
        rows, sums = 0, {}
        for number, batch in enumerate(islice(self._batches(model), self.count)):
            tell("begin", number, {})
            n = len(batch[0])
            self.batch_size = max(self.batch_size, n)
            numbers = {"loss": model.train_epoch(batch, self.batch_size, epoch, False)}
            if self.data is None:
                numbers |= metrics.measure(model, *batch[:2])
            rows, sums = rows + n, {key: sums.get(key, 0) + n * numbers[key] for key in numbers}
            tell("end", number, {"loss": sums["loss"] / rows})
        if not rows:
            raise ValueError(tr("the generator is at its end: it gave no batch for this epoch"))
        logs = {key: value / rows for key, value in sums.items()}
        return logs if self.data is None else logs | metrics.measure(model, *self.data[:2])

    def _batches(self, model: "Sequential") -> Iterator[Rows]:
        if self.data is None:
            return (model.checked_batch(batch) for batch in self.source)
        n = len(self.data[0])
        order = model.rng.permutation(n) if self.shuffle else np.arange(n)
        parts = (order[start : start + self.batch_size] for start in range(0, n, self.batch_size))
        return (tuple(None if a is None else a[rows] for a in self.data) for rows in parts)


def generated(source: Iterator[Any], steps: int | None) -> tuple[Any, Feed]:
    """The first batch of a generator, and the feed that begins with it. Raises ValueError without steps.

    >>> first, feed = generated(iter([(1, 2), (3, 4)]), 2)
    >>> first, feed.count
    ((1, 2), 2)
    """
    if not steps:
        raise ValueError(
            tr("X is a generator; say how many of its batches make an epoch: steps_per_epoch=10")
        )
    first = next(source, None)
    if first is None:
        raise ValueError(tr("the generator gives no batch"))
    return first, Feed(None, 1, steps=steps, source=chain([first], source))


def collected(source: Any, steps: int | None) -> Any:
    """Validation data as arrays: what is no generator as it is, of a generator so many batches in one.

    >>> collected(iter([(np.eye(2), np.ones(2))] * 3), 2)[1].shape
    (4,)
    """
    if not hasattr(source, "__next__"):
        return source
    if not steps:
        raise ValueError(tr("validation_data is a generator; say validation_steps=10"))
    return tuple(np.concatenate(parts) for parts in zip(*islice(source, steps)))
