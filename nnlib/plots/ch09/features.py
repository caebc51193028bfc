"""Two features of different scale: the bowl of the cost before and after both are brought onto one scale."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.optimizers import critical_learning_rate
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, BLUE, VERMILION, painter, panels
from nnlib.preprocessing import standardize, standardize_fit


def houses(stretch: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    """200 made-up houses: X holds kilometres and years, measured from their means, and y the price, from its mean."""
    rng = np.random.default_rng(191)
    X = np.column_stack([rng.normal(0, 1, 200), rng.normal(0, 10, 200)])
    X[:, 1] *= stretch / 10
    y = -3 * X[:, 0] + 3 / stretch * X[:, 1] + rng.normal(0, 1, 200)
    return X - X.mean(axis=0), y - y.mean()


@dataclass(frozen=True)
class Bowl:
    """The cost of a linear neuron on X, and a walk on it: curvatures, limit of the rate, bottom, and places."""

    name: str
    curvatures: np.ndarray
    limit: float
    best: np.ndarray
    H: np.ndarray
    places: np.ndarray
    share: float

    @property
    def condition(self):
        return float(self.curvatures[-1] / self.curvatures[0])

    @property
    def left(self):
        """The cost above the lowest, as a share of that at the start."""
        above = [(w - self.best) @ self.H @ (w - self.best) for w in self.places[[0, -1]]]
        return above[1] / above[0]


def bowl_of(name: str, X, y, share: float = 0.5, steps: int = 20) -> Bowl:
    """Walk `steps` steps from w = 0 with `share` times the limit of the rate."""
    H, best = 2 / len(X) * X.T @ X, np.linalg.lstsq(X, y)[0]
    limit = critical_learning_rate(X)
    places = [np.zeros(X.shape[1])]
    for _ in range(steps):
        places.append(places[-1] - share * limit * H @ (places[-1] - best))
    return Bowl(name, np.linalg.eigvalsh(H), limit, best, H, np.array(places), share)


def scaling_data(stretch: float = 10.0, share: float = 0.5, steps: int = 20):
    """The bowl of the raw features, and that of the standardized ones."""
    X, y = houses(stretch)
    scaled = standardize(X, *standardize_fit(X))
    return (
        bowl_of(tr("as they come"), X, y, share, steps),
        bowl_of(tr("standardized"), scaled, y, share, steps),
    )


@painter(9.5, 4.1)
def paint_scaling(bowls: tuple, figure: Figure):
    """Contours of both bowls on axes of equal scale, with the walk."""
    row = panels(figure, 1, 2)
    for axes, bowl in zip(row, bowls):
        reach = 1.25 * np.abs(bowl.best).max()
        u = np.linspace(-reach, reach, 160)
        off = np.stack(np.meshgrid(u, u)) - bowl.best[:, None, None]
        cost = np.einsum("iab,ij,jab->ab", off, bowl.H, off) / 2
        first = bowl.best @ bowl.H @ bowl.best / 2
        axes.contour(u, u, cost, first * 2.0 ** np.arange(-6, 5), colors="#B0B0B0", linewidths=1)
        axes.plot(*bowl.places.T, "o-", color=BLUE, markersize=4, linewidth=1.2)
        axes.plot(*bowl.places[0], "^", color=BLACK, markersize=9)
        axes.plot(*bowl.best, "*", color=VERMILION, markersize=13)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel=tr("weight of the distance"))
        condition = plain(bowl.condition)
        axes.set_title(tr("{name}: condition {condition}", name=bowl.name, condition=condition))
        axes.grid(False)
    row[0].set_ylabel(tr("weight of the age"))


def read_scaling(bowls: tuple):
    """In words: condition, limit, and how much of the way is left."""
    told = "; ".join(
        tr(
            "{name}, the condition is {condition} and the limit of the rate {limit}, and "
            "{steps} steps with {share} of it leave {left} of the cost above the lowest",
            name=bowl.name,
            condition=plain(bowl.condition),
            limit=plain(bowl.limit, 2),
            steps=len(bowl.places) - 1,
            share=plain(bowl.share),
            left=plain(bowl.left, 2),
        )
        for bowl in bowls
    )
    return tr("The cost of a linear neuron on two features: {told}.", told=told)


SCALING = Picture(scaling_data, paint_scaling, read_scaling)


def feature_scale() -> Live:
    """Widget: spread of the age, share of the limit -> the two bowls."""
    return SCALING.live(
        {
            "stretch": Slider(tr("spread of the age"), 1.0, 20.0, 10.0, 0.5),
            "share": Slider(tr("rate, times the limit"), 0.1, 1.05, 0.5, 0.05),
            "steps": Slider(tr("steps"), 1, 100, 20, 1),
        }
    )
