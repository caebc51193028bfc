"""How old is the cat? And which head, which loss for which question."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.datasets import DRAW
from nnlib.optimizers import gd_step
from nnlib.plots.ch06.pixels import SIDE, rows
from nnlib.plots.kit.cards import Column, cards
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLUE,
    GREY,
    VERMILION,
    painter,
    panels,
)

# -- how old is the cat? ----------------------------------------------------------------------------------------------


def cats_of_age(n: int, rng: np.random.Generator):
    """Pictures of one cat each and its age in years, 0 to 15: the older, the larger. X (n, 64, 64, 3), ages (n,)."""
    ages, X = rng.uniform(0, 15, n), np.empty((n, *SIDE))
    for picture, age in zip(X, ages):
        picture[:] = rng.uniform(0.6, 1, 3)
        DRAW[0](picture, *rng.uniform(22, 42, 2), 6 + 0.4 * age, rng)
    return np.clip(X + rng.normal(0, 0.02, X.shape), 0, 1), ages


@dataclass(frozen=True)
class Ages:
    """New cats: their ages, the neuron's answers, and the mean age of the cats it was trained on."""

    ages: np.ndarray
    said: np.ndarray
    mean: float

    @property
    def error(self):
        return float(np.abs(self.said - self.ages).mean())

    @property
    def baseline(self):
        return float(np.abs(self.mean - self.ages).mean())


def ages_data(
    rng: np.random.Generator,
    n: int = 200,
    lr: float = 0.004,
    steps: int = 100,
    step: Callable = gd_step,
):
    """Train one linear neuron on the pictures of n cats and their ages, and ask it about n new ones."""
    (X, ages), (X_new, new) = (cats_of_age(n, rng) for _ in range(2))
    F, mean = rows(X)
    # The rows have the mean 0, so the best bias is the mean age, whatever the weights are.
    w, b, target = np.zeros(F.shape[1], np.float32), ages.mean(), ages.astype(np.float32)
    for _ in range(steps):
        w = step(w, 2 * F.T @ (F @ w + np.float32(b) - target) / n, lr)
    return Ages(new, rows(X_new, mean)[0] @ w + b, float(b))


@painter(5.6, 4.4)
def paint_ages(ages: Ages, figure: Figure):
    """The neuron's answers over the true ages."""
    axes = panels(figure)
    axes.plot((0, 15), (0, 15), color=GREY, label=tr("exactly right"))
    axes.axhline(ages.mean, color=VERMILION, linestyle="--", label=tr("always the mean"))
    axes.plot(
        ages.ages, ages.said, "o", color=BLUE, markersize=5, alpha=0.7, label=tr("the neuron")
    )
    axes.set(xlabel=tr("age in years"), ylabel=tr("the answer in years"), xlim=(-0.4, 15.4))
    axes.legend(loc="upper left")


def read_ages(ages: Ages):
    """In words: how far off the neuron is, and always saying the mean."""
    below = int(np.sum(ages.said < 0))
    return tr(
        "One linear neuron says how old {count} new cats are. Its answers are off by "
        "{error:.1f} years on average; always saying the mean, {mean:.1f}, is off by "
        "{baseline:.1f}. It gives {below} cats an age below 0.",
        count=len(ages.ages),
        error=ages.error,
        mean=ages.mean,
        baseline=ages.baseline,
        below=below,
    )


AGES = Picture(ages_data, paint_ages, read_ages)


# -- which head? ------------------------------------------------------------------------------------------------------

QUESTIONS = (
    (
        tr("Will it rain tomorrow?"),
        tr("one probability"),
        "1 × sigmoid",
        tr("binary cross entropy"),
    ),
    (
        tr("Which of 4 toppings are on the pizza?"),
        tr("any of them"),
        "4 × sigmoid",
        tr("the same, 4 added up"),
    ),
    (
        tr("Which of 10 digits is it?"),
        tr("exactly one"),
        tr("softmax over 10"),
        tr("cross entropy"),
    ),
    (tr("How warm will it be, in °C?"), tr("any number"), "1 × identity", tr("squared error")),
    (
        tr("How far can the car still go?"),
        tr("a number above 0"),
        "1 × softplus",
        tr("squared error"),
    ),
)
COLUMNS = (
    Column("question", 0.0, 4.15, "#DCECF7"),
    Column("answer", 4.45, 2.35, "#F3E3EC"),
    Column("head", 7.1, 2.25, "#FFF3D6"),
    Column("loss", 9.65, 2.75, "#DDF1EA"),
)


@painter(10.4, 3.6, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_heads(questions, figure: Figure):
    """A table: question, answer, head and loss."""
    cards(figure, COLUMNS, questions)


def read_heads(questions):
    """In words: the head of each question."""
    listed = "; ".join(
        f"{question} {answer}: {head}, {loss}" for question, answer, head, loss in questions
    )
    return tr(
        "{count} questions and the head that fits each. {listed}.",
        count=len(questions),
        listed=listed,
    )


HEADS = Picture(lambda: QUESTIONS, paint_heads, read_heads)
