"""Goals: losses as objects, with their numbers, which can also be called on targets and outputs."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib import losses
from nnlib.core.arguments import as_floats, between, has_shape, positive_number
from nnlib.core.words import tr
from nnlib.engine import goals, slots

LAST = {  # what the last layer may be, where a loss is of logits
    "sparse_categorical_crossentropy": "softmax",
    "categorical_crossentropy": "softmax",
    "binary_crossentropy": "sigmoid",
}


class Goal(str):
    """A loss by name, which goes wherever a name goes, with its numbers: from_logits, delta, label_smoothing.

    Called with targets and outputs it gives their mean loss. Raises ValueError for numbers that cannot be.

    >>> Goal("mse")([1.0, 3.0], [1.0, 1.0])
    2.0
    >>> Goal("huber", delta=2.0) == "huber"
    True
    """

    from_logits: bool
    delta: float
    label_smoothing: float

    def __new__(
        cls, name: str, *, from_logits: bool = False, delta: float = 1.0, label_smoothing: float = 0.0
    ) -> "Goal":  # fmt: skip
        goal = super().__new__(cls, name)
        goal.from_logits, goal.delta = bool(from_logits), positive_number("delta", delta)
        goal.label_smoothing = between("label_smoothing", label_smoothing, 0, 1)
        return goal

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (str(self),), self.__dict__

    @property
    def is_usual(self) -> bool:
        """Whether all numbers are as they are by name."""
        return not self.from_logits and self.delta == 1 and self.label_smoothing == 0

    def objective(self, last: str | None, dtype: Any, classes: int) -> slots.Objective:
        """The loss as the training loop takes it, behind a last layer of this activation. ValueError for others."""
        name = str(self)
        if self.from_logits:
            if last not in (LAST[name], "identity", None):
                raise ValueError(
                    tr(
                        "{name} of logits goes with {wanted} or no activation in the last layer; given {last}",
                        name=name,
                        wanted=LAST[name],
                        last=last,
                    )
                )
            found = self._of_logits(dtype)
        elif name == "huber":
            found = goals.huber_of(self.delta, dtype)
        else:
            found = slots.objective(name, last, dtype)
        if self.label_smoothing:
            found = goals.smoothed(
                found, self.label_smoothing, max(classes, 2) if name[0] == "c" else 2, dtype
            )
        return found

    def _of_logits(self, dtype: Any) -> slots.Objective:
        if self == "categorical_crossentropy":
            return goals.cross_entropy_from_logits()
        pair = losses.bce_with_logits, losses.bce_with_logits_grad
        kind = "one"
        if self == "sparse_categorical_crossentropy":
            pair = losses.softmax_cross_entropy, losses.softmax_cross_entropy_grad
            kind = "labels"
        found = slots.objective(pair[0], None, dtype, pair[1], kind)
        return slots.Objective(found.loss, found.grad, slots.AT_LOGITS, found.targets)

    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> float:
        P, Y = as_floats("y_pred", y_pred), as_floats("y_true", y_true)
        P = P.reshape(1, 1) if not P.ndim else P
        if not P.size or Y.size % len(P):
            raise ValueError(
                tr(
                    "y_true has shape {shape} and y_pred {shape2}; wanted a row of each for every example",
                    shape=Y.shape,
                    shape2=P.shape,
                )
            )
        P = P.reshape(len(P), -1)
        Y = np.ascontiguousarray(Y.reshape(len(P), -1), P.dtype)
        columns = 1 if self == "sparse_categorical_crossentropy" else P.shape[1]
        if Y.shape[1] != columns:
            raise ValueError(
                tr(
                    "y_true has {given} columns; {name} wants {wanted}",
                    given=Y.shape[1],
                    name=str(self),
                    wanted=columns,
                )
            )
        goal = self.objective(LAST.get(str(self)), P.dtype, P.shape[1])
        each = np.empty(len(P), P.dtype)
        goal.loss.plain(self._seen(P), Y, each)
        weights = np.ones(len(P)) if sample_weight is None else sample_weight
        weights = as_floats("sample_weight", weights, 1)
        has_shape("sample_weight", weights, len(P))
        return float(np.mean(each * weights))

    def _seen(self, P: np.ndarray) -> np.ndarray:
        """What the loss looks at: the outputs, or the logits that belong to probabilities."""
        if self.from_logits or self not in LAST:
            return np.ascontiguousarray(P)
        with np.errstate(divide="ignore"):
            return np.log(P) if LAST[self] == "softmax" else np.log(P) - np.log1p(-P)
