"""Regularizers: what holds weights back in training."""

from math import inf

from nnlib.core.arguments import between, positive_number
from nnlib.core.words import tr
from nnlib.models.deprecated import spelled


class L1L2:
    """Keras's penalty, l1 * sum(|W|) + l2 * sum(W^2): the second is twice the book's lam / 2 * sum(W^2), so lam = 2 l2.

    Raises ValueError for numbers below 0.

    >>> from nnlib import Dense
    >>> layer = Dense(3, kernel_regularizer=L1L2(0.1, 0.01))
    >>> layer.l1, layer.l2
    (0.1, 0.02)
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1, self.l2 = between("l1", l1, 0, inf), between("l2", l2, 0, inf)


class L2(L1L2):
    """Keras's penalty, l2 * sum(W^2): twice the book's lam / 2 * sum(W^2), so lam = 2 * l2.

    Raises ValueError for l2 below 0.

    >>> from nnlib import Dense
    >>> Dense(3, kernel_regularizer=L2(0.01)).l2
    0.02
    """

    def __init__(self, l2: float = 0.01) -> None:
        super().__init__(0.0, l2)


class L1(L1L2):
    """Keras's penalty, l1 * sum(|W|): it draws weights to 0 itself. Raises ValueError for l1 below 0.

    >>> from nnlib import Dense
    >>> Dense(3, kernel_regularizer=L1(0.01)).l1
    0.01
    """

    def __init__(self, l1: float = 0.01) -> None:
        super().__init__(l1, 0.0)


NAMES = {"l1": L1(), "l2": L2(), "l1_l2": L1L2(0.01, 0.01)}


def penalties(regularizer: L1L2 | str | None) -> tuple[float, float]:
    """The strength on |W|, and the book's lam, of a regularizer: l2(0.01), its name, or None. TypeError for others.

    >>> penalties("l2"), penalties("l1"), penalties(None)
    ((0.0, 0.02), (0.01, 0.0), (0.0, 0.0))
    """
    if regularizer is None:
        return 0.0, 0.0
    if isinstance(regularizer, str):
        regularizer = NAMES.get(regularizer.lower(), regularizer)
    if not isinstance(regularizer, L1L2):
        raise TypeError(
            tr(
                "kernel_regularizer is {regularizer!r}; wanted l2(0.01), l1(0.01), l1_l2(0.01, 0.01) or "
                "None",
                regularizer=regularizer,
            )
        )
    return regularizer.l1, 2 * regularizer.l2


class MaxNorm:
    """After each step no unit's weights, a column of W, are longer than `max_value`. Raises ValueError for 0 and below.

    `axis` is 0, as for Dense layers in Keras. Source: Srivastava et al. (2014), section 5.1.

    >>> from nnlib import Dense
    >>> Dense(3, kernel_constraint=MaxNorm(3)).max_norm
    3.0
    """

    @spelled()
    def __init__(self, max_value: float = 2.0, axis: int = 0) -> None:
        if axis != 0:
            raise ValueError(tr("axis is {axis}; the weights of a unit are axis 0", axis=axis))
        self.max_value = positive_number("max_value", max_value)


def longest(constraint: MaxNorm | None) -> float:
    """How long a column of W may be by a constraint; 0 without one. Raises TypeError for anything else.

    >>> longest(MaxNorm(2)), longest(None)
    (2.0, 0.0)
    """
    if constraint is None:
        return 0.0
    if not isinstance(constraint, MaxNorm):
        raise TypeError(
            tr(
                "kernel_constraint is {constraint!r}; wanted MaxNorm(3) or None",
                constraint=constraint,
            )
        )
    return float(constraint.max_value)
